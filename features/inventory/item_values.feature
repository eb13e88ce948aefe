Feature: Items to the letter and to the last decimal
  What the warehouse types of an item, and what it has of it, is what Ordo shows.

  @I1 @I3 @I5 @assumed
  Scenario Outline: A sync brings the quantity that there is
    Given a seller connected to Flourish
    And no message from Flourish arrives
    And an item in Flourish with <quantity> in stock
    When the admin syncs the inventory
    Then the item is in Ordo with <quantity> sellable
    And Ordo shows the item as it is in Flourish

    Examples:
      | quantity      |
      | 0             |
      | 0.001         |
      | 0.0001        |
      | 0.625         |
      | 2.678         |
      | 12345.67      |
      | 999999.999    |
      | 999999999.999 |

  @I5
  Scenario Outline: A change of stock shows to the last decimal
    Given a seller whose inventory is in Ordo
    When the warehouse adjusts the item's inventory by <change>
    Then the item is in Ordo with <quantity> sellable

    Examples:
      | change   | quantity  |
      | 0.001    | 1000.001  |
      | -999.999 | 0.001     |
      | -1000    | 0         |
      | 12345.67 | 13345.67  |
      | -0.35    | 999.65    |

  @I8 @assumed
  Scenario: Broken quantities add up without a speck
    Given a seller connected to Flourish
    And an item in Flourish with 0.1 in stock in one lot and 0.2 in another
    When the admin syncs the inventory
    Then the item is in Ordo with 0.3 sellable

  @I5 @assumed
  Scenario Outline: A price arrives in dollars and cents
    Given a seller connected to Flourish
    And an item in Flourish at <price>
    When the admin syncs the inventory
    Then the item is in Ordo at <shown>
    And Ordo shows the item as it is in Flourish

    Examples:
      | price          | shown          |
      | 0.00           | 0.00           |
      | 0.01           | 0.01           |
      | 0.29           | 0.29           |
      | 10.10          | 10.10          |
      | 12,345.67      | 12,345.67      |
      | 999,999,999.99 | 999,999,999.99 |
      | 4.635          | 4.64           |
      | 9.9999         | 10.00          |

  @I2 @I5 @I6 @assumed
  Scenario Outline: An item arrives as it was written
    Given a seller connected to Flourish
    And the brand "<brand>" in Ordo
    And an item in Flourish named "<name>" of that brand with the SKU "<sku>"
    When <it comes>
    Then Ordo shows the item as it is in Flourish

    Examples:
      | it comes                            | brand            | name              | sku         |
      | the admin syncs the inventory       | Señor Ñandú      | Crème brûlée      | 007         |
      | the admin syncs the inventory       | ″Blue″ & <b>Co   | ″Blue″ & <b>Red   | A&B=C       |
      | the admin syncs the inventory       | 50% Green + More | 50% + 50% Mix     | A+B+C       |
      | the admin syncs the inventory       | Farm #9 / Bay 2  | #1 Choice?        | #1/A?b      |
      | the admin syncs the inventory       | Δέλτα 花         | 花 Blüte № 5 🌿   | Ж-ÅØ-花     |
      | the admin syncs the inventory       | 0123             | 00420             | 000         |
      | the admin syncs the inventory       | Two··Spaces      | Back\slash; (x)   | A·B··C      |
      | the first stock of the item comes in | Señor Ñandú      | Crème brûlée      | 007         |
      | the first stock of the item comes in | ″Blue″ & <b>Co   | ″Blue″ & <b>Red   | A&B=C       |
      | the first stock of the item comes in | 50% Green + More | 50% + 50% Mix     | A+B+C       |
      | the first stock of the item comes in | Farm #9 / Bay 2  | #1 Choice?        | #1/A?b      |
      | the first stock of the item comes in | Δέλτα 花         | 花 Blüte № 5 🌿   | Ж-ÅØ-花     |
      | the first stock of the item comes in | 0123             | 00420             | 000         |
      | the first stock of the item comes in | Two··Spaces      | Back\slash; (x)   | A·B··C      |

  @I5 @I6 @assumed
  Scenario Outline: The longest texts of an item arrive whole
    Given a seller connected to Flourish
    And an item in Flourish in which everything is as long as Ordo takes it
    When <it comes>
    Then Ordo shows the item as it is in Flourish

    Examples:
      | it comes                             |
      | the admin syncs the inventory        |
      | the first stock of the item comes in |

  @I5 @assumed
  Scenario Outline: Whatever the warehouse edits arrives
    Given a seller whose inventory is in Ordo
    And the warehouse has <edited the item>
    When <it comes>
    Then Ordo shows the item as it is in Flourish

    Examples:
      | edited the item                    | it comes                                     |
      | edited the item                    | the admin syncs the inventory                |
      | renamed the item                   | the admin syncs the inventory                |
      | given the item another price       | the admin syncs the inventory                |
      | given the item another description | the admin syncs the inventory                |
      | taken the item's description away  | the admin syncs the inventory                |
      | given the item another category    | the admin syncs the inventory                |
      | given the item another unit        | the admin syncs the inventory                |
      | made the item inactive             | the admin syncs the inventory                |
      | edited the item                    | the warehouse adjusts the item's inventory   |
      | renamed the item                   | the warehouse adjusts the item's inventory   |
      | given the item another price       | the warehouse adjusts the item's inventory   |
      | given the item another description | the warehouse adjusts the item's inventory   |
      | taken the item's description away  | the warehouse adjusts the item's inventory   |
      | given the item another category    | the warehouse adjusts the item's inventory   |
      | given the item another unit        | the warehouse adjusts the item's inventory   |
      | made the item not sellable         | the warehouse adjusts the item's inventory   |

  @I11 @I5 @assumed
  Scenario: A sync brings a pack as it was typed, and its item as it was
    Given a seller whose inventory is in Ordo
    And no message from Flourish arrives
    And a pack of the item with 4.5 in stock
    When the admin syncs the inventory
    Then Ordo shows the pack as it is in Flourish
    And Ordo shows the item as it is in Flourish

  @I11 @I10 @assumed
  Scenario: A pack that comes by itself comes as it was typed
    Given a seller whose inventory is in Ordo
    When a pack of the item comes in with 4.875 in stock
    Then Ordo shows the pack as it is in Flourish
    And Ordo shows the item as it is in Flourish

  @I11 @O2 @assumed
  Scenario: What is ordered in packs is taken off the packs
    Given a seller whose inventory is in Ordo
    And a pack of the item with 4 in stock
    When the rep confirms an order of 3 packs
    Then Ordo shows the pack as it is in Flourish
    And Ordo shows the item as it is in Flourish

  @I5 @O5 @assumed
  Scenario Outline: What orders take is taken off what can be sold
    Given a Net Terms order awaiting delivery
    When the warehouse <does something>
    Then Ordo shows the item as it is in Flourish

    Examples:
      | does something                        |
      | raises the quantity of the order      |
      | changes the quantity of the order     |
      | allocates part of the order           |
      | allocates the order                   |
      | ships the order                       |
      | cancels the order                     |
