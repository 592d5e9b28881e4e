extension RandomAccessCollection where Index == Int {
  /// The first index whose element satisfies `belongsAfter`, in a collection where those come last; the end where none
  /// does. O(log n).
  @inlinable public func partitioningIndex(_ belongsAfter: (Element) -> Bool) -> Int {
    var range = startIndex..<endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = belongsAfter(self[middle]) ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound
  }
}
