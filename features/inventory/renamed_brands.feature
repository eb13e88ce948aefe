Feature: Brands renamed in Flourish
  What Ordo has of the brand stops matching and stays as it was; the next sync tells so in one line for each brand.

  @I13 @I9 @assumed
  Scenario Outline: The items of a renamed brand stay as they were and are told in one line
    Given a seller with <items> of "Green Valley" in Ordo
    And the warehouse has renamed the brand "Green Valley" to "Red Rock"
    When the admin syncs the inventory
    Then the items in Ordo read as they did before
    And the sync report says in one line that the brand of <items> of "Green Valley" is now "Red Rock"

    Examples:
      | items   |
      | 1 item  |
      | 3 items |

  @I13 @assumed
  Scenario: Two renamed brands are two lines
    Given a seller with 3 items of "Green Valley" in Ordo
    And 2 items of "Blue Ridge" in Ordo
    And the warehouse has renamed the brand "Green Valley" to "Red Rock"
    And the warehouse has renamed the brand "Blue Ridge" to "Gold Coast"
    When the admin syncs the inventory
    Then the sync report says in one line that the brand of 3 items of "Green Valley" is now "Red Rock"
    And the sync report says in one line that the brand of 2 items of "Blue Ridge" is now "Gold Coast"

  @I13 @I11 @assumed
  Scenario: A pack of a renamed brand counts
    Given a seller with 3 items of "Green Valley" in Ordo
    And a pack of the item with 4 in stock
    And the warehouse has renamed the brand "Green Valley" to "Red Rock"
    When the admin syncs the inventory
    Then the sync report says in one line that the brand of 4 items of "Green Valley" is now "Red Rock"

  @I13 @I2 @assumed
  Scenario: A brand renamed to another that Ordo has goes on matching
    Given a seller with 3 items of "Green Valley" in Ordo
    And the brand "Blue Ridge" in Ordo
    And the warehouse has renamed the brand "Green Valley" to "Blue Ridge"
    When the admin syncs the inventory
    Then the item in Ordo reads as it does in Flourish
    And the sync report tells of no other brand

  @I13 @I7 @assumed
  Scenario: A brand renamed only in case is pointed at as well
    Given a seller with 3 items of "Green Valley" in Ordo
    And the warehouse has renamed the brand "Green Valley" to "GREEN VALLEY"
    When the admin syncs the inventory
    Then the items in Ordo read as they did before
    And the sync report says in one line that the brand of 3 items of "Green Valley" is now "GREEN VALLEY"
    And the sync report points the item at "Green Valley", which differs only in case

  @I13 @I9 @assumed
  Scenario Outline: What stops matching for another reason is no change of brand
    Given a seller whose inventory is in Ordo
    And <the match has ended>
    When the admin syncs the inventory
    Then the sync report says that the item no longer matches
    And the sync report tells of no other brand

    Examples:
      | the match has ended                           |
      | the warehouse has taken the item's brand away |
      | the admin has removed the brand from Ordo     |
