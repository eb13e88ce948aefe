Feature: Invoice date and payment term stay in Flourish
  Two things that the warehouse changes never show in Ordo, not even in company of those that do.

  @O10
  Scenario Outline: An invoice date set in Flourish does not show in Ordo
    Given a <terms> order awaiting delivery
    When the warehouse sets the invoice date
    Then Ordo shows no invoice date

    Examples:
      | terms     |
      | Cash      |
      | Net Terms |

  @O10 @O5
  Scenario: An invoice date stays behind when other updates come across
    Given a Net Terms order awaiting delivery
    And the warehouse has set the invoice date
    When the warehouse changes the quantity of the order
    Then Ordo shows the lines and totals that Flourish shows
    And Ordo shows no invoice date

  @O10 @O6
  Scenario: An invoice date stays behind when the order ships
    Given a Net Terms order awaiting delivery
    And the warehouse has set the invoice date
    When the warehouse ships the order
    Then the order is Delivered in Ordo
    And Ordo shows no invoice date

  @O11
  Scenario Outline: A payment term changed in Flourish does not show in Ordo
    Given a <terms> order awaiting delivery
    When the warehouse changes the payment term to "<payment term>"
    Then the order is still a <terms> order in Ordo

    Examples:
      | terms     | payment term |
      | Cash      | Net 30       |
      | Net Terms | COD          |
      | Net Terms | Net 15       |

  @O11 @O7 @O8
  Scenario Outline: The terms in Ordo decide and not the payment term in Flourish
    Given a <terms> order awaiting delivery
    And the warehouse has changed the payment term to "<payment term>"
    When the warehouse ships the order
    Then the order is <status> in Ordo
    And the order is still a <terms> order in Ordo

    Examples:
      | terms     | payment term | status    |
      | Cash      | Net 30       | Paid      |
      | Net Terms | COD          | Delivered |
