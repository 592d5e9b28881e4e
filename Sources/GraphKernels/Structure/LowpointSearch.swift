import GraphStorage

/// A depth-first search that notes, for each vertex, the earliest that its subtree has an edge to beside the tree.
///
/// Paper: Hopcroft and Tarjan, "Algorithm 447: efficient algorithms for graph manipulation" (1973), without recursion.
struct LowpointSearch {
  /// Where the search came from; `KernelResult.none` for the first vertex of each component.
  let parents: MutableColumn<UInt32>
  /// When each vertex was met.
  let entered: MutableColumn<UInt32>
  /// The least `entered` among the ends of edges from the vertex's subtree, its tree edge up not counted.
  let low: MutableColumn<UInt32>

  /// - Parameter graph: undirected.
  init(_ graph: Graph, _ control: RunControl) throws(Cancelled) {
    let count = graph.vertexCount
    let none = KernelResult.none
    let parents = MutableColumn<UInt32>(repeating: none, count: count)
    let entered = MutableColumn<UInt32>(repeating: none, count: count)
    // SAFETY: `low` is written where `entered` is; a place of the cursors is written before it is read.
    let low = unsafe MutableColumn<UInt32>(unwritten: count)
    let cursors = unsafe MutableColumn<Int>(unwritten: count)
    let (offsets, targets) = (graph.offsets, graph.targets)
    var clock = UInt32(0)
    var breath = 0
    for root in 0..<count {
      if entered[root] != none { continue }
      var vertex = UInt32(truncatingIfNeeded: root)
      // SAFETY: vertices only; rows were validated when the graph was built.
      unsafe entered[unchecked: root] = clock
      unsafe low[unchecked: root] = clock
      unsafe cursors[unchecked: root] = offsets[unchecked: root]
      clock &+= 1
      while true {
        let place = Int(vertex)
        let parent = unsafe parents[unchecked: place]
        let start = unsafe cursors[unchecked: place]
        let end = unsafe offsets[unchecked: place &+ 1]
        var arc = start
        var least = unsafe low[unchecked: place]
        var next = none
        while arc < end {
          let target = unsafe targets[unchecked: arc]
          arc &+= 1
          let met = unsafe entered[unchecked: Int(target)]
          if met == none {
            next = target
            break
          }
          // Rows hold an edge once, so the edge to the parent is the one the search came by.
          if target != parent { least = min(least, met) }
        }
        // SAFETY: `place`, `next` and `parent` are vertices.
        unsafe low[unchecked: place] = least
        unsafe cursors[unchecked: place] = arc
        breath &+= arc &- start &+ 1
        if breath > 1 << 16 {
          try control.checkCancelled()
          control.report(Double(clock) / Double(count))
          breath = 0
        }
        if next != none {
          // SAFETY: `next` is a target, `vertex` a vertex.
          unsafe parents[unchecked: Int(next)] = vertex
          unsafe entered[unchecked: Int(next)] = clock
          unsafe low[unchecked: Int(next)] = clock
          unsafe cursors[unchecked: Int(next)] = offsets[unchecked: Int(next)]
          clock &+= 1
          vertex = next
        } else if parent != none {
          // SAFETY: `parent` is a vertex.
          unsafe low[unchecked: Int(parent)] = min(low[unchecked: Int(parent)], least)
          vertex = parent
        } else {
          break
        }
      }
    }
    self.parents = parents
    self.entered = entered
    self.low = low
  }
}
