/// Everything that one page of report shows.
public struct ReportDocument: Codable, Equatable, Sendable {
  public var title: String
  public var subtitle: String
  /// nil where the report was not made by a run, for example by `kith report` on a snapshot alone.
  public var manifest: RunManifest?
  public var snapshot: SnapshotReport?
  public var rankings: [RankingReport]
  public var pairs: [PairReport] = []
  public var trends: [TrendsReport] = []
  public var inferences: [InferenceReport]
  public var suggestions: [SuggestionReport]
  public var communities: [CommunityReport] = []
  /// Of inferences, of rankings, of suggestions and of communities.
  public var evaluations: [EvaluationReport]
  public var tieEvaluations: [TieEvaluationReport] = []
  public var suggestionEvaluations: [SuggestionEvaluationReport] = []
  public var communityEvaluations: [CommunityEvaluationReport] = []
  /// Of pages and groups.
  public var insights: [InsightsReport] = []
  public var pictures: [Picture]

  public init(
    title: String, subtitle: String = "", manifest: RunManifest? = nil, snapshot: SnapshotReport? = nil,
    rankings: [RankingReport] = [], inferences: [InferenceReport] = [], suggestions: [SuggestionReport] = [],
    evaluations: [EvaluationReport] = [], pictures: [Picture] = []
  ) {
    (self.title, self.subtitle, self.manifest, self.snapshot) = (title, subtitle, manifest, snapshot)
    (self.rankings, self.inferences, self.evaluations) = (rankings, inferences, evaluations)
    self.suggestions = suggestions
    self.pictures = pictures
  }
}

/// A drawing with its texts.
public struct Picture: Codable, Equatable, Sendable {
  public var title: String
  public var caption: String
  /// A whole SVG document, as Graphviz writes it or cleaned.
  public var svg: String

  public init(title: String, caption: String, svg: String) {
    (self.title, self.caption, self.svg) = (title, caption, svg)
  }
}
