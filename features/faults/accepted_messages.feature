Feature: What the engine has accepted is never lost
  A message that was answered with success does not come again. So the engine must have it for good before it
  answers, and can die at once. What was not answered comes again.

  @O17 @assumed @restart @durable_store @controllable_clock
  Scenario: A confirmation outlives an engine that dies when it has accepted it
    Given an order ready to be confirmed
    And the engine died as soon as it had accepted the rep's confirmation, and is back
    When an hour passes
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

  @O17 @assumed @restart @durable_store @controllable_clock
  Scenario: A confirmation outlives an engine that dies while it comes in
    Given an order ready to be confirmed
    And the engine died when the rep confirmed the order, and is back
    When an hour passes
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

  @O6 @O8 @restart @durable_store @controllable_clock
  Scenario Outline: News from Flourish outlives an engine that dies when it has accepted it
    Given a Net Terms order that the warehouse has <worked on>
    And Flourish cannot list its orders
    And the engine died as soon as it had accepted the news of <what happened>, and is back
    When an hour passes
    Then the order is <status> in Ordo

    Examples:
      | worked on | what happened | status    |
      | allocated | the shipment  | Delivered |
      | shipped   | the payment   | Paid      |

  @O6 @restart @durable_store @controllable_clock
  Scenario: News from Flourish outlives an engine that dies while it comes in
    Given a Net Terms order that the warehouse has allocated
    And Flourish cannot list its orders
    And the engine died when the warehouse shipped the order, and is back
    When an hour passes
    Then the order is Delivered in Ordo

  @I1 @restart @durable_store @controllable_clock
  Scenario: A sync outlives an engine that dies when it has accepted it
    Given a seller connected to Flourish
    And 51 items in Flourish
    And the engine died as soon as it had accepted the request for a sync, and is back
    When an hour passes
    Then Ordo lists 51 items

  @S5 @I1 @restart @durable_store
  Scenario: A connection outlives an engine that dies when it has accepted it
    Given the engine died as soon as it had accepted the credentials, and is back
    And an item in Flourish that never had any stock
    When the admin syncs the inventory
    Then the item is in Ordo with 0 sellable

  @S7 @O6 @restart @durable_store @controllable_clock
  Scenario: A shipment while the engine is away shows by the repeated message alone
    Given a Net Terms order that the warehouse has allocated
    And Flourish cannot list its orders
    And the engine has died
    When the warehouse ships the order
    And the engine comes back an hour later
    Then the order is Delivered in Ordo
