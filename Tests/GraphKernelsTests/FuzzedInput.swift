import Foundation
@testable import GraphStorage

/// The bytes of a graph file, drawn: noise, texts of the right letters, and valid files with faults put into them.
struct FuzzedInput {
  private enum Kind: CaseIterable {
    case noise
    /// Digits, separators and line ends, and seldom something else.
    case letters
    /// A binary file whose checksums are right but whose columns need not be.
    case broken
    case whole
    case alsoWhole
    /// A valid file, its bytes changed in a place or two.
    case changed
    case alsoChanged
  }

  let format: GraphFormat
  private var bytes: [UInt8]
  /// The `.v` of a pair.
  private var vertices: [UInt8]?
  private let isSmall: Bool
  /// For the options.
  private var generator: SeededGenerator

  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let kind = Kind.allCases[generator.below(Kind.allCases.count)]
    var form = GraphFormat.allCases[generator.below(GraphFormat.allCases.count)]
    let valid = Drawn(&generator)
    switch kind {
    case .noise: bytes = (0..<generator.below(600)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    case .letters:
      if form == .binary { form = .adjacencyList }
      // Seldom one that no line of numbers may hold.
      let common = Array("00112345  \n".utf8)
      let rare = Array("\t,;.#%-+eEx\r\0".utf8)
      bytes = (0..<generator.below(200)).map { _ in
        generator.below(60) == 0 ? rare[generator.below(rare.count)] : common[generator.below(common.count)]
      }
    case .broken: (form, bytes) = (.binary, valid.binary(faults: generator.below(3), &generator))
    case .whole, .alsoWhole, .changed, .alsoChanged: bytes = valid.text(form, &generator)
    }
    vertices = form == .vertexEdge ? valid.vertexText : nil
    if kind == .changed || kind == .alsoChanged {
      for _ in 0..<1 + generator.below(2) {
        if vertices != nil, generator.below(3) == 0 {
          vertices = vertices.map { Self.changed($0, &generator) }
        } else {
          bytes = Self.changed(bytes, &generator)
        }
      }
    }
    format = form
    // A change may have made an id of many digits, and all numbers up to it are not to be vertices.
    isSmall = kind == .whole && form == .edgeList && valid.idStep == 1
    self.generator = generator
  }

  func write(to path: String) throws {
    if let vertices {
      try Data(bytes).write(to: URL(fileURLWithPath: path + ".e"))
      try Data(vertices).write(to: URL(fileURLWithPath: path + ".v"))
    } else {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
  }

  /// Both directions, and a draw of all else.
  var options: [GraphReadOptions] {
    var generator = generator
    return [false, true].map { directed in
      let rules: [BuildPolicy.Duplicates] = [.sum, .sum, .sum, .sum, .minimum, .maximum, .reject]
      var options = GraphReadOptions(
        policy: BuildPolicy(
          directed: directed, duplicates: rules[generator.below(rules.count)],
          loops: generator.below(12) == 0 ? .reject : .drop,
          order: generator.below(2) == 0 ? .given : .degreeDescending))
      options.readsWeights = generator.below(4) > 0
      if isSmall { options.vertices = .allUpToGreatest }
      return options
    }
  }

  /// One byte flipped, put in, taken out, a stretch repeated or the end cut off.
  private static func changed(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    guard !bytes.isEmpty else { return [UInt8(truncatingIfNeeded: generator.next())] }
    let place = generator.below(bytes.count)
    switch generator.below(5) {
    case 0: bytes[place] ^= UInt8(1 << generator.below(8))
    case 1: bytes.insert(Array("0 \n#-.9e,".utf8)[generator.below(9)], at: place)
    case 2: bytes.remove(at: place)
    case 3 where bytes.count < 20_000:
      let end = min(bytes.count, place + 1 + generator.below(30))
      bytes.insert(contentsOf: bytes[place..<end], at: generator.below(bytes.count + 1))
    default: bytes.removeLast(min(bytes.count, 1 + generator.below(40)))
    }
    return bytes
  }
}

extension FuzzedInput {
  /// A valid list of edges, small, of any density, with weights of any size.
  private struct Drawn {
    let count: Int
    let idStep: UInt64
    let edges: [(source: Int, target: Int)]
    let weights: [Double]?

    init(_ generator: inout SeededGenerator) {
      let count = 1 + generator.below(24)
      self.count = count
      idStep = [1, 1, 3, 1_000_003, 800_000_000_000_000_000][generator.below(5)]
      edges = (0..<generator.below(3 * count)).map { _ in (generator.below(count), generator.below(count)) }
      let extremes = [Double.leastNonzeroMagnitude, 1e-300, 1e-160, 1e-9, 1, 3, 1e9, 1e160, 1e300, 1.7e308]
      switch generator.below(4) {
      case 0: weights = nil
      case 1: weights = edges.map { _ in extremes[generator.below(extremes.count)] }
      default: weights = edges.map { _ in 1 + generator.unit() * 10 }
      }
    }

