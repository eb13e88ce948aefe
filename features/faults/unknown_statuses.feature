Feature: Unknown statuses
  A status that nobody documented is shown as a problem by its name. It is never taken for something known.

  @O18 @assumed
  Scenario Outline: An unknown order status changes nothing and is named
    Given a <terms> order awaiting delivery
    And Flourish will give the order's status as "<status>"
    When the warehouse allocates the order
    Then the order stays Awaiting Delivery in Ordo
    And Ordo shows a problem that names "<status>"

    Examples:
      | terms     | status    |
      | Cash      | On Hold   |
      | Net Terms | On Hold   |
      | Net Terms | shipped   |
      | Cash      | complete  |

  @O18 @assumed
  Scenario Outline: An unknown payment status changes nothing and is named
    Given a Net Terms order that the warehouse has shipped
    And Flourish will give the order's payment status as "<status>"
    When the warehouse records a payment of the total
    Then the order stays Delivered in Ordo
    And Ordo shows a problem that names "<status>"

    Examples:
      | status   |
      | Overpaid |
      | paid     |

  @O18 @assumed
  Scenario: A later status stays where it is when an unknown one comes
    Given a Net Terms order that is Delivered in Ordo
    And Flourish will give the order's status as "On Hold"
    When a new message about the order arrives
    Then the order stays Delivered in Ordo
    And Ordo shows a problem that names "On Hold"

  @O18 @assumed
  Scenario: The problem goes away when Flourish speaks plainly again
    Given a Net Terms order with an unknown status in Flourish
    And Flourish gives known statuses again
    When the warehouse ships the order
    Then the order is Delivered in Ordo
    And Ordo shows no problem with the order

  @O18 @assumed
  Scenario: News of an unknown kind comes to nothing
    Given a Net Terms order awaiting delivery
    And every message about the order is of an unknown kind
    When the warehouse ships the order
    Then the order stays Awaiting Delivery in Ordo

  @O18 @assumed
  Scenario: A message about an unknown kind of thing is rejected
    Given a Net Terms order awaiting delivery
    When a message about an unknown kind of thing arrives
    Then the engine rejects the message
    And the order in Ordo is as it was before

  @I5
  Scenario: A message about a retail order changes nothing
    Given a Net Terms order awaiting delivery
    When a message about a retail order arrives
    Then the engine accepts the message
    And the order in Ordo is as it was before
