/// Colours that people with colour-vision deficiencies can tell apart.
///
/// Source: Okabe and Ito, "Color Universal Design" (2008). Deviation: black comes last, because the ego is black too
/// (and told apart by its double ring and size), and yellow late, because it is the weakest on white.
enum Palette {
  static let groups = [
    "#E69F00", "#56B4E9", "#009E73", "#CC79A7", "#0072B2", "#D55E00", "#F0E442", "#000000",
  ]
  /// The ninth group and all after it.
  static let otherGroups = "#9CA3AF"
  static let noGroup = "#FFFFFF"
  static let ego = "#000000"
  static let outline = "#374151"
  static let text = "#111827"
  static let quietText = "#4B5563"
  /// Ties of the ego. The last two digits are opacity.
  static let egoTie = "#475569D8"

  /// Ties among the others, the fainter the more there are of them: 100 at 0.7 opaque, 400 and more at 0.35.
  static func otherTie(count: Int) -> String {
    let opacity = min(0xB0, max(0x58, 0xB0 - 0x58 * (count - 100) / 300))
    return "#94A3B8" + String(opacity, radix: 16, uppercase: true)
  }

  /// The fill of a node of this group.
  static func fill(group: Int?) -> String {
    guard let group else { return noGroup }
    return group < groups.count ? groups[group] : otherGroups
  }
}
