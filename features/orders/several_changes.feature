Feature: Several changes at once
  People do not wait for each other: the warehouse edits and ships in one go, is paid early and edits then, and a
  refused order comes back with more changed than the one thing that was wrong.

  @O5 @O6 @O7 @O14 @assumed
  Scenario Outline: An order that is edited and shipped between two looks is shown as it was shipped
    Given a <terms> order awaiting delivery
    And Flourish's messages are held back
    And the warehouse has <edited> the order
    And the warehouse has shipped the order
    When the held messages arrive newest first
    Then Ordo shows the order as the warehouse left it
    And the order is <status> in Ordo

    Examples:
      | terms     | edited                  | status    |
      | Net Terms | changed the quantity of | Delivered |
      | Cash      | added a charge to       | Paid      |

  @O5 @O12 @assumed
  Scenario Outline: An order that is edited after an early payment shows the edit
    Given a Net Terms order that the warehouse has paid in full
    When the warehouse <edits the order>
    Then Ordo shows the order as the warehouse left it
    And the order stays Paid in Ordo

    Examples:
      | edits the order                   |
      | changes the quantity of the order |
      | changes a price of the order      |
      | adds a charge to the order        |

  @O16 @O20 @assumed
  Scenario: Terms and buyer that were changed after a refusal go with the order
    Given an order that Flourish refused for a buyer whose license Flourish lacks
    And the rep has changed the terms of the order
    And the rep has chosen a buyer known to Flourish
    When the rep confirms the order again
    Then Flourish has the order as the rep typed it
    And the order is Awaiting Delivery in Ordo

  @O16 @O7 @assumed
  Scenario: Terms that were changed after a refusal decide what shipping means
    Given an order that Flourish refused for a buyer whose license Flourish lacks
    And the rep has changed the terms of the order
    And the warehouse has added the buyer
    And the rep has confirmed the order again
    When the warehouse ships the order
    Then the order is Paid in Ordo

  @O16 @assumed
  Scenario: Lines that were changed after a refusal go with the order
    Given an order that Flourish refused for a buyer whose license Flourish lacks
    And the rep has changed the quantity of the order
    And the rep has chosen a buyer known to Flourish
    When the rep confirms the order again
    Then Flourish has the order as the rep typed it

  @O2 @S2 @assumed
  Scenario: Each of two reps' orders names its own rep
    Given a seller whose facility asks for a sales rep
    And two reps who are known in Flourish
    And the first of them has confirmed an order
    When the second of them confirms an order
    Then each order in Flourish names its own rep

  @S11 @O5 @O6 @O15 @assumed
  Scenario Outline: Orders that are open when the license moves to another facility go on
    Given a Net Terms order awaiting delivery
    And the facility has given its license to another
    When the warehouse <acts>
    Then Ordo shows the order as the warehouse left it

    Examples:
      | acts                              |
      | changes the quantity of the order |
      | ships the order                   |
      | cancels the order                 |
