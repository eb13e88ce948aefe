Feature: Long outages
  An outage of a day or a week ends, and then everything arrives that was done meanwhile, once.

  @O17 @assumed @controllable_clock
  Scenario Outline: Orders confirmed while Flourish was down arrive once
    Given an order ready to be confirmed
    And Flourish is down
    And the rep has confirmed the order
    And <a long time> passed before the rep confirmed another order
    When Flourish is up again
    And an hour passes
    Then Flourish has exactly one order for each

    Examples:
      | a long time |
      | a day       |
      | a week      |

  @O17 @assumed @controllable_clock
  Scenario Outline: A lost answer before a long outage makes one order
    Given an order that Flourish took just before it went down
    And <a long time> has passed
    When Flourish is up again
    And an hour passes
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

    Examples:
      | a long time       |
      | a day             |
      | a week            |
      | more than a month |

  @O21 @O6 @O7 @assumed @controllable_clock
  Scenario Outline: What happened while Ordo was down shows
    Given a <terms> order awaiting delivery
    And Ordo is down for the engine
    And the warehouse has shipped the order
    And <a long time> has passed
    When Ordo is up again
    And an hour passes
    Then Ordo shows the order as the warehouse left it

    Examples:
      | terms     | a long time |
      | Cash      | a day       |
      | Net Terms | a week      |

  @O3 @O21 @assumed @controllable_clock
  Scenario: An order that Flourish took while Ordo was down for a week is shown
    Given a Net Terms order that Flourish took while Ordo was down for the engine
    And a week has passed
    When Ordo is up again
    And an hour passes
    Then the order is Awaiting Delivery in Ordo
    And Flourish has exactly one order for it

  @O17 @assumed @restart @durable_store @controllable_clock
  Scenario: An order that is confirmed while the engine is away for a week arrives once
    Given an order ready to be confirmed
    And the engine has died
    When the rep confirms the order
    And the engine comes back a week later
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo
