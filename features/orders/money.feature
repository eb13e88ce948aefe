Feature: Money to the cent
  What the rep types is what Flourish charges, and what the warehouse makes of it is what Ordo shows. Half a cent
  goes up.

  @O2
  Scenario Outline: An order comes to what its line says
    Given a pending order of <quantity> at <price> less <discount>
    When the rep confirms the order
    Then the order in Flourish has the same items, quantities and prices
    And the order comes to <total> on both sides

    Examples:
      | quantity | price     | discount  | total         |
      | 3        | 4.00      | 0.00      | 12.00         |
      | 7        | 0.29      | 0.00      | 2.03          |
      | 1        | 0.01      | 0.00      | 0.01          |
      | 1        | 0.00      | 0.00      | 0.00          |
      | 1        | 12,345.67 | 0.00      | 12,345.67     |
      | 1000     | 12,345.67 | 0.67      | 12,345,669.33 |
      | 4        | 10.00     | 40.00     | 0.00          |
      | 2.5      | 4.25      | 0.00      | 10.63         |
      | 0.666    | 19.99     | 0.00      | 13.31         |
      | 12.625   | 8.10      | 1.05      | 101.21        |
      | 0.001    | 12,345.67 | 0.00      | 12.35         |

  @O2 @assumed
  Scenario Outline: A price with more than two decimals counts in whole cents in Flourish
    Given a pending order of <quantity> at <price> less <discount>
    When the rep confirms the order
    Then the order in Flourish has the same items, quantities and prices
    And the order comes to <total> on both sides

    Examples:
      | quantity | price     | discount  | total         |
      | 8        | 4.635     | 0.00      | 37.12         |
      | 8        | 4.625     | 0.00      | 37.04         |
      | 64       | 0.1249    | 0.00      | 7.68          |
      | 3        | 9.9999    | 1.00      | 29.00         |

  @O2
  Scenario: The same item on three lines keeps its three prices
    Given a pending order of the same item at 9.99, 0.01 and 12,345.67
    When the rep confirms the order
    Then the order in Flourish has the same items, quantities and prices
    And the order comes to 37,067.01 on both sides

  @O2
  Scenario: The longest order arrives whole
    Given a pending order of five hundred lines, each a cent dearer than the one before
    When the rep confirms the order
    Then the order in Flourish has the same items, quantities and prices
    And the order comes to 1,252.50 on both sides

  @O5
  Scenario Outline: What the warehouse retypes shows in Ordo
    Given an order of 3 at 4.00 less 0.00 awaiting delivery
    When the warehouse retypes the line as <quantity> at <price> less <discount>
    Then the order comes to <total> on both sides
    And Ordo shows the lines and totals that Flourish shows

    Examples:
      | quantity | price     | discount  | total         |
      | 3        | 4.01      | 0.00      | 12.03         |
      | 3        | 4.00      | 0.01      | 11.99         |
      | 2.875    | 4.00      | 0.00      | 11.50         |
      | 0.001    | 4.00      | 0.00      | 0.00          |
      | 3        | 0.00      | 0.00      | 0.00          |
      | 1001     | 12,345.67 | 12,345.67 | 12,345,670.00 |

  @O5
  Scenario Outline: Discounts, charges and taxes of the whole order show in Ordo
    Given a seller whose facility takes <tax> percent excise tax
    And an order of <quantity> at <price> less <line discount> awaiting delivery
    And the warehouse has given a discount of <discount> on the whole order
    When the warehouse adds a charge of <charge> to the order
    Then Ordo shows <subtotal> less <discounts> plus <charges> and <taxes> in taxes, <total> in all
    And the order comes to <total> on both sides

    Examples:
      | tax   | quantity | price     | line discount | discount   | charge     | subtotal  | discounts | charges | taxes    | total     |
      | 0     | 3        | 20.00     | 1.50          | 3.21       | 12.34      | 58.50     | 3.21      | 12.34   | 0.00     | 67.63     |
      | 8.25  | 3        | 20.00     | 1.50          | 3.21       | 12.34      | 58.50     | 3.21      | 12.34   | 4.83     | 72.46     |
      | 15    | 1        | 0.10      | 0.00          | 0.01       | 0.01       | 0.10      | 0.01      | 0.01    | 0.02     | 0.12      |
      | 7.5   | 2.5      | 33.33     | 0.00          | 10 percent | 0.00       | 83.33     | 8.33      | 0.00    | 6.25     | 81.25     |
      | 27    | 1        | 12,345.67 | 0.00          | 0.00       | 2 percent  | 12,345.67 | 0.00      | 246.91  | 3,333.33 | 15,925.91 |
      | 99.99 | 1        | 9.99      | 9.99          | 0.00       | 0.01       | 0.00      | 0.00      | 0.01    | 0.00     | 0.01      |

  @O5
  Scenario: A charge that is taken away is gone from Ordo
    Given an order of 3 at 4.00 less 0.00 awaiting delivery
    And the warehouse has added a charge to the order
    When the warehouse adds a charge of 0.00 to the order
    Then Ordo shows 12.00 less 0.00 plus 0.00 and 0.00 in taxes, 12.00 in all
