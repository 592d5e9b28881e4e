import Reports
import Testing

@Suite struct ProgressTextTests {
  @Test("share, rates and time left follow from bytes, rows and seconds")
  func line() {
    #expect(
      ProgressText.line(table: "events.csv", bytes: 300_000_000, total: 400_000_000, rows: 9_120_000, seconds: 1)
        == "events.csv  300 of 400 MB  75 %  300 MB/s  9.1 M rows/s  1 s left")
    #expect(
      ProgressText.line(table: "events", bytes: 1_000_000, total: 10_000_000_000, rows: 900, seconds: 1)
        == "events  1.0 of 10000 MB  0 %  1.0 MB/s  900 rows/s  2 h 46 min left")
    #expect(
      ProgressText.line(table: "e", bytes: 1_000_000, total: 101_000_000, rows: 4_200, seconds: 1)
        == "e  1.0 of 101 MB  0 %  1.0 MB/s  4.2 k rows/s  1 min 40 s left")
  }

  @Test("a pipe has no share, a beginning no rates, and the end says what goes on")
  func edges() {
    #expect(
      ProgressText.line(table: "standard-input", bytes: 5_000_000, total: nil, rows: 100_000, seconds: 2)
        == "standard-input  5.0 MB  2.5 MB/s  50.0 k rows/s")
    #expect(ProgressText.line(table: "e", bytes: 0, total: 0, rows: 0, seconds: 0) == "e  0.0 MB")
    #expect(
      ProgressText.line(table: "e", bytes: 7, total: 7, rows: 1, seconds: 1)
        == "e  0.0 of 0.0 MB  100 %  0.0 MB/s  1 rows/s  building and writing")
  }
}
