Feature: Item edits
  An edit in Flourish reaches Ordo with the next sync, or by itself when the item's inventory changes.

  @I5
  Scenario: An edit alone does not reach Ordo
    Given a seller whose inventory is in Ordo
    When the warehouse edits the item
    Then the item in Ordo reads as it did before

  @I5
  Scenario: The next sync brings an edit
    Given a seller whose inventory is in Ordo
    And the warehouse has edited the item
    When the admin syncs the inventory
    Then the item in Ordo reads as it does in Flourish

  @I5
  Scenario: An adjustment of the inventory brings the edit by itself
    Given a seller whose inventory is in Ordo
    And the warehouse has edited the item
    When the warehouse adjusts the item's inventory
    Then the item in Ordo reads as it does in Flourish
    And Ordo shows the sellable quantity that Flourish shows

  @I10 @assumed
  Scenario: An item that Ordo lacks comes with its inventory
    Given a seller connected to Flourish
    And an item in Flourish that never had any stock
    When the first stock of the item comes in
    Then the item in Ordo reads as it does in Flourish
    And Ordo shows the sellable quantity that Flourish shows

  @I10 @assumed
  Scenario: An item of another brand stays out when its inventory changes
    Given a seller connected to Flourish
    And an item in Flourish of a brand that is not in Ordo
    When the warehouse adjusts the item's inventory
    Then the item is not in Ordo

  @I5
  Scenario: An order brings the edit by itself
    Given a seller whose inventory is in Ordo
    And the warehouse has edited the item
    When the rep confirms a new order
    Then the item in Ordo reads as it does in Flourish
    And Ordo shows the sellable quantity that Flourish shows

  @I5
  Scenario: An edit of another item stays out when this item's inventory changes
    Given a seller whose inventory is in Ordo
    And the warehouse has edited the second item
    When the warehouse adjusts the item's inventory
    Then the second item in Ordo reads as it did before

  @I5
  Scenario Outline: Every change of stock shows in Ordo
    Given a Net Terms order awaiting delivery
    When the warehouse <changes the stock>
    Then Ordo shows the sellable quantity that Flourish shows

    Examples:
      | changes the stock            |
      | adjusts the item's inventory |
      | sells the item at retail     |
      | allocates the order          |
      | ships the order              |
      | cancels the order            |

  @I5
  Scenario: Inventory messages in the wrong order lead to the newest quantity
    Given a seller whose inventory is in Ordo
    And Flourish's messages are held back
    And the warehouse has adjusted the item's inventory 3 times
    When the held messages arrive newest first
    Then Ordo shows the sellable quantity that Flourish shows

  @I5
  Scenario: A sync makes up for an inventory message that was lost
    Given a seller whose inventory is in Ordo
    And the next message about inventory is lost
    And the warehouse has adjusted the item's inventory
    When the admin syncs the inventory
    Then Ordo shows the sellable quantity that Flourish shows
