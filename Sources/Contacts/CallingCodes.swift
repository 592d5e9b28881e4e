extension PhoneNumber.Region {
  /// The region that a number in E.164 form belongs to: how national numbers are read by people whose own number that
  /// is.
  ///
  /// Sources: ITU-T E.164 (list of assigned country codes) for the lengths of calling codes; ITU-T E.123 and the
  /// national numbering plans for trunk prefixes. The table of trunk prefixes is small: "0" stands for every country
  /// that is not named in it.
  ///
  /// - Returns: nil for codes that belong to no country: global services (800, 808, 87x, 88x, 979).
  public static func of(_ number: PhoneNumber) -> PhoneNumber.Region? {
    let digits = number.e164.dropFirst()
    let length: Int
    if digits.first == "1" || digits.first == "7" {
      length = 1
    } else {
      length = twoDigitCodes.contains(String(digits.prefix(2))) ? 2 : 3
    }
    let code = String(digits.prefix(length))
    if globalServices.contains(code) { return nil }
    return PhoneNumber.Region(callingCode: code, trunkPrefix: trunkPrefix(code))
  }

  private static func trunkPrefix(_ code: String) -> String {
    switch code {
    case "1": "1"
    case "7", "375", "993": "8"
    case "36": "06"
    default: withoutTrunkPrefix.contains(code) ? "" : "0"
    }
  }

  private static let twoDigitCodes: Set<String> = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95", "98",
  ]

  private static let globalServices: Set<String> = [
    "800", "808", "870", "878", "881", "882", "883", "888", "979",
  ]

  /// Where a national number is dialled as it is, a leading 0 being part of it if there is one.
  private static let withoutTrunkPrefix: Set<String> = [
    // Europe: Greece, Spain, Italy, Denmark, Norway, Poland, Gibraltar, Portugal, Luxembourg, Iceland, Malta, Cyprus,
    // Latvia, Estonia, Andorra, Monaco, San Marino, Czechia, Liechtenstein, Faroe Islands, Greenland.
    "30", "34", "39", "45", "47", "48", "350", "351", "352", "354", "356", "357", "371", "372", "376", "377", "378",
    "420", "423", "298", "299",
    // America: Mexico, Chile, Colombia, Guatemala, El Salvador, Honduras, Nicaragua, Costa Rica, Panama, Haiti.
    "52", "56", "57", "502", "503", "504", "505", "506", "507", "509",
    // Asia: Singapore, Brunei, Hong Kong, Macao, Kuwait, Oman, Bahrain, Qatar, Maldives.
    "65", "673", "852", "853", "965", "968", "973", "974", "960",
    // Africa: Tunisia, Senegal, Mali, Côte d'Ivoire, Burkina Faso, Niger, Togo, Benin, Mauritius, Cameroon, Gabon,
    // Congo, Seychelles, Mozambique, Botswana.
    "216", "221", "223", "225", "226", "227", "228", "229", "230", "237", "241", "242", "248", "258", "267",
  ]
}
