Feature: Items that stop matching
  An item that no longer matches stays in Ordo as it was, and the next sync reports it.

  @I9 @assumed
  Scenario Outline: An item that stops matching stays as it was and is reported
    Given a seller whose inventory is in Ordo
    And the warehouse has edited the item
    And <the match has ended>
    When the admin syncs the inventory
    Then the item in Ordo reads as it did before
    And the sync report says that the item no longer matches
    And the sync ends well and reports exactly what it brought and left out

    Examples:
      | the match has ended                              |
      | the warehouse has taken the item's brand away    |
      | the warehouse has given the item another brand   |
      | the warehouse has given the item its brand in capital letters |
      | the admin has removed the brand from Ordo        |

  @I9 @assumed
  Scenario: An item that stopped matching keeps its quantity when the inventory changes
    Given a seller whose inventory is in Ordo
    And the warehouse has taken the item's brand away
    When the warehouse adjusts the item's inventory
    Then Ordo shows the sellable quantity from before

  @I9 @assumed
  Scenario: An item that matches again is brought up to date
    Given a seller whose inventory is in Ordo
    And the warehouse has taken the item's brand away
    And the admin has synced the inventory
    When the warehouse gives the item the brand that is in Ordo
    And the admin syncs the inventory
    Then the item in Ordo reads as it does in Flourish
