import GraphKernels
import People
import Privacy

extension KernelFinding {
  /// Nil where a value is no person's.
  func derived(_ loaded: LoadedGraph, _ origin: LoadedGraph.Origin, universe: Int) -> DerivedTable? {
    let people = origin.people
    func person(_ vertex: UInt32) -> UInt32 {
      vertex == KernelResult.none ? DerivedColumn.nobody : people[Int(vertex)].rawValue
    }
    return DerivedTable(
      kernel: entry.name,
      parameters: parameters(loaded).map { name, value in
        switch value {
        case .integer(let value): DerivedFact(name: name, value: .integer(value))
        case .real(let value): DerivedFact(name: name, value: .real(value))
        case .text(let value): DerivedFact(name: name, value: .text(value))
        case .flag(let value): DerivedFact(name: name, value: .flag(value))
        case .vertices(let vertices): DerivedFact(name: name, value: .people(vertices.map { people[Int($0)] }))
        }
      }, edges: origin.projection.edges.rawValue, purpose: origin.projection.purpose.rawValue, basis: origin.basis,
      asOf: origin.asOf,
      figures: result.figures.compactMap { figure in
        switch figure.value {
        case .integer(let value): DerivedFact(name: figure.name, value: .integer(value))
        case .real(let value): value.isFinite ? DerivedFact(name: figure.name, value: .real(value)) : nil
        case .flag(let value): DerivedFact(name: figure.name, value: .flag(value))
        }
      }, people: people,
      columns: result.columns.map { column in
        switch column.values {
        case .integers(let values): DerivedColumn(name: column.name, values: .integers(values))
        case .steps(let values): DerivedColumn(name: column.name, values: .integers(values.map(Int64.init)))
        case .reals(let values): DerivedColumn(name: column.name, values: DerivedColumn.reals(values))
        case .vertices(let values): DerivedColumn(name: column.name, values: .people(values.map(person)))
        case .classes(let values): DerivedColumn(name: column.name, values: .classes(values.map(person)))
        }
      }, universe: universe)
  }
}
