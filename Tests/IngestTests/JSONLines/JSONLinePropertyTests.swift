import Foundation
import GraphStorage
import Ingest
import TestSupport
import Testing

/// Lines of JSON, drawn and damaged, against Foundation's parser.
@Suite struct JSONLinePropertyTests {
  static let names = ["time", "actor", "note"]
  static let shape = TableShape.objects(required: [], ofObjects: [], all: false)

  /// An object with some of the names, in any order, written in any way.
  private static func object(_ generator: inout SeededGenerator) -> String {
    var names = names + ["zzzz", "qé q"]
    generator.shuffle(&names)
    let blank = { (generator: inout SeededGenerator) in ["", "", "", " ", "\t", "\r"][generator.below(6)] }
    let members = names.prefix(generator.below(6)).map { name in
      let key = generator.below(6) == 0 ? name.unicodeScalars.map { escaped($0) }.joined() : name
      return blank(&generator) + "\"\(key)\"" + blank(&generator) + ":" + blank(&generator)
        + value(&generator, depth: 0) + blank(&generator)
    }
    return blank(&generator) + "{" + (members.isEmpty ? blank(&generator) : members.joined(separator: ",")) + "}"
      + blank(&generator)
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf16.map { "\\u" + String(format: generatorCase($0) ? "%04x" : "%04X", Int($0)) }.joined()
  }

  private static func generatorCase(_ unit: UInt16) -> Bool { unit % 2 == 0 }

  private static func value(_ generator: inout SeededGenerator, depth: Int) -> String {
    let texts = [
      "", "a", "p000123", "Μαρία", "😀", "\\n\\t\\\\\\\"\\/", "\\u00e9", "\\ud83d\\ude00", "long enough for several words",
    ]
    let numbers = [
      "0", "-0", "7", "1700000000", "1700000000123", "9007199254740993", "9223372036854775807", "1.5", "-2.25e3", "1E2",
    ]
    switch generator.below(depth > 2 ? 6 : 9) {
    case 0...2: return "\"" + texts[generator.below(texts.count)] + texts[generator.below(texts.count)] + "\""
    case 3, 4: return numbers[generator.below(numbers.count)]
    case 5: return ["true", "false", "null"][generator.below(3)]
    case 6:
      let items = (0..<generator.below(3)).map { _ in value(&generator, depth: depth + 1) }
      return "[" + items.joined(separator: " , ") + "]"
    default:
      let items = (0..<generator.below(3)).map { "\"k\($0)\": " + value(&generator, depth: depth + 1) }
      return "{" + items.joined(separator: ",") + "}"
    }
  }

