// swift-tools-version: 6.2

import PackageDescription

// What the README shows: the first use of the library, and the first assertion.
let package = Package(
  name: "first-assertion",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "faultlint", path: "../../..")],
  targets: [
    .target(name: "App", dependencies: [.product(name: "Faultlint", package: "faultlint")]),
    .testTarget(
      name: "AppTests", dependencies: ["App", .product(name: "FaultlintTesting", package: "faultlint")],
      exclude: ["fault.xml"]),
  ],
  swiftLanguageModes: [.v6]
)
