Feature: Edits blocked after Awaiting Delivery
  From the moment Flourish has the order, Ordo refuses every edit. Changes are made in Flourish only.

  @O4
  Scenario Outline: Ordo refuses to change any part of an order that awaits delivery
    Given a Net Terms order awaiting delivery
    When the rep tries to change the <part> of the order
    Then Ordo refuses because the order is locked
    And the order in Ordo is as it was before

    Examples:
      | part     |
      | quantity |
      | items    |
      | terms    |
      | notes    |

  @O4
  Scenario Outline: Ordo refuses edits at every later status
    Given a <terms> order that is <status> in Ordo
    When the rep tries to change the quantity of the order
    Then Ordo refuses because the order is locked
    And the order in Ordo is as it was before

    Examples:
      | terms     | status            |
      | Net Terms | Awaiting Delivery |
      | Net Terms | Delivered         |
      | Cash      | Paid              |
      | Net Terms | Paid              |
      | Cash      | Cancelled         |

  @O4
  Scenario: An admin is refused like everybody else
    Given a Net Terms order awaiting delivery
    When the admin tries to change the quantity of the order
    Then Ordo refuses because the order is locked
    And the order in Ordo is as it was before

  @O4
  Scenario: A refused edit does not reach Flourish
    Given a Net Terms order awaiting delivery
    When the rep tries to change the quantity of the order
    Then the order in Flourish is as it was before

  @O4
  Scenario: An order that awaits delivery cannot be confirmed again
    Given a Net Terms order awaiting delivery
    When the rep tries to confirm the order again
    Then Ordo refuses because the order is no longer pending
    And Flourish has exactly one order for it

  @O4 @O5
  Scenario: What Ordo refuses, Flourish can change
    Given a Net Terms order awaiting delivery
    And the rep has tried to change the quantity of the order
    When the warehouse changes the quantity of the order
    Then Ordo shows the lines and totals that Flourish shows
