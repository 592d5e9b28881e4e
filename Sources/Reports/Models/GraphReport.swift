/// What is said of a plain graph.
public struct GraphReport: Equatable, Sendable {
  public var figures: [KernelReport.Figure]

  public init(figures: [KernelReport.Figure]) { self.figures = figures }
}

extension GraphReport: JSONRepresentable {
  public var json: JSONValue { figures.json }
}
