@simulator
Feature: Simulated Flourish: webhooks
  What happens is announced, in order, to the endpoints that want to know, with the proof of who sends it.

  @S6 @S7
  Scenario Outline: Each thing that happens has its webhooks
    Given an item and an outbound order of it, and a webhook endpoint for every event
    When Flourish has news because the warehouse <does>
    Then the endpoint gets "<webhooks>", each proven by signature and headers

    Examples:
      | does                                   | webhooks                                                                       |
      | takes another outbound order           | order create, inventory_summary update                                         |
      | allocates the outbound order           | order update, inventory_summary update                                         |
      | allocates and ships the outbound order | order update, inventory_summary update, order update, inventory_summary update |
      | cancels the outbound order             | order update, inventory_summary update                                         |
      | cancels the outbound order by API      | order update, inventory_summary update                                         |
      | records a payment                      | order update                                                                   |
      | adjusts the inventory                  | inventory_summary update                                                       |
      | renames the item                       | item update                                                                    |
      | sells at retail                        | retail_order create, inventory_summary update                                  |

  @S6
  Scenario Outline: An endpoint gets the events that were chosen for it
    Given an item and an outbound order of it, and a webhook endpoint for "<events>"
    When Flourish has news because the warehouse <does>
    Then the endpoint gets "<webhooks>", each proven by signature and headers

    Examples:
      | events                    | does                         | webhooks                               |
      | Outbound Order            | allocates the outbound order | order update                           |
      | Inventory                 | allocates the outbound order | inventory_summary update               |
      | Outbound Order, Inventory | allocates the outbound order | order update, inventory_summary update |
      | Item                      | renames the item             | item update                            |

  @S6
  Scenario: An endpoint gets nothing of what was not chosen
    Given an item and an outbound order of it, and a webhook endpoint for "Outbound Order, Inventory"
    When Flourish has news because the warehouse renames the item
    Then the endpoint gets nothing

  @S6
  Scenario: An endpoint that is not saved gets nothing
    Given an item and an outbound order of it, and a webhook endpoint that is not saved
    When Flourish has news because the warehouse allocates the outbound order
    Then the endpoint gets nothing

  @S6
  Scenario: An endpoint that is saved gets what happens from then on
    Given an item and an outbound order of it, and a webhook endpoint that is not saved
    And a warehouse which records a payment
    When the webhook endpoint is saved, and the warehouse allocates the outbound order
    Then the endpoint gets "order update, inventory_summary update", each proven by signature and headers

  @S6
  Scenario: An endpoint that is removed gets nothing more
    Given an item and an outbound order of it, and a webhook endpoint for every event
    When the webhook endpoint is removed, and the warehouse allocates the outbound order
    Then the endpoint gets nothing

  @S6 @S7
  Scenario: Two endpoints have a signing key each
    Given an item and an outbound order of it, and a webhook endpoint for every event
    And a second webhook endpoint with another signing key
    When Flourish has news because the warehouse allocates the outbound order
    Then both endpoints get the same, each under its own signing key

  @S7 @O5
  Scenario Outline: A webhook about an order shows the order as it is now
    Given an item and an outbound order of it, and a webhook endpoint for every event
    When Flourish has news because the warehouse <does>
    Then the last webhook about the outbound order shows <quantity> of its item for <total>, <paid> paid, <status> and <payment>

    Examples:
      | does                                   | quantity | total  | paid | status    | payment          |
      | takes another outbound order           | 5        | 20.00  | 0.00 | Created   | Awaiting Payment |
      | allocates the outbound order           | 30       | 120.00 | 0.00 | Allocated | Awaiting Payment |
      | allocates and ships the outbound order | 30       | 120.00 | 0.00 | Shipped   | Awaiting Payment |
      | cancels the outbound order             | 30       | 120.00 | 0.00 | Cancelled | Awaiting Payment |
      | records a payment                      | 30       | 120.00 | 1.50 | Created   | Partially Paid   |

  @S7 @I5 @I8 @assumed
  Scenario Outline: A webhook about the inventory shows the stock as it is now
    Given an item and an outbound order of it, and a webhook endpoint for every event
    When Flourish has news because the warehouse <does>
    Then the last webhook about the inventory shows <on hand> on hand, <available> available, <aside> set aside, <on order> on order and <sellable> sellable

    Examples:
      | does                                   | on hand | available | aside | on order | sellable |
      | takes another outbound order           | 80      | 80        | 0     | 35       | 45       |
      | allocates the outbound order           | 80      | 50        | 30    | 0        | 50       |
      | allocates and ships the outbound order | 50      | 50        | 0     | 0        | 50       |
      | cancels the outbound order             | 80      | 80        | 0     | 0        | 80       |
      | adjusts the inventory                  | 73      | 73        | 0     | 30       | 43       |
      | sells at retail                        | 80      | 80        | 0     | 31       | 49       |

  @S7 @O21 @assumed
  Scenario Outline: A webhook that is not taken comes again, each time after twice as long
    Given an item and an outbound order of it, and a webhook endpoint for every event
    And a receiver that answers <answer> <times> times
    When Flourish keeps trying after the warehouse records a payment
    Then the webhook has come "<counts>" times just short of each retry and at it, the same each time

    Examples:
      | answer               | times | counts                             |
      | an error             | 0     | 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 |
      | an error             | 1     | 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2 |
      | that nobody is there | 2     | 1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3 |
      | a redirect           | 3     | 1, 1, 2, 2, 3, 3, 4, 4, 4, 4, 4, 4 |
      | an error             | 9     | 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6 |

  @S7
  Scenario: A webhook that is sent again by hand is the same
    Given an item and an outbound order of it, and a webhook endpoint for every event
    And a warehouse which records a payment
    When somebody sends the last webhook again by hand
    Then the last two webhooks are the same, byte for byte, and proven

  @S7 @O14 @assumed
  Scenario Outline: Webhooks that were held back come as they are let go
    Given an item and an outbound order of it, and a webhook endpoint for "Outbound Order, Item"
    And webhooks that are held back
    And a warehouse which records a payment
    And a warehouse which renames the item
    When the held webhooks are let go, <order> come first
    Then the endpoint gets "<webhooks>", each proven by signature and headers

    Examples:
      | order | webhooks                  |
      | first | order update, item update |
      | last  | item update, order update |
