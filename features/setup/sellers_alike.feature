Feature: Sellers that are alike
  Two sellers can have the same brand, the same items with the same SKUs, the same buyer, and orders with the same
  numbers in Flourish. Neither ever sees anything of the other's.

  @O2 @O3 @S9 @assumed
  Scenario: Each seller's order goes to its own Flourish
    Given two sellers with the same brand, items, buyer and numbers
    And a Net Terms order awaiting delivery
    When the other seller confirms an order of more
    Then each seller's order is on both sides as its own people left it

  @O5 @O6 @O15 @S9 @assumed
  Scenario Outline: What one seller's warehouse does shows with that seller only
    Given two sellers with the same brand, items, buyer and numbers
    And each of them has a Net Terms order awaiting delivery
    When the other seller's warehouse <acts>
    Then each seller's order is on both sides as its own people left it
    And the other seller's order is <status> in Ordo
    And the order stays Awaiting Delivery in Ordo

    Examples:
      | acts                               | status            |
      | raises the quantity of the order   | Awaiting Delivery |
      | ships the order                    | Delivered         |
      | marks the order as fully paid      | Paid              |
      | cancels the order                  | Cancelled         |

  @I10 @I6 @S9 @assumed
  Scenario: One seller's stock is not the other's
    Given two sellers with the same brand, items, buyer and numbers
    When the other seller's warehouse takes 7 of the item out of stock
    Then the item has 1000 sellable for the one and 993 for the other

  @O17 @S9 @assumed @controllable_clock
  Scenario: An order whose answer was lost is not taken for the other seller's
    Given two sellers with the same brand, items, buyer and numbers
    And the other seller has an order awaiting delivery
    And an order ready to be confirmed
    And Flourish will meet the order with no answer at all
    When the rep confirms the order
    And an hour passes
    Then each seller's order is on both sides as its own people left it
