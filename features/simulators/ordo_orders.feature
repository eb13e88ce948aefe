@simulator
Feature: Simulated Ordo: orders on its screens
  What the rep types is what the order shows, until it is confirmed; who may do what is kept to.

  @O1
  Scenario Outline: A new order comes to what was typed
    Given an organization in Ordo with three items, of which one is inactive
    When the rep types <quantity> of <sku> at <price> less <discount> into a new order
    Then Ordo's order has <quantity> at <shown> less <off> for <total>, and that is its total

    Examples:
      | quantity | sku    | price     | discount | shown    | off   | total    |
      | 3        | 0BD-35 | its price | 0.00     | 4.00     | 0.00  | 12.00    |
      | 3        | 0BD-35 | 4.01      | 0.00     | 4.01     | 0.00  | 12.03    |
      | 3        | 0BD-35 | 4.00      | 1.25     | 4.00     | 1.25  | 10.75    |
      | 2        | 0SD-P5 | its price | 0.00     | 12.3455  | 0.00  | 24.69    |
      | 1        | 0SD-P5 | its price | 0.00     | 12.3455  | 0.00  | 12.35    |
      | 2.5      | 0BD-35 | 4.25      | 0.00     | 4.25     | 0.00  | 10.63    |
      | 4        | 0BD-35 | 10.00     | 40.00    | 10.00    | 40.00 | 0.00     |
      | 1        | 0BD-35 | 12,345.67 | 0.00     | 12345.67 | 0.00  | 12345.67 |

  @O1 @I11 @assumed
  Scenario: A new order is kept as it was typed
    Given an organization in Ordo with three items, of which one is inactive
    When the rep types a new order of both items with everything that the form takes
    Then the order is kept as it was typed, for 42.86 in all, pending, editable and not sent

  @O1 @O20 @assumed
  Scenario Outline: Net terms are of thirty days unless said otherwise
    Given an organization in Ordo with three items, of which one is inactive
    When the rep types a new order for "<terms>" and nothing about days
    Then the order is for <days> days of credit

    Examples:
      | terms     | days |
      | Net Terms | 30   |
      | Cash      | no   |

  @O1 @I6 @I15 @assumed
  Scenario Outline: What cannot be ordered is refused
    Given an organization in Ordo with three items, of which one is inactive
    When the rep types 3 of <sku> at <price> less <discount> into a new order
    Then Ordo refuses with "<code>"

    Examples:
      | sku    | price     | discount | code          |
      | 0NONE  | its price | 0.00     | unknown_sku   |
      | 0bd-35 | its price | 0.00     | unknown_sku   |
      | 0OLD   | its price | 0.00     | item_inactive |
      | 0BD-35 | 4.00      | 12.01    | invalid       |

  @O1
  Scenario: An edit of a pending order replaces all that was typed
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    When the rep edits the order
    Then the order has everything as it was typed then, for 20.00 in all, as its second version

  @O23 @assumed
  Scenario: An edit of an order that was saved since it was opened is refused
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And the rep has saved an edit of it
    When the rep saves an edit of the order as it was before
    Then Ordo refuses with "stale_edit"
    And the order has everything as it was typed then, for 20.00 in all, as its second version

  @O4 @O17 @assumed
  Scenario: An order that is being sent is locked
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a confirmed order, which is being sent
    When the rep tries to edit the order
    Then Ordo refuses with "order_locked"
    And the order still is of 3 for 12.00

  @O4
  Scenario Outline: An order that Flourish has is locked
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a report that the order is <status>
    When the rep tries to edit the order
    Then Ordo refuses with "order_locked"
    And the order still is of 3 for 12.00

    Examples:
      | status            |
      | Awaiting Delivery |
      | Delivered         |
      | Paid              |
      | Cancelled         |

  @O2
  Scenario: Confirm sends the order
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    When the rep clicks Confirm
    Then the order is pending, locked, being sent as revision 1, and announced 1 times

  @O17 @assumed
  Scenario: A second click on Confirm sends nothing
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a confirmed order, which is being sent
    When the rep clicks Confirm once more
    Then the order is pending, locked, being sent as revision 1, and announced 1 times

  @O2 @O4
  Scenario: An order that Flourish has cannot be confirmed
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a report that the order is Awaiting Delivery
    When the rep clicks Confirm
    Then Ordo refuses with "not_pending"

  @O2 @I15 @assumed
  Scenario: An order of an item that has become inactive cannot be confirmed
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And an item of it has become inactive
    When the rep clicks Confirm
    Then Ordo refuses with "item_inactive"
    And the order is pending, editable and not announced

  @O2 @S5
  Scenario: Nothing is confirmed without an integration
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And the admin has removed the integration
    When the rep clicks Confirm
    Then Ordo refuses with "not_connected"
    And the order is pending, editable and not announced

  @S4
  Scenario Outline: A sales rep does not administer
    Given an organization in Ordo with three items, of which one is inactive
    When the rep tries to <action>
    Then Ordo refuses with "forbidden"

    Examples:
      | action                  |
      | save the integration    |
      | remove the integration  |
      | add a user              |
      | rename the organization |
      | add a license           |

  @S4 @I1
  Scenario Outline: An admin administers, and both sync
    Given an organization in Ordo with three items, of which one is inactive
    When the <person> tries to <action>
    Then Ordo takes it

    Examples:
      | person | action                  |
      | admin  | save the integration    |
      | admin  | remove the integration  |
      | admin  | add a user              |
      | admin  | rename the organization |
      | admin  | add a license           |
      | admin  | start a sync            |
      | rep    | start a sync            |
