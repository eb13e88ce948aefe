Feature: Words and signs
  Names, numbers and notes arrive on the other side as they were written, whatever signs are in them.

  @O2 @O5 @I6 @assumed
  Scenario Outline: An order arrives as the rep typed it, and comes back
    Given the item "<name>" with the SKU "<sku>" in Ordo
    And a pending order of it for "<buyer>", license "<license>", with the note "<note>"
    When the rep confirms the order
    Then Flourish has the order as the rep typed it
    And Ordo shows the order as the warehouse left it

    Examples:
      | name              | sku           | buyer                  | license       | note                        |
      | Crème brûlée      | 007           | Señor Ñandú & Söhne    | 00A12-LIC     | Bitte um 8 Uhr: Tür links   |
      | ″Blue″ & <b>Red   | A&B=C         | O'Neil's ″Corner″ Shop | C&C-100=LIC   | She said ″now″ & hung up    |
      | 50% + 50% Mix     | A+B+C         | 50% Green + Co.        | R+D-70%-LIC   | +1 if 70% of it is there    |
      | #1 Choice         | #1/A?b        | Shop #9 / Bay 2        | L#9/2?x-LIC   | Gate #4/b; ring twice?      |
      | 花 Blüte № 5      | Ж-ÅØ-花       | Δέλτα 花               | ЖÅ花-100-LIC  | Спасибо 🌿 até já           |
      | Back\slash: (x)   | B\S;<1>,[2]   | C:\Shops; (Main)       | <B>\[S];,-LIC | %20 &amp; %s %1 C:\shop    |
      | Two  spaces, tab' | A·B··C        | Two··Spaces            | 1·2··3-LIC    | Two··spaces·here            |

  @O2 @O5 @assumed
  Scenario: The longest texts arrive whole
    Given a pending order in which everything is as long as Ordo takes it
    When the rep confirms the order
    Then Flourish has the order as the rep typed it
    And Ordo shows the order as the warehouse left it

  @O2 @assumed
  Scenario: An order without a note goes without one
    Given a pending order
    And the rep has typed no note
    When the rep confirms the order
    Then Flourish has the order as the rep typed it

  @O5 @assumed
  Scenario Outline: A note of the warehouse shows in Ordo as it was written
    Given a Net Terms order awaiting delivery
    When the warehouse adds the note "<note>"
    Then Ordo shows the order as the warehouse left it

    Examples:
      | note                                     |
      | Die Kühlkette für 5 °C hält; ¡hasta mañana! |
      | He wrote ″5 < 6 && 7 > 6″ & left         |
      | 70% of #4/b  + 20%20 %1 %s              |
      | 花は明日着きます 🌿                        |

  @O5 @assumed
  Scenario: The longest note of the warehouse arrives whole
    Given a Net Terms order awaiting delivery
    When the warehouse adds a note as long as Ordo takes it
    Then Ordo shows the order as the warehouse left it
