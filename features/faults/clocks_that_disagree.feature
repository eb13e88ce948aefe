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

    Examples:
      | a while       | ahead or behind |
      | half a minute | ahead           |
      | half a minute | behind          |
      | two minutes   | ahead           |
      | two minutes   | behind          |
      | an hour       | ahead           |
      | an hour       | behind          |
      | a day         | ahead           |
      | a day         | behind          |
      | three days    | ahead           |
      | three days    | behind          |
      | four weeks    | ahead           |
      | four weeks    | behind          |

  @O3 @O17 @assumed @controllable_clock
  Scenario Outline: An order is made at Flourish's own time
    Given an order ready to be confirmed
    And Flourish's clock is <a while> <ahead or behind>
    When the rep confirms the order
    Then Flourish made the order <a while> <before or after> the rep confirmed it
    And Flourish has the order as the rep typed it
    And the order is Awaiting Delivery in Ordo

    Examples:
      | a while    | ahead or behind | before or after |
      | a day      | ahead           | after           |
      | a day      | behind          | before          |
      | four weeks | behind          | before          |

  @O17 @assumed @controllable_clock
  Scenario Outline: A confirmation counts although Ordo's clock is a little wrong
    Given an order ready to be confirmed
    And Ordo's clock is <a while> <ahead or behind>
    When the rep confirms the order
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

    Examples:
      | a while       | ahead or behind |
      | half a minute | ahead           |
      | half a minute | behind          |
      | two minutes   | ahead           |
      | two minutes   | behind          |

  @O14 @O6 @O8 @assumed @controllable_clock
  Scenario Outline: Messages in the wrong order take nothing back
    Given a Net Terms order awaiting delivery
    And Flourish's clock is <a while> <ahead or behind>
    And Flourish's messages are held back
    And the warehouse has shipped and been paid in full
    When the held messages arrive newest first
    Then the order is Paid in Ordo

    Examples:
      | a while | ahead or behind |
      | an hour | ahead           |
      | a week  | behind          |

  @O14 @O5 @O6 @assumed @controllable_clock
  Scenario Outline: What happens after Flourish's clock was put right shows
    Given a Net Terms order awaiting delivery
    And Flourish's clock is a week ahead
    And the warehouse has changed the quantity of the order
    And Flourish's clock was put right
    When the warehouse <acts>
    Then Ordo shows the order as the warehouse left it

    Examples:
      | acts                              |
      | changes the quantity of the order |
      | ships the order                   |

  @O6 @O17 @assumed @controllable_clock @reconciliation
  Scenario Outline: A shipment that no message told of is found however wrong a clock is
    Given an order ready to be confirmed
    And Flourish's clock is <a while> <ahead or behind>
    And the rep has confirmed the order
    And no message from Flourish arrives
    And the warehouse has shipped the order
    When an hour passes
    Then the order is Delivered in Ordo

    Examples:
      | a while    | ahead or behind |
      | an hour    | ahead           |
      | an hour    | behind          |
      | three days | behind          |
      | four weeks | ahead           |
      | four weeks | behind          |
