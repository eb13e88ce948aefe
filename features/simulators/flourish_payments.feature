@simulator
Feature: Simulated Flourish: payments
  An order is paid when nothing is owed, and not before; what goes back counts.

  @O8 @O9 @O15 @assumed
  Scenario Outline: The payment status follows the money
    Given an outbound order that comes to 100.00
    When of its money <moves>
    Then the outbound order shows <paid> paid and <refunded> refunded of 100.00, and is <status>

    Examples:
      | moves                                                      | paid   | refunded | status             |
      | 0.01 comes in                                              | 0.01   | 0.00     | Partially Paid     |
      | 99.99 comes in                                             | 99.99  | 0.00     | Partially Paid     |
      | 100.00 comes in                                            | 100.00 | 0.00     | Paid               |
      | 40.00 comes in, then 60.00 comes in                        | 100.00 | 0.00     | Paid               |
      | 40.00 comes in, then 59.99 comes in                        | 99.99  | 0.00     | Partially Paid     |
      | it is marked as fully paid                                 | 100.00 | 0.00     | Paid               |
      | 40.00 comes in, then it is marked as fully paid            | 100.00 | 0.00     | Paid               |
      | 100.00 comes in, then 30.00 goes back                      | 100.00 | 30.00    | Partially Refunded |
      | 100.00 comes in, then 100.00 goes back                     | 100.00 | 100.00   | Refunded           |
      | 40.00 comes in, then 15.00 goes back                       | 40.00  | 15.00    | Partially Refunded |
      | 100.00 comes in, then 30.00 goes back, then 30.00 comes in | 130.00 | 30.00    | Paid               |

  @O8 @O9
  Scenario: Nothing that came in is nothing paid
    Given an outbound order that comes to 100.00
    When the warehouse takes the outbound order and leaves it alone
    Then the outbound order shows 0.00 paid and 0.00 refunded of 100.00, and is Awaiting Payment

  @O8 @O9 @O15 @assumed
  Scenario Outline: No more comes in than is owed, no more goes back than came in
    Given an outbound order that comes to 100.00
    And an order's money of which <before>
    When somebody tries whether <move>
    Then Flourish refuses, saying "<words>"
    And the outbound order shows <paid> paid and 0.00 refunded of 100.00, and is <status>

    Examples:
      | before          | move                       | words                               | paid   | status         |
      | 40.00 comes in  | 60.01 comes in             | more than the open balance of 60.00 | 40.00  | Partially Paid |
      | 40.00 comes in  | 40.01 goes back            | more than the 40.00 that was paid   | 40.00  | Partially Paid |
      | 100.00 comes in | 0.01 comes in              | has already been fully paid         | 100.00 | Paid           |
      | 100.00 comes in | it is marked as fully paid | has already been fully paid         | 100.00 | Paid           |

  @O15 @assumed
  Scenario: A cancelled order takes no money
    Given an outbound order that comes to 100.00
    And an outbound order that was cancelled before
    When somebody tries whether 10.00 comes in
    Then Flourish refuses, saying "has already been cancelled"
    And the outbound order shows 0.00 paid and 0.00 refunded of 100.00, and is Awaiting Payment

  @O5 @O9
  Scenario: A partial payment stays when the order grows
    Given an outbound order that comes to 100.00
    And an order's money of which 100.00 comes in
    When the warehouse types 2 at 100.00 less 0.00 on the outbound order's line
    Then the outbound order shows 100.00 paid and 0.00 refunded of 200.00, and is Partially Paid
