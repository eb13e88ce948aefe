Feature: Packs
  A variation (pack) of an item with a SKU of its own is a row of its own in Ordo and is ordered as that pack.

  @I11 @assumed
  Scenario: A sync brings a pack with its own quantity and price
    Given a seller connected to Flourish
    And no message from Flourish arrives
    And an item in Flourish with 40 in stock
    And a pack of the item with 4 in stock
    When the admin syncs the inventory
    Then the pack is in Ordo with 4 sellable
    And the pack in Ordo has its own price and the brand of its item

  @I11 @assumed
  Scenario: A pack leaves the quantity of its item as it is
    Given a seller connected to Flourish
    And no message from Flourish arrives
    And an item in Flourish with 40 in stock
    And a pack of the item with 4 in stock
    When the admin syncs the inventory
    Then the item is in Ordo with 40 sellable

  @I11 @I10 @assumed
  Scenario: A pack comes by itself with its inventory
    Given a seller whose inventory is in Ordo
    When a pack of the item comes in with 4 in stock
    Then the pack is in Ordo with 4 sellable
    And the pack in Ordo has its own price and the brand of its item

  @I11 @assumed
  Scenario: A pack without a SKU is left out and reported
    Given a seller whose inventory is in Ordo
    And a pack of the item without a SKU
    When the admin syncs the inventory
    Then Ordo lists every SKU once
    And the sync report says that the pack was left out for having no SKU
    And the sync ends well and reports exactly what it brought and left out

  @I11 @I2 @assumed
  Scenario: A pack of an item of another brand is not synced
    Given a seller connected to Flourish
    And an item in Flourish of a brand that is not in Ordo
    And a pack of the item with 4 in stock
    When the admin syncs the inventory
    Then the pack is not in Ordo
    And the sync ends well and reports exactly what it brought and left out

  @I11 @I5 @assumed
  Scenario: Packs that are written off can be sold no more
    Given a seller whose inventory is in Ordo
    And a pack of the item with 4 in stock
    When the warehouse writes off all packs
    Then the pack is in Ordo with 0 sellable

  @I11 @O2 @assumed
  Scenario: An order of packs takes packs and not singles
    Given a seller whose inventory is in Ordo
    And a pack of the item with 4 in stock
    When the rep confirms an order of 3 packs
    Then Flourish has an order of 3 of the pack
    And the pack is in Ordo with 1 sellable
    And Ordo shows the sellable quantity from before

  @I11 @O5 @assumed
  Scenario: What the warehouse changes of a pack shows on its line
    Given a seller whose inventory is in Ordo
    And a pack of the item with 4 in stock
    And the rep has confirmed an order of 3 packs
    When the warehouse changes the quantity of the order
    Then Ordo shows the lines and totals that Flourish shows
    And the line in Ordo is still of the pack
