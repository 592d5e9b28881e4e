import GraphStorage

extension KernelResult {
  /// The result of a run on a relabelled graph, in the numbers and the order that the graph had before.
  ///
  /// Classes are named anew by their smallest vertex. Rows of pairs and lists keep their order.
  /// - Complexity: O(rows × columns).
  public func inOldOrder(_ relabelling: Relabelling) -> KernelResult {
    func old(_ vertex: UInt32) -> UInt32 { vertex == Self.none ? vertex : relabelling.oldOfNew[Int(vertex)] }
    let isByVertex = rows == .vertices
    func moved<Values: RandomAccessCollection<Value>, Value>(_ values: Values) -> [Value] where Values.Index == Int {
      isByVertex ? values.indices.map { values[Int(relabelling.newOfOld[$0])] } : Array(values)
    }
    let columns = columns.map { column -> (name: String, values: Values) in
      switch column.values {
      case .integers(let values): return (column.name, .integers(moved(values)))
      case .steps(let values): return (column.name, .steps(GraphStorage.Column(moved(values))))
      case .reals(let values): return (column.name, .reals(moved(values)))
      case .vertices(let values): return (column.name, .vertices(GraphStorage.Column(moved(values).map(old))))
      case .classes(let values):
        let classes = moved(values)
        var smallest = [UInt32](repeating: Self.none, count: classes.count)
        for (vertex, named) in classes.enumerated() where smallest[Int(named)] == Self.none {
          smallest[Int(named)] = UInt32(vertex)
        }
        return (column.name, .classes(GraphStorage.Column(classes.map { smallest[Int($0)] })))
      }
    }
    let newRows: Rows =
      if case .pairs(let sources, let targets) = rows {
        .pairs(sources: sources.map(old), targets: targets.map(old))
      } else {
        rows
      }
    return KernelResult(rows: newRows, columns: columns, figures: figures.map { ($0.name, $0.value) })
  }
}
