// swift-tools-version: 6.2

import PackageDescription

// A client of a SOAP service, whose tests answer in the service's place.
let package = Package(
  name: "order-client",
  platforms: [.macOS(.v15)],
  products: [.library(name: "Orders", targets: ["Orders"])],
  dependencies: [.package(name: "faultlint", path: "../../..")],
  targets: [
    .target(name: "Orders", dependencies: [.product(name: "Faultlint", package: "faultlint")]),
    .target(name: "Reports", dependencies: ["Orders"]),
    .testTarget(
      name: "OrdersTests",
      dependencies: ["Orders", "Reports", .product(name: "FaultlintTesting", package: "faultlint")],
      exclude: ["not-understood.xml"]),
  ],
  swiftLanguageModes: [.v6]
)
