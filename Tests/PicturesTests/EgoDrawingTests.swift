import Testing

@testable import Pictures

struct EgoDrawingTests {
  private let small = EgoPicture(
    title: "A \"small\" one", subtitle: "kernel K · as of 2015-07-03 · run 1",
    nodes: [
      .init(id: "a", label: "Ego", kind: .ego, share: 1, strength: 0),
      .init(
        id: "b", label: "B <&>", kind: .person, group: 0, share: 0.75, strength: 3, lastContact: "2015-07-01",
        reason: "rank 1 of 2"),
      .init(id: "c", label: "", kind: .pendingContact, share: 0.25, strength: 1),
    ],
    edges: [.init(from: 0, to: 1, strength: 3), .init(from: 0, to: 2, strength: 1)],
    groups: [.init(name: "G", count: 1)], omission: .init(shown: 2, total: 4, strengthShown: 0.8, hidden: 1))

  @Test("a small picture is this document")
  func golden() throws {
    let lines = try EgoDrawing.document(for: small).text.split(separator: "\n")
    let network = lines.filter { $0.contains("\"n0\"") || $0.contains("\"n1\"") || $0.contains("\"n2\"") }
    #expect(network.joined(separator: "\n") == Self.network)
    #expect(lines.first == "graph picture {")
    #expect(
      lines[1] == """
          graph [outputorder="edgesfirst", overlap="prism", splines="line", start="1", bgcolor="white", pad=0.2, \
        fontname="DejaVu Sans,Verdana,sans-serif", charset="UTF-8", forcelabels="false"];
        """)
    let title = try #require(lines.first { $0.contains("\"title\"") })
    #expect(title.contains(">A &quot;small&quot; one<"))
    #expect(
      title.contains(
        ">showing 2 of 4 connections = 80 % of interaction strength; 1 hidden by its privacy settings is not counted<"))
    let legend = try #require(lines.first { $0.contains("\"legend\"") })
    for text in ["Colour: group", "G  (1)", "3.0  (strongest)", "75.0 %", "observed", "kernel K", "as of 2015-07-03"] {
      #expect(legend.contains(">\(text)<"), "\(text)")
    }
    #expect(!legend.contains("inferred"))
  }

  @Test("groups beyond the eighth are grey and named under the node")
  func manyGroups() throws {
    let picture = SamplePictures.office(neighbours: 60, groupCount: 12)
    let document = try EgoDrawing.document(for: picture)
    for (index, node) in picture.nodes.enumerated().dropFirst() {
      let attributes = try #require(document.nodes.first { $0.name == "n\(index)" }).attributes
      let fill = attributes.first { $0.name == "fillcolor" }?.value
      let label = attributes.first { $0.name == "label" }?.value.source ?? ""
      let group = try #require(node.group)
      #expect((fill == .word("#9CA3AF")) == (group >= 8))
      if group >= 8 { #expect(label.contains(picture.groups[group].name.prefix(10))) }
    }
    let colours = Set(document.nodes.flatMap(\.attributes).filter { $0.name == "fillcolor" }.map(\.value.source))
    let okabeIto = ["E69F00", "56B4E9", "009E73", "F0E442", "0072B2", "D55E00", "CC79A7", "000000"]
    #expect(colours == Set((okabeIto + ["9CA3AF", "FFFFFF"]).map { "\"#\($0)\"" }))
  }

  @Test("above 150 nodes only the ego and the sixty strongest are named, and the legend says so")
  func fewLabels() throws {
    let picture = SamplePictures.office(neighbours: 200, tieDensity: 0)
    let document = try EgoDrawing.document(for: picture)
    let named = document.nodes.filter { $0.name.hasPrefix("n") && $0.attributes.contains { $0.name == "label" } }
      .compactMap { Int($0.name.dropFirst()) }.sorted()
    let strongest = picture.nodes.indices.dropFirst().sorted { picture.nodes[$0].share > picture.nodes[$1].share }
    #expect(named == ([0] + strongest.prefix(60)).sorted())
    #expect(document.text.contains(">Names: the 60 strongest only<"))
  }

  @Test(
    "a picture that contradicts itself is refused",
    arguments: [
      "two egos", "no ego", "group out of range", "share above one", "share not a number", "negative strength",
      "edge out of range", "loop", "infinite tie",
    ])
  func invalid(fault: String) throws {
    var picture = small
    switch fault {
    case "two egos": picture.nodes[1].kind = .ego
    case "no ego": picture.nodes[0].kind = .person
    case "group out of range": picture.nodes[1].group = 1
    case "share above one": picture.nodes[1].share = 1.01
    case "share not a number": picture.nodes[1].share = .nan
    case "negative strength": picture.nodes[1].strength = -1
    case "edge out of range": picture.edges[0].to = 3
    case "loop": picture.edges[0].to = 0
    default: picture.edges[0].strength = .infinity
    }
    #expect {
      try EgoDrawing.document(for: picture)
    } throws: {
      if case .invalidPicture = $0 as? PictureError { true } else { false }
    }
  }

  private static let network = #"""
      "n1" [shape="circle", width=0.5556, height=0.5556, style="filled", fillcolor="#E69F00", peripheries=1, \#
    penwidth=0.8, label=<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR><TD HEIGHT="15">\#
    </TD></TR><TR><TD HEIGHT="42"></TD></TR><TR><TD HEIGHT="15" BGCOLOR="#FFFFFFC8"><FONT POINT-SIZE="10.5" \#
    COLOR="#111827">B &lt;&amp;&gt;</FONT></TD></TR></TABLE>>, tooltip="75.0 % of tie strength; last contact \#
    2015-07-01; rank 1 of 2"];
      "n2" [shape="circle", width=0.3889, height=0.3889, style="filled,dotted", fillcolor="#FFFFFF", \#
    peripheries=1, penwidth=1.6, label=<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>\#
    <TD HEIGHT="15"></TD></TR><TR><TD HEIGHT="30"></TD></TR><TR><TD HEIGHT="15" BGCOLOR="#FFFFFFC8"><FONT \#
    POINT-SIZE="8.5" COLOR="#4B5563">contact, not a member</FONT></TD></TR></TABLE>>, tooltip="25.0 % of tie \#
    strength; contact, not a member"];
      "n0" [shape="circle", width=0.6389, height=0.6389, style="filled", fillcolor="#000000", peripheries=2, \#
    penwidth=1.6, label=<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR><TD HEIGHT="18">\#
    </TD></TR><TR><TD HEIGHT="56"></TD></TR><TR><TD HEIGHT="18" BGCOLOR="#FFFFFFC8"><FONT POINT-SIZE="13.0" \#
    COLOR="#111827"><B>Ego</B></FONT></TD></TR></TABLE>>, tooltip="the person whose network this is"];
      "n0" -- "n1" [penwidth=5.00, style="solid", color="#475569D8", len=1.300, tooltip=" "];
      "n0" -- "n2" [penwidth=2.75, style="dotted", color="#475569D8", len=1.750, tooltip=" "];
    """#
}
