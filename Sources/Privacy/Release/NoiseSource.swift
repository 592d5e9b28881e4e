/// Where released noise comes from: the system's cryptographic generator (getrandom on Linux).
///
/// There is no seed: the other initialiser cannot be reached from outside this module, and only its tests use it.
public struct NoiseSource {
  private var generator: any RandomNumberGenerator

  public init() { generator = SystemRandomNumberGenerator() }

  /// For tests of the distribution only: noise that can be foreseen hides nothing.
  init(foreseeable generator: any RandomNumberGenerator) { self.generator = generator }

  mutating func noise(_ distribution: DiscreteLaplace) -> Int { Self.draw(distribution, &generator) }

  private static func draw(_ distribution: DiscreteLaplace, _ generator: inout some RandomNumberGenerator) -> Int {
    distribution.draw(&generator)
  }
}
