Feature: Confirming an order
  The rep's button sends the order to Flourish. Once Flourish has it, it is Awaiting Delivery.

  @O2 @O3
  Scenario Outline: A confirmed order is received by Flourish
    Given a seller whose inventory is in Ordo
    When the rep confirms a new <terms> order
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

    Examples:
      | terms     |
      | Cash      |
      | Net Terms |

  @O2
  Scenario Outline: Flourish receives what the rep entered
    Given a pending order of <lines>
    When the rep confirms the order
    Then the order in Flourish has the same items, quantities and prices
    And the order in Flourish goes to the buyer's license
    And Ordo and Flourish show the same total

    Examples:
      | lines                          |
      | one item                       |
      | several items                  |
      | an item at a price of its own  |
      | an item with a discount        |
      | an item in a broken quantity   |
      | an item at an awkward price    |
      | the same item on two lines     |

  @O2
  Scenario: An edit before the confirmation is what Flourish receives
    Given a pending order
    And the rep has changed the quantity of the order
    When the rep confirms the order
    Then the order in Flourish has the same items, quantities and prices

  @O2
  Scenario: A facility that asks for a sales rep gets the one who sold
    Given a seller whose facility asks for a sales rep
    And the rep is known in Flourish
    When the rep confirms a new order
    Then the order in Flourish names the rep

  @O2
  Scenario: The buyer is the one with exactly the license
    Given a seller whose inventory is in Ordo
    And a buyer in Flourish whose license number begins with that of the buyer
    When the rep confirms a new order
    Then the order in Flourish goes to the buyer's license

  @O2 @O20 @assumed
  Scenario Outline: What an order needs is found behind much that others need
    Given <somebody's order>
    And Flourish has 51 other <things>
    And <what the order needs>
    When the rep confirms the order
    Then Flourish has the order as the rep typed it

    Examples:
      | somebody's order                               | things        | what the order needs                               |
      | an order with a buyer whose license Flourish lacks | destinations  | the warehouse has added the buyer                  |
      | a pending order to be paid in 45 days          | payment terms | Flourish has the payment term "Net 45" of 45 days  |
      | a pending order that needs a sales rep         | sales reps    | the rep is known in Flourish                       |

  @O2 @I6 @assumed
  Scenario: Another item that has got the SKU meanwhile is not taken for the one that was ordered
    Given a pending order of the second item
    And the warehouse has given the first item the SKU of the second
    When the rep confirms the order
    Then Flourish has the order as the rep typed it

  @O2
  Scenario: Two orders of one seller are two orders in Flourish
    Given a Cash order awaiting delivery
    When the rep confirms another order
    Then Flourish has exactly one order for each

  @O3
  Scenario: An order is not awaiting delivery before Flourish has answered
    Given an order ready to be confirmed
    And Flourish takes its time to answer
    When the rep confirms the order
    Then the order stays Pending in Ordo while Flourish works on it

  @O3 @controllable_clock
  Scenario: A slow answer still counts
    Given an order ready to be confirmed
    And Flourish takes its time to answer
    When the rep confirms the order
    And Flourish answers at last
    Then the order is Awaiting Delivery in Ordo
    And Flourish has exactly one order for it
    And Flourish took its time over the order

  @O2
  Scenario: An order is not sent before the seller is connected
    Given a seller whose inventory is in Ordo
    And the admin has removed the Flourish integration
    When the rep tries to confirm a new order
    Then Ordo refuses because the seller is not connected
    And the order is Pending in Ordo
