import Foundation
import GraphStorage
import Ingest

/// A folder that is removed with this value.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "kith-ingest-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> InputFile {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(filePath: file))
    return InputFile(path: file)
  }

  /// Starts a command and does not wait for it.
  func start(_ command: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(filePath: path)
    try process.run()
  }

  func run(_ command: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(filePath: path)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableNotLoadable) }
  }
}

/// A gzip member with stored (uncompressed) blocks, after RFC 1951 and 1952.
func storedGzip(_ bytes: [UInt8]) -> [UInt8] {
  var member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  var place = 0
  repeat {
    let length = min(65_535, bytes.count - place)
    let isLast = place + length == bytes.count
    member += [
      isLast ? 1 : 0, UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8 & 255),
    ]
    member += bytes[place..<(place + length)]
    place += length
  } while place < bytes.count
  var crc: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
  for value in [~crc, UInt32(truncatingIfNeeded: bytes.count)] {
    for shift in [0, 8, 16, 24] as [UInt32] { member.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
  return member
}

/// All rows and rejected rows, by line: what the reader made of the table.
func readAll(
  _ file: InputFile, shape: TableShape = .header(required: []), dialect: Dialect? = .csv,
  limits: ReadLimits = ReadLimits(), threads: Int = 1, pieceSize: Int = 2 << 20, policy: RejectPolicy = .tolerate
) throws(IngestError) -> (header: [String], events: [RowEvent]) {
  let reader = try RowReader(
    file, shape: shape, dialect: dialect, limits: limits, threads: ThreadCount(threads), pieceSize: pieceSize)
  var rejects = RejectLog(policy: policy)
  var rows: [RowEvent] = []
  try reader.read(rejects: &rejects, start: { [] }) { (piece: inout [RowEvent], bytes, record, _) in
    var fields: [[UInt8]] = []
    var places: [[Int]] = []
    for index in 0..<record.count {
      fields.append(Array(record.text(index, in: bytes).utf8))
      let place = record.position(index, in: bytes)
      places.append([place.line, place.column])
    }
    piece.append(.row(line: record.line, fields: fields, places: places))
  } finish: { piece throws(IngestError) in
    rows += piece
  }
  let rejected = rejects.rows.map {
    RowEvent.rejected(line: $0.line, column: $0.column, field: $0.field, reason: $0.reason)
  }
  return (reader.header, rows + rejected)
}

/// Rows first, then rejected rows, each in order: how `readAll` gives them.
func partitioned(_ events: [RowEvent]) -> [RowEvent] {
  func isRow(_ event: RowEvent) -> Bool { if case .row = event { true } else { false } }
  return events.filter(isRow) + events.filter { !isRow($0) }
}

func texts(_ events: [RowEvent]) -> [[String]] {
  events.compactMap { event in
    guard case .row(_, let fields, _) = event else { return nil }
    return fields.map { String(decoding: $0, as: UTF8.self) }
  }
}

func reasons(_ events: [RowEvent]) -> [String] {
  events.compactMap { event in
    guard case .rejected(let line, let column, let field, let reason) = event else { return nil }
    return "\(line):\(column) \(field.isEmpty ? "" : field + ": ")\(reason)"
  }
}
