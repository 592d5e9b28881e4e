import GraphStorage

/// The distinct integers among some codes, and the rank of each: a bitmap where they lie close enough, otherwise a
/// sorted list.
struct IntegerRanks: Sendable {
  private enum Form: Sendable {
    /// 64 integers a word, and how many stand in the words before.
    case bitmap(words: [UInt64], before: [UInt32])
    case list([UInt64])
  }

  private let form: Form
  let count: Int

  /// Codes with `CodedIDs.textFlag` are passed over.
  init(_ codes: [[[UInt64]]], threads: ThreadCount) {
    let lists = codes.flatMap { $0 }
    let facts = parallelMap(count: lists.count, threads: threads) { index in
      lists[index].reduce(into: UInt64(0)) { largest, code in
        if code & CodedIDs.textFlag == 0 && code > largest { largest = code }
      }
    }
    let largest = facts.max() ?? 0
    let total = lists.reduce(0) { $0 + $1.count }
    // At most 8 bytes of bitmap for each code, or 8 MiB.
    if largest < UInt64(max(1 << 26, total * 64)) {
      var words = [UInt64](repeating: 0, count: Int(largest >> 6) + 1)
      for list in lists {
        for code in list where code & CodedIDs.textFlag == 0 { words[Int(code &>> 6)] |= 1 &<< (code & 63) }
      }
      var before: [UInt32] = []
      before.reserveCapacity(words.count)
      var sum: UInt32 = 0
      for word in words {
        before.append(sum)
        sum += UInt32(word.nonzeroBitCount)
      }
      (form, count) = (.bitmap(words: words, before: before), Int(sum))
    } else {
      let parts = parallelMap(count: lists.count, threads: threads) { index in
        sortedDistinct(lists[index].filter { $0 & CodedIDs.textFlag == 0 })
      }
      let all = sortedDistinct(parts.flatMap { $0 })
      (form, count) = (.list(all), all.count)
    }
  }

  /// - Precondition: the value is one of them.
  @inline(__always)
  func rank(_ value: UInt64) -> Int {
    switch form {
    case .bitmap(let words, let before):
      let word = Int(value &>> 6)
      let below: UInt64 = (1 &<< (value & 63)) &- 1
      return Int(before[word]) + (words[word] & below).nonzeroBitCount
    case .list(let all):
      var (low, high) = (0, all.count)
      while low < high {
        let middle = low + (high - low) / 2
        if all[middle] < value { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// Calls `body` with each of them, ascending.
  func forEach(_ body: (UInt64) -> Void) {
    switch form {
    case .list(let all): all.forEach(body)
    case .bitmap(let words, _):
      for (index, word) in words.enumerated() {
        var rest = word
        while rest != 0 {
          body(UInt64(index) << 6 | UInt64(rest.trailingZeroBitCount))
          rest &= rest - 1
        }
      }
    }
  }
}

/// Ascending, each once.
func sortedDistinct(_ numbers: [UInt64]) -> [UInt64] {
  var numbers = numbers
  numbers.sort()
  var kept = 0
  for index in numbers.indices where index == 0 || numbers[index] != numbers[index - 1] {
    // `kept <= index`: what is overwritten was looked at before, but for the neighbour that is compared next.
    numbers[kept] = numbers[index]
    kept += 1
  }
  numbers.removeLast(numbers.count - kept)
  return numbers
}
