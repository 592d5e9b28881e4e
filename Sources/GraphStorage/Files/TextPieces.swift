/// A mapped text cut into pieces at line ends, parsed by several threads.
struct TextPieces: Sendable {
  let file: MappedFile
  /// Whole lines each, in order.
  let ranges: [Range<Int>]

  /// Where a piece could not be parsed: the byte at fault, and the field of its line from 1.
  struct Fault: Error, Sendable {
    let offset: Int
    let field: Int
    let reason: GraphFileError.LineFault
  }

  init(path: String) throws(GraphFileError) {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    self.init(file)
  }

  init(_ file: MappedFile) {
    self.file = file
    let size = max(4 << 20, file.count / 256)
    var ranges: [Range<Int>] = []
    var start = 0
    while start < file.count {
      let end = min(start + size, file.count)
      let cut = file.withBytes(0..<file.count) { bytes in
        end == file.count ? end : firstIndex(of: 0x0A, in: bytes, from: end - 1).map { $0 + 1 } ?? file.count
      }
      ranges.append(start..<cut)
      start = cut
    }
    self.ranges = ranges
  }

  /// What `parse` makes of each piece, in order.
  func map<Value: Sendable>(
    _ control: RunControl, _ parse: @Sendable (inout LineScanner, _ bytes: Int) -> Result<Value, ScanFault>
  ) throws(GraphFileError) -> [Value] {
    let results: [Result<Value, Fault>] = parallelMap(count: ranges.count, threads: control.threads) { piece in
      let range = ranges[piece]
      return file.withBytes(range) { bytes in
        // SAFETY: the mapping outlives the call; the scanner stays inside the piece.
        unsafe bytes.withUnsafeBufferPointer { buffer in
          guard let start = buffer.baseAddress else { preconditionFailure("pieces are not empty") }
          var scanner = unsafe LineScanner(start, start + buffer.count)
          return parse(&scanner, buffer.count).mapError { fault in
            Fault(
              offset: range.lowerBound + (unsafe scanner.position - start), field: fault.field, reason: fault.reason)
          }
        }
      }
    }
    if control.isCancelled { throw .cancelled }
    var values: [Value] = []
    for result in results {
      do throws(Fault) { values.append(try result.get()) } catch { throw located(error) }
    }
    return values
  }

  /// What a parser says of the line it stands in.
  struct ScanFault: Error, Sendable {
    let field: Int
    let reason: GraphFileError.LineFault

    init(_ field: Int, _ reason: GraphFileError.LineFault) {
      self.field = field
      self.reason = reason
    }
  }

  func located(_ fault: Fault) -> GraphFileError {
    let line = file.withBytes(0..<file.count) { count(of: 0x0A, in: $0, 0..<fault.offset) } + 1
    return .line(file: fileName(file.path), line: line, field: fault.field, fault: fault.reason)
  }
}
