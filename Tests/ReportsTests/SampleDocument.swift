import Reports

/// A document with everything in it, made without chance.
enum Sample {
  static let names = [
    "Ada Moreau", "Basil Okafor", "Chiara Rossi", "Daniel Kim", "Elif Yılmaz", "Farid Haddad", "Greta Lindqvist",
    "Hana 田中", "Ivo Novák", "Jun Li",
  ]

  static func ranking(people: Int, ties: Int) -> RankingReport {
    var rows: [RankingReport.Row] = []
    for person in 0..<people {
      for rank in 1...ties {
        let neighbour = 200 + (person * 7 + rank * 3) % 90
        let sentence = "\(40 + rank) message sent (61 %), \(10 + rank) message received (27 %), 3 call received (12 %)"
        rows.append(
          RankingReport.Row(
            person: "\(100 + person)", personName: names[person % names.count], rank: rank, neighbour: "\(neighbour)",
            neighbourName: names[(person + rank * 3) % names.count], strength: 48.5 / Double(rank),
            share: 0.31 / Double(rank), lastContact: "2015-07-0\(1 + rank % 3)T1\(rank % 9):20:40Z",
            tier: [5, 15, 50, 150].first { rank <= $0 }, sentence: sentence))
      }
    }
    return RankingReport(
      asOf: "2015-07-03T18:04:20Z", kernel: "10·H1d + 1·H15d, ρ 0.5, γ 0.5", purpose: "service", basis: "contract",
      people: 217, rows: rows)
  }

  static let inference = InferenceReport(
    attribute: "department", method: "label spreading, α 0.5, on log tie strength",
    candidates: [
      .init(name: "one-hop vote, on tie strength", accuracy: 0.842, chosen: false),
      .init(name: "two-hop vote, on tie strength", accuracy: 0.791, chosen: false),
      .init(name: "label spreading, α 0.5, on log tie strength", accuracy: 0.894, chosen: true),
    ],
    labelled: 174, subjects: 43, published: 31, unknown: 12,
    reasons: [.init(reason: "confidence too low", count: 7), .init(reason: "too few people as evidence", count: 5)],
    threshold: 0.8, tested: 170, crossFitAccuracy: 0.871, bestAccuracy: 0.894, majorityShare: 0.235,
    homophilyPassed: true,
    calibration: .init(
      eceRaw: 0.214, ece: 0.031, brier: 0.082,
      blocks: [
        .init(lower: 0.18, upper: 0.33, cases: 41, accuracy: 0.61, wilson: 0.457),
        .init(lower: 0.34, upper: 0.52, cases: 58, accuracy: 0.914, wilson: 0.814),
        .init(lower: 0.53, upper: 0.91, cases: 75, accuracy: 0.987, wilson: 0.928),
      ]),
    purpose: "217 of 217 people allow inference about them, on the basis research-dataset.",
    rows: (0..<43).map { index in
      let isKnown = index < 31
      return .init(
        person: "\(300 + index)", name: names[index % names.count],
        value: isKnown ? ["DISQ", "DMCT", "DSE", "SFLE"][index % 4] : nil, confidence: isKnown ? 0.987 : 0.61,
        lowerBound: isKnown ? 0.928 : 0.457, evidenceCount: isKnown ? 6 + index : nil,
        largestShare: isKnown ? 0.18 : nil,
        reason: isKnown ? nil : index % 2 == 0 ? "confidence too low" : "too few people as evidence")
    })

  static let evaluation = EvaluationReport(
    attribute: "department", threshold: 0.8,
    rows: [
      .init(
        labels: "0.2", seeds: 5, cases: 868, method: "label spreading α 0.5 (4 of 5)", accuracy: 0.8125,
        macroF1: 0.71, majorityAccuracy: 0.235, plainVote: 0.51, eceRaw: 0.241, ece: 0.047, brier: 0.121, coverage: 0.42,
        precision: 0.9571),
      .init(
        labels: "loo", seeds: 1, cases: 217, method: "label spreading α 0.5", accuracy: 0.9, macroF1: 0.86,
        majorityAccuracy: 0.235, plainVote: 0.51, eceRaw: 0.2, ece: 0.029, brier: 0.08, coverage: 0, precision: nil,
        reliability: [
          .init(lower: 0.4, upper: 0.47, count: 30, meanConfidence: 0.45, accuracy: 0.5),
          .init(lower: 0.6, upper: 0.67, count: 61, meanConfidence: 0.62, accuracy: 0.58),
          .init(lower: 0.87, upper: 0.93, count: 126, meanConfidence: 0.92, accuracy: 0.95),
        ]),
    ])

  static let snapshot = SnapshotReport(
    counts: [.init("people", 217), .init("ties", 8548), .init("events", 78_249), .init("groups", 0)],
    newestEvent: "2015-07-03T18:04:20Z", attributes: [.init(name: "department", kind: "categorical", people: 217)],
    kinds: [.init(name: "contact", weight: 1, isSymmetric: true, events: 78_249)],
    basis: ["217 of 217 people allow inference-subject; basis research-dataset."], format: "sociopatterns",
    files: [
      .init(
        file: "tij.dat.gz", bytes: 391_112, sha256: String(repeating: "0123456789abcdef", count: 4), rows: 78_249,
        rejected: 0)
    ],
    notes: ["Times are seconds since the study began."])

  static let manifest = RunManifest(
    kithVersion: "0.1.0", job: "workplace-invs15", seed: .max,
    basis: ["217 of 217 people allow inference-subject; basis research-dataset."], inputs: snapshot.files,
    steps: [
      .init(
        name: "import", parameters: [Entry("format", "sociopatterns"), Entry("strict", "false")],
        figures: [Entry("rows", "78249"), Entry("rejected", "0")]),
      .init(name: "infer", parameters: [Entry("attribute", "department")], figures: [Entry("published", "31")]),
    ],
    outputs: [.init(file: "graph.kith", bytes: 811_008, sha256: String(repeating: "fedcba9876543210", count: 4))])

  static let drawing = """
    <?xml version="1.0" encoding="UTF-8" standalone="no"?>
    <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
    <!-- Generated by something -->
    <svg width="240pt" height="90pt" viewBox="0.00 0.00 240.00 90.00" xmlns="http://www.w3.org/2000/svg" \
    xmlns:xlink="http://www.w3.org/1999/xlink">
    <g id="graph0" class="graph"><title>picture</title>
    <defs><linearGradient id="l_1"><stop offset="0" stop-color="#E69F00"/></linearGradient></defs>
    <g id="a_node1"><a xlink:title="91 % of strength &amp; &#45; more" href="javascript:alert(1)" onclick="alert(2)">
    <ellipse fill="url(#l_1)" stroke="#374151" cx="60" cy="45" rx="30" ry="30"/></a></g>
    <script>alert(3)</script><image xlink:href="http://example.org/x.png"/>
    <text x="100" y="45" style="background:url(http://example.org)">Ada &lt;Moreau&gt;</text></g>
    </svg>
    """

  static func document(drawing: String = drawing) -> ReportDocument {
    ReportDocument(
      title: "Workplace, June 2015", subtitle: "Face-to-face contacts of 217 people in an office building",
      manifest: manifest, snapshot: snapshot, rankings: [ranking(people: 8, ties: 6)], inferences: [inference],
      evaluations: [evaluation],
      pictures: [
        Picture(title: "Ego network of 101", caption: "Width by strength, colour by department.", svg: drawing),
        Picture(title: "The same again", caption: "", svg: Self.drawing),
      ])
  }
}
