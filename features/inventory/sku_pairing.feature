Feature: SKU pairing
  An item in Flourish and an item in Ordo are the same item when they carry the same SKU.

  @I6
  Scenario: An item that is renamed stays the same item
    Given a seller whose inventory is in Ordo
    And the warehouse has renamed the item
    When the admin syncs the inventory
    Then Ordo lists every SKU once
    And the item in Ordo reads as it does in Flourish

  @I6
  Scenario: Two items of the same name are two items
    Given a seller connected to Flourish
    And two items in Flourish of the same name with SKUs of their own
    When the admin syncs the inventory
    Then Ordo lists 2 items

  @I6 @assumed
  Scenario: SKUs that differ only in case are two SKUs
    Given a seller connected to Flourish
    And two items in Flourish whose SKUs differ only in case
    When the admin syncs the inventory
    Then Ordo lists 2 items

  @I6
  Scenario: An item that gets another SKU is another item in Ordo
    Given a seller whose inventory is in Ordo
    And the warehouse has given the item another SKU
    When the admin syncs the inventory
    Then Ordo lists the item under its new SKU
    And Ordo lists every SKU once

  @I8 @assumed
  Scenario: An item without a SKU is left out and reported
    Given a seller connected to Flourish
    And an item in Flourish without a SKU
    When the admin syncs the inventory
    Then Ordo lists 0 items
    And the sync report says that the item was left out for having no SKU
    And the sync ends well and reports exactly what it brought and left out

  @I8 @assumed
  Scenario: A SKU carried by two items brings neither
    Given a seller connected to Flourish
    And two items in Flourish with the same SKU
    When the admin syncs the inventory
    Then Ordo lists 0 items
    And the sync report says that both items were left out for their SKU
    And the sync ends well and reports exactly what it brought and left out

  @I8 @assumed
  Scenario: A SKU shared with an item of another brand is not brought either
    Given a seller connected to Flourish
    And an item in Flourish that never had any stock
    And an item in Flourish of another brand with the same SKU
    When the admin syncs the inventory
    Then Ordo lists 0 items
    And the sync ends well and reports exactly what it brought and left out

  @I8 @assumed
  Scenario: A SKU carried twice is noticed however far apart the items are
    Given a seller connected to Flourish
    And 51 items in Flourish
    And the last of them has the SKU of the first
    When the admin syncs the inventory
    Then Ordo lists 49 items
    And the sync report says that both items were left out for their SKU
    And the sync ends well and reports exactly what it brought and left out

  @I8 @assumed
  Scenario: An item with a SKU of its own comes although others share one
    Given a seller connected to Flourish
    And two items in Flourish with the same SKU
    And an item in Flourish with 40 in stock
    When the admin syncs the inventory
    Then Ordo lists 1 item

  @I8 @assumed
  Scenario: The rows of one SKU are added up
    Given a seller connected to Flourish
    And an item in Flourish with 4 in stock in one lot and 5 in another
    When the admin syncs the inventory
    Then the item is in Ordo with 9 sellable

  @I8 @assumed
  Scenario: A summary of several rows is added up
    Given a seller connected to Flourish
    And an item in Flourish with 4 in stock
    And Flourish gives the item's stock in two rows of 4
    When the admin syncs the inventory
    Then the item is in Ordo with 8 sellable

  @I8 @assumed
  Scenario: Stock in another facility does not count
    Given a seller connected to Flourish
    And a second facility in Flourish
    And an item in Flourish with 4 in stock and 5 in the second facility
    When the admin syncs the inventory
    Then the item is in Ordo with 4 sellable

  @I8 @assumed
  Scenario: A change of stock in another facility does not count
    Given a seller whose inventory is in Ordo
    And a second facility in Flourish
    When the warehouse adjusts the item's inventory in the second facility
    Then Ordo shows the sellable quantity that Flourish shows
