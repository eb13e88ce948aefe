Feature: Cancellation and refund
  A cancelled order is cancelled in Ordo unless it is already delivered or paid. A refund changes nothing.

  @O15 @assumed
  Scenario Outline: An order cancelled in Flourish is cancelled in Ordo
    Given a <terms> order that the warehouse has <worked on>
    When the warehouse cancels the order
    Then the order is Cancelled in Ordo

    Examples:
      | terms     | worked on        |
      | Cash      | left alone       |
      | Net Terms | partly allocated |
      | Cash      | allocated        |
      | Cash      | paid in full     |
      | Net Terms | partly paid      |

  @O15 @O12 @assumed
  Scenario: A net terms order that was paid early stays paid when it is cancelled
    Given a Net Terms order that the warehouse has paid in full
    When the warehouse cancels the order
    Then the order stays Paid in Ordo

  @O15 @assumed
  Scenario Outline: A delivered or paid order is not cancelled afterwards
    Given a <terms> order that is <status> in Ordo
    And Flourish will give the order's status as "Cancelled"
    When a new message about the order arrives
    Then the order stays <status> in Ordo

    Examples:
      | terms     | status    |
      | Net Terms | Delivered |
      | Net Terms | Paid      |
      | Cash      | Paid      |

  @O15 @assumed
  Scenario Outline: A refund changes nothing in Ordo
    Given a <terms> order that is <status> in Ordo
    And the warehouse has recorded a payment of <payment>
    When the warehouse refunds <amount>
    Then the order stays <status> in Ordo

    Examples:
      | terms     | status    | payment        | amount           |
      | Net Terms | Delivered | half the total | half the total   |
      | Cash      | Paid      | the total      | the total        |

  @O15 @O12 @O14 @assumed
  Scenario: A refund before shipping does not take Paid back
    Given a Net Terms order that the warehouse has paid in full
    When the warehouse refunds half the total
    Then the order stays Paid in Ordo

  @O15 @O8 @assumed
  Scenario Outline: A refund does not take Paid back from a net terms order
    Given a Net Terms order that is Paid in Ordo
    When the warehouse refunds <amount>
    Then the order stays Paid in Ordo

    Examples:
      | amount         |
      | one cent       |
      | the total      |
