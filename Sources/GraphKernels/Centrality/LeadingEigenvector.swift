import GraphStorage

/// The eigenvector of the largest eigenvalue of a symmetric matrix that has no negative entry; one product a round.
///
/// Paper: Knyazev, "Toward the optimal preconditioned eigensolver: locally optimal block preconditioned conjugate gradient
/// method" (2001); one vector and no preconditioner. Each round goes to the best vector (that of the largest Rayleigh
/// quotient) of the space of the present one, its residual and the last step. What all rounds go through is a Krylov space of
/// the even vector, so of several components with the same eigenvalue each keeps its part, as in a power iteration.
/// Where the matrix' numbers are so large or small that squares would leave the range, it is taken times a power of two.
/// - Complexity: a product and two passes over up to six columns of numbers a round.
struct LeadingEigenvector: Sendable {
  private let rows: RowSums
  /// The present vector, its residual and the last step, each with its product.
  private let vector, product: MutableColumn<Double>
  private let residual, residualProduct: MutableColumn<Double>
  private let step, stepProduct: MutableColumn<Double>
  /// Of those, as they are.
  private var sums = SIMD8<Double>()
  /// The power of two.
  private let scale: Double
  /// Products so far.
  private(set) var rounds = 1
  /// What is left of the residual is 1e-13 of the product: rounding (`RowSums` adds long rows up in halves, or it would be
  /// more at hubs). Or a number has left the range.
  private(set) var isSettled = false

  /// The Rayleigh quotient of the present vector; not a number where the matrix' own leave the range.
  var eigenvalue: Double { quotient / scale }

  private var quotient: Double { sums[Sum.vectorProduct] / sums[Sum.vectorSquares] }

  /// Begins with the even vector of length 1; its product is the first round.
  init(_ rows: RowSums, count: Int, _ control: RunControl) throws(Cancelled) {
    self.rows = rows
    vector = try filledColumn(1 / Double(count).squareRoot(), count: count, control)
    product = try filledColumn(0, count: count, control)
    residual = try filledColumn(0, count: count, control)
    residualProduct = try filledColumn(0, count: count, control)
    step = try filledColumn(0, count: count, control)
    stepProduct = try filledColumn(0, count: count, control)
    try rows.pull(vector, into: product, control)
    // The largest sum of a row, at least the eigenvalue.
    var largest = 0.0
    for place in 0..<count { largest = max(largest, product[place]) }
    largest *= Double(count).squareRoot()
    try control.checkCancelled()
    let isOrdinary = largest == 0 || (largest > 1e-100 && largest < 1e100)
    scale = isOrdinary ? 1 : Double(sign: .plus, exponent: -largest.exponent, significand: 1)
    try rescale(product, control)
    let (vector, product) = (vector, product)
    let first = try orderedSums(count, control) { range in
      var sums = SIMD8<Double>()
      for place in range { sums += SIMD8(vector[place] * vector[place], vector[place] * product[place], 0, 0, 0, 0, 0, 0) }
      return sums
    }
    // Nothing moves: this is for the residual.
    _ = try move([1, 0, 0], quotient: first[1] / first[0], control)
    // Of sums that are not finite, or that no power of two brings back.
    if !largest.isFinite || (largest > 0 && largest < 1e-290) { sums = SIMD8(repeating: .nan) }
    settle()
  }

  /// The vector as it is, and what to divide it by, so that its length is 1 without the numbers that are then below 0: those
  /// have not settled yet, or are rounding where nothing is.
  func present(_ control: RunControl) throws(Cancelled) -> (vector: Column<Double>, divisor: Double) {
    let vector = vector
    let sum = try orderedSum(vector.count, control) { range in range.reduce(0) { $0 + vector[$1] } }
    let sign: Double = sum < 0 ? -1 : 1
    let squares = try orderedSum(vector.count, control) { range in
      range.reduce(0) { $0 + max(0, sign * vector[$1]) * max(0, sign * vector[$1]) }
    }
    return (vector.frozen(), sign * squares.squareRoot())
  }

