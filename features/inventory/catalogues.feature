Feature: Catalogues of many pages
  Every item comes as it was typed, wherever it stands in the catalogue, and the odd ones are told one by one.

  @I1 @I3 @I5 @I8 @I11 @I15 @assumed
  Scenario Outline: A catalogue arrives whole and as it was typed
    Given a catalogue of <count> items in Flourish, odd ones at both ends of every page
    And a seller connected to Flourish
    When the admin syncs the inventory
    Then Ordo shows every item that matches as it is in Flourish, and no other
    And the sync ends well and reports exactly what it brought and left out

    Examples:
      | count |
      | 1     |
      | 50    |
      | 51    |
      | 249   |
      | 250   |
      | 251   |
      | 500   |
      | 501   |
      | 1203  |

  @I1 @I5 @I9 @assumed
  Scenario: A second sync of a long catalogue brings what has changed and keeps the rest
    Given a catalogue of 251 items in Flourish, odd ones at both ends of every page
    And a seller connected to Flourish
    And the admin has synced the inventory
    And the warehouse has retyped the last item of every page
    When the admin syncs the inventory
    Then Ordo shows every item that matches as it is in Flourish, and no other
    And the sync ends well and reports exactly what it brought and left out

  @I7 @assumed
  Scenario: A report lists a thousand items and counts all
    Given 1001 items without a brand in Flourish
    And a seller connected to Flourish
    When the admin syncs the inventory
    Then the sync ends well and reports exactly what it brought and left out
