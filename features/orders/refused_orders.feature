Feature: Refused orders
  An order that Flourish cannot take comes back to the rep, with the reason, to be put right and confirmed again.

  @O16 @assumed
  Scenario Outline: A refused order stays pending and shows why
    Given an order with <something wrong>
    When the rep confirms the order
    Then the order is Pending in Ordo and no longer sending
    And Ordo shows that Flourish refused the order for <the reason>
    And the rep can edit the order
    And Flourish has no order for it

    Examples:
      | something wrong                         | the reason          |
      | a buyer whose license Flourish lacks    | the buyer's license |
      | a buyer whose license is nearly right   | the buyer's license |
      | a SKU that Flourish no longer has       | the SKU             |
      | a detail that Flourish objects to       | the objection       |

  @O16 @O2 @assumed
  Scenario: A facility that asks for a sales rep refuses an order of a stranger
    Given a seller whose facility asks for a sales rep
    When the rep confirms a new order
    Then the order is Pending in Ordo and no longer sending
    And Ordo shows that Flourish refused the order for the sales rep
    And Flourish has no order for it

  @O16 @assumed
  Scenario Outline: A refused order goes through when it is confirmed again
    Given an order that Flourish refused for <something wrong>
    And <it has been put right>
    When the rep confirms the order again
    Then the order is Awaiting Delivery in Ordo
    And Flourish has exactly one order for it
    And Ordo shows no refusal any more

    Examples:
      | something wrong                      | it has been put right                        |
      | a buyer whose license Flourish lacks | the warehouse has added the buyer            |
      | a buyer whose license Flourish lacks | the rep has chosen a buyer known to Flourish |
      | a SKU that Flourish no longer has    | the rep has taken the item off the order     |
      | a detail that Flourish objects to    | Flourish objects no more                     |

  @O22 @O16 @assumed
  Scenario: Of two destinations with the buyer's license none is picked
    Given an order with a buyer whose license two destinations have
    When the rep confirms the order
    Then the order is Pending in Ordo and no longer sending
    And Ordo shows that Flourish refused the order and names both destinations
    And the rep can edit the order
    And Flourish has no order for it

  @O22 @O16 @assumed
  Scenario: The order goes through when one of the two destinations was deactivated
    Given an order that Flourish refused for a buyer whose license two destinations have
    And the warehouse has deactivated the destination that is not the buyer's
    When the rep confirms the order again
    Then the order is Awaiting Delivery in Ordo
    And Flourish has the order at the buyer's own destination
    And Ordo shows no refusal any more

  @O22 @assumed
  Scenario: An inactive destination with the buyer's license does not count
    Given an order with a buyer whose license two destinations have
    And the warehouse has deactivated the destination that is not the buyer's
    When the rep confirms the order
    Then the order is Awaiting Delivery in Ordo
    And Flourish has the order at the buyer's own destination

  @O16 @assumed
  Scenario: An order that is still wrong is refused again
    Given an order that Flourish refused for a buyer whose license Flourish lacks
    When the rep confirms the order again
    Then the order is Pending in Ordo and no longer sending
    And Ordo shows that Flourish refused the order for the buyer's license

  @O16 @assumed @controllable_clock
  Scenario: A refused order is not tried again by itself
    Given an order that Flourish refused for a detail that Flourish objects to
    And Flourish objects no more
    When an hour passes
    Then Flourish has heard nothing more from the engine
    And the order stays Pending in Ordo

  @O16 @O14 @assumed
  Scenario: The confirmation of a refused order comes again and changes nothing
    Given an order that Flourish refused for a detail that Flourish objects to
    And Flourish objects no more
    When Ordo's first confirmation arrives again
    Then the order stays Pending in Ordo
    And Flourish has no order for it

  @O16 @assumed
  Scenario: A refused order does not hold up the next
    Given an order that Flourish refused for a buyer whose license Flourish lacks
    When the rep confirms another order for a buyer known to Flourish
    Then the second order is Awaiting Delivery in Ordo
    And the first order is Pending in Ordo

  @O16 @O14 @assumed
  Scenario: The first confirmation arriving late does not send the order again
    Given an order that Flourish refused for a buyer whose license Flourish lacks
    And the warehouse has added the buyer
    And the rep has confirmed the order again
    When Ordo's first confirmation arrives again
    Then Flourish has exactly one order for it
    And the order stays Awaiting Delivery in Ordo
