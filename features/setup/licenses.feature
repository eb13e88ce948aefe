Feature: Licenses
  The number of the license in Ordo decides which facility in Flourish the seller works with.

  @S2
  Scenario: A license is added with all its details
    Given a seller who is new to Ordo
    When the admin adds a license
    Then Ordo lists the license

  @S2
  Scenario Outline: A license needs all its details
    Given a seller who is new to Ordo
    When the admin adds a license without a <detail>
    Then Ordo refuses the license because of its <detail>
    And Ordo lists no license

    Examples:
      | detail                |
      | street address line 2 |
      | license number        |

  @S2
  Scenario: The license picks the facility with the same number
    Given a seller with a second facility in Flourish
    And the license of the second facility is in Ordo
    When the admin saves the Flourish integration
    Then Ordo shows the second facility as connected

  @S2
  Scenario: The facility is found however many there are
    Given a seller with 51 more facilities in Flourish
    And the license of the last facility is in Ordo
    When the admin saves the Flourish integration
    Then Ordo shows the last facility as connected

  @S2
  Scenario: Orders go to the facility that the license names
    Given a seller with a second facility in Flourish
    And the license of the second facility is in Ordo
    And the seller trades through the second facility
    When the rep confirms a new order
    Then Flourish has the order at the second facility
