Feature: Notes and requested delivery date
  The rep's wishes go to Flourish with the order. What the warehouse writes for everybody shows in Ordo, what
  it writes for itself does not.

  @O2 @assumed
  Scenario: The rep's notes go to Flourish with the order
    Given an order ready to be confirmed
    When the rep confirms the order
    Then Flourish shows the rep's notes to everybody

  @O2 @assumed
  Scenario: The requested delivery date goes to Flourish with the order
    Given a pending order to be delivered on "2031-05-17"
    When the rep confirms the order
    Then Flourish shows "2031-05-17" as the requested delivery date
    And Ordo shows "2031-05-17" as the requested delivery date

  @O2 @assumed
  Scenario: An order without a requested delivery date goes without one
    Given an order ready to be confirmed
    When the rep confirms the order
    Then Flourish shows "" as the requested delivery date

  @O1 @assumed
  Scenario: An edit of something else leaves the requested delivery date
    Given a pending order to be delivered on "2031-05-17"
    When the rep changes the quantity of the order
    Then Ordo shows "2031-05-17" as the requested delivery date

  @O1 @O2 @assumed
  Scenario: A requested delivery date that the rep has changed goes to Flourish
    Given a pending order to be delivered on "2031-05-17"
    And the rep has changed the requested delivery date to "2031-05-20"
    When the rep confirms the order
    Then Flourish shows "2031-05-20" as the requested delivery date
    And Ordo shows "2031-05-20" as the requested delivery date

  @O5 @assumed
  Scenario: A requested delivery date that is set in Flourish shows in Ordo
    Given a Net Terms order awaiting delivery
    When the warehouse sets the requested delivery date to "2031-06-02"
    Then Ordo shows "2031-06-02" as the requested delivery date

  @O5 @assumed
  Scenario: A requested delivery date that is taken away in Flourish is gone from Ordo
    Given an order awaiting delivery on "2031-05-17"
    When the warehouse sets the requested delivery date to ""
    Then Ordo shows "" as the requested delivery date

  @O5 @assumed
  Scenario: Notes for everybody show in Ordo, the oldest first
    Given a Net Terms order awaiting delivery
    And the warehouse has added the note "Two boxes are on back order"
    When the warehouse adds the note "The boxes have come in"
    Then Ordo shows the rep's notes and the warehouse's, the oldest first

  @O5 @assumed
  Scenario: A note that the warehouse keeps to itself never shows in Ordo
    Given a Net Terms order awaiting delivery
    And the warehouse has added the internal note "This buyer pays late"
    When the warehouse adds the note "Leaves on Monday"
    Then Ordo shows the rep's notes and the warehouse's, the oldest first

  @O5 @assumed
  Scenario: Notes of one order stay with it
    Given two Net Terms orders awaiting delivery
    When the warehouse adds the note "Leaves on Monday"
    Then Ordo shows the rep's notes and the warehouse's, the oldest first
    And the first order in Ordo is as it was before
