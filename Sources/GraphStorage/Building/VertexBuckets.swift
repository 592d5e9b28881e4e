/// Consecutive vertices cut into buckets that have few enough vertices for their rows to be filled in cache, and few
/// enough arcs for the threads to share the work.
///
/// Vertices are counted by granules of 2^shift, at most 65,536 of them; a bucket is a row of whole granules and has at
/// most 65,536 vertices, so that the low 16 bits of a vertex name it inside its bucket.
struct VertexBuckets: Sendable {
  /// Of all vertices; a granule has `1 << shift` of them.
  struct Granules: Sendable {
    let vertexCount: Int
    let shift: Int
    let count: Int

    init(vertexCount: Int) {
      var shift = 0
      while shift < 16, vertexCount >> shift > 1 << 14 { shift += 1 }
      self.vertexCount = vertexCount
      self.shift = shift
      count = (vertexCount + (1 << shift) - 1) >> shift
    }
  }

  let granules: Granules
  /// The bucket of each granule.
  let bucketOfGranule: Column<UInt16>
  /// The first vertex of each bucket, and the number of vertices.
  let firstVertex: [Int]
  /// Where each bucket's arcs start when they lie one bucket after the other, and the number of arcs.
  let firstArc: [Int]
  /// Where block `k` writes the arcs of bucket `b`: `blockStarts[k * count + b]`.
  let blockStarts: Column<Int>

  var count: Int { firstVertex.count - 1 }

  /// - Parameter counts: arcs by block and granule, `counts[block * granules.count + granule]`.
  /// - Complexity: O(blocks · granules).
  init(_ granules: Granules, counts: MutableColumn<UInt32>, blocks: Int) {
    self.granules = granules
    var totals = [Int](repeating: 0, count: granules.count)
    for block in 0..<blocks {
      for granule in 0..<granules.count { totals[granule] &+= Int(counts[block * granules.count + granule]) }
    }
    let arcs = totals.reduce(0, +)
    let arcLimit = max(arcs / 256, 1 << 15)
    let vertexLimit = min(max(granules.vertexCount >> 11, 1 << 12), 1 << 16)
    let buckets = MutableColumn<UInt16>(repeating: 0, count: granules.count)
    var firstVertex = [0]
    var firstArc = [0]
    var bucketArcs = 0
    for granule in 0..<granules.count {
      let next = min((granule + 1) << granules.shift, granules.vertexCount)
      let startsBucket =
        granule > 0
        && (bucketArcs + totals[granule] > arcLimit || next - (firstVertex.last ?? 0) > vertexLimit)
      if startsBucket {
        firstVertex.append(granule << granules.shift)
        firstArc.append((firstArc.last ?? 0) + bucketArcs)
        bucketArcs = 0
      }
      bucketArcs += totals[granule]
      buckets[granule] = UInt16(firstVertex.count - 1)
    }
    firstVertex.append(granules.vertexCount)
    firstArc.append(arcs)
    let count = firstVertex.count - 1
    let starts = MutableColumn<Int>(repeating: 0, count: max(blocks, 1) * count)
    for block in 0..<blocks {
      for granule in 0..<granules.count {
        starts[block * count + Int(buckets[granule])] &+= Int(counts[block * granules.count + granule])
      }
    }
    for bucket in 0..<count {
      var next = firstArc[bucket]
      for block in 0..<blocks {
        let here = starts[block * count + bucket]
        starts[block * count + bucket] = next
        next += here
      }
    }
    bucketOfGranule = buckets.frozen()
    self.firstVertex = firstVertex
    self.firstArc = firstArc
    blockStarts = starts.frozen()
  }

  func vertices(_ bucket: Int) -> Range<Int> { firstVertex[bucket]..<firstVertex[bucket + 1] }
  func arcs(_ bucket: Int) -> Range<Int> { firstArc[bucket]..<firstArc[bucket + 1] }
}
