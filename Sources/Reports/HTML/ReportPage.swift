extension ReportDocument {
  /// One self-contained page: no script, no font, picture or style from elsewhere; light or dark as the reader's
  /// system says; well-formed XML. The same document gives the same bytes.
  ///
  /// Long lists are cut with a note that says so: rankings at `limits.people`, inferred values at `limits.values`.
  /// - Complexity: O(size of the page).
  public func html(limits: PageLimits = PageLimits()) -> String {
    let sections = self.sections(limits)
    let links = sections.html { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>\n" }
    let body = sections.html { section in
      """
      <section id="\(section.id)" aria-labelledby="\(section.id)-title">
      <h2 id="\(section.id)-title">\(section.title)</h2>
      \(section.content)</section>

      """
    }
    let subtitleLine: HTML = subtitle.isEmpty ? "" : "<p class=\"subtitle\">\(subtitle)</p>\n"
    let made = manifest.map { "Made by Kith \($0.kithVersion)." } ?? "Made by Kith."
    let page: HTML = """
      <!DOCTYPE html>
      <html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="robots" content="noindex"/>
      <meta name="referrer" content="no-referrer"/>
      <title>\(title)</title>
      <style>
      \(styleSheet)
      </style>
      </head>
      <body>
      <header>
      <h1>\(title)</h1>
      \(subtitleLine)<nav aria-label="Sections"><ul>
      \(links)</ul></nav>
      </header>
      <main>
      \(body)</main>
      <footer><p>\(made) This page holds personal data: keep it as the data it was made from. It loads nothing from \
      anywhere.</p></footer>
      </body>
      </html>

      """
    return page.markup
  }

  private func sections(_ limits: PageLimits) -> [Section] {
    var sections = [Section(id: "summary", title: "Summary", content: summary)]
    sections.append(Section(id: "ties", title: "Strongest ties", content: rankingSection(limits)))
    if !pairs.isEmpty {
      sections.append(Section(id: "pairs", title: "Strongest pairs", content: pairSection(limits)))
    }
    if !trends.isEmpty {
      sections.append(Section(id: "trends", title: "Rising and fading", content: trendSection(limits)))
    }
    if !pictures.isEmpty {
      sections.append(Section(id: "pictures", title: "Pictures", content: pictureSection))
    }
    sections.append(Section(id: "inferences", title: "Inferences", content: inferenceSection(limits)))
    if !suggestions.isEmpty {
      sections.append(Section(id: "suggestions", title: "People one may know", content: suggestionSection(limits)))
    }
    if !evaluations.isEmpty {
      sections.append(Section(id: "evaluation", title: "How good the inferences are", content: evaluationSection))
    }
    if !tieEvaluations.isEmpty {
      sections.append(
        Section(id: "tie-evaluation", title: "How good the rankings are", content: tieEvaluationSection))
    }
    if !suggestionEvaluations.isEmpty {
      sections.append(
        Section(
          id: "suggestion-evaluation", title: "How good the suggestions are", content: suggestionEvaluationSection))
    }
    if !communities.isEmpty {
      sections.append(Section(id: "communities", title: "Communities", content: communitySection))
    }
    if !communityEvaluations.isEmpty {
      sections.append(
        Section(id: "community-evaluation", title: "How good the communities are", content: communityEvaluationSection))
    }
    if !insights.isEmpty {
      sections.append(Section(id: "insights", title: "Pages and groups", content: insightsSection))
    }
    sections.append(Section(id: "reading", title: "How to read this", content: glossary))
    if let snapshot { sections.append(Section(id: "data", title: "The data", content: snapshot.section)) }
    if let manifest { sections.append(Section(id: "manifest", title: "Run manifest", content: manifest.section)) }
    return sections
  }

  private struct Section {
    let id: String
    let title: String
    let content: HTML
  }
}

/// How much of long lists a page shows; what it leaves out, it says.
public struct PageLimits: Sendable, Equatable {
  /// People in a ranking of several.
  public var people: Int
  /// Ties of each of these.
  public var tiesEach: Int
  /// Ties where the ranking is of one person.
  public var tiesOfOne: Int
  /// People with an inferred value.
  public var values: Int
  /// People whose value stays unknown.
  public var unknown: Int

  public init(people: Int = 50, tiesEach: Int = 5, tiesOfOne: Int = 50, values: Int = 50, unknown: Int = 10) {
    (self.people, self.tiesEach, self.tiesOfOne) = (people, tiesEach, tiesOfOne)
    (self.values, self.unknown) = (values, unknown)
  }
}
