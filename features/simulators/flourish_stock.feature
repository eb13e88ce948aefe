@simulator
Feature: Simulated Flourish: stock
  What is on hand is available or set aside; what open orders still lack is on order and cannot be sold again.

  @I1 @I8 @O5 @assumed
  Scenario Outline: An outbound order takes of the stock what it should
    Given an item with 100 in stock and an outbound order of 30 of it
    When the warehouse takes the outbound order and <does>
    Then <on hand> of the item are on hand, <available> available, <aside> set aside, <on order> on order and <sellable> sellable
    And the outbound order is <status> and its line has <allocated> allocated

    Examples:
      | does                              | on hand | available | aside | on order | sellable | status              | allocated |
      | leaves it alone                   | 100     | 100       | 0     | 30       | 70       | Created             | 0         |
      | allocates 10 of it                | 100     | 90        | 10    | 20       | 70       | Partially Allocated | 10        |
      | allocates 10 of it and 5 more     | 100     | 85        | 15    | 15       | 70       | Partially Allocated | 15        |
      | allocates all of it               | 100     | 70        | 30    | 0        | 70       | Allocated           | 30        |
      | allocates 10 of it and the rest   | 100     | 70        | 30    | 0        | 70       | Allocated           | 30        |
      | allocates it and takes that back  | 100     | 100       | 0     | 30       | 70       | Created             | 0         |
      | allocates it and lowers it to 12  | 100     | 88        | 12    | 0        | 88       | Allocated           | 12        |
      | allocates it and raises it to 45  | 100     | 70        | 30    | 15       | 55       | Partially Allocated | 30        |
      | raises it to 45                   | 100     | 100       | 0     | 45       | 55       | Created             | 0         |
      | cancels it                        | 100     | 100       | 0     | 0        | 100      | Cancelled           | 0         |
      | allocates 10 of it and cancels it | 100     | 100       | 0     | 0        | 100      | Cancelled           | 0         |
      | allocates and cancels it          | 100     | 100       | 0     | 0        | 100      | Cancelled           | 0         |
      | allocates and ships it            | 70      | 70        | 0     | 0        | 70       | Shipped             | 30        |
      | allocates, ships and completes it | 70      | 70        | 0     | 0        | 70       | Completed           | 30        |

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
    Given an item with 100 in stock and an outbound order of 30 of it
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
    Given an item with 100 in stock and an outbound order of 30 of it
    And a warehouse that allocates 10 of it
    When the warehouse adjusts the item by <by>
    Then <on hand> of the item are on hand, <available> available, 10 set aside, 20 on order and <sellable> sellable

    Examples:
      | by     | on hand | available | sellable |
      | 7      | 107     | 97        | 77       |
      | -7     | 93      | 83        | 63       |
      | 12.5   | 112.5   | 102.5     | 82.5     |
      | -0.125 | 99.875  | 89.875    | 69.875   |
      | -90    | 10      | 0         | -20      |

  @I1 @I5
  Scenario: What is set aside cannot be written off
    Given an item with 100 in stock and an outbound order of 30 of it
    And a warehouse that allocates all of it
    When the warehouse adjusts the item by -71
    Then Flourish refuses, saying "only 70 is available"
    And 100 of the item are on hand, 70 available, 30 set aside, 0 on order and 70 sellable

  @I1 @I5
  Scenario: An adjustment is entered in the books with its reason
    Given an item with 100 in stock
    When the warehouse adjusts the item by -4 because of "Damaged", "Fell off the truck"
    Then the inventory adjustments begin with -4 because of "Damaged", "Fell off the truck"

  @I1 @I8 @assumed
  Scenario: What comes in is sellable
    Given an item with 100 in stock
    When the warehouse receives a package of 40
    Then 140 of the item are on hand, 140 available, 0 set aside, 0 on order and 140 sellable

  @I1 @I8 @assumed
  Scenario: A cancelled package is gone
    Given an item with 100 in stock
    And a package of 40 received
    When the warehouse cancels the package received last
    Then 100 of the item are on hand, 100 available, 0 set aside, 0 on order and 100 sellable

  @I1 @I8 @assumed
  Scenario: Each facility has its own stock
    Given an item with 100 in stock and an outbound order of 30 of it
    And a second facility with 8 of the item in stock
    When the warehouse takes the outbound order and allocates and ships it
    Then 8 of the item are sellable in the second facility
    And 70 of the item are on hand, 70 available, 0 set aside, 0 on order and 70 sellable

  @I1 @I10 @assumed
  Scenario Outline: A retail sale takes of the stock what it should
    Given an item with 100 in stock
    When a customer <does> 6 of the item
    Then <on hand> of the item are on hand, <available> available, <aside> set aside, <on order> on order and <sellable> sellable

    Examples:
      | does                               | on hand | available | aside | on order | sellable |
      | orders                             | 100     | 100       | 0     | 6        | 94       |
      | orders and gets packed             | 100     | 94        | 6     | 0        | 94       |
      | orders, gets packed and takes home | 94      | 94        | 0     | 0        | 94       |
      | takes home at once                 | 94      | 94        | 0     | 0        | 94       |
      | orders, gets packed and cancels    | 100     | 100       | 0     | 0        | 100      |
