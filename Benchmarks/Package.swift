// swift-tools-version: 6.3

import PackageDescription

// A package of its own, so that building and testing faultlint never builds the benchmarks.

let package = Package(
  name: "faultlint-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    // The name is spelt out because the folder may be called anything.
    .package(name: "faultlint", path: "..")
  ],
  targets: [
    .executableTarget(
      name: "faultlint-benchmarks",
      dependencies: [
        .product(name: "Faultlint", package: "faultlint"),
        .product(name: "FaultlintParts", package: "faultlint"),
      ],
      swiftSettings: [
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("ExistentialAny"),
      ]),
    .executableTarget(name: "peak-memory"),
  ],
  swiftLanguageModes: [.v6]
)
