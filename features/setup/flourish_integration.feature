Feature: Flourish integration
  An admin saves the API username and key in Ordo and gets back what the webhook in Flourish needs.

  @S4
  Scenario: An admin sets the integration up
    Given a seller with a license in Ordo
    When the admin saves the Flourish integration
    Then Ordo shows the seller as connected

  @S4
  Scenario: A sales rep cannot set the integration up
    Given a seller with a license in Ordo
    When the sales rep saves the Flourish integration
    Then Ordo refuses because only an admin may do that
    And Ordo shows the seller as not connected

  @S4
  Scenario: A sales rep cannot replace the key
    Given a seller connected to Flourish
    When the sales rep saves other Flourish credentials
    Then Ordo refuses because only an admin may do that
    And Ordo shows the seller as connected

  @S4
  Scenario: A sales rep cannot remove the integration
    Given a seller connected to Flourish
    When the sales rep removes the Flourish integration
    Then Ordo refuses because only an admin may do that
    And Ordo shows the seller as connected

  @S5
  Scenario: Saving the username and the key generates the webhook's details
    Given a seller with a license in Ordo
    When the admin saves the Flourish integration
    Then Ordo shows a webhook signing key and a webhook endpoint
    And Ordo shows two webhook headers with a key and a value each

  @S5
  Scenario: Every seller gets webhook details of their own
    Given a seller connected to Flourish
    When another seller connects to Flourish
    Then the two sellers share no webhook detail

  @S5 @assumed
  Scenario: A new key leaves the webhook's details as they are
    Given a seller connected to Flourish
    And the warehouse has reset the API key
    When the admin saves the new key in Ordo
    Then the webhook's details are the same as before

  @S5
  Scenario: The key is never shown again in Ordo
    Given a seller with a license in Ordo
    When the admin saves the Flourish integration
    Then Ordo shows the API username but not the key

  @S8 @assumed
  Scenario Outline: A setup that cannot work is refused and names the cause
    Given a seller with a license in Ordo
    When the admin saves the Flourish integration with <something wrong>
    Then Ordo refuses because <cause>
    And Ordo shows the seller as not connected

    Examples:
      | something wrong                     | cause                                |
      | a wrong username                    | Flourish rejects the credentials     |
      | a wrong key                         | Flourish rejects the credentials     |
      | a key that was reset                | Flourish rejects the credentials     |
      | another seller's key                | Flourish rejects the credentials     |
      | a license that no facility has      | no facility has the license          |
      | only the beginning of a license number | no facility has the license       |
      | the license number in small letters | no facility has the license          |
      | another seller's license            | no facility has the license          |

  @S8 @assumed
  Scenario: A refused new key leaves the working integration alone
    Given a seller whose inventory is in Ordo
    And the admin has tried to save a wrong key
    When the warehouse adjusts the item's inventory
    Then Ordo shows the sellable quantity that Flourish shows
