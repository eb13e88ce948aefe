Feature: Statuses never go back
  Messages come late, twice or in the wrong order. Ordo ends where the newest state of the order puts it.

  @O14 @assumed
  Scenario Outline: Messages in the wrong order lead to the newest status
    Given a <terms> order awaiting delivery
    And Flourish's messages are held back
    And the warehouse has <worked through the order>
    When the held messages arrive <in some order>
    Then the order is <status> in Ordo

    Examples:
      | terms     | worked through the order       | in some order | status    |
      | Net Terms | allocated and shipped the order | newest first | Delivered |
      | Cash      | allocated and shipped the order | newest first | Paid      |
      | Net Terms | shipped and been paid in full  | newest first  | Paid      |
      | Net Terms | shipped and been paid in full  | oldest first  | Paid      |
      | Net Terms | been paid in full and shipped  | newest first  | Paid      |
      | Cash      | been paid in full and shipped  | newest first  | Paid      |
      | Net Terms | changed and cancelled the order | newest first | Cancelled |

  @O14 @assumed
  Scenario Outline: An old message that comes again changes nothing
    Given a <terms> order that is <status> in Ordo
    When every message about the order arrives again
    Then the order stays <status> in Ordo
    And the order in Ordo is as it was before

    Examples:
      | terms     | status            |
      | Net Terms | Awaiting Delivery |
      | Net Terms | Delivered         |
      | Net Terms | Paid              |
      | Cash      | Paid              |
      | Net Terms | Cancelled         |

  @O14 @assumed
  Scenario Outline: Messages that all come twice count once
    Given a <terms> order awaiting delivery
    And every message from Flourish arrives twice
    When the warehouse <brings it to its end>
    Then the order is <status> in Ordo
    And the order has been <status> in Ordo only once
    And every message about the order arrived twice

    Examples:
      | terms     | brings it to its end          | status    |
      | Net Terms | ships the order               | Delivered |
      | Cash      | ships the order               | Paid      |
      | Net Terms | marks the order as fully paid | Paid      |
      | Net Terms | cancels the order             | Cancelled |

  @O14 @assumed
  Scenario: A message that is overtaken by the next does no harm
    Given a Net Terms order awaiting delivery
    And the next message about the order is overtaken by the one after it
    And the warehouse has allocated the order
    When the warehouse ships the order
    Then the order is Delivered in Ordo
    And the later message about the order arrived before the earlier one

  @O14 @O5 @assumed
  Scenario: An old message does not bring old quantities back
    Given a Net Terms order awaiting delivery
    And the warehouse has changed the quantity of the order
    And the warehouse has changed the quantity of the order again
    When every message about the order arrives again
    Then Ordo shows the lines and totals that Flourish shows

  @O14 @assumed
  Scenario: A lost message is made up for by the next one
    Given a Net Terms order that the warehouse has allocated
    And the next message about the order is lost
    And the warehouse has shipped the order
    When the warehouse records a payment of half the total
    Then the order is Delivered in Ordo

  @O14 @O8 @assumed
  Scenario: A lost shipment does not stand in the way of the payment
    Given a Net Terms order that the warehouse has allocated
    And the next message about the order is lost
    And the warehouse has shipped the order
    When the warehouse records a payment of the total
    Then the order is Paid in Ordo

  @O14 @assumed
  Scenario: Messages about two orders do not mix
    Given two Net Terms orders awaiting delivery
    And Flourish's messages are held back
    And the warehouse has shipped the second order
    When the held messages arrive newest first
    Then the first order is Awaiting Delivery in Ordo
    And the second order is Delivered in Ordo
