// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of Kith neither fetch nor build the measuring library.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// One executable with benchmarks. The plugin looks for its folder directly inside one named `Benchmarks`.
func benchmarks(_ name: String) -> Target {
  .executableTarget(
    name: name,
    dependencies: [
      "Shared", .product(name: "Kith", package: "Kith"), .product(name: "Benchmark", package: "benchmark"),
    ],
    path: name, swiftSettings: settings, plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
}

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "Kith", path: ".."),
    // Without its default traits: they count allocations through libraries that are preloaded, which we do not use.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "Shared",
      dependencies: [.product(name: "Kith", package: "Kith"), .product(name: "Benchmark", package: "benchmark")],
      path: "Shared", swiftSettings: settings),
    benchmarks("ingest"),
    benchmarks("storage"),
    benchmarks("ties"),
    benchmarks("traversal"),
    benchmarks("kernels"),
    benchmarks("inference"),
    benchmarks("snapshots"),
    .executableTarget(
      name: "limits", dependencies: ["Shared", .product(name: "Kith", package: "Kith")], path: "limits",
      swiftSettings: settings),
    .executableTarget(
      name: "scale", dependencies: ["CAllocations", "Shared", .product(name: "Kith", package: "Kith")], path: "scale",
      swiftSettings: settings),
    .target(name: "CAllocations", path: "CAllocations"),
    .target(name: "CFloors", path: "CFloors"),
    .executableTarget(
      name: "floors", dependencies: ["CFloors", "Shared", .product(name: "Kith", package: "Kith")], path: "floors",
      swiftSettings: settings),
    .executableTarget(
      name: "phases", dependencies: ["Shared", .product(name: "Kith", package: "Kith")], path: "phases",
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
