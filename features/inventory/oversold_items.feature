Feature: Oversold items
  Where more is on order than there is, Flourish's sellable quantity is below zero; Ordo shows it as it is.

  @I14 @assumed
  Scenario: An item that is written off while it is on order shows below zero
    Given a Net Terms order awaiting delivery
    When the warehouse writes off all of the item's stock
    Then the item is in Ordo with -3 sellable

  @I14 @I3 @assumed
  Scenario: A sync brings a quantity below zero as it is
    Given a Net Terms order awaiting delivery
    And the next message about inventory is lost
    And the warehouse has written off all of the item's stock
    When the admin syncs the inventory
    Then the item is in Ordo with -3 sellable

  @I14 @assumed
  Scenario: What comes in is counted from below zero
    Given a Net Terms order awaiting delivery
    And the warehouse has written off all of the item's stock
    When the first stock of the item comes in
    Then the item is in Ordo with 9 sellable

  @I14 @I11 @assumed
  Scenario: Packs that are written off while they are on order show below zero
    Given a seller whose inventory is in Ordo
    And a pack of the item with 4 in stock
    And the rep has confirmed an order of 3 packs
    When the warehouse writes off all packs
    Then the pack is in Ordo with -3 sellable

  @I14 @I8 @assumed
  Scenario: A row below zero is added up like any other
    Given a seller connected to Flourish
    And an item in Flourish with 4 in stock
    And Flourish gives the item's stock in a row of 9 and one of -4
    When the admin syncs the inventory
    Then the item is in Ordo with 5 sellable
