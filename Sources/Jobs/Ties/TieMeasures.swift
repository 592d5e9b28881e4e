import GraphKernels
import GraphStorage
import Ingest
import People
import Reports
import Ties

/// What stands beside the strength of ties: reciprocity, and how the two people's contacts overlap.
///
/// The network is that of all ties with some strength at the as-of time, whatever kinds a ranking asks for. Embeddedness
/// is the number of common contacts; overlap is that of Onnela and others, PNAS 104 (2007); Adamic–Adar weighs common
/// contacts by 1 / ln of their own (Adamic & Adar, 2003). Dispersion is `GraphKernels.Dispersion`.
struct TieMeasures {
  /// One for each tie given.
  let rows: [RankingReport.Measures]

  /// - Complexity: the weighing of all ties, and O(sum over ties of the smaller degree).
  /// - Throws: `Failure`: overflow, cancelled, more contacts than dispersion takes.
  init(
    _ dataset: Dataset, _ request: RankJob.Request, _ ties: [Tie], _ scorer: TieScorer, _ context: RunContext
  ) throws(Failure) {
    let projection = SocialProjection(purpose: scorer.purpose, edges: .ties, asOf: request.asOf)
    let loaded = try GraphSource.loaded(dataset, projection, context)
    let origin = try loaded.requireOrigin()
    let graph = loaded.graph
    var vertices = [UInt32](repeating: .max, count: dataset.graph.people.count)
    for (vertex, person) in origin.people.enumerated() { vertices[person.position] = UInt32(vertex) }
    // Whoever has a tie allows the purpose, and so is a vertex.
    let sources = ties.map { vertices[$0.person.position] }
    let targets = ties.map { vertices[$0.neighbour.position] }
    var dispersion: [UInt32: Double] = [:]
    let similar: PairSimilarity.Table
    do throws(KernelError) {
      similar = try PairSimilarity.run(graph, sources: sources, targets: targets, context.control(named: "measures"))
      if request.dispersion, let person = sources.first {
        for row in try Dispersion.run(graph, of: Int(person), context.control(named: "dispersion")) {
          dispersion[row.neighbour] = row.recursive
        }
      }
    } catch {
      throw Failure(error)
    }
    var rows: [RankingReport.Measures] = []
    rows.reserveCapacity(ties.count)
    for (index, tie) in ties.enumerated() {
      let directions = try failing { () throws(TieError) in
        try scorer.directions(of: tie.person, and: tie.neighbour)
      }
      let common = Int(similar.common[index])
      let others = graph.degree(Int(sources[index])) + graph.degree(Int(targets[index])) - 2 - common
      rows.append(
        RankingReport.Measures(
          reciprocity: directions.reciprocity, embeddedness: common,
          overlap: others > 0 ? Double(common) / Double(others) : 0, adamicAdar: similar.adamicAdar[index],
          dispersion: request.dispersion ? dispersion[targets[index]] ?? 0 : nil))
    }
    self.rows = rows
  }
}
