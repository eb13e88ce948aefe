Feature: Completed orders
  The warehouse completes an order some time after it has shipped it. For Ordo that is as good as shipped.

  @O19 @O8 @assumed
  Scenario Outline: A net terms order that is completed is paid when Flourish says that it is paid
    Given a Net Terms order that the warehouse has shipped and completed
    When the warehouse <settles the bill>
    Then the order is Paid in Ordo
    And Ordo shows no problem with the order

    Examples:
      | settles the bill              |
      | records a payment of the total |
      | marks the order as fully paid |

  @O19 @O6 @O9 @assumed
  Scenario: A net terms order that is completed still has its money to collect
    Given a Net Terms order that the warehouse has shipped
    When the warehouse completes the order
    Then the order stays Delivered in Ordo
    And Ordo asks to collect the payment
    And Ordo shows no problem with the order

  @O19 @O12 @assumed
  Scenario: Completing does not take an early payment back
    Given a Net Terms order that the warehouse has paid in full and shipped
    When the warehouse completes the order
    Then the order stays Paid in Ordo

  @O19 @O14 @assumed
  Scenario Outline: An order that was completed before Ordo heard of its shipment
    Given a <terms> order awaiting delivery
    And Flourish's messages are held back
    And the warehouse has <worked through the order>
    When the held messages arrive <in some order>
    Then the order is <status> in Ordo
    And Ordo shows no problem with the order

    Examples:
      | terms     | worked through the order                              | in some order | status    |
      | Cash      | shipped and completed the order                       | oldest first  | Paid      |
      | Cash      | shipped and completed the order                       | newest first  | Paid      |
      | Net Terms | shipped and completed the order                       | oldest first  | Delivered |
      | Net Terms | shipped and completed the order                       | newest first  | Delivered |
      | Net Terms | shipped and completed the order and been paid in full | newest first  | Paid      |
      | Net Terms | been paid in full and shipped and completed the order | newest first  | Paid      |
