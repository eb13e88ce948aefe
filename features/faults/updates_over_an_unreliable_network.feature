Feature: Updates over an unreliable network
  What happens to the order in Flourish reaches Ordo although calls or messages fail on the way.

  @O17 @O3 @assumed @controllable_clock
  Scenario Outline: Ordo learns of the order although it stumbles itself
    Given an order ready to be confirmed
    And Ordo will answer the engine's next call with <trouble>
    When the rep confirms the order
    And an hour passes
    Then the order is Awaiting Delivery in Ordo
    And Flourish has exactly one order for it

    Examples:
      | trouble                            |
      | an internal error                  |
      | a broken connection                |
      | an answer that gets lost           |
      | an answer that comes late          |
      | no answer at all                   |
      | an overload that asks for patience |
      | a garbled answer                   |
      | half an answer                     |

  @O6 @O7 @controllable_clock
  Scenario Outline: A shipment while Ordo is down shows when Ordo is back
    Given a <terms> order awaiting delivery
    And Ordo is down for the engine
    And the warehouse has shipped the order
    And an hour has passed
    When Ordo is up again
    And an hour passes
    Then the order is <status> in Ordo

    Examples:
      | terms     | status    |
      | Cash      | Paid      |
      | Net Terms | Delivered |

  @O14 @assumed @controllable_clock
  Scenario: Ordo ends at the newest status after an outage of its own
    Given a Net Terms order awaiting delivery
    And Ordo is down for the engine
    And the warehouse has shipped and been paid in full
    When Ordo is up again
    And an hour passes
    Then the order is Paid in Ordo

  @O14 @O15 @assumed @controllable_clock
  Scenario Outline: An order that is over before Ordo heard of it ends where it belongs
    Given a <terms> order that Flourish took while Ordo was down for the engine
    And the warehouse has <done>
    When Ordo is up again
    And an hour passes
    Then the order is <status> in Ordo

    Examples:
      | terms     | done                            | status    |
      | Cash      | allocated and shipped the order | Paid      |
      | Net Terms | allocated and shipped the order | Delivered |
      | Cash      | changed and cancelled the order | Cancelled |

  @O6 @controllable_clock
  Scenario Outline: A shipment shows although Flourish stumbles when it is asked
    Given a Net Terms order awaiting delivery
    And Flourish will answer the first call with <trouble>
    When the warehouse ships the order
    And an hour passes
    Then the order is Delivered in Ordo

    Examples:
      | trouble                            |
      | an internal error                  |
      | an overload that asks for patience |
      | a broken connection                |
      | an answer that gets lost           |

  @O5 @controllable_clock
  Scenario: An update shows although Flourish stumbles when it is asked
    Given a Net Terms order awaiting delivery
    And Flourish will answer the first call with an internal error
    When the warehouse changes the quantity of the order
    And an hour passes
    Then Ordo shows the lines and totals that Flourish shows

  @S7 @O6 @controllable_clock
  Scenario: News that was rejected for a mistyped signing key comes again
    Given a seller who mistyped the signing key in Flourish
    And a Net Terms order awaiting delivery
    And the warehouse has shipped the order
    When the warehouse corrects the signing key
    And an hour passes
    Then the order is Delivered in Ordo
