Feature: Shipments
  The warehouse can send orders off together, in a shipment. For Ordo it is the same: what counts is that an
  order is shipped. Planning a shipment changes nothing.

  @O6
  Scenario: A net terms order that leaves with a shipment is delivered and its money still to collect
    Given a Net Terms order whose shipment is loaded
    When the shipment leaves
    Then the order is Delivered in Ordo
    And Ordo asks to collect the payment

  @O6 @O7
  Scenario: A cash order that leaves with a shipment is paid
    Given a Cash order whose shipment is loaded and its manifest printed
    When the shipment leaves
    Then the order is Paid in Ordo
    And Flourish shows the order as awaiting payment

  @O6 @O7
  Scenario: One shipment brings each of its orders to the status of its terms
    Given a Cash order awaiting delivery
    And another Net Terms order awaiting delivery
    And the warehouse has put both orders on one shipment
    When the shipment leaves
    Then the first order is Paid in Ordo
    And the second order is Delivered in Ordo

  @O5
  Scenario Outline: Planning a shipment leaves its order where it is
    Given a Net Terms order whose shipment is <prepared>
    When the warehouse <changes its plan>
    Then the order stays Awaiting Delivery in Ordo

    Examples:
      | prepared                        | changes its plan                          |
      | loaded                          | changes the route of the shipment         |
      | loaded                          | takes the order off the shipment          |
      | loaded                          | cancels the shipment                      |
      | loaded and its manifest printed | changes the route of the shipment         |
      | loaded and its manifest printed | takes the order off the shipment          |
      | loaded and its manifest printed | prints the manifest of the shipment again |
      | loaded and its manifest printed | cancels the shipment                      |
      | unloaded again                  | cancels the shipment                      |

  @O6 @O7
  Scenario: An order of a cancelled shipment leaves with another one
    Given a Cash order whose shipment is cancelled
    When the order leaves with another shipment
    Then the order is Paid in Ordo

  @O15 @assumed
  Scenario: An order that is cancelled does not leave with its shipment
    Given a Net Terms order whose shipment is loaded
    When the warehouse cancels the order
    Then the order is Cancelled in Ordo
