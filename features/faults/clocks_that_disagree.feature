Feature: Clocks that disagree
  Flourish's clock and Ordo's are two clocks, and nobody promises that they agree. However far one is ahead of the
  other, no order is doubled, none is lost, and no status is set back.

  @O17 @assumed @controllable_clock
  Scenario Outline: An order whose answer gets lost is made once
    Given an order ready to be confirmed
    And Flourish's clock is <a while> <ahead or behind>
    And Flourish will meet the order with an answer that gets lost
    And every message about the order is lost
    When the rep confirms the order
    And an hour passes
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo
    And Flourish made the order <a while> <before or after> the rep confirmed it

    Examples:
      | a while       | ahead or behind | before or after |
      | half a minute | ahead           | after           |
      | half a minute | behind          | before          |
      | half an hour  | ahead           | after           |
      | half an hour  | behind          | before          |
      | a day         | ahead           | after           |
      | a day         | behind          | before          |
      | three days    | ahead           | after           |
      | three days    | behind          | before          |
      | four weeks    | ahead           | after           |
      | four weeks    | behind          | before          |
