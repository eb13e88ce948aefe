@simulator
Feature: Simulated Flourish: outbound orders
  What people type on the screen of an outbound order is what it shows, to the cent.

  @O5 @assumed
  Scenario Outline: A line of an outbound order comes to what was typed
    Given an outbound order of 3 at 4.00 less 0.00
    When the warehouse types <quantity> at <price> less <discount> on the outbound order's line
    Then the outbound order's line shows <quantity> at <price> less <discount>, <total> in all
    And the outbound order shows <total> for its lines, 0.00 in discounts, 0.00 in charges, 0.00 in taxes, <total> in all

    Examples:
      | quantity | price     | discount | total |
      | 3        | 4.01      | 0.00     | 12.03 |
      | 5        | 4.00      | 0.00     | 20.00 |
      | 3        | 4.00      | 1.25     | 10.75 |
      | 2.5      | 4.25      | 0.00     | 10.63 |
      | 0.001    | 12,345.67 | 0.00     | 12.35 |
      | 4        | 10.00     | 40.00    | 0.00  |

  @O5 @assumed
  Scenario Outline: Discounts, charges and taxes count in an outbound order
    Given an outbound order of <quantity> at <price> less <less> from a facility that takes <tax> percent excise tax
    When the warehouse types a discount of <discount> and a charge of <charge> on the outbound order
    Then the outbound order shows <lines> for its lines, <discounts> in discounts, <charges> in charges, <taxes> in taxes, <total> in all

    Examples:
      | quantity | price     | less | tax  | discount   | charge    | lines     | discounts | charges | taxes    | total     |
      | 3        | 20.00     | 1.50 | 0    | 3.21       | 12.34     | 58.50     | 3.21      | 12.34   | 0.00     | 67.63     |
      | 3        | 20.00     | 1.50 | 8.25 | 3.21       | 12.34     | 58.50     | 3.21      | 12.34   | 4.83     | 72.46     |
      | 2.5      | 33.33     | 0.00 | 7.5  | 10 percent | 0.00      | 83.33     | 8.33      | 0.00    | 6.25     | 81.25     |
      | 1        | 12,345.67 | 0.00 | 27   | 0.00       | 2 percent | 12,345.67 | 0.00      | 246.91  | 3,333.33 | 15,925.91 |

  @O5
  Scenario: Two charges add up, once each
    Given an outbound order of 2 at 10.00 less 0.00
    When the warehouse types charges of 4.50 and 0.75 on the outbound order
    Then the outbound order shows 20.00 for its lines, 0.00 in discounts, 5.25 in charges, 0.00 in taxes, 25.25 in all

  @O5
  Scenario: A charge takes the place of the one before
    Given an outbound order of 2 at 10.00 less 0.00
    And a charge of 4.50 typed on the outbound order
    When the warehouse types a charge of 1.10 in place of it
    Then the outbound order shows 20.00 for its lines, 0.00 in discounts, 1.10 in charges, 0.00 in taxes, 21.10 in all

  @O5
  Scenario: The lines of an outbound order add up
    Given an outbound order of 3 at 4.00 less 0.00
    When the warehouse adds a line of 2 of another item at 7.77 to the outbound order of 3 at 4.00
    Then the outbound order shows 27.54 for its lines, 0.00 in discounts, 0.00 in charges, 0.00 in taxes, 27.54 in all

  @O5
  Scenario: A discount above the line is refused, and nothing is changed
    Given an outbound order of 3 at 4.00 less 0.00
    When the warehouse types 3 at 4.00 less 12.01 on the outbound order's line
    Then Flourish refuses, saying "more than the line costs"
    And the outbound order's line shows 3 at 4.00 less 0.00, 12.00 in all

  @O5 @O6
  Scenario: A shipped order takes no edit
    Given an outbound order of 3 at 4.00 less 0.00
    And a warehouse that allocates and ships it
    When the warehouse types 5 at 4.00 less 0.00 on the outbound order's line
    Then Flourish refuses, saying "has already been shipped"
    And the outbound order's line shows 3 at 4.00 less 0.00, 12.00 in all

  @O5 @assumed
  Scenario: A price change counts for new outbound orders only
    Given an item that costs 10.00, and an outbound order of 3 of it
    When the item's price becomes 12.50, and an outbound order of 2 follows
    Then the two outbound orders come to 30.00 and 25.00

  @O5
  Scenario: Notes are added, and stay internal where they are
    Given an outbound order of 3 at 4.00 less 0.00
    And a note "Ring twice" on the outbound order
    When the warehouse writes a note "Gate B, dock 4" and an internal one "Watch the credit"
    Then the outbound order has the notes "Ring twice" and "Gate B, dock 4", and the internal one "Watch the credit"

  @O5 @O10 @O11
  Scenario: Dates and payment term are kept as typed
    Given an outbound order of 3 at 4.00 less 0.00
    When the warehouse types the delivery date "2031-05-17", the invoice date "2031-06-01" and the payment term "Net 15"
    Then the outbound order shows "2031-05-17", "2031-06-01" and "Net 15"
