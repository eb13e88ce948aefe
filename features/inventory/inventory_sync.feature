Feature: Inventory sync
  Ordo asks, and the items of its brands come from Flourish with what can be sold of them.

  @I1
  Scenario: A sync brings the items and their sellable quantities
    Given a seller connected to Flourish
    And the next message about inventory is lost
    And an item in Flourish with 40 in stock
    When the admin syncs the inventory
    Then the item is in Ordo with 40 sellable
    And the item in Ordo reads as it does in Flourish

  @I1
  Scenario: A sync says how far it came
    Given a seller connected to Flourish
    And 3 items in Flourish
    When the admin syncs the inventory
    Then the sync ends well and counts 3 items

  @I1
  Scenario: A sales rep can sync too
    Given a seller connected to Flourish
    And the next message about inventory is lost
    And an item in Flourish with 40 in stock
    When the sales rep syncs the inventory
    Then the item is in Ordo with 40 sellable

  @I1
  Scenario: Nothing is synced before the seller is connected
    Given a seller who is new to Ordo
    When the admin tries to sync the inventory
    Then Ordo refuses because the seller is not connected

  @I1 @I3
  Scenario Outline: A catalogue arrives whole, whatever its size
    Given a seller connected to Flourish
    And <count> items in Flourish
    And the next message about inventory is lost
    And only the last of them in stock, with 7
    When the admin syncs the inventory
    Then Ordo lists <count> items
    And the last of them is in Ordo with 7 sellable

    Examples:
      | count |
      | 50    |
      | 51    |
      | 100   |
      | 101   |

  @I1
  Scenario: A sync again changes what has changed and doubles nothing
    Given a seller whose inventory is in Ordo
    And the warehouse has renamed the item
    When the admin syncs the inventory
    Then Ordo lists every SKU once
    And the item in Ordo reads as it does in Flourish

  @I3
  Scenario Outline: An item syncs whatever can be sold of it
    Given a seller connected to Flourish
    And an item in Flourish with <quantity> in stock
    When the admin syncs the inventory
    Then the item is in Ordo with <quantity> sellable

    Examples:
      | quantity |
      | 0        |
      | 2.5      |
      | 100000   |

  @I3
  Scenario: An item that never had any stock syncs too
    Given a seller connected to Flourish
    And an item in Flourish that never had any stock
    When the admin syncs the inventory
    Then the item is in Ordo with 0 sellable

  @I12 @assumed
  Scenario: An item that Ordo refuses is left out and the others come
    Given a seller connected to Flourish
    And an item in Flourish that Ordo refuses
    And 6 items in Flourish
    When the admin syncs the inventory
    Then Ordo lists 6 items
    And the sync report says that the item was refused by Ordo
    And the sync ends well and reports exactly what it brought and left out

  @I12 @assumed
  Scenario: An item whose SKU is too long for Ordo is left out and the others come
    Given a seller connected to Flourish
    And an item in Flourish whose SKU is too long for Ordo
    And 6 items in Flourish
    When the admin syncs the inventory
    Then Ordo lists 6 items
    And the sync report says that the item was refused by Ordo
    And the sync ends well and reports exactly what it brought and left out

  @I3
  Scenario: An item that sold out stays in Ordo with nothing to sell
    Given a seller whose inventory is in Ordo
    And the warehouse has written off all of the item's stock
    When the admin syncs the inventory
    Then the item is in Ordo with 0 sellable
