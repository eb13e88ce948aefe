Feature: Partial payment ignored
  A part of the money changes nothing in Ordo. Only an order that is paid in full does.

  @O9
  Scenario Outline: A partial payment after the shipment changes nothing in Ordo
    Given a Net Terms order that the warehouse has shipped
    When the warehouse records a payment of <part>
    Then Flourish shows the order as partially paid
    And the order stays Delivered in Ordo

    Examples:
      | part                    |
      | one cent                |
      | half the total          |
      | all but one cent        |

  @O9
  Scenario Outline: A partial payment before the shipment changes nothing in Ordo
    Given a <terms> order awaiting delivery
    When the warehouse records a payment of <part>
    Then Flourish shows the order as partially paid
    And the order stays Awaiting Delivery in Ordo

    Examples:
      | terms     | part             |
      | Net Terms | all but one cent |
      | Cash      | half the total   |

  @O9
  Scenario: Many partial payments are still partial
    Given a Net Terms order that the warehouse has shipped
    When the warehouse records a payment of one cent 3 times
    Then the order stays Delivered in Ordo

  @O9 @O8
  Scenario: The payment that completes the total makes the order paid
    Given a Net Terms order that the warehouse has shipped
    And the warehouse has recorded a payment of all but one cent
    When the warehouse records a payment of one cent
    Then the order is Paid in Ordo

  @O9 @O6
  Scenario: A partly paid order that ships is delivered
    Given a Net Terms order awaiting delivery
    And the warehouse has recorded a payment of half the total
    When the warehouse ships the order
    Then the order is Delivered in Ordo

  @O9 @O7
  Scenario: A partly paid cash order that ships is paid
    Given a Cash order awaiting delivery
    And the warehouse has recorded a payment of half the total
    When the warehouse ships the order
    Then the order is Paid in Ordo
