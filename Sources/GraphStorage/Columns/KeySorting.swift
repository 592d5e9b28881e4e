/// Sorts `keys[range]`, ascending, almost without branches that depend on the keys: eights by a network, then merges of
/// equal runs from both ends at once. Between random keys a branch is guessed wrong every other time.
///
/// - Parameter spare: another column, at least as long as the range.
/// - Complexity: O(n log n); runs that are in order already are only copied.
@inlinable
public func sortKeys<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
  _ keys: MutableColumn<Key>, _ range: Range<Int>, spare: MutableColumn<Key>
) {
  let count = range.count
  precondition(range.lowerBound >= 0 && range.upperBound <= keys.count && count <= spare.count, "keys outside the column")
  if count < 2 { return }
  var start = range.lowerBound
  while start &+ 8 <= range.upperBound {
    sortEight(keys.places, start)
    start &+= 8
  }
  insertionSort(keys.places, start, range.upperBound)
  var run = 8
  var isInSpare = false
  while run < count {
    if isInSpare {
      mergeRuns(spare.places, 0, keys.places, range.lowerBound, count, run)
    } else {
      mergeRuns(keys.places, range.lowerBound, spare.places, 0, count, run)
    }
    isInSpare.toggle()
    run &*= 2
  }
  if isInSpare { copyKeys(spare.places, 0, keys.places, range.lowerBound, count) }
}

/// Merges neighbouring runs of `count` keys from one place to the other; the last ones may be shorter, or one alone.
// SAFETY of the unchecked places in this file: `sortKeys` has checked that `count` keys lie at both bases.
@inlinable
func mergeRuns<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
  _ from: MutableColumn<Key>.Places, _ fromBase: Int, _ into: MutableColumn<Key>.Places, _ intoBase: Int, _ count: Int,
  _ run: Int
) {
  var start = 0
  while start < count {
    let middle = start &+ run
    let (first, place) = (fromBase &+ start, intoBase &+ start)
    if middle >= count {
      copyKeys(from, first, into, place, count &- start)
    } else {
      let length = min(2 &* run, count &- start)
      // SAFETY: `middle` is before `count`.
      if unsafe from[unchecked: first &+ run &- 1] <= from[unchecked: first &+ run] {
        copyKeys(from, first, into, place, length)
      } else if length == 2 &* run {
        mergeEqual(from, first, into, place, run)
      } else {
        mergeUnequal(from, first, into, place, run, length)
      }
    }
    start &+= 2 &* run
  }
}

@inlinable @inline(__always)
func copyKeys<Key>(
  _ from: MutableColumn<Key>.Places, _ first: Int, _ into: MutableColumn<Key>.Places, _ place: Int, _ count: Int
) {
  // SAFETY: as said at `mergeRuns`.
  for index in 0..<count { unsafe into[unchecked: place &+ index] = from[unchecked: first &+ index] }
}

/// The lesser of two keys to the front, and the cursor that it stood at one on; without a branch.
// SAFETY: the caller knows the three places to exist.
@inlinable @inline(__always) @unsafe
func takeLeast<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
  _ from: MutableColumn<Key>.Places, _ left: inout Int, _ right: inout Int, _ into: MutableColumn<Key>.Places,
  _ front: inout Int
) {
  // SAFETY: the caller's promise.
  let (low, other) = unsafe (from[unchecked: left], from[unchecked: right])
  let isRight = other < low ? 1 : 0
  // SAFETY: the caller's promise.
  unsafe into[unchecked: front] = min(low, other)
  right &+= isRight
  left &+= 1 &- isRight
  front &+= 1
}

