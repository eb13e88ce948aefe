Feature: Webhook endpoint
  What Ordo generated is entered in Flourish as a webhook endpoint, with both events, and saved.

  @S6
  Scenario: A saved webhook endpoint brings news to Ordo
    Given a Net Terms order awaiting delivery
    When the warehouse ships the order
    Then the order is Delivered in Ordo

  @S6
  Scenario: Nothing is in force until the webhook endpoint is saved
    Given a seller whose webhook endpoint is filled in but not saved
    And a Net Terms order awaiting delivery
    When the warehouse ships the order
    Then Flourish sends nothing to the engine
    And the order stays Awaiting Delivery in Ordo

  @S6
  Scenario: Saving the webhook endpoint puts it in force
    Given a seller whose webhook endpoint is filled in but not saved
    And a Net Terms order awaiting delivery
    And the warehouse has saved the webhook endpoint
    When the warehouse ships the order
    Then the order is Delivered in Ordo

  @S6
  Scenario: A webhook endpoint needs its signing key
    Given a seller with a license in Ordo
    And the admin has saved the Flourish integration
    When the warehouse adds the webhook endpoint without the signing key
    Then Flourish refuses the webhook endpoint because of its signing key

  @S6
  Scenario: Without the Outbound Order event no order news arrives
    Given a seller whose webhook endpoint sends only the Inventory event
    And a Net Terms order awaiting delivery
    When the warehouse ships the order
    Then the order stays Awaiting Delivery in Ordo

  @S6
  Scenario: Without the Inventory event no inventory news arrives
    Given a seller whose webhook endpoint sends only the Outbound Order event
    And the seller's inventory is in Ordo
    When the warehouse adjusts the item's inventory
    Then Ordo shows the sellable quantity from before
