// swift-tools-version: 6.2

import PackageDescription

// A SOAP server, whose tests check over a real connection that its errors are conforming faults.
let package = Package(
  name: "order-server",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "faultlint", path: "../../.."),
    .package(url: "https://github.com/apple/swift-nio", from: "2.65.0"),
  ],
  targets: [
    .target(
      name: "OrderServer",
      dependencies: [
        .product(name: "Faultlint", package: "faultlint"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ]),
    .testTarget(
      name: "OrderServerTests",
      dependencies: ["OrderServer", .product(name: "FaultlintTesting", package: "faultlint")]),
  ],
  swiftLanguageModes: [.v6]
)
