@simulator
Feature: Simulated Flourish: stock
  What is on hand is available or set aside; what open orders still lack is on order and cannot be sold again.

  @I1 @I8 @O5 @assumed
  Scenario Outline: An outbound order takes of the stock what it should
    Given an item with 80 in stock and an outbound order of 30 of it
    When the warehouse takes the outbound order and <does>
    Then <on hand> of the item are on hand, <available> available, <aside> set aside, <on order> on order and <sellable> sellable
    And the outbound order is <status> and its line has <allocated> allocated

    Examples:
      | does                              | on hand | available | aside | on order | sellable | status              | allocated |
      | leaves it alone                   | 80      | 80        | 0     | 30       | 50       | Created             | 0         |
      | allocates 10 of it                | 80      | 70        | 10    | 20       | 50       | Partially Allocated | 10        |
      | allocates 10 of it and 5 more     | 80      | 65        | 15    | 15       | 50       | Partially Allocated | 15        |
      | allocates all of it               | 80      | 50        | 30    | 0        | 50       | Allocated           | 30        |
      | allocates 10 of it and the rest   | 80      | 50        | 30    | 0        | 50       | Allocated           | 30        |
      | allocates it and takes that back  | 80      | 80        | 0     | 30       | 50       | Created             | 0         |
      | allocates it and lowers it to 12  | 80      | 68        | 12    | 0        | 68       | Allocated           | 12        |
      | allocates it and raises it to 45  | 80      | 50        | 30    | 15       | 35       | Partially Allocated | 30        |
      | raises it to 45                   | 80      | 80        | 0     | 45       | 35       | Created             | 0         |
      | cancels it                        | 80      | 80        | 0     | 0        | 80       | Cancelled           | 0         |
      | allocates 10 of it and cancels it | 80      | 80        | 0     | 0        | 80       | Cancelled           | 0         |
      | allocates and cancels it          | 80      | 80        | 0     | 0        | 80       | Cancelled           | 0         |
      | allocates and ships it            | 50      | 50        | 0     | 0        | 50       | Shipped             | 30        |
      | allocates, ships and completes it | 50      | 50        | 0     | 0        | 50       | Completed           | 30        |

  @I14 @O5 @assumed
  Scenario: More on order than there is shows below zero
    Given an item with 20 in stock and an outbound order of 30 of it
    When the warehouse takes the outbound order and leaves it alone
    Then 20 of the item are on hand, 20 available, 0 set aside, 30 on order and -10 sellable

  @I1 @O5 @assumed
  Scenario Outline: What there is not cannot be allocated
    Given an item with 20 in stock and an outbound order of 30 of it
    When the warehouse tries to allocate <quantity> of it
    Then Flourish refuses, saying "<words>"
    And 20 of the item are on hand, 20 available, 0 set aside, 30 on order and -10 sellable

    Examples:
      | quantity | words                            |
      | 21       | is available to allocate, not 21 |
      | 31       | the order leaves room for only   |

  @I1 @O6
  Scenario Outline: An outbound order goes from one status to the next only
    Given an item with 80 in stock and an outbound order of 30 of it
    And a warehouse that <before>
    When the warehouse tries to <button> it
    Then Flourish refuses, saying "<words>"

    Examples:
      | before                            | button   | words                               |
      | leaves it alone                   | ship     | while nothing is allocated          |
      | allocates 10 of it                | ship     | until everything on it is allocated |
      | allocates all of it               | complete | before it is shipped                |
      | allocates and ships it            | ship     | has already been shipped            |
      | allocates and ships it            | cancel   | has already been shipped            |
      | allocates, ships and completes it | cancel   | has already been completed          |
      | cancels it                        | cancel   | has already been cancelled          |

  @I1 @I5 @I8 @assumed
  Scenario Outline: An adjustment counts by its sign
    Given an item with 80 in stock and an outbound order of 30 of it
    And a warehouse that allocates 10 of it
    When the warehouse adjusts the item by <by>
    Then <on hand> of the item are on hand, <available> available, 10 set aside, 20 on order and <sellable> sellable

    Examples:
      | by     | on hand | available | sellable |
      | 7      | 87      | 77        | 57       |
      | -7     | 73      | 63        | 43       |
      | 12.5   | 92.5    | 82.5      | 62.5     |
      | -0.125 | 79.875  | 69.875    | 49.875   |
      | -70    | 10      | 0         | -20      |

  @I1 @I5
  Scenario: What is set aside cannot be written off
    Given an item with 80 in stock and an outbound order of 30 of it
    And a warehouse that allocates all of it
    When the warehouse adjusts the item by -51
    Then Flourish refuses, saying "only 50 is available"
    And 80 of the item are on hand, 50 available, 30 set aside, 0 on order and 50 sellable

  @I1 @I5
  Scenario: An adjustment is entered in the books with its reason
    Given an item with 80 in stock
    When the warehouse adjusts the item by -4 because of "Damaged", "Fell off the truck"
    Then the inventory adjustments begin with -4 because of "Damaged", "Fell off the truck"

  @I1 @I8 @assumed
  Scenario: What comes in is sellable
    Given an item with 80 in stock
    When the warehouse receives a package of 15
    Then 95 of the item are on hand, 95 available, 0 set aside, 0 on order and 95 sellable

  @I1 @I8 @assumed
  Scenario: A cancelled package is gone
    Given an item with 80 in stock
    And a package of 15 received
    When the warehouse cancels the package received last
    Then 80 of the item are on hand, 80 available, 0 set aside, 0 on order and 80 sellable

  @I1 @I8 @assumed
  Scenario: Each facility has its own stock
    Given an item with 80 in stock and an outbound order of 30 of it
    And a second facility with 8 of the item in stock
    When the warehouse takes the outbound order and allocates and ships it
    Then 8 of the item are sellable in the second facility
    And 50 of the item are on hand, 50 available, 0 set aside, 0 on order and 50 sellable

  @I1 @I10 @assumed
  Scenario Outline: A retail sale takes of the stock what it should
    Given an item with 80 in stock
    When a customer <does> 6 of the item
    Then <on hand> of the item are on hand, <available> available, <aside> set aside, <on order> on order and <sellable> sellable

    Examples:
      | does                               | on hand | available | aside | on order | sellable |
      | orders                             | 80      | 80        | 0     | 6        | 74       |
      | orders and gets packed             | 80      | 74        | 6     | 0        | 74       |
      | orders, gets packed and takes home | 74      | 74        | 0     | 0        | 74       |
      | takes home at once                 | 74      | 74        | 0     | 0        | 74       |
      | orders, gets packed and cancels    | 80      | 80        | 0     | 0        | 80       |
