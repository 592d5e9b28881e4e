// swift-tools-version: 6.2
import PackageDescription

// The layers of Kith, lowest first. A module may import only modules that stand above it in this list
// (`scripts/check-layers` reads this manifest and the imports and fails on an upward one).

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], data: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["TestSupport"], exclude: data, swiftSettings: strict)
}

let package = Package(
  name: "Kith",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "kith", targets: ["kith"]),
    .library(
      name: "Kith",
      targets: [
        "GraphStorage", "GraphKernels", "People", "Contacts", "Privacy", "Generation", "Ingest", "Ties",
        "Inference", "Persistence", "Pictures", "Reports", "Jobs",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C libraries: a module map and the headers it names, nothing else.
    .systemLibrary(name: "CMemory", path: "Sources/CMemory"),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", path: "Sources/CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CZip", path: "Sources/CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(
      name: "CGraphviz", path: "Sources/CGraphviz", pkgConfig: "libgvc", providers: [.apt(["libgraphviz-dev"])]),

    // C of our own, where the processor can what Swift cannot say: a header and one file.
    .target(name: "CBitRows", path: "Sources/CBitRows"),

    // The house.
    layer("GraphStorage", ["CMemory", "CBitRows"]),
    layer("GraphKernels", ["GraphStorage"]),
    layer("People", ["GraphStorage", .product(name: "Crypto", package: "swift-crypto")]),
    layer("Contacts", ["GraphStorage", "People"]),
    layer("Privacy", ["People", "Contacts"]),
    layer("Generation", ["GraphStorage"]),
    layer(
      "Ingest",
      [
        "GraphStorage", "People", "Contacts", "Privacy", "CZlib", "CZstd", "CZip",
        .product(name: "Yams", package: "Yams"),
      ]),
    layer("Ties", ["GraphStorage", "People", "Privacy"]),
    layer("Inference", ["GraphStorage", "GraphKernels", "People", "Privacy", "Ties"]),
    layer(
      "Persistence",
      ["GraphStorage", "People", "Contacts", "Privacy", "Ingest", .product(name: "GRDB", package: "GRDB.swift")]),
    layer("Pictures", ["GraphStorage", "CGraphviz"]),
    layer("Reports"),
    layer(
      "Jobs",
      [
        "GraphStorage", "GraphKernels", "People", "Contacts", "Privacy", "Generation", "Ingest", "Ties",
        "Inference", "Persistence", "Pictures", "Reports",
      ]),
    .executableTarget(
      name: "kith",
      dependencies: [
        "GraphStorage", "People", "Privacy", "Generation", "Ingest", "Ties", "Inference", "Pictures", "Reports", "Jobs",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Tests: one target a module, and the kinds of test that belong to no module.
    .target(name: "TestSupport", dependencies: ["GraphStorage"], path: "Tests/TestSupport", swiftSettings: strict),
    tests("GraphStorageTests", ["GraphStorage", "CMemory"]),
    tests("GraphKernelsTests", ["GraphKernels", "GraphStorage"]),
    tests("PeopleTests", ["People", "GraphStorage"]),
    tests("ContactsTests", ["Contacts", "GraphStorage", "People"]),
    tests("PrivacyTests", ["Privacy", "People", "Contacts", "GraphStorage"]),
    tests("GenerationTests", ["Generation", "GraphStorage"]),
    tests("IngestTests", ["Ingest", "GraphStorage", "People", "Contacts", "Privacy"]),
    tests("TiesTests", ["Ties", "GraphStorage", "People", "Privacy", "Contacts", "Ingest"]),
    tests(
      "InferenceTests",
      ["Inference", "GraphStorage", "GraphKernels", "People", "Privacy", "Contacts", "Ties", "Ingest"]),
    tests("PersistenceTests", ["Persistence", "GraphStorage", "People", "Contacts", "Privacy", "Ingest"]),
    tests("PicturesTests", ["Pictures", "GraphStorage"]),
    tests("ReportsTests", ["Reports"]),
    tests(
      "JobsTests",
      ["Jobs", "People", "Privacy", "Contacts", "Ingest", "Ties", "Inference", "Persistence", "GraphStorage"]),
    tests(
      "CommandLineTests",
      ["kith", "Jobs", "Pictures", .product(name: "ArgumentParser", package: "swift-argument-parser")], data: ["Cases"]),
    tests(
      "FaultTests", ["kith", "Persistence", "Ingest", "Pictures", "GraphStorage", "People", "Privacy", "Contacts"],
      data: ["Broken"]),
  ],
  swiftLanguageModes: [.v6]
)
