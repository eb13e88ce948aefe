Feature: Reconciliation
  Messages from Flourish can be lost for good. From time to time the engine compares the orders that are not
  final by itself, so Ordo shows the right status all the same.

  @O6 @O7 @O17 @assumed @controllable_clock @reconciliation
  Scenario Outline: A shipment that no message told of is found
    Given a <terms> order awaiting delivery
    And no message from Flourish arrives
    And the warehouse has shipped the order
    When an hour passes
    Then the order is <status> in Ordo

    Examples:
      | terms     | status    |
      | Cash      | Paid      |
      | Net Terms | Delivered |

  @O8 @O17 @assumed @controllable_clock @reconciliation
  Scenario: A payment that no message told of is found
    Given a Net Terms order that is Delivered in Ordo
    And no message from Flourish arrives
    And the warehouse has been paid in full
    When an hour passes
    Then the order is Paid in Ordo

  @O15 @O17 @assumed @controllable_clock @reconciliation
  Scenario: A cancellation that no message told of is found
    Given a Net Terms order awaiting delivery
    And no message from Flourish arrives
    And the warehouse has cancelled the order
    When an hour passes
    Then the order is Cancelled in Ordo

  @O5 @O17 @assumed @controllable_clock @reconciliation
  Scenario: An edit that no message told of is found
    Given a Net Terms order awaiting delivery
    And no message from Flourish arrives
    And the warehouse has changed the quantity of the order
    When an hour passes
    Then Ordo shows the lines and totals that Flourish shows

  @O6 @O8 @O17 @assumed @controllable_clock @reconciliation
  Scenario: One change after the other is found
    Given a Net Terms order awaiting delivery
    And no message from Flourish arrives
    And the warehouse has shipped the order
    And an hour has passed
    And the warehouse has been paid in full
    When an hour passes
    Then the order is Paid in Ordo
