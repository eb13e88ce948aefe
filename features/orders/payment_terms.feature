Feature: Payment terms go with a new order
  The terms agreed in Ordo are sent as the payment term that means the same in Flourish. An order for which
  Flourish has none goes all the same.

  @O20 @assumed
  Scenario Outline: The terms go to Flourish with the order
    Given a pending <terms> order
    When the rep confirms the order
    Then Flourish shows the payment term "<payment term>"
    And Ordo shows no problem with the order

    Examples:
      | terms     | payment term |
      | Cash      | COD          |
      | Net Terms | Net 30       |

  @O20 @assumed
  Scenario: Terms that Flourish does not have do not hold the order up
    Given a pending order to be paid in 45 days
    When the rep confirms the order
    Then the order is Awaiting Delivery in Ordo
    And Flourish shows the payment term ""
    And Ordo shows a problem that names "45 days"

  @O20 @assumed
  Scenario: The problem goes when the warehouse sets the payment term
    Given a pending order to be paid in 45 days
    And the rep has confirmed the order
    When the warehouse changes the payment term to "Net 30"
    Then Ordo shows no problem with the order

  @O20 @assumed
  Scenario: Terms that Flourish has twice are left to the warehouse
    Given a pending order to be paid in 30 days
    And Flourish has the payment term "Thirty days" of 30 days
    When the rep confirms the order
    Then the order is Awaiting Delivery in Ordo
    And Flourish shows the payment term ""
    And Ordo shows a problem that names "Thirty days"
