Feature: Brand mismatch
  Only items whose brand is in Ordo, letter for letter, are synced. The report says what was left out and why.
  In a table of brands the sign · stands for a space.

  @I2
  Scenario: Only items of the brands in Ordo are synced
    Given a seller connected to Flourish
    And the brands "Green Valley" and "Blue Ridge" in Ordo
    And items in Flourish of the brands "Green Valley", "Blue Ridge" and "Red Rock"
    When the admin syncs the inventory
    Then Ordo lists the items of "Green Valley" and "Blue Ridge" only

  @I2
  Scenario: The brand counts and not the name of the item
    Given a seller connected to Flourish
    And the brand "Green Valley" in Ordo
    And an item in Flourish named "Green Valley Gummies" of the brand "Red Rock"
    When the admin syncs the inventory
    Then the item is not in Ordo

  @I4
  Scenario: An item without a brand is left out and reported
    Given a seller connected to Flourish
    And an item in Flourish without a brand
    When the admin syncs the inventory
    Then the item is not in Ordo
    And the sync report says that the item was left out for having no brand

  @I4
  Scenario: An item of another brand is left out and reported
    Given a seller connected to Flourish
    And an item in Flourish of a brand that is not in Ordo
    When the admin syncs the inventory
    Then the item is not in Ordo
    And the sync report says that the item was left out for its brand

  @I4
  Scenario Outline: An item comes with the next sync after its brand is put right
    Given a seller connected to Flourish
    And an item in Flourish <with the wrong brand>
    And the admin has synced the inventory
    When the warehouse gives the item the brand that is in Ordo
    And the admin syncs the inventory
    Then the item is in Ordo

    Examples:
      | with the wrong brand               |
      | without a brand                    |
      | of a brand that is not in Ordo     |

  @I4
  Scenario: A brand put right does not bring the item before a sync
    Given a seller connected to Flourish
    And an item in Flourish without a brand
    And the admin has synced the inventory
    When the warehouse gives the item the brand that is in Ordo
    Then the item is not in Ordo

  @I4 @I10 @assumed
  Scenario: An item whose brand was put right comes when its inventory changes
    Given a seller connected to Flourish
    And an item in Flourish without a brand
    And the warehouse has given the item the brand that is in Ordo
    When the warehouse adjusts the item's inventory
    Then the item in Ordo reads as it does in Flourish
    And Ordo shows the sellable quantity that Flourish shows

  @I4 @I10 @assumed
  Scenario: An item without a brand stays out when its inventory changes
    Given a seller connected to Flourish
    And an item in Flourish without a brand
    When the warehouse adjusts the item's inventory
    Then the item is not in Ordo

  @I7 @assumed
  Scenario Outline: A brand that is nearly the same is left out and pointed at
    Given a seller connected to Flourish
    And the brand "Green Valley" in Ordo
    And an item in Flourish of the brand "<brand>"
    When the admin syncs the inventory
    Then the item is not in Ordo
    And the sync report points at "Green Valley", which differs only in <difference>
    And the sync ends well and reports exactly what it brought and left out

    Examples:
      | brand         | difference      |
      | green valley  | case            |
      | GreenValley   | spaces          |
      | Green  Valley | spaces          |
      | Green Valley· | spaces          |
      | greenvalley   | case and spaces |

  @I7 @assumed
  Scenario Outline: A brand that only resembles is left out without a pointer
    Given a seller connected to Flourish
    And the brand "Green Valley" in Ordo
    And an item in Flourish of the brand "<brand>"
    When the admin syncs the inventory
    Then the item is not in Ordo
    And the sync report points at no brand for the item
    And the sync ends well and reports exactly what it brought and left out

    Examples:
      | brand              |
      | Green              |
      | Green Valley Farms |
      | Gren Valley        |

  @I7 @assumed
  Scenario: Two brands that differ only in case are two brands
    Given a seller connected to Flourish
    And the brand "Green Valley" in Ordo
    And items in Flourish of the brands "Green Valley" and "GREEN VALLEY"
    When the admin syncs the inventory
    Then Ordo lists the items of "Green Valley" only
    And the sync ends well and reports exactly what it brought and left out
