@simulator
Feature: Simulated Flourish: answers of the External API
  Lists come in pages without gaps or repetitions, filters hold, times are in the documented forms.

  @I1 @I3
  Scenario Outline: Pages follow each other without a gap
    Given 7 items in Flourish, of the brands "North" and "South" in turn
    When a program reads the items <size> at a time
    Then it gets pages of "<counts>", each once and the oldest first, which say so

    Examples:
      | size | counts              |
      | 1    | 1, 1, 1, 1, 1, 1, 1 |
      | 3    | 3, 3, 1             |
      | 6    | 6, 1                |
      | 7    | 7                   |
      | 50   | 7                   |

  @I1 @I3
  Scenario: No page is longer than fifty
    Given 51 items in Flourish, of the brands "North" and "South" in turn
    When a program reads the items 60 at a time
    Then it gets pages of "50, 1", each once and the oldest first, which say so

  @O3 @O17 @assumed
  Scenario: Orders come in pages too
    Given 5 outbound orders in Flourish
    When a program reads the outbound orders 2 at a time
    Then it gets pages of "2, 2, 1", each once and the oldest first, which say so

  @I2 @I6
  Scenario Outline: Filters of items hold
    Given 7 items in Flourish, of the brands "North" and "South" in turn
    When a program asks for the items with "<filters>"
    Then it gets those with the numbers "<numbers>", and that many are counted

    Examples:
      | filters                                   | numbers             |
      | brand_name = North                        | 1, 3, 5, 7          |
      | brand_name = South                        | 2, 4, 6             |
      | brand_name = North and brand_name = South | 1, 2, 3, 4, 5, 6, 7 |
      | brand_name = nobody                       | none                |
      | active = true                             | 1, 2, 4, 5, 7       |
      | active = false                            | 3, 6                |
      | brand_name = North and active = true      | 1, 5, 7             |
      | sku = SKU/2                               | 2                   |
      | sku = SKU/2 and sku = SKU/7               | 2, 7                |
      | item_name = Item 4 and brand_name = North | none                |
      | item_id = 3                               | 3                   |

  @O14 @O18 @assumed
  Scenario Outline: Filters of orders hold
    Given 4 outbound orders in Flourish
    And the first is allocated, the second is paid and the third is cancelled
    When a program asks for the outbound orders with "<filters>"
    Then it gets those with the numbers "<numbers>", and that many are counted

    Examples:
      | filters                                                            | numbers |
      | order_status = Created                                             | 2, 4    |
      | order_status = Allocated                                           | 1       |
      | order_status = Cancelled                                           | 3       |
      | order_status = Shipped                                             | none    |
      | order_status = Allocated and order_status = Cancelled              | 1, 3    |
      | order_payment_status = Paid                                        | 2       |
      | order_status = Created and order_payment_status = Awaiting Payment | 4       |

  @O14 @O17 @assumed
  Scenario: What changed lately can be asked for
    Given 3 outbound orders in Flourish
    And sixty minutes that pass on Flourish's clock
    And the second is edited, and a fourth follows
    When a program asks for the outbound orders changed since then
    Then it gets those with the numbers "2, 4", and that many are counted

  @O14 @O17 @assumed
  Scenario: What was made in a window of time can be asked for
    Given 3 outbound orders in Flourish
    And sixty minutes that pass on Flourish's clock
    And the second is edited, and a fourth follows
    When a program asks for the outbound orders made before then
    Then it gets those with the numbers "1, 2, 3", and that many are counted

  @O5 @O14 @assumed
  Scenario: Times are in the documented forms
    Given 7 items in Flourish, of the brands "North" and "South" in turn
    When the warehouse takes an outbound order, and edits it sixty minutes later
    Then the outbound order shows when it was ordered, made and edited, in the documented forms

  @O16 @assumed
  Scenario Outline: A mistake is refused in the documented envelope
    Given 2 items in Flourish, of the brands "North" and "South" in turn
    When a program asks <how>
    Then it is refused with "<words>" and the status of that, in the documented envelope

    Examples:
      | how                            | words                             |
      | without a facility             | the FacilityID header is required |
      | with a limit that is no number | limit                             |
      | with a limit of nothing        | limit                             |
      | for an order that is not there | does not exist                    |
      | for an unknown status          | order_status                      |
      | for a flag that is neither     | active                            |
