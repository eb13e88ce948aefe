Feature: Brands
  A brand in Ordo has a name and a logo. Its name is what lets the seller's items in from Flourish.

  @S1
  Scenario: A brand is added with its logo
    Given a seller who is new to Ordo
    When the admin adds a brand with a picture for a logo
    Then Ordo lists the brand with its logo

  @S1
  Scenario Outline: A brand needs a name and a real picture
    Given a seller who is new to Ordo
    When the admin adds a brand with <something wrong>
    Then Ordo refuses the brand because of its <part>
    And Ordo lists no brand

    Examples:
      | something wrong           | part |
      | no name                   | name |
      | no logo                   | logo |
      | a text file for a logo    | logo |
      | an enormous file for a logo | logo |

  @S1 @I2
  Scenario: The name of the brand opens the door to its items
    Given a seller connected to Flourish
    And an item in Flourish of a brand that is not in Ordo
    When the admin adds that brand to Ordo
    And the admin syncs the inventory
    Then the item is in Ordo
