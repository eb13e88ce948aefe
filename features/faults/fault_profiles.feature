Feature: Fault profiles
  For half an hour calls fail by chance, some before their work and some after. Afterwards Ordo and
  Flourish agree, and there is one order.

  @O17 @assumed @controllable_clock
  Scenario Outline: A confirmed order gets through a storm
    Given an order ready to be confirmed
    And for half an hour <storm>
    When the rep confirms the order
    And an hour passes
    Then Flourish has exactly one order for it
    And the order is Awaiting Delivery in Ordo

    Examples:
      | storm                                           |
      | Flourish is down                                |
      | about every second call to Flourish breaks off  |
      | about every third call to Flourish fails        |
      | about every third answer of Flourish gets lost  |
      | about every third answer of Flourish is garbled |
      | about every third answer of Flourish breaks off |
      | about every second call to Ordo fails           |

  @O6 @O17 @assumed @controllable_clock
  Scenario Outline: A shipment in a storm shows when it is over
    Given a Net Terms order awaiting delivery
    And for half an hour <storm>
    When the warehouse ships the order
    And an hour passes
    Then the order is Delivered in Ordo

    Examples:
      | storm                                          |
      | Flourish is down                               |
      | about every second call to Flourish breaks off |
      | about every second call to Ordo fails          |

  @O6 @O17 @assumed @controllable_clock @reconciliation
  Scenario: A shipment is found after an outage that swallowed its message
    Given a Net Terms order awaiting delivery
    And no message from Flourish arrives
    And the warehouse has shipped the order
    And for half an hour Flourish is down
    When an hour passes
    Then the order is Delivered in Ordo

  @O6 @O17 @assumed
  Scenario: Trouble with one order does not hold up news of another
    Given two Net Terms orders awaiting delivery
    And Flourish fails whenever it is asked about the first order
    When the warehouse ships both orders
    Then Flourish failed when it was asked about the first order
    And the first order is Awaiting Delivery in Ordo
    And the second order is Delivered in Ordo

  @O6 @O17 @assumed
  Scenario: Messages lost about one order do not touch another
    Given two Net Terms orders awaiting delivery
    And no message about the first order arrives
    When the warehouse ships both orders
    Then the first order is Awaiting Delivery in Ordo
    And the second order is Delivered in Ordo
