/// The kernels that can be run, with what they take and cost.
public struct KernelList: Equatable, Sendable {
  public struct Parameter: Equatable, Sendable {
    public var name: String
    public var summary: String
    /// The values allowed, in words.
    public var range: String
    /// nil where a value must be given.
    public var standard: String?

    public init(name: String, summary: String, range: String, standard: String?) {
      (self.name, self.summary, self.range, self.standard) = (name, summary, range, standard)
    }
  }

  public struct Kernel: Equatable, Sendable {
    public var name: String
    public var family: String
    public var summary: String
    /// What the graph must have, in words; empty where any graph will do.
    public var needs: [String]
    /// Formula over n vertices, m arcs, e edges, t threads and the largest degree d.
    public var bytes: String
    public var operations: String
    public var parameters: [Parameter]

    public init(
      name: String, family: String, summary: String, needs: [String], bytes: String, operations: String,
      parameters: [Parameter]
    ) {
      (self.name, self.family, self.summary, self.needs) = (name, family, summary, needs)
      (self.bytes, self.operations, self.parameters) = (bytes, operations, parameters)
    }
  }

  public var kernels: [Kernel]

  public init(kernels: [Kernel]) { self.kernels = kernels }
}
