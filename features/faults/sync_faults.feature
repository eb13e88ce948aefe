Feature: Inventory sync under faults
  A sync that meets faults neither loses items nor leaves wrong data behind for good.

  @I1 @controllable_clock
  Scenario Outline: A sync gets over a short trouble
    Given a seller connected to Flourish
    And 51 items in Flourish
    And Flourish will answer the <which> call with <trouble>
    When the admin syncs the inventory
    And an hour passes
    Then Ordo lists 51 items

    Examples:
      | which  | trouble                           |
      | first  | an internal error                 |
      | third  | an internal error                 |
      | second | an overload that asks for patience |
      | second | a broken connection               |
      | second | an answer that gets lost          |

  @I1
  Scenario: A sync while Flourish is down leaves the inventory as it was
    Given a seller whose inventory is in Ordo
    And the warehouse has edited the item
    And Flourish is down
    When the admin syncs the inventory
    Then the item in Ordo reads as it did before
    And Ordo lists every SKU once

  @I1 @controllable_clock
  Scenario: A sync succeeds once Flourish is back
    Given a seller whose inventory is in Ordo
    And the warehouse has edited the item
    And the admin has synced while Flourish was down
    And an hour has passed
    When the admin syncs the inventory again
    Then the item in Ordo reads as it does in Flourish

  @I5 @controllable_clock
  Scenario: An inventory message is worked through although Flourish stumbles
    Given a seller whose inventory is in Ordo
    And Flourish will answer the first call with an internal error
    When the warehouse adjusts the item's inventory
    And an hour passes
    Then Ordo shows the sellable quantity that Flourish shows

  @I5 @controllable_clock
  Scenario: An inventory message is worked through although Ordo stumbles
    Given a seller whose inventory is in Ordo
    And Ordo will answer the engine's next call with an internal error
    When the warehouse adjusts the item's inventory
    And an hour passes
    Then Ordo shows the sellable quantity that Flourish shows
