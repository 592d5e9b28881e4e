/// Where the labels of an edge list stand.
enum SNAPLabels {
  static func find(_ edges: InputFile, labels: String?) throws(IngestError) -> InputFile? {
    if let labels {
      guard isReachable(labels) else { throw .notFound(file: splitPath(labels).name) }
      return InputFile(path: labels)
    }
    let (folder, name) = splitPath(edges.path)
    let stem = withoutEnding(withoutCompression(name))
    if let found = try InputFile.find("\(stem)-labels.txt", in: folder) { return found }
    if stem.hasSuffix("_edges"), let found = try InputFile.find("\(stem.dropLast(6))_target.csv", in: folder) {
      return found
    }
    let departments = ((try? fileNames(in: folder)) ?? []).filter { other in
      guard let word = other.firstRange(of: "department-labels") else { return false }
      var beginning = other[..<word.lowerBound]
      while let last = beginning.last, last == "-" || last == "_" { beginning.removeLast() }
      return stem.hasPrefix(beginning)
    }
    guard let first = departments.first else { return nil }
    if departments.count > 1 { throw .ambiguous(file: first, other: departments[1]) }
    return InputFile(path: "\(folder)/\(first)")
  }

  private static func withoutEnding(_ name: String) -> String {
    guard let point = name.lastIndex(of: ".") else { return name }
    return String(name[..<point])
  }
}
