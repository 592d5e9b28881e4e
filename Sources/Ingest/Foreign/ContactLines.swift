import GraphStorage
import People

/// A piece of a file of lines `t i j [Ci Cj]`, in columns.
struct ContactLines: Sendable {
  var ids = CodedIDs()
  var seconds: [Int64] = []
  var first: [UInt64] = []
  var second: [UInt64] = []
  /// The classes of people in this piece, each statement once.
  var classes = Set<ClassStatement>()

  struct ClassStatement: Hashable, Sendable {
    let code: UInt64
    let name: String
  }

  static func read(_ file: InputFile, _ reading: inout ForeignReading) throws(IngestError) -> [ContactLines] {
    try reading.read(
      file, shape: .fields(3...5), dialect: .blanks, start: { ContactLines() },
      row: { piece, bytes, record, rejecter in
        if record.count == 4 {
          return rejecter.reject(.fieldCount(expected: 5, found: 4), field: 0, of: record, in: bytes)
        }
        let time: Int64
        do throws(RejectReason) {
          time = try FieldParsing.int64(bytes.extracting(record[0]))
        } catch {
          return rejecter.reject(error, field: 0, of: record, in: bytes)
        }
        guard time >= 0 else { return rejecter.reject(.timeBefore1970, field: 0, of: record, in: bytes) }
        guard time <= lastSecond else { return rejecter.reject(.outOfRange, field: 0, of: record, in: bytes) }
        guard time < endOfEvents / 1000 else {
          return rejecter.reject(.timeAfter2199, field: 0, of: record, in: bytes)
        }
        guard !equalBytes(bytes, record[1], record[2]) else {
          return rejecter.reject(.phrase("a contact with oneself"), field: 2, of: record, in: bytes)
        }
        let one = piece.ids.code(bytes.extracting(record[1]))
        let other = piece.ids.code(bytes.extracting(record[2]))
        piece.seconds.append(time)
        piece.first.append(one)
        piece.second.append(other)
        if record.count == 5 {
          piece.classes.insert(ClassStatement(code: one, name: record.text(3, in: bytes)))
          piece.classes.insert(ClassStatement(code: other, name: record.text(4, in: bytes)))
        }
      },
      rows: { $0.seconds.count })
  }

  /// Everybody's class, nil for those of whom the rows say different things; nil where no row has classes.
  static func classes(_ pieces: [ContactLines], _ census: IDCensus) -> (values: [String?]?, contested: Int) {
    if pieces.allSatisfy(\.classes.isEmpty) { return (nil, 0) }
    var all = [Set<String>](repeating: [], count: census.table.count)
    for (number, piece) in pieces.enumerated() {
      // Sets filled from sets: no order comes out.
      for statement in piece.classes { all[Int(census.index(statement.code, piece: number))].insert(statement.name) }
    }
    return (all.map { $0.count == 1 ? $0.first : nil }, all.count { $0.count > 1 })
  }
}

/// The end of 9999.
let lastSecond: Int64 = 253_402_300_799
