Feature: Cash versus net terms
  A cash order is Paid in Ordo when it ships. A net terms order is Delivered when it ships and Paid when it is paid.

  @O6
  Scenario: A net terms order that ships is delivered and its money still to collect
    Given a Net Terms order awaiting delivery
    When the warehouse ships the order
    Then the order is Delivered in Ordo
    And Ordo asks to collect the payment

  @O6 @O7
  Scenario: A cash order that ships is paid
    Given a Cash order awaiting delivery
    When the warehouse ships the order
    Then the order is Paid in Ordo
    And Flourish shows the order as awaiting payment

  @O8
  Scenario Outline: A net terms order is paid when Flourish says that it is paid
    Given a Net Terms order that the warehouse has shipped
    When the warehouse <settles the bill>
    Then the order is Paid in Ordo

    Examples:
      | settles the bill                |
      | records a payment of the total  |
      | marks the order as fully paid   |

  @O8
  Scenario: A net terms order is not paid by its shipment
    Given a Net Terms order awaiting delivery
    When the warehouse ships the order
    Then the order is Delivered in Ordo
    And Flourish shows the order as awaiting payment

  @O12 @assumed
  Scenario Outline: A net terms order that is paid early is paid at once
    Given a Net Terms order that the warehouse has <worked on>
    When the warehouse <settles the bill>
    Then the order is Paid in Ordo

    Examples:
      | worked on        | settles the bill               |
      | left alone       | records a payment of the total |
      | partly allocated | marks the order as fully paid  |

  @O12 @assumed
  Scenario: Shipping does not take an early payment back
    Given a Net Terms order that the warehouse has paid in full
    When the warehouse ships the order
    Then the order stays Paid in Ordo

  @O13
  Scenario Outline: A cash order that is paid early waits for its shipment
    Given a Cash order that the warehouse has <worked on>
    When the warehouse <settles the bill>
    Then the order stays Awaiting Delivery in Ordo

    Examples:
      | worked on        | settles the bill               |
      | left alone       | records a payment of the total |
      | partly allocated | marks the order as fully paid  |
      | allocated        | records a payment of the total |

  @O13 @O7
  Scenario: A cash order that was paid early is paid when it ships
    Given a Cash order that the warehouse has paid in full
    When the warehouse ships the order
    Then the order is Paid in Ordo

  @O7
  Scenario: A payment after the shipment leaves a cash order paid
    Given a Cash order that the warehouse has shipped
    When the warehouse records a payment of the total
    Then the order stays Paid in Ordo

  @O7 @O8
  Scenario: Two orders of one buyer follow their own terms
    Given a Cash order awaiting delivery
    And another Net Terms order awaiting delivery
    When the warehouse ships both orders
    Then the first order is Paid in Ordo
    And the second order is Delivered in Ordo
