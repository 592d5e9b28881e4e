import GraphStorage

/// The solution of x = alpha A x + 1 for a symmetric matrix A that has no negative entry; one product a round.
///
/// Paper: Hestenes and Stiefel, "Methods of conjugate gradients for solving linear systems" (1952), from x = 1.
/// No number of x is off by more than the share of itself that the residual's largest is of 1: (1 - alpha A)⁻¹, the sum of all
/// powers of alpha A, has no negative entry, and its rows add up to the solution.
/// Where alpha × the spectral radius is above 1 the matrix 1 - alpha A is not positive definite, and a direction of negative
/// curvature turns up before the residual's numbers come to less than 1 in total. While there is none, the polynomial that takes
/// the first residual to the present one is 1 at 0 with all its roots above, so it is above 1 at the negative eigenvalue; what the
/// first holds of the leading eigenvector is at least 1, and no less later.
/// - Complexity: a product and three passes over up to four columns of numbers a round.
struct ConjugateGradients: Sendable {
  private let rows: RowSums
  private let alpha: Double
  let solution: MutableColumn<Double>
  private let residual, direction, product: MutableColumn<Double>
  private var residualSquares: Double
  /// Products so far.
  private(set) var rounds = 1
  /// How much the numbers of the solution would change in total, were alpha A x + 1 put in their place: the residual.
  private(set) var change: Double
  /// The numbers of the solution, added up.
  private(set) var total: Double

  init(_ rows: RowSums, alpha: Double, count: Int, _ control: RunControl) throws(Cancelled) {
    self.rows = rows
    self.alpha = alpha
    solution = try filledColumn(1, count: count, control)
    residual = try filledColumn(0, count: count, control)
    product = try filledColumn(0, count: count, control)
    direction = try filledColumn(0, count: count, control)
    total = Double(count)
    try rows.pull(solution, into: residual, control)
    let (residual, direction) = (residual, direction)
    let sums = try orderedSums(count, control) { range in
      var sums = SIMD8<Double>()
      for place in range {
        let left = alpha * residual[place]
        residual[place] = left
        direction[place] = left
        sums += SIMD8(left, left * left, 0, 0, 0, 0, 0, 0)
      }
      return sums
    }
    (change, residualSquares) = (sums[0], sums[1])
  }

  enum Outcome {
    case goesOn, notPositiveDefinite, beyondRange
  }

  /// Goes on by a round.
  mutating func advance(_ control: RunControl) throws(Cancelled) -> Outcome {
    let alpha = alpha
    let (solution, residual, direction, product) = (solution, residual, direction, product)
    try rows.pull(direction, into: product, control)
    rounds += 1
    let curvature = try orderedSum(solution.count, control) { range in
      var sum = 0.0
      for place in range {
        product[place] = direction[place] - alpha * product[place]
        sum += direction[place] * product[place]
      }
      return sum
    }
    if curvature <= 0 { return .notPositiveDefinite }
    if !curvature.isFinite { return .beyondRange }
    let step = residualSquares / curvature
    let sums = try orderedSums(solution.count, control) { range in
      var sums = SIMD8<Double>()
      for place in range {
        let value = solution[place] + step * direction[place]
        let left = residual[place] - step * product[place]
        solution[place] = value
        residual[place] = left
        sums += SIMD8(abs(left), value, left * left, 0, 0, 0, 0, 0)
      }
      return sums
    }
    (change, total) = (sums[0], sums[1])
    let share = sums[2] / residualSquares
    residualSquares = sums[2]
    try parallelRanges(solution.count, grain: 1 << 14, control) { range in
      for place in range { direction[place] = residual[place] + share * direction[place] }
    }
    return change.isFinite && total.isFinite ? .goesOn : .beyondRange
  }
}
