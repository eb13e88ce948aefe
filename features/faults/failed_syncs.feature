Feature: Failed syncs
  A sync that cannot go on is shown as failed with its cause, leaves Ordo as it was, and can be started again.

  @I1 @assumed @controllable_clock
  Scenario Outline: A sync that cannot go on is shown as failed, says why and changes nothing
    Given a seller whose inventory is in Ordo
    And the warehouse has edited the item
    And <trouble>
    When the admin syncs the inventory
    And the sync is given an hour
    Then the sync has failed because <cause>
    And the items in Ordo read as they did before

    Examples:
      | trouble                                           | cause                            |
      | Flourish is down                                  | Flourish cannot be reached       |
      | Flourish goes down in the middle of the next sync | Flourish cannot be reached       |
      | the warehouse has reset the API key               | Flourish rejects the credentials |
      | Ordo takes no items from the engine               | Ordo does not take the items     |

  @I1 @assumed @controllable_clock
  Scenario Outline: A sync that failed can be started again and then succeeds
    Given a seller whose inventory is in Ordo
    And the warehouse has edited the item
    And a sync of an hour ago failed because <of trouble>, which is over
    When the admin syncs the inventory again
    Then the sync ends well and reports exactly what it brought and left out
    And Ordo shows the item as it is in Flourish

    Examples:
      | of trouble                       |
      | Flourish was down                |
      | Flourish went down in the middle |
      | the API key had been reset       |
      | Ordo took no items               |

  @I1
  Scenario: No second sync begins while one is under way
    Given a seller connected to Flourish
    And Flourish is down
    And the admin has asked for a sync
    When the admin tries to sync the inventory
    Then Ordo refuses because a sync is under way
