Feature: The engine restarts
  The engine can be stopped, and it can die, at any moment. What it had accepted is done when it is back, and once.

  @O17 @assumed @restart @durable_store @controllable_clock
  Scenario: An order that waits for Flourish outlives the engine
    Given an order that has been sending for an hour because Flourish is down
    And the engine has died and is back
    When Flourish is up again
    And an hour passes
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

  @O17 @assumed @restart @durable_store @controllable_clock
  Scenario Outline: An engine that dies while it sends an order makes one order
    Given an order ready to be confirmed
    And Flourish will meet the order with <trouble>
    And the engine died while Flourish had the order, and is back
    When an hour passes
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

    Examples:
      | trouble                   |
      | an answer that comes late |
      | no answer at all          |

  @O17 @assumed @restart @durable_store @controllable_clock
  Scenario: An order that is confirmed while the engine is away arrives once
    Given an order ready to be confirmed
    And the engine has died
    When the rep confirms the order
    And the engine comes back an hour later
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

  @O17 @assumed @restart @durable_store
  Scenario: A confirmation that arrives again after a restart makes no other order
    Given a Net Terms order that is Delivered in Ordo
    And the engine has died and is back
    When Ordo's first confirmation arrives again
    Then Flourish has exactly one order for it
    And the order stays Delivered in Ordo

  @O6 @restart @durable_store @controllable_clock
  Scenario: A shipment while the engine is away shows in Ordo
    Given a Net Terms order awaiting delivery
    And the engine has died
    When the warehouse ships the order
    And the engine comes back an hour later
    Then the order is Delivered in Ordo

  @S5 @O7 @restart @durable_store
  Scenario: The webhook that Flourish has goes on working after a restart
    Given a Cash order awaiting delivery
    And the engine has been stopped and started again
    When the warehouse ships the order
    Then the order is Paid in Ordo

  @I1 @restart @durable_store @controllable_clock
  Scenario: A sync that the engine's death broke off is carried through
    Given a seller connected to Flourish
    And 51 items in Flourish
    And the engine died in the middle of a sync, and is back
    When an hour passes
    Then Ordo lists 51 items
    And the sync ends well and counts 51 items

  @S5 @I1 @restart
  Scenario: A seller whose credentials are saved after a restart is connected
    Given a seller connected to Flourish
    And an item in Flourish that never had any stock
    And the engine has died and is back
    And the admin has saved the Flourish integration
    When the admin syncs the inventory
    Then the item is in Ordo with 0 sellable
