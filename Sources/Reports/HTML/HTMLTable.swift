/// A table that scrolls by itself where it is wider than the page.
struct HTMLTable {
  struct Column {
    var title: String
    var isNumber = false
  }

  var caption: String
  var columns: [Column]
  /// The first cell of each row is its heading.
  var rows: [[HTML]]

  var html: HTML {
    let head = columns.html { "<th scope=\"col\"\(Self.style($0))>\($0.title)</th>" }
    let body = rows.html { row in
      let cells = zip(columns, row).enumerated().html { index, pair in
        index == 0
          ? "<th scope=\"row\"\(Self.style(pair.0))>\(pair.1)</th>" : "<td\(Self.style(pair.0))>\(pair.1)</td>"
      }
      return "<tr>\(cells)</tr>\n"
    }
    return """
      <div class="scroll" role="region" tabindex="0" aria-label="\(caption)">
      <table><caption>\(caption)</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)</tbody></table>
      </div>

      """
  }

  private static func style(_ column: Column) -> HTML { column.isNumber ? " class=\"num\"" : "" }
}

/// A small figure with what it means.
func tile(_ label: String, _ value: String, _ note: String = "") -> HTML {
  let note: HTML = note.isEmpty ? "" : "<span class=\"note\">\(note)</span>"
  return "<div class=\"tile\"><dt>\(label)</dt><dd>\(value)\(note)</dd></div>\n"
}

func tiles(_ content: HTML) -> HTML { "<dl class=\"tiles\">\n\(content)</dl>\n" }

/// A horizontal bar of `share` (0 … 1) of its cell; for the eye only, the number stands beside it.
func bar(_ share: Double) -> HTML {
  let width = Numbers.fixed(share.isFinite ? min(max(share, 0), 1) * 100 : 0, 1)
  return "<span class=\"bar\" aria-hidden=\"true\"><span style=\"width:\(width)%\"></span></span>"
}
