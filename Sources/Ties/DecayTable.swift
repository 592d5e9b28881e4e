import Foundation
import People

/// The kernel and the weights of event classes in fixed point, and their product.
///
/// K(a) by age in hours is an integer number of 2⁻³⁰, a class weight one of 2⁻²⁰; the contribution of one event is
/// their product rounded to 2⁻³⁰. With ΣA ≤ 64 and ω·φ ≤ 64 every product stays below 2⁶². Against the float formula
/// (age in whole hours, audience and duration at the lower bound of their class) one event errs by at most
/// w · 2⁻³¹ + K · 2⁻²¹ + 2⁻³¹.
struct DecayTable: Sendable {
  /// Indexed by age in hours; older than the table counts nothing.
  private let kernel: [Int64]
  /// Indexed as the classes of the ledger.
  private let weights: [Int64]

  static let weightBits: Int64 = 20

  /// - Parameter greatestAge: of all that will be asked, in hours: a table of decades takes long to fill.
  init(_ parameters: TieParameters, kinds: EventKinds, classes: [EventClass], greatestAge: Int = .max) {
    var kernel: [Int64] = []
    while kernel.count <= greatestAge {
      let age = Double(kernel.count)
      let value = parameters.kernel.reduce(0.0) { $0 + $1.amplitude * exp2(-age / ($1.halfLifeDays * 24)) }
      let fixed = Int64((value * 0x1p30).rounded())
      if fixed == 0 { break }
      kernel.append(fixed)
    }
    self.kernel = kernel
    weights = classes.map { Int64((Self.baseWeight($0, parameters, kinds) * 0x1p20).rounded()) }
  }

  /// w(e) = ω · g^(−γ) · φ(d), φ(d) = min(cap, 1 + log2(1 + d/60 s)), 1 without duration.
  static func baseWeight(_ event: EventClass, _ parameters: TieParameters, _ kinds: EventKinds) -> Double {
    let audience = Double(max(event.audience.lowerBound, 1))
    let duration = Double(event.duration.lowerBound)
    let length = min(parameters.durationCap, 1 + log2(1 + duration / 60))
    return kinds[event.kind].weight * pow(audience, -parameters.groupDiscount) * length
  }

  /// What one event of a class counts at an age.
  @inline(__always)
  func contribution(eventClass: UInt16, ageHours: Int) -> Int64 {
    guard ageHours < kernel.count else { return 0 }
    return (weights[Int(eventClass)] &* kernel[ageHours] &+ (1 &<< (Self.weightBits &- 1))) &>> Self.weightBits
  }
}
