import Foundation
import Inference
import TestSupport
import Testing
import Ties

@testable import Jobs

@Suite("Files of tie parameters")
struct TieParameterFileTests {
  private func read(_ text: String) throws -> TieParameterFile {
    try withTemporaryFolder { folder in
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/t.yaml"))
      return try TieParameterFile.read(folder + "/t.yaml")
    }
  }

  @Test("what is written reads back the same, names of kinds in any letters too")
  func roundTrip() throws {
    var parameters = TieParameters.standard
    parameters.kernel = [.init(amplitude: 0.1, halfLifeDays: 1.0 / 3), .init(amplitude: 30, halfLifeDays: 3650)]
    parameters.kindWeights = ["message": 0.1, "a: \"b\" # c": 16, "no": 0, "1": 3, "null": 4, "κλήση": 2]
    (parameters.burstCap, parameters.friendPrior, parameters.partedDays) = (3, 0.25, 0)
    parameters.mutualContactPrior = 1.5
    let file = TieParameterFile(
      parameters,
      probability: .init(
        windowHours: 24, steps: [.init(strength: 0, probability: 0), .init(strength: 0.1, probability: 0.3)]))
    #expect(try read(file.text(comments: ["two", "lines"])) == file)
    #expect(try read(TieParameterFile(.standard).text()) == TieParameterFile(.standard))
    #expect(try read("") == TieParameterFile(.standard))
    #expect(try read("{\"reciprocity\": 1}").parameters.reciprocity == 1)
  }

  @Test("what cannot be used is told with its place or its range",
    arguments: [
      ("reciprocity: 9", "t.yaml: reciprocity: lies in 0 … 4"),
      ("kernel: [{amplitude: 1, half_life_days: 0}]", "t.yaml: kernel half_life_days: lies in 1/24 … 3650"),
      ("kernel: []", "t.yaml: kernel: has 1 to 8 terms"),
      ("burst_cap: 0", "t.yaml: burst_cap: is 1 or more"),
      ("kinds: {message: 99}", "t.yaml: weight of kind 'message': lies in 0 … 16"),
      (
        "probability: {window_hours: 24, steps: [{strength: 2, probability: 0.5}, {strength: 1, probability: 0.6}]}",
        "t.yaml: probability: has a window of 1 hour or more, and steps that ascend in strength and in probability"
      ),
    ])
  func refusals(text: String, message: String) throws {
    let failure = #expect(throws: Failure.self) { try read(text) }
    #expect(failure?.message == message)
    #expect(failure?.category == .data)
  }

  @Test("a key that there is not is an error with its line")
  func unknownKey() {
    let failure = #expect(throws: Failure.self) { try read("reciprocity: 1\nhalf_life: 3\n") }
    #expect(failure?.message.hasPrefix("t.yaml:2:1") == true)
  }
}
