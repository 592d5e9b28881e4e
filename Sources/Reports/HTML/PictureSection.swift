extension ReportDocument {
  /// Drawings stand in the page itself, so that their tooltips work; each gets ids of its own.
  var pictureSection: HTML {
    pictures.enumerated().html { index, picture in
      let label = picture.caption.isEmpty ? picture.title : "\(picture.title). \(picture.caption)"
      let drawing: HTML
      if let inline = InlineDrawing(picture.svg, prefix: "picture\(index + 1)", label: label) {
        drawing = """
          <div class="drawing" tabindex="0" role="region" aria-label="\(picture.title)">\(HTML(inline))</div>

          """
      } else {
        drawing = "<p><em>The drawing is left out: it is not a well-formed SVG document.</em></p>\n"
      }
      let caption: HTML = picture.caption.isEmpty ? "" : "<figcaption>\(picture.caption)</figcaption>\n"
      return "<figure>\n<h3>\(picture.title)</h3>\n\(drawing)\(caption)</figure>\n"
    }
  }
}
