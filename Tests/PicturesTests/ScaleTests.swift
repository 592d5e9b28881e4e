import Testing

@testable import Pictures

struct ScaleTests {
  private func scale(maximum: Double, share: Double = 0.4) -> DrawingScale {
    DrawingScale(
      EgoPicture(
        title: "", subtitle: "",
        nodes: [
          .init(id: "", label: "", kind: .ego, share: 1, strength: 0),
          .init(id: "", label: "", kind: .person, share: share, strength: 1),
        ], edges: [.init(from: 0, to: 1, strength: maximum)],
        omission: .init(shown: 1, total: 1, strengthShown: 1, hidden: 0)))
  }

  @Test(
    "line widths are 0.5 + 4.5·ln(1 + s)/ln(1 + s_max), worked out elsewhere",
    arguments: [
      (100.0, 10.0, 2.8380816791709833), (100, 1, 1.1758571745065958), (180, 45.5, 3.8235635805418253),
      (0.3, 0.1, 2.1347340976103313), (1e6, 3, 0.9515449608120741), (100, 0, 0.5), (100, 100, 5),
    ])
  func penWidth(maximum: Double, strength: Double, width: Double) {
    #expect(abs(scale(maximum: maximum).penWidth(strength: strength) - width) < 1e-12)
  }

  @Test("without any strength every line has the least width and every circle the least size")
  func nothing() {
    #expect(scale(maximum: 0).penWidth(strength: 0) == 0.5)
    #expect(scale(maximum: 0, share: 0).diameter(share: 0) == 12)
  }

  @Test("circles grow with the square root of the share, from 12 to 40 points")
  func diameters() {
    let scale = scale(maximum: 1, share: 0.4)
    #expect([0, 0.1, 0.4].map { scale.diameter(share: $0) } == [12, 26, 40])
  }

  @Test("neato draws up to 150 nodes and 600 edges, sfdp up to 2,000 and 10,000")
  func engines() throws {
    #expect(try LayoutEngine.chosen(nodes: 150, edges: 600) == .neato)
    #expect(try LayoutEngine.chosen(nodes: 151, edges: 600) == .sfdp)
    #expect(try LayoutEngine.chosen(nodes: 150, edges: 601) == .sfdp)
    #expect(try LayoutEngine.chosen(nodes: 2_000, edges: 10_000) == .sfdp)
  }

  @Test("larger pictures are refused with the figures", arguments: [(2_001, 5), (5, 10_001), (90_000, 90_000)])
  func refused(nodes: Int, edges: Int) {
    let error = PictureError.tooLarge(nodes: nodes, edges: edges, nodeLimit: 2_000, edgeLimit: 10_000)
    #expect(throws: error) { try LayoutEngine.chosen(nodes: nodes, edges: edges) }
    #expect(
      error.description
        == "the picture has \(nodes) nodes and \(edges) edges; at most 2000 nodes and 10000 edges are drawn")
    #expect(throws: PictureError.tooLarge(nodes: 151, edges: 0, nodeLimit: 150, edgeLimit: 600)) {
      try LayoutEngine.fdp.admit(nodes: 151, edges: 0)
    }
  }
}
