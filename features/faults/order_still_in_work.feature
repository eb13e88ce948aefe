Feature: An order that Flourish is still working on
  A call can time out while Flourish goes on working, and the order comes up when nobody waits for it any more.
  An engine that asks too early finds nothing; it asks again when one more time-out has passed, and only then
  repeats. What comes up later still is beyond what an engine can know.

  @O17 @assumed @controllable_clock
  Scenario Outline: An order that comes up after the engine has hung up is the only one
    Given an order ready to be confirmed
    And Flourish will go on working on the order after the engine has hung up
    And <the messages arrive or not>
    When the rep confirms the order
    And Flourish gets done with it and an hour passes
    Then Flourish has exactly one order for it

    Examples:
      | the messages arrive or not                |
      | every message about the order is lost     |
      | every message from Flourish arrives twice |
