Feature: Inactive items
  What is inactive or not sellable in Flourish is in Ordo all the same, shown as inactive, and cannot be ordered.

  @I15 @I3 @assumed
  Scenario Outline: An item that cannot be ordered is synced and shown as inactive
    Given a seller connected to Flourish
    And the next message about inventory is lost
    And an item in Flourish that <cannot be ordered>
    When the admin syncs the inventory
    Then the item is in Ordo with 40 sellable
    And Ordo shows the item as inactive
    And the sync ends well and reports exactly what it brought and left out

    Examples:
      | cannot be ordered              |
      | is inactive                    |
      | is not sellable                |
      | is neither active nor sellable |

  @I15 @I3 @assumed
  Scenario Outline: Neither quantity nor web shops make an item inactive
    Given a seller connected to Flourish
    And an item in Flourish <that can be ordered>
    When the admin syncs the inventory
    Then Ordo shows the item as active

    Examples:
      | that can be ordered      |
      | that no web shop shows   |
      | with 0 in stock          |
      | that never had any stock |

  @I15 @I5 @assumed
  Scenario: An item that became inactive shows so when its inventory changes
    Given a seller whose inventory is in Ordo
    And the warehouse has made the item inactive
    When the warehouse adjusts the item's inventory
    Then Ordo shows the item as inactive

  @I15 @I11 @assumed
  Scenario: A pack of an inactive item is inactive
    Given a seller whose inventory is in Ordo
    And a pack of the item with 4 in stock
    And the warehouse has made the item inactive
    When the admin syncs the inventory
    Then Ordo shows the pack as inactive

  @I15 @assumed
  Scenario Outline: An inactive item cannot be ordered
    Given a seller whose inventory is in Ordo
    And the warehouse has <made it so>
    And the admin has synced the inventory
    When the rep tries to order the item
    Then Ordo refuses the inactive item by name

    Examples:
      | made it so                 |
      | made the item inactive     |
      | made the item not sellable |

  @I15 @I5 @assumed
  Scenario: An item that is active again cannot be ordered before a sync
    Given a seller whose inventory is in Ordo
    And the warehouse has made the item inactive
    And the admin has synced the inventory
    And the warehouse has made the item active and sellable again
    When the rep tries to order the item
    Then Ordo refuses the inactive item by name

  @I15 @assumed
  Scenario: An item that is active again can be ordered after the next sync
    Given a seller whose inventory is in Ordo
    And the warehouse has made the item inactive
    And the admin has synced the inventory
    And the warehouse has made the item active and sellable again
    And the admin has synced the inventory
    When the rep confirms a new order
    Then the order is Awaiting Delivery in Ordo

  @I15 @O1 @assumed
  Scenario Outline: A pending order with an item that became inactive waits for the rep
    Given a pending order
    And the warehouse has made the item inactive
    And the admin has synced the inventory
    When the rep tries to <go on with the order>
    Then Ordo refuses the inactive item by name
    And the order in Ordo is as it was before
    And Flourish has no order for it

    Examples:
      | go on with the order             |
      | confirm the order                |
      | change the quantity of the order |

  @I15 @O2 @assumed
  Scenario: An order goes through once the inactive item is off it
    Given a pending order of several items
    And the warehouse has made the item inactive
    And the admin has synced the inventory
    And the rep has taken the item off the order
    When the rep confirms the order
    Then the order is Awaiting Delivery in Ordo

  @I15 @O5 @assumed
  Scenario: An order that Flourish has goes on when its item becomes inactive
    Given a Net Terms order awaiting delivery
    And the warehouse has made the item inactive
    And the admin has synced the inventory
    When the warehouse changes the quantity of the order
    Then Ordo shows the lines and totals that Flourish shows