    private func name(_ vertex: Int) -> UInt64 { UInt64(vertex) * idStep }

    var vertexText: [UInt8] { Array((0..<count).map { "\(name($0))\n" }.joined().utf8) }

    /// In the given form; for a binary file as it is written.
    func text(_ form: GraphFormat, _ generator: inout SeededGenerator) -> [UInt8] {
      if form == .binary { return binary(faults: 0, &generator) }
      var lines = ""
      for (number, edge) in edges.enumerated() {
        lines += "\(name(edge.source)) \(name(edge.target))"
        if form == .adjacencyList {
          for _ in 0..<generator.below(4) { lines += " \(name(generator.below(count)))" }
        } else if let weights {
          lines += " \(weights[number])"
        }
        lines += "\n"
      }
      return Array(lines.utf8)
    }

    /// A binary file whose checksums are right, and whose columns break the rules of a graph in `faults` places.
    func binary(faults: Int, _ generator: inout SeededGenerator) -> [UInt8] {
      let list = EdgeList(
        vertexCount: count,
        pieces: [
          EdgeList.Piece(
            sources: Column(edges.map { UInt32($0.source) }), targets: Column(edges.map { UInt32($0.target) }),
            weights: weights.map { Column($0.map { min($0, 1e300) }) })
        ])
      let policy = BuildPolicy(
        directed: generator.below(2) == 0, duplicates: .maximum,
        order: generator.below(2) == 0 ? .given : .degreeDescending)
      guard let built = try? GraphBuilder.build(list, policy) else { return [] }
      let graph = built.graph
      var header = BinaryGraphHeader()
      header.isDirected = graph.isDirected
      header.isDegreeDescending = graph.isDegreeDescending
      header.vertexCount = graph.vertexCount
      header.arcCount = graph.arcCount
      var columns: [(kind: BinaryGraphHeader.Kind, words: [UInt64])] = []
      func add<Element>(_ kind: BinaryGraphHeader.Kind, _ column: Column<Element>?, _ word: (Element) -> UInt64) {
        if let column { columns.append((kind, column.map(word))) }
      }
      add(.offsets, graph.offsets) { UInt64($0) }
      add(.targets, graph.targets) { UInt64($0) }
      add(.weights, graph.weights) { $0.bitPattern }
      if graph.isDirected {
        add(.inOffsets, graph.inOffsets) { UInt64($0) }
        add(.inSources, graph.inSources) { UInt64($0) }
        add(.inWeights, graph.inWeights) { $0.bitPattern }
      }
      add(.names, Column((0..<count).map { name($0) })) { $0 }
      add(.oldOfNew, built.relabelling?.oldOfNew) { UInt64($0) }
      add(.newOfOld, built.relabelling?.newOfOld) { UInt64($0) }
      for _ in 0..<faults {
        let column = generator.below(columns.count)
        guard !columns[column].words.isEmpty else { continue }
        let place = generator.below(columns[column].words.count)
        let word = columns[column].words[place]
        columns[column].words[place] = [
          word &+ 1, word &- 1, 0, UInt64(count), generator.next(), .max, word ^ 1 << 63, 1 << 31,
        ][generator.below(8)]
      }
      if generator.below(8) == 0 { header.isDegreeDescending.toggle() }
      return file(&header, columns)
    }

    private func file(
      _ header: inout BinaryGraphHeader, _ columns: [(kind: BinaryGraphHeader.Kind, words: [UInt64])]
    ) -> [UInt8] {
      var body: [UInt8] = []
      for (kind, words) in columns {
        let checksum =
          kind.width == 4
          ? checksum(Column(words.map { UInt32(truncatingIfNeeded: $0) })) : checksum(Column(words))
        let offset = BinaryGraphHeader.aligned(header.fileLength)
        header.sections.append(.init(kind: kind, offset: offset, count: words.count, checksum: checksum))
        body += [UInt8](repeating: 0, count: offset - BinaryGraphHeader.size - body.count)
        for word in words {
          for byte in 0..<kind.width { body.append(UInt8(truncatingIfNeeded: word >> (8 * UInt64(byte)))) }
        }
      }
      return header.bytes + body
    }

    private func checksum<Element>(_ column: Column<Element>) -> UInt64 {
      (try? ColumnChecksum.of(column, RunControl())) ?? 0
    }
  }
}
