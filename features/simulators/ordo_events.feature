@simulator
Feature: Simulated Ordo: events
  What people do in Ordo is told to the engine, signed, again and again until it is taken.

  @O2
  Scenario: The event of a confirmation has everything that was typed
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of both items, with everything that the form takes, in Ordo
    And a day that has passed in Ordo
    When the rep clicks Confirm
    Then one event about it goes out, signed, with everything that the rep typed

  @O2 @O16 @assumed
  Scenario: The second confirmation is a second revision
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a confirmed order, which is being sent
    And a refusal of revision 1 by the engine
    When the rep clicks Confirm
    Then the last of two events about the order is of revision 2

  @O2 @O17 @assumed
  Scenario: An event that is not taken comes again
    Given an organization in Ordo with three items, of which one is inactive
    And a pending order of 3 in Ordo
    And a day that has passed in Ordo
    And a receiver of events that answers an error for a while
    When the rep clicks Confirm, and Ordo keeps trying
    Then the event comes at each retry and not before, at most five minutes apart, until it is taken
    And each attempt has the same id and body, and is signed at its own time

  @S5 @S9 @assumed
  Scenario: The first credentials set the connection
    Given an organization in Ordo with a license
    When the admin saves the credentials
    Then the last event says that the connection is set, with license and credentials
    And Ordo shows the connection, and of its secrets nothing

  @S5 @S9 @assumed
  Scenario: Other credentials change the connection
    Given an organization in Ordo with a license
    And credentials that the admin has saved
    When the admin saves the credentials again
    Then the last event says that the connection is changed, with license and credentials

  @S9 @assumed
  Scenario: The connection is removed
    Given an organization in Ordo with a license
    And credentials that the admin has saved
    When the admin takes the integration away
    Then the last event says that the connection is removed, and Ordo shows none
