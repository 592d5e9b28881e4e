#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Logistic regression with a ridge, by Newton's method (iteratively reweighted least squares).
///
/// Values are centred and scaled to unit deviation; the ridge pulls their weights, not the intercept, towards 0. The
/// sums go over the cases in their order on one thread, so the result has one set of bytes.
/// - Complexity: O(cases · columns²) an iteration, 50 at most.
enum LogisticFit {
  struct Fit: Equatable, Sendable {
    var means: [Double]
    /// 1 for a column that never varies, whose weight is then 0.
    var deviations: [Double]
    var weights: [Double]
    var intercept: Double
  }

  /// - Parameters:
  ///   - rows: of equal length.
  ///   - importance: of each row; above 0.
  static func run(_ rows: [[Double]], _ isPositive: [Bool], importance: [Double], ridge: Double = 1) -> Fit {
    let width = rows.first?.count ?? 0
    let total = importance.reduce(0, +)
    var means = [Double](repeating: 0, count: width)
    var deviations = [Double](repeating: 0, count: width)
    var varies = [Bool](repeating: false, count: width)
    for column in 0..<width {
      for (row, weight) in zip(rows, importance) { means[column] += weight * row[column] }
      means[column] /= max(total, 1e-300)
      for (row, weight) in zip(rows, importance) {
        deviations[column] += weight * (row[column] - means[column]) * (row[column] - means[column])
      }
      deviations[column] = (deviations[column] / max(total, 1e-300)).squareRoot()
      varies[column] = deviations[column] > 1e-12 * max(1, abs(means[column]))
      if !varies[column] { deviations[column] = 1 }
    }
    // What never varies is exactly 0, whatever its mean is rounded to.
    let scaled = rows.map { row in
      (0..<width).map { varies[$0] ? (row[$0] - means[$0]) / deviations[$0] : 0 } + [1]
    }
    var weights = [Double](repeating: 0, count: width + 1)
    for _ in 0..<50 {
      let step = newtonStep(scaled, isPositive, importance, weights, ridge)
      var largest = 0.0
      for column in 0...width {
        // A bounded step keeps nearly separated cases from running away.
        let change = min(max(step[column], -4), 4)
        weights[column] += change
        largest = max(largest, abs(change))
      }
      if largest < 1e-9 { break }
    }
    return Fit(
      means: means, deviations: deviations, weights: Array(weights[0..<width]), intercept: weights[width])
  }

  static func probability(_ score: Double) -> Double { 1 / (1 + exp(-score)) }

  private static func newtonStep(
    _ rows: [[Double]], _ isPositive: [Bool], _ importance: [Double], _ weights: [Double], _ ridge: Double
  ) -> [Double] {
    let size = weights.count
    var gradient = [Double](repeating: 0, count: size)
    var curvature = [Double](repeating: 0, count: size * size)
    for (index, row) in rows.enumerated() {
      var score = 0.0
      for column in 0..<size { score += weights[column] * row[column] }
      let expected = probability(score)
      let error = importance[index] * ((isPositive[index] ? 1 : 0) - expected)
      let spread = importance[index] * max(expected * (1 - expected), 1e-9)
      for column in 0..<size {
        gradient[column] += error * row[column]
        let part = spread * row[column]
        for other in 0...column { curvature[column * size + other] += part * row[other] }
      }
    }
    for column in 0..<size - 1 {
      gradient[column] -= ridge * weights[column]
      curvature[column * size + column] += ridge
    }
    curvature[size * size - 1] += 1e-9
    return solved(curvature, gradient)
  }

  /// Solves a symmetric positive definite system, its lower triangle given, by Cholesky's method.
  private static func solved(_ matrix: [Double], _ right: [Double]) -> [Double] {
    let size = right.count
    var lower = matrix
    for row in 0..<size {
      for column in 0...row {
        var sum = lower[row * size + column]
        for place in 0..<column { sum -= lower[row * size + place] * lower[column * size + place] }
        lower[row * size + column] =
          row == column ? max(sum, 1e-300).squareRoot() : sum / lower[column * size + column]
      }
    }
    var solution = right
    for row in 0..<size {
      for place in 0..<row { solution[row] -= lower[row * size + place] * solution[place] }
      solution[row] /= lower[row * size + row]
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for place in row + 1..<max(size, row + 1) { solution[row] -= lower[place * size + row] * solution[place] }
      solution[row] /= lower[row * size + row]
    }
    return solution
  }
}
