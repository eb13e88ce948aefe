@simulator
Feature: Simulated Flourish: items, places and keys
  What people type is kept as it was typed, and an edit changes nothing beside what was typed.

  @I1 @I4 @I5
  Scenario Outline: An edit of an item changes that field alone
    Given an item with every field typed
    When the warehouse types another <what> for the item
    Then Flourish shows each item as it was typed, on its screen and by its API

    Examples:
      | what        |
      | name        |
      | SKU         |
      | description |
      | brand       |
      | price       |
      | category    |
      | unit        |
      | activity    |
      | sale        |

  @I1
  Scenario: An item is kept as it was typed
    Given an item with every field typed
    When the warehouse adds another item of the same brand named "Sour Diesel"
    Then Flourish shows each item as it was typed, on its screen and by its API

  @I13 @assumed
  Scenario: A brand's new name is on all its items
    Given an item with every field typed
    And another item of the same brand named "Sour Diesel"
    When the warehouse renames the brand "Bright Meadow" to "Brighter Meadow"
    Then Flourish shows each item as it was typed, on its screen and by its API

  @I11 @assumed
  Scenario: A pack has a price and a SKU of its own
    Given an item with every field typed
    When the warehouse adds a pack of 5 of the item at 80.50, with the SKU "0BD-P5"
    Then Flourish shows the pack as it was typed, and its item too

  @I11 @assumed
  Scenario: A pack's new price leaves its item's alone
    Given an item with every field typed
    And a pack of 5 of the item at 80.50, with the SKU "0BD-P5"
    When the warehouse types the price 77.05 for the pack
    Then Flourish shows the pack as it was typed, and its item too

  @S2 @S11 @assumed
  Scenario Outline: An edit of a facility changes that field alone
    Given a facility with every field typed
    When the warehouse types another <what> for the facility
    Then Flourish shows the facility as it was typed, on its screen and by its API

    Examples:
      | what                |
      | license number      |
      | name                |
      | city                |
      | activity            |
      | need of a sales rep |

  @O22 @assumed
  Scenario: A dispensary is found by its license of now
    Given a dispensary "Leaf & Stem" with the license "C10-0000123-LIC"
    When the dispensary's license becomes "C10-0000124-LIC"
    Then Flourish finds the dispensary as it was typed by "C10-0000124-LIC" and nobody by "C10-0000123-LIC"

  @S3
  Scenario: A reset makes the old API key useless
    Given an item with every field typed
    When somebody resets the API key of the seller
    Then Flourish takes the new API key and refuses the old one and a wrong one
