Feature: Net 30
  Weeks pass between an order, its shipment and its payment. What happens then counts as on the first day.

  @O8 @controllable_clock
  Scenario Outline: A payment long after the shipment sets the order Paid
    Given a Net Terms order that is Delivered in Ordo
    And <a long time> has passed
    When the warehouse marks the order as fully paid
    Then the order is Paid in Ordo

    Examples:
      | a long time         |
      | a week              |
      | a month             |
      | more than a month   |
      | a quarter of a year |

  @O5 @O6 @O15 @assumed @controllable_clock
  Scenario Outline: An update after 31 days shows
    Given a Net Terms order awaiting delivery
    And 31 days have passed
    When the warehouse <acts>
    Then Ordo shows the order as the warehouse left it

    Examples:
      | acts                              |
      | changes the quantity of the order |
      | adds a charge to the order        |
      | ships the order                   |
      | cancels the order                 |

  @O8 @O17 @assumed @controllable_clock @reconciliation
  Scenario: A payment after 31 days that no message told of is found
    Given a Net Terms order that is Delivered in Ordo
    And no message from Flourish arrives
    And 31 days have passed
    And the warehouse has been paid in full
    When a day passes
    Then the order is Paid in Ordo

  @O17 @assumed @controllable_clock
  Scenario: A confirmation that arrives again after 31 days makes no other order
    Given a Net Terms order that is Delivered in Ordo
    And 31 days have passed
    When Ordo's first confirmation arrives again
    Then Flourish has exactly one order for it
    And the order stays Delivered in Ordo

  @O14 @assumed @controllable_clock
  Scenario: Messages that arrive again after 31 days take nothing back
    Given a Net Terms order that is Paid in Ordo
    And 31 days have passed
    When every message about the order arrives again
    Then the order stays Paid in Ordo
