@simulator
Feature: Simulated Ordo: inventory and its syncs
  A sync is asked for, shows how far it is and how it ended; the inventory is what was brought.

  @I1
  Scenario Outline: A sync is asked for
    Given an organization in Ordo with three items, of which one is inactive
    When the <person> starts a sync
    Then the sync is requested, and the engine is asked for it once

    Examples:
      | person |
      | admin  |
      | rep    |

  @I1
  Scenario: There is one sync at a time
    Given an organization in Ordo with three items, of which one is inactive
    And a sync that the admin has started
    When the rep starts a sync
    Then Ordo refuses with "sync_under_way"

  @I1 @I7 @assumed
  Scenario Outline: A sync shows how far it is
    Given an organization in Ordo with three items, of which one is inactive
    And a sync that the admin has started
    When the engine reports the sync as <state>
    Then Ordo shows the sync as <state>

    Examples:
      | state                    |
      | running, 20 of 50 done   |
      | running, 21 done         |
      | succeeded, with a report |
      | failed, with an error    |

  @I1
  Scenario Outline: A sync that has ended makes room for the next
    Given an organization in Ordo with three items, of which one is inactive
    And a sync that the admin has started
    And the engine has reported it as <state>
    When the rep starts a sync
    Then Ordo takes it

    Examples:
      | state                    |
      | succeeded, with a report |
      | failed, with an error    |

  @I1 @I7 @assumed
  Scenario Outline: A sync that has ended stays as it ended
    Given an organization in Ordo with three items, of which one is inactive
    And a sync that the admin has started
    And the engine has reported it as <state>
    When the engine reports the sync as <other>
    Then Ordo refuses with "sync_finished"
    And Ordo shows the sync as <state>

    Examples:
      | state                    | other                    |
      | succeeded, with a report | failed, with an error    |
      | succeeded, with a report | running, 20 of 50 done   |
      | failed, with an error    | succeeded, with a report |

  @I1 @S9 @assumed
  Scenario: A sync fails when the integration is removed
    Given an organization in Ordo with three items, of which one is inactive
    And a sync that the admin has started
    When the admin takes the integration away
    Then Ordo shows the sync as failed by the disconnection

  @I1 @I3 @I6
  Scenario: The inventory is what was brought last
    Given an organization in Ordo with three items, of which one is inactive
    When the engine brings the first item again, renamed and dearer, and a new one
    Then Ordo's inventory shows the four items as they were brought, one new and one changed

  @I1 @I6
  Scenario Outline: The inventory can be searched
    Given an organization in Ordo with three items, of which one is inactive
    When somebody looks for "<filters>" in the inventory
    Then they find the SKUs "<skus>" of <total>

    Examples:
      | filters                                            | skus           | total |
      | brand = Bright Meadow                              | 0BD-35, 0OLD   | 2     |
      | brand = bright meadow                              | none           | 0     |
      | sku = 0SD-P5                                       | 0SD-P5         | 1     |
      | search = dream                                     | 0BD-35         | 1     |
      | search = 0OLD                                      | 0OLD           | 1     |
      | search = e and brand = Dark Meadow                 | 0SD-P5         | 1     |
      | limit = 2                                          | 0BD-35, 0SD-P5 | 3     |
      | limit = 2 and offset = 2                           | 0OLD           | 3     |
      | limit = 1 and offset = 1 and brand = Bright Meadow | 0OLD           | 2     |
