/// Telephone numbers that the regulators keep free for fiction and documentation, so that none rings.
///
/// Sources: Ofcom, "Telephone numbers for drama purposes" (Britain); NANPA, 555 line numbers 0100 to 0199 for
/// fictional use (North America); ARCEP decision 2018-0881, numbers for audiovisual works (France);
/// Bundesnetzagentur, Mitteilung 148/2021, Drama-Nummern (Germany); ACMA, numbers for creative works (Australia);
/// PTS, numbers for fiction (Sweden).
enum PhoneNumbers {
  /// A block of numbers that share all but the last digits.
  struct Block: Sendable {
    /// As people write it at home and abroad, up to the last digits.
    let national: [UInt8]
    let international: [UInt8]
    let first: Int
    let count: Int
    let digits: Int

    init(_ national: String, _ international: String, _ last: ClosedRange<Int>, digits: Int) {
      self.national = Array(national.utf8)
      self.international = Array(international.utf8)
      first = last.lowerBound
      count = last.upperBound - last.lowerBound + 1
      self.digits = digits
    }
  }

  enum Spelling: Int, CaseIterable {
    /// `020 7946 0123`, `+44 20 7946 0123`, `02079460123`, `+442079460123`, `0044 20 7946 0123`.
    case national, international, nationalPlain, internationalPlain, exitCode
  }

  /// All blocks of a country, by `Places.Country.rawValue`.
  static let blocks: [[Block]] = [britain, america, france, germany, australia, sweden]
  static let capacities: [Int] = blocks.map { $0.reduce(0) { $0 + $1.count } }

  /// Members get the first part of the numbers of a country; the rest is for entries of address books who are no
  /// members, so that neither is taken for the other.
  static func membersCapacity(_ country: Int) -> Int { capacities[country] * 8 / 10 }
  static func outsidersCapacity(_ country: Int) -> Int { capacities[country] - membersCapacity(country) }

  static func append(country: Int, slot: Int, as spelling: Spelling, to row: inout RowBuffer) {
    // A prime step larger than any capacity walks all numbers of the country in a scattered order.
    var place = slot * 1_000_003 % capacities[country]
    for block in blocks[country] {
      if place >= block.count {
        place -= block.count
        continue
      }
      switch spelling {
      case .national: row.raw(block.national)
      case .international: row.raw(block.international)
      case .nationalPlain: appendPlain(block.national, to: &row)
      case .internationalPlain: appendPlain(block.international, to: &row)
      case .exitCode:
        row.text("00")
        row.raw(Array(block.international.dropFirst()))
      }
      row.number(block.first + place, width: block.digits)
      return
    }
  }

  private static func appendPlain(_ digits: [UInt8], to row: inout RowBuffer) {
    for byte in digits where byte == 0x2B || (0x30...0x39).contains(byte) { row.byte(byte) }
  }

  private static let britain: [Block] =
    [
      Block("07700 900", "+44 7700 900", 0...999, digits: 3),
      Block("020 7946 0", "+44 20 7946 0", 0...999, digits: 3),
      Block("0191 498 0", "+44 191 498 0", 0...999, digits: 3),
      Block("028 9649 6", "+44 28 9649 6", 0...999, digits: 3),
      Block("029 2018 0", "+44 29 2018 0", 0...999, digits: 3),
      Block("01632 960", "+44 1632 960", 0...999, digits: 3),
    ]
    + [113, 114, 115, 116, 117, 118, 121, 131, 141, 151, 161].map {
      Block("0\($0) 496 0", "+44 \($0) 496 0", 0...999, digits: 3)
    }

  private static let america: [Block] = [
    201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234,
    239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302, 303, 304, 305, 307, 308, 309,
    310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 325, 330, 334, 336, 337, 339, 347, 351, 352, 360, 361,
    386, 401, 402, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 415, 417, 419, 423, 425, 432, 434, 435, 440, 443,
    469, 478, 479, 480, 484, 501, 502, 503, 504, 505, 507, 508, 509, 510, 512, 513, 515, 516, 517, 518, 520, 530, 540,
    541, 551, 559, 561, 562, 563, 567, 570, 571, 573, 574, 580, 585, 586, 601, 602, 603, 605, 606, 607, 608, 609, 610,
    612, 614, 615, 616, 617, 618, 619, 620, 623, 626, 630, 631, 636, 641, 646, 650, 651, 660, 661, 662, 678, 682, 701,
    702, 703, 704, 706, 707, 708, 712, 713, 714, 715, 716, 717, 718, 719, 720, 724, 727, 731, 732, 734, 740, 754, 757,
    760, 763, 765, 770, 772, 773, 774, 775, 781, 785, 786, 801, 802, 803, 804, 805, 806, 808, 810, 812, 813, 814, 815,
    816, 817, 818, 828, 830, 831, 832, 843, 845, 847, 848, 850, 856, 857, 858, 859, 860, 862, 863, 864, 865, 870, 901,
    903, 904, 906, 907, 908, 909, 910, 912, 913, 914, 915, 916, 917, 918, 919, 920, 925, 928, 931, 936, 937, 940, 941,
    949, 951, 952, 954, 956, 970, 971, 972, 973, 978, 979, 980, 985, 989,
  ].map { Block("(\($0)) 555-0", "+1 \($0)-555-0", 100...199, digits: 3) }

  private static let france: [Block] = [
    ("06 39 98 ", "6 39 98 "), ("01 99 00 ", "1 99 00 "), ("02 61 91 ", "2 61 91 "), ("03 53 01 ", "3 53 01 "),
    ("04 65 71 ", "4 65 71 "), ("05 36 49 ", "5 36 49 "),
  ].map { Block($0.0, "+33 \($0.1)", 0...9_999, digits: 4) }

  private static let germany: [Block] = [
    ("030", "23125 "), ("040", "66969 "), ("0221", "4710 "), ("089", "99998 "), ("069", "90009 "),
  ].map { Block("\($0.0) \($0.1)", "+49 \($0.0.dropFirst()) \($0.1)", 0...999, digits: 3) }

  private static let australia: [Block] = [2, 3, 7, 8].flatMap { area in
    ["5550", "7010"].map { Block("(0\(area)) \($0) ", "+61 \(area) \($0) ", 0...9_999, digits: 4) }
  }

  private static let sweden: [Block] = [
    Block("070-1740", "+46 70 1740", 605...699, digits: 3),
    Block("031-3900", "+46 31 3900", 600...699, digits: 3),
    Block("040-6280", "+46 40 6280", 400...499, digits: 3),
    Block("08-46500", "+46 8 46500", 400...499, digits: 3),
    Block("0980-319", "+46 980 319", 200...299, digits: 3),
  ]
}
