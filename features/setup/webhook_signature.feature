Feature: Webhook signature
  Every message from Flourish is signed over its raw body and carries the two headers.
  A message that is not what Flourish would send is rejected and changes nothing.

  Background:
    Given a Net Terms order awaiting delivery
    And the message about its shipment was lost on the way

  @S7
  Scenario: A message that is signed and has both headers is accepted
    When a message about the order arrives as Flourish sends it
    Then the engine accepts the message
    And the order is Delivered in Ordo

  @S7
  Scenario Outline: A message with a doubtful signature changes nothing
    When a message about the order arrives with <a doubtful signature>
    Then the engine rejects the message
    And the order stays Awaiting Delivery in Ordo

    Examples:
      | a doubtful signature                       |
      | no signature                               |
      | a signature made with another key          |
      | only the first half of the signature       |
      | a signature that differs in its last digit |
      | a signature with more at its end           |
      | a signature in capital letters             |
      | a signature that names its algorithm       |
      | a signature of only its data               |
      | a body changed after signing               |
      | a signature of the body without its spaces |

  @S7
  Scenario Outline: A message with doubtful headers changes nothing
    When a message about the order arrives with <doubtful headers>
    Then the engine rejects the message
    And the order stays Awaiting Delivery in Ordo

    Examples:
      | doubtful headers                         |
      | neither of the two headers               |
      | the first header missing                 |
      | the second header missing                |
      | a wrong value in the first header        |
      | a wrong value in the second header       |
      | the values of the two headers swapped    |
      | the beginning of the second header's value |

  @S7
  Scenario Outline: A signature covers the body as it is written
    When a message about the order arrives with <a body written differently>
    Then the engine accepts the message
    And the order is Delivered in Ordo

    Examples:
      | a body written differently       |
      | spaces and line breaks           |
      | its fields in another order      |
      | letters written as escapes       |
      | numbers written with extra zeros |
