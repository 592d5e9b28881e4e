/// The lower end of the two-sided 95 % Wilson score interval of a share.
///
/// Source: Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
/// - Returns: 0 for no cases.
func wilsonLowerBound(correct: Int, cases: Int) -> Double {
  guard cases > 0 else { return 0 }
  let z = 1.959963984540054
  let n = Double(cases)
  let share = Double(correct) / n
  let centre = share + z * z / (2 * n)
  let spread = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
  return max(0, (centre - spread) / (1 + z * z / n))
}
