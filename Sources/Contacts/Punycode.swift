/// Unicode text as the letters, digits and hyphens of a host name, and back, without the prefix `xn--`.
///
/// Source: RFC 3492 (Costello 2003), sections 6.1 to 6.3, with the parameters of section 5.
enum Punycode {
  private static let (base, tMin, tMax, skew, damp) = (36, 1, 26, 38, 700)
  private static let (initialBias, initialN) = (72, 0x80)

  /// The letters for some scalars; nil where the arithmetic would overflow 32 bits, which no host name comes near.
  /// - Complexity: O(length²).
  static func encoded(_ scalars: [Unicode.Scalar]) -> [UInt8]? {
    var output = scalars.filter(\.isASCII).map { UInt8($0.value) }
    let basic = output.count
    var handled = basic
    if basic > 0 { output.append(UInt8(ascii: "-")) }
    var (n, delta, bias) = (initialN, 0, initialBias)
    while handled < scalars.count {
      guard let next = scalars.lazy.map({ Int($0.value) }).filter({ $0 >= n }).min() else { return nil }
      delta += (next - n) * (handled + 1)
      guard delta <= Int(Int32.max) else { return nil }
      n = next
      for scalar in scalars {
        if scalar.value < n { delta += 1 }
        guard scalar.value == n else { continue }
        var (rest, place) = (delta, base)
        while true {
          let threshold = threshold(place, bias)
          if rest < threshold { break }
          output.append(letter(threshold + (rest - threshold) % (base - threshold)))
          rest = (rest - threshold) / (base - threshold)
          place += base
        }
        output.append(letter(rest))
        bias = adapted(delta, handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      n += 1
    }
    return output
  }

  /// The scalars of some letters; nil where they are not Punycode.
  /// - Complexity: O(length²).
  static func decoded(_ letters: some Collection<UInt8>) -> [Unicode.Scalar]? {
    let input = Array(letters)
    guard input.allSatisfy({ $0 < 0x80 }) else { return nil }
    let delimiter = input.lastIndex(of: UInt8(ascii: "-"))
    var output = input[..<(delimiter ?? 0)].map { Unicode.Scalar($0) }
    var place = delimiter.map { $0 == 0 ? 0 : $0 + 1 } ?? 0
    var (n, index, bias) = (initialN, 0, initialBias)
    while place < input.count {
      let before = index
      var (weight, step) = (1, base)
      while true {
        guard place < input.count, let digit = digit(input[place]) else { return nil }
        place += 1
        index += digit * weight
        guard index <= Int(Int32.max) else { return nil }
        let threshold = threshold(step, bias)
        if digit < threshold { break }
        weight *= base - threshold
        guard weight <= Int(Int32.max) else { return nil }
        step += base
      }
      bias = adapted(index - before, output.count + 1, isFirst: before == 0)
      n += index / (output.count + 1)
      index %= output.count + 1
      guard n <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(n)) else { return nil }
      output.insert(scalar, at: index)
      index += 1
    }
    return output
  }

  private static func threshold(_ place: Int, _ bias: Int) -> Int { min(max(place - bias, tMin), tMax) }

  private static func adapted(_ delta: Int, _ points: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / points
    var k = 0
    while delta > (base - tMin) * tMax / 2 {
      delta /= base - tMin
      k += base
    }
    return k + (base - tMin + 1) * delta / (delta + skew)
  }

  private static func letter(_ digit: Int) -> UInt8 {
    UInt8(digit < 26 ? Int(UInt8(ascii: "a")) + digit : Int(UInt8(ascii: "0")) + digit - 26)
  }

  private static func digit(_ letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(letter - UInt8(ascii: "a"))
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(letter - UInt8(ascii: "A"))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(letter - UInt8(ascii: "0")) + 26
    default: nil
    }
  }
}
