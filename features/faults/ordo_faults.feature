Feature: Faults on Ordo's side
  Faults in Ordo's messages and answers lead neither to two orders nor to none, and no sync stops
  half-way for good.

  @I1 @controllable_clock
  Scenario Outline: A sync gets over an answer of Ordo that is of no use
    Given a seller connected to Flourish
    And an item in Flourish that never had any stock
    And Ordo will answer the engine's next question about brands with <trouble>
    When the admin syncs the inventory
    And an hour passes
    Then the item is in Ordo with 0 sellable
    And Ordo's misfortune struck

    Examples:
      | trouble                            |
      | a garbled answer                   |
      | half an answer                     |
      | an answer that makes no sense      |
      | an overload that asks for patience |

  @O17 @assumed
  Scenario: A confirmation of an unknown kind makes no order
    Given an order ready to be confirmed
    And Ordo's next confirmation is of an unknown kind
    When the rep confirms the order
    Then the engine rejected Ordo's confirmation
    And the order stays Pending in Ordo and is shown as sending
    And Flourish has no order for it

  @O17 @assumed
  Scenario: A confirmation that was lost makes one order when it is sent again
    Given an order ready to be confirmed
    And Ordo's next confirmation is lost
    And the rep has confirmed the order
    And Flourish has heard nothing of the order
    When Ordo's first confirmation arrives again
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

  @O17 @assumed
  Scenario: Confirmations that arrive newest first make one order each
    Given an order ready to be confirmed
    And Ordo's messages are held back
    And the rep has confirmed the order
    And the rep has confirmed another order
    When Ordo's held messages arrive newest first
    Then the first order is Awaiting Delivery in Ordo
    And the second order is Awaiting Delivery in Ordo

  @O17 @assumed
  Scenario: A confirmation that is overtaken by the next makes one order all the same
    Given an order ready to be confirmed
    And Ordo's next confirmation is overtaken by the one after it
    And the rep has confirmed the order
    When the rep confirms another order
    Then the later confirmation arrived before the earlier one
    And the first order is Awaiting Delivery in Ordo
    And the second order is Awaiting Delivery in Ordo