  /// Goes on by a round.
  /// - Returns: how much the numbers changed in total; 0 where only rounding was left.
  mutating func advance(_ control: RunControl) throws(Cancelled) -> Double {
    try rows.pull(residual, into: residualProduct, control)
    try rescale(residualProduct, control)
    rounds += 1
    let (vector, residual, residualProduct) = (vector, residual, residualProduct)
    let (step, stepProduct) = (step, stepProduct)
    let mixed = try orderedSums(vector.count, control) { range in
      var sums = SIMD8<Double>()
      for place in range {
        let (left, itsProduct) = (residual[place], residualProduct[place])
        sums += SIMD8(
          vector[place] * left, vector[place] * itsProduct, left * itsProduct, left * step[place],
          left * stepProduct[place], 0, 0, 0)
      }
      return sums
    }
    let best = RayleighRitz.best(
      inner: [
        sums[Sum.vectorSquares], mixed[0], sums[Sum.vectorStep], sums[Sum.residualSquares], mixed[3],
        sums[Sum.stepSquares],
      ],
      matrix: [
        sums[Sum.vectorProduct], mixed[1], sums[Sum.vectorStepProduct], mixed[2], mixed[4], sums[Sum.stepProduct],
      ])
    guard let best else {
      isSettled = true
      return 0
    }
    let change = try move(best.shares, quotient: best.eigenvalue, control)
    settle()
    return change
  }

  private mutating func settle() {
    let least = 1e-26 * quotient * quotient * sums[Sum.vectorSquares]
    isSettled = !(sums[Sum.residualSquares] > least)
  }

  private func rescale(_ product: MutableColumn<Double>, _ control: RunControl) throws(Cancelled) {
    if scale == 1 { return }
    let scale = scale
    try parallelRanges(product.count, grain: 1 << 14, control) { range in
      for place in range { product[place] *= scale }
    }
  }

  /// Goes to the sum of so much of the vector, the residual and the last step; the residual is then that of `quotient`.
  /// - Returns: how much the numbers changed in total.
  private mutating func move(
    _ shares: [Double], quotient: Double, _ control: RunControl
  ) throws(Cancelled) -> Double {
    let (vector, product, residual, step) = (vector, product, residual, step)
    let (residualProduct, stepProduct) = (residualProduct, stepProduct)
    let (most, more, less) = (shares[0], shares[1], shares[2])
    sums = try orderedSums(vector.count, control) { range in
      var sums = SIMD8<Double>()
      for place in range {
        let moved = more * residual[place] + less * step[place]
        let movedProduct = more * residualProduct[place] + less * stepProduct[place]
        let value = most * vector[place] + moved
        let itsProduct = most * product[place] + movedProduct
        let left = itsProduct - quotient * value
        sums += SIMD8(
          abs(value - vector[place]), value * value, value * itsProduct, left * left, moved * moved,
          moved * movedProduct, value * moved, value * movedProduct)
        step[place] = moved
        stepProduct[place] = movedProduct
        vector[place] = value
        product[place] = itsProduct
        residual[place] = left
      }
      return sums
    }
    return sums[Sum.change]
  }

  /// Places in `sums`.
  private enum Sum {
    static let change = 0
    static let vectorSquares = 1
    static let vectorProduct = 2
    static let residualSquares = 3
    static let stepSquares = 4
    static let stepProduct = 5
    static let vectorStep = 6
    static let vectorStepProduct = 7
  }
}

