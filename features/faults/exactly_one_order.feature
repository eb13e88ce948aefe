Feature: Exactly one order
  Whatever fails on the way, a confirmed order arrives in Flourish once: never twice and never not at all.

  @O17 @assumed @controllable_clock
  Scenario Outline: A confirmed order gets over trouble on the way
    Given an order ready to be confirmed
    And Flourish will meet the order with <trouble>
    When the rep confirms the order
    And an hour passes
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

    Examples:
      | trouble                                  |
      | an internal error                        |
      | an internal error three times in a row   |
      | an overload that asks for patience       |
      | a broken connection                      |
      | an answer that gets lost                 |
      | no answer at all                         |
      | an answer that makes no sense            |
      | a garbled answer                         |
      | half an answer                           |

  @O17 @assumed @controllable_clock
  Scenario Outline: An order that Flourish took is not sent again although no word of it comes back
    Given an order ready to be confirmed
    And Flourish will meet the order with <trouble>
    And every message about the order is lost
    When the rep confirms the order
    And an hour passes
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

    Examples:
      | trouble                                  |
      | an answer that gets lost                 |
      | an answer that makes no sense            |
      | a garbled answer                         |
      | half an answer                           |
      | a lost answer and then an internal error |

  @O3 @O17 @assumed @controllable_clock
  Scenario: An order whose answer gets lost shows in Ordo like any other
    Given an order ready to be confirmed
    And Flourish will meet the order with an answer that gets lost
    And every message about the order is lost
    When the rep confirms the order
    And an hour passes
    Then the order is Awaiting Delivery in Ordo
    And Ordo shows the order as the warehouse left it

  @O17 @assumed @controllable_clock
  Scenario Outline: Trouble at any step of the way is survived
    Given an order ready to be confirmed
    And Flourish will answer the <which> call with <trouble>
    When the rep confirms the order
    And an hour passes
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo
    And it was the <which> call that met with trouble

    Examples:
      | which  | trouble             |
      | first  | an internal error   |
      | second | an internal error   |
      | third  | an internal error   |
      | first  | a broken connection |
      | third  | an answer that gets lost |

  @O17 @assumed
  Scenario: An order that cannot be sent is shown as sending and locked
    Given an order ready to be confirmed
    And Flourish is down
    When the rep confirms the order
    Then the order stays Pending in Ordo and is shown as sending
    And Ordo refuses edits because the order is being sent

  @O17 @assumed
  Scenario: An order that gets no answer is shown as sending
    Given an order ready to be confirmed
    And Flourish will meet the order with no answer at all
    When the rep confirms the order
    Then the order stays Pending in Ordo and is shown as sending
    And Flourish has no order for it

  @O17 @assumed
  Scenario Outline: An order whose answer gets lost is in Flourish all the same
    Given an order ready to be confirmed
    And Flourish will meet the order with <trouble>
    And every message about the order is lost
    When the rep confirms the order
    Then Flourish has exactly one order for it
    And Ordo shows the order as sending or as Awaiting Delivery

    Examples:
      | trouble                  |
      | an answer that gets lost |
      | a garbled answer         |
      | half an answer           |

  @O17 @assumed @controllable_clock
  Scenario: A Flourish that asks for patience is given it
    Given an order ready to be confirmed
    And Flourish will meet the order with an overload that asks for an hour of patience
    When the rep confirms the order
    And half an hour passes
    Then the order stays Pending in Ordo and is shown as sending
    And Flourish has no order for it

  @O17 @assumed @controllable_clock
  Scenario: An order waits a long outage out
    Given an order ready to be confirmed
    And Flourish is down
    And the rep has confirmed the order
    When an hour passes
    Then the order stays Pending in Ordo and is shown as sending
    And Flourish has no order for it

  @O17 @assumed @controllable_clock
  Scenario: An order is delivered once after a long outage
    Given an order that has been sending for an hour because Flourish is down
    When Flourish is up again
    And an hour passes
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

  @O17 @assumed @controllable_clock
  Scenario: A lost answer followed by a long outage makes one order
    Given an order that Flourish took just before it went down
    When Flourish is up again
    And an hour passes
    Then Flourish has exactly one order for it

  @O17 @assumed @controllable_clock
  Scenario: An order whose answer was lost is found among many
    Given an order ready to be confirmed
    And 55 other orders made in Flourish today
    And Flourish will meet the order with an answer that gets lost
    And every message about the order is lost
    When the rep confirms the order
    And an hour passes
    Then Flourish has exactly one order for it

  @O17 @assumed @controllable_clock
  Scenario: An order that never arrived is not taken for another
    Given a Net Terms order awaiting delivery
    And an order ready to be confirmed
    And Flourish will meet the order with no answer at all
    When the rep confirms the order
    And an hour passes
    Then Flourish has exactly one order for each

  @O17 @assumed
  Scenario: Clicking Confirm again and again makes one order
    Given an order ready to be confirmed
    When the rep clicks Confirm 3 times
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

  @O17 @assumed @controllable_clock
  Scenario: Clicking Confirm again while the order is on its way makes one order
    Given an order that has been sending for an hour because Flourish is down
    And the rep has clicked Confirm again
    When Flourish is up again
    And an hour passes
    Then Flourish has exactly one order for it

  @O17 @assumed
  Scenario: A confirmation that arrives twice makes one order
    Given an order ready to be confirmed
    And every message from Ordo arrives twice
    When the rep confirms the order
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo
    And Ordo's confirmation arrived twice

  @O17 @assumed
  Scenario: A confirmation that arrives again much later makes no other order
    Given a Net Terms order that is Delivered in Ordo
    When Ordo's first confirmation arrives again
    Then Flourish has exactly one order for it
    And the order stays Delivered in Ordo

  @O17 @assumed
  Scenario: Trouble with one order does not hold up another
    Given an order ready to be confirmed
    And Flourish will meet the order with an internal error
    And the rep has confirmed the order
    When the rep confirms another order
    Then the second order is Awaiting Delivery in Ordo

  @O17 @assumed @controllable_clock
  Scenario: Trouble of one seller does not hold up another
    Given an order that has been sending for an hour because Flourish is down
    When another seller confirms an order
    Then the other seller's order is Awaiting Delivery in Ordo
