// swift-tools-version: 6.2

import PackageDescription

// The tests of the same client in XCTest.
let package = Package(
  name: "order-client-xctest",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "faultlint", path: "../../.."),
    .package(path: "../order-client"),
  ],
  targets: [
    .testTarget(
      name: "OrdersXCTests",
      dependencies: [
        .product(name: "Orders", package: "order-client"),
        .product(name: "FaultlintTesting", package: "faultlint"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
