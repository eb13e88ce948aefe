Feature: A facility out of service
  The seller's facility in Flourish can become inactive or lose its license. New orders then come back with the
  reason, the settings in Ordo show the problem, and the orders that Flourish has go on.

  @S11 @O16 @assumed
  Scenario Outline: A new order comes back with the reason
    Given a pending order
    And the facility <is out of service>
    When the rep confirms the order
    Then the order is Pending in Ordo and no longer sending
    And Ordo shows that the order came back because of the facility and its license
    And the rep can edit the order
    And Flourish has no order for it

    Examples:
      | is out of service                |
      | is inactive                      |
      | has lost its license             |
      | has another license              |
      | has given its license to another |

  @S11 @assumed
  Scenario Outline: The problem is shown with the integration
    Given a pending order
    And the facility <is out of service>
    When the rep confirms the order
    Then Ordo shows a problem with the facility and its license
    And Ordo shows the seller as connected

    Examples:
      | is out of service    |
      | is inactive          |
      | has lost its license |

  @S11 @I1 @assumed
  Scenario: A sync shows the problem and brings the inventory all the same
    Given a seller whose inventory is in Ordo
    And the facility is inactive
    When the admin syncs the inventory
    Then the sync ends well and counts 2 items
    And Ordo shows a problem with the facility and its license

  @S11 @O5 @O6 @assumed
  Scenario Outline: Orders that Flourish has go on, and the problem stays
    Given a Net Terms order awaiting delivery
    And another order that came back because the facility <is out of service>
    When the warehouse ships the first order
    Then the first order is Delivered in Ordo
    And Ordo shows a problem with the facility and its license

    Examples:
      | is out of service    |
      | is inactive          |
      | has lost its license |

  @S11 @O5 @assumed
  Scenario: An update saved in a facility out of service shows in Ordo
    Given a Net Terms order awaiting delivery
    And the facility is inactive
    When the warehouse changes the quantity of the order
    Then Ordo shows the lines and totals that Flourish shows

  @S11 @O8 @assumed
  Scenario: A payment in a facility out of service shows in Ordo
    Given a Net Terms order that is Delivered in Ordo
    And the facility has lost its license
    When the warehouse marks the order as fully paid
    Then the order is Paid in Ordo

  @S11 @O16 @assumed
  Scenario Outline: An order goes through when the facility was put right
    Given an order that came back because the facility <is out of service>
    And the facility <is right again>
    When the rep confirms the order again
    Then the order is Awaiting Delivery in Ordo
    And Ordo shows no refusal any more
    And Ordo shows no problem with the Flourish integration

    Examples:
      | is out of service    | is right again        |
      | is inactive          | is active again       |
      | has lost its license | has its license again |

  @S11 @assumed
  Scenario: The problem goes with the next sync
    Given an order that came back because the facility is inactive
    And the facility is active again
    When the admin syncs the inventory
    Then Ordo shows no problem with the Flourish integration
    And the order stays Pending in Ordo

  @S11 @assumed @controllable_clock @reconciliation
  Scenario: The problem goes by itself while orders are under way
    Given a Net Terms order awaiting delivery
    And another order that came back because the facility is inactive
    And the facility is active again
    When an hour passes
    Then Ordo shows no problem with the Flourish integration
