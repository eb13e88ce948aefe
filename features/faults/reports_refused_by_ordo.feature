Feature: Reports that Ordo refuses
  What Ordo has not taken stays owed until Ordo has it. It is neither forgotten nor sent without a pause.

  @O21 @O3 @assumed @controllable_clock
  Scenario Outline: The first report of an order arrives although Ordo refuses it
    Given an order ready to be confirmed
    And Ordo will refuse the engine's next report about the order <as something>
    When the rep confirms the order
    And an hour passes
    Then the order is Awaiting Delivery in Ordo
    And Flourish has exactly one order for it
    And Ordo's misfortune struck

    Examples:
      | as something        |
      | as malformed        |
      | as invalid          |
      | as out of place     |
      | as of nothing known |
      | as too large        |

  @O21 @O8 @assumed @controllable_clock
  Scenario Outline: The last report of an order arrives although Ordo refuses it
    Given a Net Terms order that the warehouse has shipped
    And Ordo will refuse the engine's next report about the order <as something>
    When the warehouse records a payment of the total
    And an hour passes
    Then the order is Paid in Ordo
    And Ordo's misfortune struck

    Examples:
      | as something |
      | as malformed |
      | as invalid   |

  @O21 @O16 @assumed @controllable_clock
  Scenario: The rep learns that an order was refused although Ordo refuses to hear of it
    Given an order with a buyer whose license Flourish lacks
    And Ordo will refuse the engine's next report about the order as invalid
    When the rep confirms the order
    And an hour passes
    Then the order is Pending in Ordo and no longer sending
    And Ordo shows that Flourish refused the order for the buyer's license
    And Ordo's misfortune struck

  @O21 @O18 @assumed @controllable_clock
  Scenario: A problem with an order shows although Ordo refuses to hear of it
    Given a Net Terms order awaiting delivery
    And Flourish will give the order's status as "On Hold"
    And Ordo will refuse the engine's next report about the order as invalid
    When the warehouse allocates the order
    And an hour passes
    Then Ordo shows a problem that names "On Hold"
    And Ordo's misfortune struck

  @O21 @S3 @assumed @controllable_clock
  Scenario: A problem with the credentials shows although Ordo refuses to hear of it
    Given an order ready to be confirmed
    And the warehouse has reset the API key
    And Ordo will refuse the engine's next report about the connection as invalid
    When the rep confirms the order
    And an hour passes
    Then Ordo shows a problem with the Flourish credentials
    And Ordo's misfortune struck

  @O21 @I1 @assumed @controllable_clock
  Scenario: A sync ends in Ordo although Ordo refuses to hear of it
    Given a seller connected to Flourish
    And an item in Flourish with 40 in stock
    And Ordo will refuse the engine's next 3 reports about the sync as invalid
    When the admin syncs the inventory
    And a day passes
    Then the sync ends well and counts 1 items
    And Ordo's misfortune struck

  @O21 @O14 @assumed
  Scenario: A newer state does not wait for the report that Ordo refused
    Given a Net Terms order awaiting delivery
    And Ordo will refuse the engine's next report about the order as invalid
    And the warehouse has shipped the order
    When the warehouse records a payment of the total
    Then the order is Paid in Ordo
    And Ordo's misfortune struck

  @O21 @assumed
  Scenario: A report that Ordo refuses is not sent without a pause
    Given an order ready to be confirmed
    And Ordo will refuse the engine's next 12 reports about the order as invalid
    When the rep confirms the order
    Then the order stays Pending in Ordo and is shown as sending
    And Ordo's misfortune struck

  @O21 @O3 @assumed @controllable_clock
  Scenario: A report that Ordo refuses for hours arrives
    Given an order ready to be confirmed
    And Ordo will refuse the engine's next 4 reports about the order as invalid
    When the rep confirms the order
    And a day passes
    Then the order is Awaiting Delivery in Ordo
    And Flourish has exactly one order for it
