// swift-tools-version: 6.2

import PackageDescription

// One way through: bytes -> Exchange -> XMLTree -> Message -> rules and schemas -> Outcomes -> Report -> bytes.
// A target may import only what its row names; the settings below make the compiler hold it to that.

// A warning fails the build where nobody would see it.
let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
  ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

func layer(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "faultlint",
  products: [
    .executable(name: "faultlint", targets: ["faultlint-cli"]),
    .library(name: "Faultlint", targets: ["Faultlint"]),
    // For the benchmarks, which measure stage by stage; not for anybody else.
    .library(name: "FaultlintParts", targets: ["FaultModel", "LibXML", "Reports", "XMLTree"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CFaultlintYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    layer("XMLTree"),
    layer("LibXML", "CLibXML2", "XMLTree"),
    layer("FaultModel", "XMLTree"),
    layer("FaultRules", "FaultModel", "XMLTree"),
    layer("FaultProfiles", "FaultModel", "FaultRules"),
    layer("Captures", "CFaultlintYAML", "CZlib", "FaultModel"),
    layer("Reports", "FaultRules", "XMLTree"),
    layer("RuleDocs", "FaultModel", "FaultProfiles", "FaultRules", "Reports"),
    layer(
      "Faultlint", "FaultModel", "FaultProfiles", "FaultRules", "LibXML", "Reports", "Schemas", "XMLTree"),
    layer("Conformance", "FaultModel", "FaultProfiles", "FaultRules", "Faultlint", "Reports", "XMLTree"),
    .executableTarget(
      name: "faultlint-cli",
      dependencies: [
        "Captures", "Conformance", "FaultModel", "FaultProfiles", "FaultRules", "Faultlint", "Reports",
        "RuleDocs", "XMLTree",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    // For maintainers: writes what is generated from the code and checked in.
    .executableTarget(name: "faultlint-dev", dependencies: ["RuleDocs"], swiftSettings: settings),
    .target(
      name: "Schemas", path: "schemas", exclude: ["README.md", "catalog.xml", "all.xsd"],
      resources: [
        .embedInCode("ETFrameworkFault.xsd"), .embedInCode("soap11-envelope.xsd"),
        .embedInCode("soap12-envelope.xsd"), .embedInCode("xml-attributes.xsd"),
      ],
      swiftSettings: settings),
    // Documents changed in every way, for the tests that hold one judge of them against another.
    .target(
      name: "XMLMutations", dependencies: ["XMLTree"], path: "Tests/XMLMutations", swiftSettings: settings),
    tests("EndToEndTests", "FaultRules", "Faultlint", "Reports", "faultlint-cli"),
    tests(
      "FaultlintTests", "FaultModel", "FaultProfiles", "FaultRules", "Faultlint", "LibXML", "Reports",
      "Schemas",
      "XMLMutations", "XMLTree"),
    tests("ReportsTests", "FaultProfiles", "FaultRules", "Faultlint", "Reports", "RuleDocs"),
    tests(
      "FaultRulesTests", "FaultModel", "FaultProfiles", "FaultRules", "Faultlint", "Reports", "RuleDocs",
      "XMLTree"),
    tests("XMLTreeTests", "XMLTree"),
    tests("LibXMLTests", "LibXML", "Schemas", "XMLMutations", "XMLTree"),
    tests("CapturesTests", "Captures", "FaultModel"),
    tests("FaultModelTests", "FaultModel", "XMLTree"),
    tests("ConformanceTests", "Conformance", "FaultRules", "FaultProfiles", "Reports"),
  ],
  swiftLanguageModes: [.v6]
)
