Feature: Pending orders
  A new order belongs to the rep alone: it can be changed, and Flourish knows nothing of it.

  Background:
    Given a seller whose inventory is in Ordo

  @O1
  Scenario Outline: A new order is pending and not in Flourish
    When the rep makes a <terms> order
    Then the order is Pending in Ordo
    And Flourish has no order for it

    Examples:
      | terms     |
      | Cash      |
      | Net Terms |

  @O1
  Scenario Outline: A pending order can be edited
    Given a pending order
    When the rep changes the <part> of the order
    Then Ordo shows the order with the new <part>
    And Flourish has no order for it

    Examples:
      | part     |
      | quantity |
      | price    |
      | items    |
      | terms    |
      | buyer    |
      | notes    |

  @O1
  Scenario: An order is made only of items that are in Ordo
    When the rep makes an order of an item that is not in Ordo
    Then Ordo refuses the order because of its item

  @O1 @I5
  Scenario: A pending order leaves the inventory alone
    When the rep makes a Cash order
    Then Ordo shows the sellable quantity from before
