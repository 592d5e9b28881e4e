import GraphStorage

/// The bytes of an input as they are stored, for the decompressors: a mapped file, or what a pipe has given so far.
///
/// Used by one thread at a time.
final class StoredBytes: @unchecked Sendable {
  private var window: ByteWindow
  private let pipe: PipeInput?
  private var place = 0
  /// How many bytes were taken.
  private(set) var consumed = 0

  init(_ file: MappedFile) { (window, pipe) = (.mapped(file), nil) }

  init(_ pipe: PipeInput) { (window, self.pipe) = (.block([]), pipe) }

  /// How many bytes are at hand: at least `wanted` unless the input ends before.
  func available(_ wanted: Int = 1) throws(IngestError) -> Int {
    guard let pipe, window.count - place < wanted else { return window.count - place }
    var next: [UInt8] = []
    if case .block(let bytes) = window { next.append(contentsOf: bytes[place...]) }
    place = 0
    while next.count < wanted {
      let before = next.count
      try pipe.append(1 << 17, to: &next)
      if next.count == before { break }
    }
    window = .block(next)
    return next.count
  }

  /// Calls `body` with at most `limit` of the bytes at hand.
  func withBytes<Result>(_ limit: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    window.withBytes { body($0.extracting(place..<min($0.count, place + limit))) }
  }

  func consume(_ count: Int) {
    place += count
    consumed += count
    // Of a mapped file the pages behind are given back, a megabyte at a time.
    if case .mapped = window, consumed >> 20 != (consumed - count) >> 20 { window.release(before: place) }
  }

  /// The first bytes at hand, at most `count`.
  func peek(_ count: Int) throws(IngestError) -> [UInt8] {
    _ = try available(count)
    return withBytes(count) { bytes in bytes.indices.map { bytes[$0] } }
  }
}
