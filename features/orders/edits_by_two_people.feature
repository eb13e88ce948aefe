Feature: Edits by two people
  Two people can have a pending order open at once. Whoever saves last has not seen what the other changed, so Ordo
  keeps what is there, says whose it is, and has them look first.

  @O23 @assumed
  Scenario Outline: Whoever saves last is refused and learns who was first
    Given a pending order that <the first> and <the last> have open
    And <the first> has saved a new quantity
    When <the last> saves new notes
    Then Ordo refuses the edit and names <the first>
    And the order in Ordo is as it was before

    Examples:
      | the first   | the last    |
      | the admin   | the rep     |
      | the rep     | the admin   |
      | another rep | the rep     |

  @O23 @O1 @assumed
  Scenario: The edit is taken once the order was opened again
    Given a pending order that the rep and the admin have open
    And the admin has saved a new quantity
    And the rep was refused new notes and has opened the order again
    When the rep saves new notes
    Then Ordo shows the order with the new notes
    And Ordo shows the order with the new quantity
