import Testing

@testable import Pictures

struct TextTests {
  @Test("the note says what is shown, its share, and what is hidden")
  func note() {
    func note(_ shown: Int, _ total: Int, _ share: Double, _ hidden: Int) -> String {
      Omission(shown: shown, total: total, strengthShown: share, hidden: hidden).note
    }
    #expect(
      note(40, 312, 0.912, 57) == """
        showing 40 of 312 connections = 91 % of interaction strength; \
        57 hidden by their privacy settings are not counted
        """)
    #expect(note(40, 312, 0.999, 0) == "showing 40 of 312 connections = over 99 % of interaction strength")
    #expect(note(1, 900, 0.001, 0) == "showing 1 of 900 connections = under 1 % of interaction strength")
    #expect(note(12, 12, 1, 1) == "showing all 12 connections; 1 hidden by its privacy settings is not counted")
    #expect(note(1, 1, 1, 0) == "showing the only connection")
    #expect(note(0, 0, 0, 0) == "no connections to show")
  }

  @Test("decimals are exact, rounded half away from zero, and never negative zero")
  func decimals() {
    #expect(decimal(2.5, places: 0) == "3")
    #expect(decimal(-2.5, places: 0) == "-3")
    #expect(decimal(-0.001, places: 2) == "0.00")
    #expect(decimal(1.05, places: 3) == "1.050")
    #expect(decimal(0.999, places: 2) == "1.00")
    #expect(decimal(.nan, places: 2) == "0")
    #expect(decimal(1e300, places: 2) == "0")
    #expect([169.4, 42.35, 10.6, 4.24, 0.66, 0.04].map(compactDecimal) == ["169", "42", "11", "4.2", "0.66", "0.040"])
  }

  @Test("long labels end in an ellipsis inside their columns, wide characters counting double")
  func fitted() {
    #expect(LabelText.fitted("short", columns: 18) == "short")
    let long = String(repeating: "x", count: 200)
    #expect(LabelText.fitted(long, columns: 18) == long.prefix(17) + "…")
    #expect(LabelText.fitted("東京都の長い名前です", columns: 10) == "東京都の…")
    #expect(LabelText.fitted(" a \n b\t", columns: 18) == "a b")
    #expect(LabelText.fitted("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", columns: 5) == "👩‍👩‍👧👩‍👩‍👧…")
  }

  @Test("labels of several words break into two balanced lines")
  func wrapped() {
    #expect(LabelText.wrapped("Dmitri van den Berg", columns: 18) == ["Dmitri van", "den Berg"])
    #expect(LabelText.wrapped("Ada Moreau", columns: 18) == ["Ada Moreau"])
    #expect(LabelText.wrapped("", columns: 18) == [])
    #expect(
      LabelText.wrapped(String(repeating: "long words ", count: 20), columns: 18)
        == ["long words long", "words long words…"])
    for text in OddText.all {
      for line in LabelText.wrapped(text, columns: 18) { #expect(LabelText.columns(line) <= 18) }
    }
  }

  @Test("a word of the drawing that a quoted string cannot carry becomes empty")
  func words() {
    #expect(DotText.quotedValue("a\"; evil") == "\"\"")
    #expect(DotText.quotedValue("a\\") == "\"\"")
    #expect(DotText.quotedValue("DejaVu Sans") == "\"DejaVu Sans\"")
  }

  @Test("comments and document type leave an SVG, everything else stays")
  func cleaned() {
    let source = """
      <?xml?>
      <!DOCTYPE svg PUBLIC "a"
       "b">
      <!-- v 1
       -->
      <svg><!-- n0&#45;&#45;n1 -->
      <g>é</g>
      </svg>

      """
    #expect(String(decoding: cleanedSVG(Array(source.utf8)), as: UTF8.self) == "<?xml?>\n<svg><g>é</g>\n</svg>\n")
    #expect(cleanedSVG(Array("<svg><!-- never closed".utf8)) == Array("<svg>".utf8))
  }
}
