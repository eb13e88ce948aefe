Feature: Two orders of one buyer
  A buyer who orders twice gets two deliveries, and each order goes its own way.

  @O3 @O6
  Scenario: Shipping the second order leaves the first alone
    Given two Net Terms orders awaiting delivery
    When the warehouse ships the order
    Then the order is Delivered in Ordo
    And the first order is Awaiting Delivery in Ordo
    And the buyer has 2 orders in Flourish

  @O8 @controllable_clock
  Scenario: A quiet hour changes neither of them
    Given two Net Terms orders awaiting delivery
    When an hour passes
    Then the first order is Awaiting Delivery in Ordo
    And the second order is Awaiting Delivery in Ordo
