@simulator
Feature: Simulated Ordo: what the engine reports
  Ordo shows what it is told of an order, and refuses what cannot be.

  @O3 @O6 @O8 @O15 @assumed
  Scenario Outline: A status that is reported shows
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a confirmed order, which is being sent
    When the engine reports that the order is <status>
    Then Ordo shows the order as "<label>", not being sent and locked
    And the order still is of 3 for 12.00

    Examples:
      | status            | label                       |
      | Awaiting Delivery | Awaiting Delivery           |
      | Delivered         | Delivered (Collect Payment) |
      | Paid              | Paid                        |
      | Cancelled         | Cancelled                   |

  @O5
  Scenario: Everything that is reported of an order shows
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a confirmed order, which is being sent
    When the engine reports the order as it is in Flourish, with everything
    Then Ordo shows all of it, and what the rep typed beside it

  @O16 @assumed
  Scenario: A refusal unlocks the order and shows why
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a confirmed order, which is being sent
    When the engine reports a refusal of revision 1
    Then the order is pending and editable, and shows why it was refused

  @O16 @assumed
  Scenario: A refused order can be confirmed again
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a confirmed order, which is being sent
    And a refusal of revision 1 by the engine
    When the rep clicks Confirm
    Then the order is pending, locked, being sent as revision 2, and announced 2 times

  @O14 @O16 @assumed
  Scenario: A refusal of an older confirmation is refused
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a confirmed order, which is being sent
    And a refusal of revision 1 by the engine
    And the rep has confirmed it again
    When the engine reports a refusal of revision 1
    Then Ordo refuses with "stale_refusal"

  @O14 @O16 @assumed
  Scenario Outline: An order that Flourish has cannot be refused
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a confirmed order, which is being sent
    And a report that the order is <status>
    When the engine reports a refusal of revision 1
    Then Ordo refuses with "not_pending"
    And Ordo shows the order as "<label>", not being sent and locked

    Examples:
      | status            | label                       |
      | Awaiting Delivery | Awaiting Delivery           |
      | Delivered         | Delivered (Collect Payment) |
      | Cancelled         | Cancelled                   |

  @O17 @assumed
  Scenario: A problem shows, and the order is sent on
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a confirmed order, which is being sent
    When the engine reports a problem of the order
    Then the order shows the problem and is being sent as before

  @O17 @assumed
  Scenario: A problem that is over is gone
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a confirmed order, which is being sent
    And a problem that the engine has reported of the order
    When the engine reports that the problem is over
    Then the order shows no problem and is being sent as before

  @O18 @assumed
  Scenario Outline: A wrong report is refused, and nothing is changed
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    When the engine reports <what>
    Then Ordo refuses with "<code>"
    And the order is pending, editable and not announced

    Examples:
      | what                                | code      |
      | a status that Ordo does not know    | invalid   |
      | an order as pending                 | invalid   |
      | an order without its id in Flourish | invalid   |
      | more than the contract has          | invalid   |
      | an order that is not there          | not_found |

  @S9 @assumed
  Scenario: Reports are taken under the integration's token only
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    When somebody reports under a user's token
    Then Ordo refuses with "unauthenticated"
