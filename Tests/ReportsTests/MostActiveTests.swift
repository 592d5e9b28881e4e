import Testing

@testable import Reports

@Suite("Who is most active in a place")
struct MostActiveTests {
  private func report(_ measure: String, _ axes: [String], _ cells: [([String], Int)]) -> InsightsReport {
    InsightsReport(
      from: "2025-12-01", to: "2025-12-28", measure: measure, totalAxes: ["day", "verb"], breakdownAxes: axes,
      guarantee: "k-anonymous only", notes: [],
      places: [
        .init(
          id: "g1", name: "Rowing club", kind: "group", epsilon: nil, members: nil, joined: nil, left: nil, reach: nil,
          totals: [], breakdown: cells.map { .init(values: $0.0, count: $0.1) }, tables: [])
      ])
  }

  @Test("is the sum of shown events by what they are broken down by, over days and verbs, the most first")
  func sums() {
    let report = report(
      "events", ["age_band", "city"],
      [
        (["1", "comment", "25-34", "Saltmere"], 110), (["2", "comment", "25-34", "Saltmere"], 120),
        (["2", "reaction", "35-44", "Lannevec"], 400), (["2", "reaction", "18-24", "Lannevec"], 230),
        (["2", "reaction", "18-24", "Saltmere"], 100),
      ])
    let place = report.places[0]
    #expect(
      report.mostActive(in: place) == [
        .init(values: ["35-44", "Lannevec"], count: 400), .init(values: ["18-24", "Lannevec"], count: 230),
        .init(values: ["25-34", "Saltmere"], count: 230), .init(values: ["18-24", "Saltmere"], count: 100),
      ])
    #expect(
      report.mostActiveWords(place)
        == "Most active by age band and city: 35-44, Lannevec (400 of 960 events shown), 18-24, Lannevec (230), "
        + "25-34, Saltmere (230)")
    #expect(report.text().contains("\nMost active by age band and city: 35-44"))
  }

  @Test("is not said where people are counted, who would count once a verb, nor without a breakdown")
  func unsaid() {
    let people = report("people", ["age_band"], [(["1", "comment", "25-34"], 110)])
    #expect(people.mostActive(in: people.places[0]).isEmpty && !people.text().contains("Most active"))
    let plain = report("events", [], [])
    #expect(plain.mostActive(in: plain.places[0]).isEmpty && !plain.text().contains("Most active"))
  }
}
