Feature: Connection messages
  What Ordo says about the integration is obeyed once and in order, and only from the organization whose it is.

  @S9 @assumed
  Scenario: A removal that arrives again does not end the new connection
    Given a seller whose inventory is in Ordo
    And Ordo's next removal of the integration arrives again later
    And the admin has removed the Flourish integration
    And the admin has saved the Flourish integration
    When the rep confirms a new order
    Then the order is Awaiting Delivery in Ordo
    And Ordo's removal of the integration arrived twice

  @S9 @assumed
  Scenario: A removed integration is used no more
    Given a Net Terms order awaiting delivery
    And the connection to Flourish has ended
    When the warehouse ships the order
    Then the engine has asked Flourish for nothing since
    And the order stays Awaiting Delivery in Ordo

  @S9 @assumed
  Scenario: Another organization of the same id gets nothing of the connection
    Given a seller connected to Flourish
    When another organization of the same id saves a Flourish integration of its own
    Then Ordo refuses because the organization is connected under another token
    And Ordo shows that other organization as not connected

  @S9 @O2 @assumed
  Scenario: Another organization of the same id changes nothing of the connection
    Given an order ready to be confirmed
    And another organization of the same id has tried to save a Flourish integration of its own
    When the rep confirms the order
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo
