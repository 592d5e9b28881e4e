import Contacts
import Foundation
import GraphStorage
import Ingest
import People

extension ImportOptions {
  static func threads(_ threads: Int) -> ImportOptions { ImportOptions(threads: ThreadCount(threads)) }
}

extension SocialGraph {
  func person(_ id: String) -> PersonIndex? { people.index(of: id) }

  /// How many events of one kind go from one person to another.
  func events(_ from: String, _ to: String, _ kind: String) -> Int {
    guard let source = person(from), let target = person(to),
      let pair = interactions.pair(from: source.position, to: target.rawValue)
    else { return 0 }
    return interactions.rows(ofPair: pair).reduce(0) { sum, row in
      let found = kinds[interactions.classes[Int(interactions.rowClasses[row])].kind].name
      return sum + (found == kind ? Int(interactions.rowCounts[row]) : 0)
    }
  }

  /// The values of a person, in order.
  func values(_ id: String, _ name: String) -> [String] {
    guard let person = person(id), let column = attribute(name) else { return [] }
    return column.codes(of: person).map { column.values[Int($0)] }
  }
}

/// The lines of a plain, gzip or zip file, by the system's own tools.
func toolLines(_ path: String) throws -> [[Substring]] {
  let tool = path.hasSuffix(".gz") ? "gzip -dc" : path.hasSuffix(".zip") ? "python3 -c \(zipProgram)" : "cat"
  let process = Process()
  process.executableURL = URL(filePath: "/bin/sh")
  process.arguments = ["-c", "\(tool) '\(path)'"]
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map {
    $0.split { $0 == " " || $0 == "\t" }
  }
}

private let zipProgram =
  "'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); sys.stdout.buffer.write(z.read(z.namelist()[0]))'"

func rejectTexts(_ result: ImportResult) -> [String] { result.rejects.rows.map(\.description) }

func fileCount(_ result: ImportResult, _ name: String) -> [Int] {
  result.dataset.provenance.files.filter { $0.name == name }.flatMap { [$0.rows, $0.rejected] }
}