/// The largest eigenvalue of a symmetric matrix within the space of three vectors.
enum RayleighRitz {
  /// The combination of three vectors whose Rayleigh quotient is largest; its length is 1, and the share of the first is not
  /// below 0. The third is left out where it hardly differs from what the others span, or is 0. Nil where the second
  /// differs from the first by rounding alone, or a number has left the range.
  /// - Parameters:
  ///   - inner: products of the vectors with each other: 11, 12, 13, 22, 23, 33.
  ///   - matrix: products of the vectors with the matrix times each other, in the same order.
  static func best(inner: [Double], matrix: [Double]) -> (shares: [Double], eigenvalue: Double)? {
    // Vectors of length 1, so that none is lost beside another.
    let lengths = [inner[0].squareRoot(), inner[3].squareRoot(), inner[5].squareRoot()]
    func entry(_ values: [Double], _ row: Int, _ column: Int) -> Double {
      let place = [[0, 1, 2], [1, 3, 4], [2, 4, 5]][row][column]
      return values[place] / (lengths[row] * lengths[column])
    }
    var size = lengths[2] > 0 ? 3 : 2
    // Cholesky factor of the inner products.
    var factor = [[Double]](repeating: [0, 0, 0], count: 3)
    for row in 0..<size {
      for column in 0...row {
        let known = (0..<column).reduce(0) { $0 + factor[row][$1] * factor[column][$1] }
        let rest = entry(inner, row, column) - known
        if row != column {
          factor[row][column] = rest / factor[column][column]
        } else if rest > (row == 2 ? 1e-8 : 1e-6) {
          factor[row][row] = rest.squareRoot()
        } else if row == 2 {
          size = 2
        } else {
          return nil
        }
      }
    }
    // The matrix in an orthonormal basis: the factor's inverse on both sides.
    var inverse = [[Double]](repeating: [0, 0, 0], count: 3)
    for column in 0..<size {
      for row in column..<size {
        let known = (column..<row).reduce(0) { $0 + factor[row][$1] * inverse[$1][column] }
        inverse[row][column] = ((row == column ? 1 : 0) - known) / factor[row][row]
      }
    }
    var reduced = [[Double]](repeating: [0, 0, 0], count: 3)
    for row in 0..<size {
      for column in 0..<size {
        for first in 0...row {
          for second in 0...column {
            reduced[row][column] += inverse[row][first] * entry(matrix, first, second) * inverse[column][second]
          }
        }
      }
    }
    let (leading, eigenvalue) = leadingVector(reduced, size)
    let sign: Double = (0..<size).reduce(0) { $0 + inverse[$1][0] * leading[$1] } < 0 ? -1 : 1
    let shares = (0..<3).map { column in
      if column >= size { return 0.0 }
      return sign * (column..<size).reduce(0) { $0 + inverse[$1][column] * leading[$1] } / lengths[column]
    }
    return (shares, eigenvalue)
  }

  /// Of a symmetric matrix of at most three rows, by Jacobi's rotations; of length 1.
  private static func leadingVector(_ matrix: [[Double]], _ size: Int) -> (vector: [Double], eigenvalue: Double) {
    var matrix = matrix
    var vectors: [[Double]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    for _ in 0..<32 {
      var largest = 0.0
      for row in 0..<size {
        for column in (row + 1)..<max(size, row + 1) {
          let off = matrix[row][column]
          largest = max(largest, abs(off) / (abs(matrix[row][row]) + abs(matrix[column][column])))
          if off == 0 { continue }
          let slope = (matrix[column][column] - matrix[row][row]) / (2 * off)
          let tangent = (slope < 0 ? -1 : 1) / (abs(slope) + (slope * slope + 1).squareRoot())
          let cosine = 1 / (tangent * tangent + 1).squareRoot()
          let sine = tangent * cosine
          for place in 0..<size {
            let (one, two) = (matrix[place][row], matrix[place][column])
            matrix[place][row] = cosine * one - sine * two
            matrix[place][column] = sine * one + cosine * two
          }
          for place in 0..<size {
            let (one, two) = (matrix[row][place], matrix[column][place])
            matrix[row][place] = cosine * one - sine * two
            matrix[column][place] = sine * one + cosine * two
            let (first, second) = (vectors[place][row], vectors[place][column])
            vectors[place][row] = cosine * first - sine * second
            vectors[place][column] = sine * first + cosine * second
          }
        }
      }
      if largest < 1e-17 { break }
    }
    let best = (0..<size).max { matrix[$0][$0] < matrix[$1][$1] } ?? 0
    return (vectors.map { $0[best] }, matrix[best][best])
  }
}