  private static func damaged(_ line: String, _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = Array(line.utf8)
    let strange: [UInt8] = [0x22, 0x5C, 0x7B, 0x7D, 0x5B, 0x5D, 0x2C, 0x3A, 0x00, 0x0A, 0x0D, 0x09, 0x1F, 0x80, 0xC3, 0xFF]
    for _ in 0..<max(0, generator.below(6) - 2) where !bytes.isEmpty {
      let place = generator.below(bytes.count)
      switch generator.below(4) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(strange[generator.below(strange.count)], at: place)
      case 2: bytes[place] = strange[generator.below(strange.count)]
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }

  /// What one line must give: nil for a blank one, a text for each name, or a rejection.
  private enum Expected: Equatable { case row([String: NSObject]), rejected, either }

  private static func expected(_ line: [UInt8]) -> Expected? {
    if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { return nil }
    guard String(validating: line, as: UTF8.self) != nil,
      let object = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
    else { return .rejected }
    // Foundation also takes a comma behind the last member, which RFC 8259 does not.
    if endsMembersWithComma(line) { return .rejected }
    // What Foundation takes and a row cannot be: NUL, and nested values of the columns.
    if String(decoding: line, as: UTF8.self).contains("\\u0000") { return .either }
    var row: [String: NSObject] = [:]
    for name in names {
      guard let value = object[name] else { continue }
      if value is [Any] || value is [String: Any] { return .rejected }
      row[name] = value as? NSObject
    }
    return .row(row)
  }

  /// Whether a comma outside of texts stands right before a closing bracket.
  private static func endsMembersWithComma(_ line: [UInt8]) -> Bool {
    let outside = String(decoding: line, as: UTF8.self).replacing(/"(?:[^"\\]|\\.)*"/, with: "\"\"")
    return outside.contains(/,[ \t\r]*[}\]]/)
  }

  /// Whether the first that stands in the file is an opening square bracket: then it is refused as one array.
  private static func isArray(_ text: [UInt8]) -> Bool {
    text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "[")
  }

  @Test(
    "drawn and damaged lines give what Foundation reads, for every size of piece, number of threads and compression",
    arguments: 0..<Datasets.cases(quick: 20, long: 1_000))
  func agreesWithFoundation(seed: Int) throws {
    let scratch = try Scratch()
    var generator = SeededGenerator(seed: UInt64(seed))
    var text: [UInt8] = []
    for _ in 0..<25 {
      let object = Self.object(&generator)
      text += generator.below(3) == 0 ? Array(object.utf8) : Self.damaged(object, &generator)
      text.append(0x0A)
    }
    if generator.below(2) == 0 { text.removeLast() }
    let plain = try scratch.write("t.jsonl", text)
    if Self.isArray(text) {
      #expect(throws: IngestError.self) { try Self.read(plain, threads: 1, pieceSize: 1 << 20) }
      return
    }
    let first = try Self.read(plain, threads: 1, pieceSize: 1 << 20)
    var rows = first.rows
    for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let number = index + 1
      let found = rows.removeValue(forKey: number)
      switch Self.expected(Array(line)) {
      case nil: #expect(found == nil && !first.rejected.contains(number), "line \(number)")
      case .either?: #expect((found != nil) != first.rejected.contains(number))
      case .rejected?:
        #expect(found == nil, "line \(number): \(String(decoding: line, as: UTF8.self))")
        #expect(first.rejected.contains(number), "line \(number): \(String(decoding: line, as: UTF8.self))")
      case .row(let row)?:
        let cells = try #require(found, "line \(number): \(String(decoding: line, as: UTF8.self)) \(first.reasons)")
        for (name, cell) in zip(Self.names, cells) {
          switch row[name] {
          case nil, is NSNull: #expect(cell == "")
          case let text as NSString: #expect(Array(cell.utf16) == (0..<text.length).map { text.character(at: $0) })
          case let other?:
            let again = try JSONSerialization.jsonObject(with: Data(cell.utf8), options: .fragmentsAllowed) as? NSObject
            #expect(again == other, "\(cell)")
          }
        }
      }
    }
    #expect(rows.isEmpty)
    let packed = try scratch.write("u.jsonl.gz", storedGzip(text))
    let raw = try scratch.write("v.jsonl.zst", rawZstd(text, piece: 50))
    for file in [plain, packed, raw] {
      for (threads, pieceSize) in [(1, 1), (2, 7), (3, 64), (2, text.count)] {
        let other = try Self.read(file, threads: threads, pieceSize: pieceSize)
        #expect(other.rows == first.rows && other.reasons == first.reasons, "\(file.name) \(threads) \(pieceSize)")
      }
    }
  }

  static func read(
    _ file: InputFile, threads: Int, pieceSize: Int
  ) throws -> (rows: [Int: [String]], rejected: Set<Int>, reasons: [String]) {
    let reader = try RowReader(file, shape: shape, dialect: nil, threads: ThreadCount(threads), pieceSize: pieceSize)
    reader.arrange(names)
    var rejects = RejectLog()
    var rows: [Int: [String]] = [:]
    try reader.read(rejects: &rejects, start: { [(Int, [String])]() }) { piece, bytes, record, _ in
      piece.append((record.line, (0..<record.count).map { record.text($0, in: bytes) }))
    } finish: { piece throws(IngestError) in
      for (line, cells) in piece { rows[line] = cells }
    }
    return (rows, Set(rejects.rows.map(\.line)), rejects.rows.map { "\($0.line):\($0.column) \($0.field) \($0.reason)" })
  }
}

/// A zstd frame of raw blocks of so many bytes, without checksum, after RFC 8878.
func rawZstd(_ bytes: [UInt8], piece: Int = 100_000) -> [UInt8] {
  // Window of 1 MiB: exponent 10, mantissa 0.
  var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 10 << 3]
  var place = 0
  repeat {
    let length = min(piece, bytes.count - place)
    let header = length << 3 | (place + length == bytes.count ? 1 : 0)
    frame += [UInt8(header & 255), UInt8(header >> 8 & 255), UInt8(header >> 16)]
    frame += bytes[place..<(place + length)]
    place += length
  } while place < bytes.count
  return frame
}
