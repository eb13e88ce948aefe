Feature: API keys
  Flourish gives a username and a key for its API. A reset makes the old key useless at once.

  @S3
  Scenario: A key is generated with a username of its own
    Given a seller who is new to Flourish
    When the warehouse generates an API key
    Then Flourish accepts the new key
    And the username of the key is not an e-mail address

  @S3
  Scenario: A key is shown only once
    Given a seller who is new to Flourish
    When the warehouse generates an API key
    Then Flourish does not show the key again

  @S3
  Scenario: A reset makes the old key useless at once
    Given a seller who is new to Flourish
    When the warehouse resets the API key
    Then Flourish no longer accepts the old key
    And Flourish accepts the new key

  @S3 @O17 @assumed
  Scenario: A reset in the middle of business is noticed and shown
    Given an order ready to be confirmed
    And the warehouse has reset the API key
    When the rep confirms the order
    Then the order stays Pending in Ordo and is shown as sending
    And Ordo shows a problem with the Flourish credentials
    And Flourish has no order for it

  @S3 @O17 @assumed
  Scenario: Work that waits for a new key goes on at once when the key is saved
    Given an order ready to be confirmed
    And the warehouse has reset the API key
    And the rep has confirmed the order
    When the admin saves the new key in Ordo
    Then the order is Awaiting Delivery in Ordo
    And Flourish has exactly one order for it
    And Ordo shows no problem with the Flourish integration

  @S3 @O6 @O17 @assumed
  Scenario: A shipment during a reset shows once the new key is saved
    Given a Net Terms order awaiting delivery
    And the warehouse has reset the API key
    And the warehouse has shipped the order
    When the admin saves the new key in Ordo
    Then the order is Delivered in Ordo

  @S10 @S8 @assumed
  Scenario: A username is checked where Flourish takes Basic
    Given a seller with a license in Ordo
    When the admin saves the Flourish integration
    Then Ordo shows that the username was checked

  @S10 @x_api_key @assumed
  Scenario: The key alone connects where Flourish refuses Basic
    Given a seller with a license in Ordo
    And Flourish takes the API key only as x-api-key
    When the admin saves the Flourish integration
    Then Ordo shows the seller as connected
    And Ordo shows that the username was not checked

  @S10 @S8 @x_api_key @assumed
  Scenario: A wrong key is found where Flourish refuses Basic
    Given a seller with a license in Ordo
    And Flourish takes the API key only as x-api-key
    When the admin saves the Flourish integration with a wrong key
    Then Ordo refuses because Flourish rejects the credentials

  @S10 @O3 @x_api_key @assumed
  Scenario: Business goes on when Flourish no longer takes Basic
    Given an order ready to be confirmed
    And Flourish takes the API key only as x-api-key
    When the rep confirms the order
    Then the order is Awaiting Delivery in Ordo