/// The smallest keys of two runs of equal length to the front and the greatest to the back, one of each in a step: two
/// chains of loads that do not wait for one another. After k steps neither cursor has gone further than k.
@inlinable @inline(__always)
func mergeEqual<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
  _ from: MutableColumn<Key>.Places, _ first: Int, _ into: MutableColumn<Key>.Places, _ place: Int, _ run: Int
) {
  var (left, right) = (first, first &+ run)
  var (leftEnd, rightEnd) = (first &+ run &- 1, first &+ 2 &* run &- 1)
  var (front, back) = (place, place &+ 2 &* run &- 1)
  for _ in 0..<run {
    // SAFETY: fewer than `run` steps have been made, so each cursor is in its run.
    unsafe takeLeast(from, &left, &right, into, &front)
    // SAFETY: as above.
    let (high, last) = unsafe (from[unchecked: leftEnd], from[unchecked: rightEnd])
    let isLeft = last < high ? 1 : 0
    // SAFETY: as above.
    unsafe into[unchecked: back] = max(high, last)
    leftEnd &-= isLeft
    rightEnd &-= 1 &- isLeft
    back &-= 1
  }
}

/// A run and a shorter one.
@inlinable @inline(__always)
func mergeUnequal<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
  _ from: MutableColumn<Key>.Places, _ first: Int, _ into: MutableColumn<Key>.Places, _ place: Int, _ run: Int,
  _ length: Int
) {
  var (left, right, front) = (first, first &+ run, place)
  let (middle, end) = (first &+ run, first &+ length)
  while left < middle && right < end {
    // SAFETY: both cursors are before their ends, and as many keys were written as were read.
    unsafe takeLeast(from, &left, &right, into, &front)
  }
  copyKeys(from, left, into, front, middle &- left)
  copyKeys(from, right, into, front &+ middle &- left, end &- right)
}

/// A network of 19 comparators (Batcher's odd-even merge sort of eight).
@inlinable @inline(__always)
func sortEight<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
  _ keys: MutableColumn<Key>.Places, _ start: Int
) {
  @inline(__always) func order(_ left: inout Key, _ right: inout Key) {
    (left, right) = (min(left, right), max(left, right))
  }
  // SAFETY: the caller's eight places, which `sortKeys` has checked.
  var (a, b, c, d) = unsafe (
    keys[unchecked: start], keys[unchecked: start &+ 1], keys[unchecked: start &+ 2], keys[unchecked: start &+ 3])
  // SAFETY: as above.
  var (e, f, g, h) = unsafe (
    keys[unchecked: start &+ 4], keys[unchecked: start &+ 5], keys[unchecked: start &+ 6], keys[unchecked: start &+ 7])
  order(&a, &b); order(&c, &d); order(&e, &f); order(&g, &h)
  order(&a, &c); order(&b, &d); order(&e, &g); order(&f, &h)
  order(&b, &c); order(&f, &g)
  order(&a, &e); order(&b, &f); order(&c, &g); order(&d, &h)
  order(&c, &e); order(&d, &f)
  order(&b, &c); order(&d, &e); order(&f, &g)
  // SAFETY: as above.
  unsafe keys[unchecked: start] = a
  unsafe keys[unchecked: start &+ 1] = b
  unsafe keys[unchecked: start &+ 2] = c
  unsafe keys[unchecked: start &+ 3] = d
  // SAFETY: as above.
  unsafe keys[unchecked: start &+ 4] = e
  unsafe keys[unchecked: start &+ 5] = f
  unsafe keys[unchecked: start &+ 6] = g
  unsafe keys[unchecked: start &+ 7] = h
}

@inlinable @inline(__always)
func insertionSort<Key: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
  _ keys: MutableColumn<Key>.Places, _ start: Int, _ end: Int
) {
  var next = start &+ 1
  while next < end {
    // SAFETY: the caller's places from `start` to `end`, which `sortKeys` has checked.
    let key = unsafe keys[unchecked: next]
    var place = next
    // SAFETY: as above; `place` is behind `start`.
    while place > start, case let before = unsafe keys[unchecked: place &- 1], key < before {
      // SAFETY: as above.
      unsafe keys[unchecked: place] = before
      place &-= 1
    }
    // SAFETY: as above.
    unsafe keys[unchecked: place] = key
    next &+= 1
  }
}
