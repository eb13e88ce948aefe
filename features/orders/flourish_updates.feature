Feature: Updates made in Flourish
  Until it ships, the order awaits delivery, and everything the warehouse saves shows in Ordo.

  @O5
  Scenario Outline: An order that has not shipped awaits delivery
    Given a <terms> order awaiting delivery
    When the warehouse <works on the order>
    Then Flourish shows the order as <flourish status>
    And the order stays Awaiting Delivery in Ordo

    Examples:
      | terms     | works on the order              | flourish status     |
      | Net Terms | changes the quantity of the order | Created           |
      | Cash      | allocates part of the order     | Partially Allocated |
      | Cash      | allocates the order             | Allocated           |
      | Net Terms | allocates the order             | Allocated           |

  @O5
  Scenario: An allocation that is taken back changes nothing in Ordo
    Given a Net Terms order that the warehouse has allocated
    When the warehouse takes the allocation back
    Then Flourish shows the order as Created
    And the order stays Awaiting Delivery in Ordo

  @O5
  Scenario Outline: Every update saved in Flourish shows in Ordo
    Given a <terms> order of two items awaiting delivery
    When the warehouse <updates the order>
    Then Ordo shows the lines and totals that Flourish shows
    And the order stays Awaiting Delivery in Ordo

    Examples:
      | terms     | updates the order                     |
      | Net Terms | changes the quantity of the order     |
      | Cash      | raises the quantity of the order      |
      | Net Terms | changes a price of the order          |
      | Net Terms | gives a discount on a line            |
      | Net Terms | adds an item to the order             |
      | Net Terms | takes an item out of the order        |
      | Net Terms | adds a charge to the order            |
      | Net Terms | gives a discount on the whole order   |

  @O5
  Scenario: An update of an order that is partly allocated shows in Ordo
    Given a Net Terms order that the warehouse has partly allocated
    When the warehouse changes the quantity of the order
    Then Ordo shows the lines and totals that Flourish shows
    And the order stays Awaiting Delivery in Ordo

  @O5
  Scenario Outline: Whatever the warehouse does next, the order awaits delivery
    Given a Net Terms order that the warehouse has <worked on>
    When the warehouse <goes on>
    Then Flourish shows the order as <flourish status>
    And Ordo shows the lines and totals that Flourish shows
    And the order stays Awaiting Delivery in Ordo

    Examples:
      | worked on        | goes on                          | flourish status     |
      | partly allocated | allocates the order              | Allocated           |
      | partly allocated | takes the allocation back        | Created             |
      | allocated        | changes a price of the order     | Allocated           |
      | allocated        | raises the quantity of the order | Partially Allocated |

  @O5
  Scenario: An update that a program makes in Flourish shows in Ordo
    Given a Net Terms order awaiting delivery
    When the warehouse changes the quantity of the order by a program of its own
    Then Ordo shows the lines and totals that Flourish shows

  @O5
  Scenario: The last of several updates is what Ordo shows
    Given a Net Terms order awaiting delivery
    When the warehouse changes the quantity of the order 3 times
    Then Ordo shows the lines and totals that Flourish shows

  @O5
  Scenario: An update of one order leaves the others alone
    Given two Net Terms orders awaiting delivery
    When the warehouse changes the quantity of the second order
    Then the first order in Ordo is as it was before

  @O5 @assumed
  Scenario Outline: Whatever the warehouse does one after the other, Ordo shows what it left
    Given a <terms> order of two items awaiting delivery
    And the warehouse has <begun>
    And the warehouse has added the note "Pallets 3 & 4, left of the gate"
    When the warehouse <finishes>
    Then Ordo shows the order as the warehouse left it

    Examples:
      | terms     | begun                             | finishes                            |
      | Net Terms | changed a price of the order      | gives a discount on the whole order |
      | Cash      | added a charge to the order       | takes an item out of the order      |
      | Net Terms | added an item to the order        | raises the quantity of the order    |
      | Net Terms | allocated part of the order       | gives a discount on a line          |
      | Cash      | allocated the order               | changes a price of the order        |
      | Cash      | changed the quantity of the order | ships the order                     |
      | Net Terms | added a charge to the order       | ships the order                     |
      | Net Terms | been paid in full                 | ships the order                     |
      | Net Terms | changed a price of the order      | marks the order as fully paid       |

  @O5 @assumed
  Scenario: What the warehouse makes of two orders does not mix
    Given two Net Terms orders awaiting delivery
    And the warehouse has changed a price of the order
    And the warehouse has added the note "Only for this one"
    When the warehouse changes the quantity of the first order
    Then Ordo shows every order as the warehouse left it
