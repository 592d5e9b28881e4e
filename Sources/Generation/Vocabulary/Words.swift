/// The values of attributes, groups and tags.
enum Words {
  static let interests = [
    "astronomy", "baking", "birdwatching", "board games", "chess", "choir", "climbing", "cycling", "film", "football",
    "gardening", "hiking", "jazz", "knitting", "painting", "photography", "pottery", "reading", "rowing", "running",
    "sailing", "swimming", "theatre", "woodwork",
  ]

  static let colours = ["amber", "blue", "green", "indigo", "orange", "red", "violet", "white"]

  static let religions = ["buddhist", "christian", "hindu", "jewish", "muslim", "none", "other"]

  /// Running sums of the shares of `religions`, in hundredths.
  static let religionShares = runningSums([5, 35, 8, 3, 12, 32, 5])

  /// In byte order, which is the order of age.
  static let ageBands = ["13-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+"]

  static func ageBand(_ age: Int) -> Int {
    switch age {
    case ..<18: 0
    case ..<25: 1
    case ..<35: 2
    case ..<45: 3
    case ..<55: 4
    case ..<65: 5
    default: 6
    }
  }

  static let generalTags = [
    "throwback", "weekend", "mondaymood", "goodnews", "localnews", "recipe", "petsof", "travel",
  ]

  private static let firmNames = [
    "Anchor", "Beacon", "Bluestone", "Bramble", "Capstan", "Copper", "Driftwood", "Elm", "Falcon", "Fathom", "Granite",
    "Halyard", "Heather", "Ironwood", "Juniper", "Kelp", "Lantern", "Larch", "Mariner", "Meridian", "Northstar",
    "Osprey", "Pebble", "Quayside", "Rowan", "Sandbar", "Slate", "Tern", "Umber", "Windlass",
  ]

  private static let firmTrades = [
    "Bakery", "Boatyard", "Books", "Clinic", "College", "Design", "Freight", "Foods", "Instruments", "Insurance",
    "Joinery", "Laundry", "Logistics", "Market", "Motors", "Nursery", "Optics", "Pharmacy", "Printing", "Software",
  ]

  /// The `index`-th employer of a city: distinct for every city and index.
  static func employer(city: Int, index: Int) -> String {
    // 7 and 30 have no common factor, nor have 30 and 20 a period below 60 in step: names are taken pair by pair.
    let mixed = (index * 7 + city * 11) % 30
    let round = index / 30
    let trade = Words.firmTrades[(round + mixed * 3 + city) % 20]
    let series = round / 20
    return "\(firmNames[mixed]) \(trade) \(Places.cities[city].name)" + (series == 0 ? "" : " \(series + 1)")
  }
}
