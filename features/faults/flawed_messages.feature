Feature: Flawed messages
  A message that does not prove its sender changes nothing, one that comes too late changes nothing, and what
  it would have told reaches Ordo by another way.

  @S7
  Scenario Outline: A message that does not prove its sender changes nothing
    Given a Net Terms order awaiting delivery
    And every message about the order carries <flaw>
    When the warehouse ships the order
    Then the engine rejected a message about the order
    And the order stays Awaiting Delivery in Ordo

    Examples:
      | flaw              |
      | a wrong signature |
      | a wrong header    |

  @S7 @O6 @controllable_clock
  Scenario Outline: News whose message was flawed at first comes again
    Given a Net Terms order that the warehouse has allocated
    And Flourish cannot list its orders
    And the next message about the order carries <flaw> the first time it is sent
    When the warehouse ships the order
    And an hour passes
    Then the engine rejected a message about the order
    And the order is Delivered in Ordo

    Examples:
      | flaw              |
      | a wrong signature |
      | a wrong header    |

  @O17 @assumed @controllable_clock
  Scenario Outline: A confirmation that was flawed at first makes one order
    Given an order ready to be confirmed
    And Ordo's next confirmation carries <flaw> the first time it is sent
    When the rep confirms the order
    And an hour passes
    Then the engine rejected Ordo's confirmation
    And Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

    Examples:
      | flaw              |
      | a wrong signature |
      | a wrong header    |

  @O17 @assumed
  Scenario: An order whose confirmation is still on its way is sending
    Given an order ready to be confirmed
    And Ordo's next confirmation comes half an hour late
    When the rep confirms the order
    Then the order stays Pending in Ordo and is shown as sending
    And Flourish has no order for it

  @O17 @assumed @controllable_clock
  Scenario: A confirmation that comes late makes one order
    Given an order ready to be confirmed
    And Ordo's next confirmation comes half an hour late
    When the rep confirms the order
    And an hour passes
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

  @O14 @assumed @controllable_clock
  Scenario: A message that comes a day late takes nothing back
    Given a Net Terms order awaiting delivery
    And the next message about the order comes a day late
    And the warehouse has shipped and been paid in full
    When a day passes
    Then the order is Paid in Ordo

  @O6 @O17 @assumed @controllable_clock @reconciliation
  Scenario: A shipment whose only message comes a day late is found before
    Given a Net Terms order that the warehouse has allocated
    And the next message about the order comes a day late
    And the warehouse has shipped the order
    When an hour passes
    Then the order is Delivered in Ordo
