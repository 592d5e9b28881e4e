import GraphStorage

/// Shortest weighted paths from one source, counted and divided among the vertices on them: the scratch of one thread.
///
/// Brandes (2001): Dijkstra with an indexed binary heap (ties to the smaller vertex), then counts forward and
/// dependencies backward in the order of settling. A path's length is the sum of its weights from the source on, and
/// lengths count as equal where their doubles are: with weights that are not whole numbers, paths of equal length may
/// differ in the last bit, as in other libraries.
/// - Complexity: O((vertices + arcs) log vertices) a source; 36 bytes a vertex.
final class WeightedPathCounts: @unchecked Sendable {
  // Only the thread that has it touches it: it has no locks.
  private let distances: MutableColumn<Double>
  private let paths: MutableColumn<Double>
  private let dependencies: MutableColumn<Double>
  private let places: MutableColumn<UInt32>
  /// The heap while vertices wait in it.
  private let heap: MutableColumn<UInt32>
  private var waiting = 0
  /// Settled vertices in order.
  private let order: MutableColumn<UInt32>

  private static let unmet = UInt32.max
  private static let settled = UInt32.max - 1

  init(count: Int, _ control: RunControl) throws(Cancelled) {
    distances = try filledColumn(.infinity, count: count, control)
    paths = try filledColumn(0, count: count, control)
    dependencies = try filledColumn(0, count: count, control)
    places = try filledColumn(Self.unmet, count: count, control)
    heap = try filledColumn(0, count: count, control)
    order = try filledColumn(0, count: count, control)
  }

  /// Arcs between two questions whether to stop.
  private static let breath = 1 << 14

  /// - Parameter progress: given 64 in all.
  /// - Returns: false where the run was cancelled, or there are more paths than a number can count, or longer ones.
  func add(
    _ graph: Graph, source: Int, to scores: MutableColumn<Double>, at start: Int, _ control: RunControl,
    _ progress: WorkProgress
  ) -> Bool {
    guard let count = settle(graph, source: source, control, progress) else { return false }
    var arcs = 0
    paths[source] = 1
    progress.add(12)
    for index in 0..<count {
      if index & 0xFFFF == 0, control.isCancelled { return false }
      let vertex = Int(order[index])
      places[vertex] = UInt32(truncatingIfNeeded: index)
    }
    for index in 0..<count {
      let vertex = Int(order[index])
      for arc in graph.row(vertex) where leads(graph, arc, from: vertex, place: index) {
        paths[Int(graph.targets[arc])] += paths[vertex]
      }
      if !paths[vertex].isFinite { return false }
      arcs += graph.degree(vertex) + 1
      if arcs > Self.breath {
        if control.isCancelled { return false }
        arcs = 0
      }
    }
    for index in (0..<count).reversed() {
      let vertex = Int(order[index])
      var dependency = 0.0
      for arc in graph.row(vertex) where leads(graph, arc, from: vertex, place: index) {
        let target = Int(graph.targets[arc])
        dependency += (1 + dependencies[target]) / paths[target]
      }
      dependency *= paths[vertex]
      dependencies[vertex] = dependency
      if vertex != source { scores[start + vertex] += dependency }
      arcs += graph.degree(vertex) + 1
      if arcs > Self.breath {
        if control.isCancelled { return false }
        arcs = 0
      }
    }
    progress.add(12)
    for index in 0..<count {
      if index & 0xFFFF == 0, control.isCancelled { return false }
      let vertex = Int(order[index])
      distances[vertex] = .infinity
      paths[vertex] = 0
      dependencies[vertex] = 0
      places[vertex] = Self.unmet
    }
    return true
  }

  /// Whether the arc lies on a shortest path; `places` holds the order of settling.
  private func leads(_ graph: Graph, _ arc: Int, from vertex: Int, place: Int) -> Bool {
    let target = Int(graph.targets[arc])
    // A weight may be too small to change a distance: the order of settling keeps the paths free of circles.
    return distances[vertex] + (graph.weights?[arc] ?? 1) == distances[target] && Int(places[target]) > place
  }

  private func settle(_ graph: Graph, source: Int, _ control: RunControl, _ progress: WorkProgress) -> Int? {
    var count = 0
    var arcs = 0
    var told = 0
    defer { progress.add(40 - told) }
    waiting = 1
    distances[source] = 0
    heap[0] = UInt32(truncatingIfNeeded: source)
    places[source] = 0
    while waiting > 0 {
      let vertex = Int(heap[0])
      arcs += graph.degree(vertex) + 1
      if arcs > Self.breath {
        if control.isCancelled { return nil }
        arcs = 0
        let settled = count * 40 / graph.vertexCount
        progress.add(settled - told)
        told = settled
      }
      places[vertex] = Self.settled
      waiting -= 1
      if waiting > 0 { sink(heap[waiting]) }
      order[count] = UInt32(truncatingIfNeeded: vertex)
      count += 1
      for arc in graph.row(vertex) {
        let target = Int(graph.targets[arc])
        let distance = distances[vertex] + (graph.weights?[arc] ?? 1)
        if distance == .infinity { return nil }
        guard places[target] != Self.settled, distance < distances[target] else { continue }
        distances[target] = distance
        if places[target] == Self.unmet {
          places[target] = UInt32(truncatingIfNeeded: waiting)
          waiting += 1
        }
        rise(UInt32(truncatingIfNeeded: target), from: Int(places[target]))
      }
    }
    return count
  }

  private func precedes(_ first: UInt32, _ second: UInt32) -> Bool {
    let (one, other) = (distances[Int(first)], distances[Int(second)])
    return one < other || (one == other && first < second)
  }

  private func rise(_ vertex: UInt32, from place: Int) {
    var place = place
    while place > 0 {
      let parent = (place - 1) / 2
      guard precedes(vertex, heap[parent]) else { break }
      heap[place] = heap[parent]
      places[Int(heap[place])] = UInt32(truncatingIfNeeded: place)
      place = parent
    }
    heap[place] = vertex
    places[Int(vertex)] = UInt32(truncatingIfNeeded: place)
  }

  private func sink(_ vertex: UInt32) {
    var place = 0
    while place * 2 + 1 < waiting {
      var child = place * 2 + 1
      if child + 1 < waiting, precedes(heap[child + 1], heap[child]) { child += 1 }
      guard precedes(heap[child], vertex) else { break }
      heap[place] = heap[child]
      places[Int(heap[place])] = UInt32(truncatingIfNeeded: place)
      place = child
    }
    heap[place] = vertex
    places[Int(vertex)] = UInt32(truncatingIfNeeded: place)
  }
}
