// swift-tools-version: 6.3

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
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "faultlint", targets: ["faultlint-cli"]),
    .library(name: "Faultlint", targets: ["Faultlint"]),
    .library(name: "FaultlintFoundation", targets: ["FaultlintFoundation"]),
    .library(name: "FaultlintTesting", targets: ["FaultlintTesting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/pointfreeco/xctest-dynamic-overlay", from: "1.13.0"),
  ],
  targets: [
    .systemLibrary(name: "CFaultlintXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CFaultlintYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CFaultlintZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CFaultlintOctets"),
    .target(name: "CFaultlintFiles"),
    layer("FaultlintFiles", "CFaultlintFiles"),
    layer("FaultlintText", "CFaultlintOctets"),
    layer("FaultlintXMLTree"),
    .target(
      name: "FaultlintPlainXML", dependencies: ["CFaultlintOctets", "FaultlintXMLTree"],
      exclude: ["README.md"],
      swiftSettings: settings),
    .target(
      name: "FaultlintPlainXPath", dependencies: ["FaultlintText", "FaultlintXMLTree"],
      exclude: ["README.md"],
      swiftSettings: settings),
    layer(
      "FaultlintLibXML", "CFaultlintXML2", "FaultlintPlainXML", "FaultlintPlainXPath", "FaultlintText",
      "FaultlintXMLTree"),
    layer("FaultlintModel", "FaultlintText", "FaultlintXMLTree"),
    layer("FaultlintEngine", "FaultlintModel", "FaultlintPlainXPath", "FaultlintXMLTree"),
    layer("FaultlintRules", "FaultlintEngine", "FaultlintModel", "FaultlintText", "FaultlintXMLTree"),
    layer("FaultlintYAML", "CFaultlintYAML"),
    layer(
      "FaultlintContracts", "FaultlintEngine", "FaultlintLibXML", "FaultlintModel", "FaultlintPlainXPath",
      "FaultlintRules", "FaultlintFiles", "FaultlintText", "FaultlintXMLTree", "FaultlintYAML"),
    layer(
      "FaultlintCaptures", "CFaultlintOctets", "CFaultlintZlib", "FaultlintModel", "FaultlintText",
      "FaultlintYAML"),
    layer(
      "FaultlintRuleDocs", "FaultlintContracts", "FaultlintModel", "FaultlintEngine", "FaultlintRules",
      "FaultlintText"),
    layer(
      "FaultlintReports", "Faultlint", "FaultlintContracts", "FaultlintEngine", "FaultlintModel",
      "FaultlintReportPage", "FaultlintRuleDocs", "FaultlintRules", "FaultlintText", "FaultlintXMLTree"),
    layer(
      "Faultlint", "FaultlintCaptures", "FaultlintContracts", "FaultlintEngine", "FaultlintLibXML",
      "FaultlintModel",
      "FaultlintRules", "FaultlintFiles", "FaultlintText", "FaultlintXMLTree"),
    layer(
      "FaultlintConfiguration", "Faultlint", "FaultlintContracts", "FaultlintEngine", "FaultlintFiles",
      "FaultlintModel", "FaultlintText", "FaultlintXMLTree", "FaultlintYAML"),
    layer(
      "FaultlintConformance", "FaultlintContracts", "FaultlintModel", "FaultlintEngine", "FaultlintRules",
      "Faultlint",
      "FaultlintText",
      "FaultlintXMLTree"),
    .executableTarget(
      name: "faultlint-cli",
      dependencies: [
        "FaultlintCaptures", "FaultlintConfiguration", "FaultlintConformance", "FaultlintContracts",
        "FaultlintLibXML",
        "FaultlintModel", "FaultlintEngine", "FaultlintRules",
        "Faultlint", "FaultlintReports", "FaultlintRuleDocs", "FaultlintText", "FaultlintXMLTree",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    // For maintainers: writes what is generated from the code and checked in.
    .executableTarget(
      name: "faultlint-dev", dependencies: ["FaultlintContracts", "FaultlintRuleDocs"],
      swiftSettings: settings),
    .target(
      name: "FaultlintReportPage", dependencies: ["FaultlintFiles", "FaultlintText"], exclude: ["page"],
      swiftSettings: settings),
    // How the cost of work grows, for the tests that hold it to the length of its input.
    .target(name: "Costs", path: "Tests/Costs", swiftSettings: settings),
    // Documents changed in every way, for the tests that hold one judge of them against another.
    .target(
      name: "XMLMutations",
      dependencies: ["FaultlintLibXML", "FaultlintModel", "FaultlintPlainXML", "FaultlintXMLTree"],
      path: "Tests/XMLMutations", swiftSettings: settings),
    tests(
      "EndToEndTests", "FaultlintEngine", "FaultlintRules", "Faultlint", "FaultlintReports", "faultlint-cli"),
    tests(
      "FaultlintTests", "FaultlintModel", "FaultlintEngine", "FaultlintRules", "Faultlint",
      "FaultlintContracts", "FaultlintLibXML", "FaultlintReports", "FaultlintFiles", "Costs", "XMLMutations",
      "FaultlintXMLTree"),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "FaultlintEngine", "FaultlintLibXML", "FaultlintRules", "Faultlint", "FaultlintReports",
        "FaultlintRuleDocs", "FaultlintText", "FaultlintXMLTree",
      ],
      exclude: ["Schemas"], swiftSettings: settings),
    tests(
      "RulesTests", "FaultlintModel", "FaultlintEngine", "FaultlintRules", "Faultlint", "FaultlintReports",
      "FaultlintRuleDocs", "FaultlintXMLTree"),
    tests("TextTests", "FaultlintText"),
    tests("XMLTreeTests", "FaultlintXMLTree"),
    tests(
      "PlainXMLTests", "FaultlintModel", "FaultlintPlainXML", "FaultlintLibXML", "XMLMutations",
      "FaultlintXMLTree"),
    tests(
      "PlainXPathTests", "FaultlintContracts", "FaultlintEngine", "FaultlintLibXML", "FaultlintModel",
      "FaultlintPlainXPath", "FaultlintText", "FaultlintXMLTree", "XMLMutations"),
    tests("LibXMLTests", "FaultlintLibXML", "FaultlintFiles", "XMLMutations", "FaultlintXMLTree"),
    tests("CapturesTests", "CFaultlintZlib", "FaultlintCaptures", "FaultlintModel", "FaultlintText"),
    tests(
      "ContractsTests", "Faultlint", "FaultlintContracts", "FaultlintEngine", "FaultlintFoundation",
      "FaultlintPlainXPath"),
    tests(
      "ConfigurationTests", "Faultlint", "FaultlintConfiguration", "FaultlintContracts", "FaultlintEngine",
      "FaultlintModel", "FaultlintRules", "Costs"),
    tests("ModelTests", "FaultlintModel", "FaultlintXMLTree"),
    tests("DocumentationTests", "Faultlint", "faultlint-dev"),
    tests(
      "ConformanceTests", "FaultlintConformance", "FaultlintEngine", "FaultlintRules", "FaultlintReports"),
    // For callers who have Foundation. Nothing else that is shipped imports it but the helpers for tests.
    layer("FaultlintFoundation", "Faultlint"),
    layer(
      "FaultlintTesting", "Faultlint", "FaultlintEngine", "FaultlintFoundation", "FaultlintLibXML",
      "FaultlintModel", "FaultlintReports", "FaultlintRuleDocs", "FaultlintRules", "FaultlintText",
      "FaultlintXMLTree", .product(name: "IssueReporting", package: "xctest-dynamic-overlay"),
      .product(name: "IssueReportingTestSupport", package: "xctest-dynamic-overlay")),
    .testTarget(
      name: "TestingTests",
      dependencies: [
        "FaultlintTesting", "FaultlintFoundation",
        .product(name: "IssueReporting", package: "xctest-dynamic-overlay"),
      ], exclude: ["Payloads"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

// The benchmarks measure stage by stage what no product shows. Nobody else builds them: script/bench asks for them.
if Context.environment["FAULTLINT_BENCHMARKS"] != nil {
  package.targets += [
    .executableTarget(
      name: "faultlint-benchmarks",
      dependencies: [
        "Faultlint", "FaultlintLibXML", "FaultlintModel", "FaultlintReports", "FaultlintText",
        "FaultlintXMLTree",
      ],
      path: "Benchmarks/Sources/faultlint-benchmarks", swiftSettings: settings),
    .executableTarget(name: "peak-memory", path: "Benchmarks/Sources/peak-memory"),
  ]
}

// The fuzzer is linked with libFuzzer, which has the main function. Nobody else builds it: script/fuzz asks for it.
if Context.environment["FAULTLINT_FUZZER"] != nil {
  package.targets += [
    .executableTarget(
      name: "faultlint-fuzzer",
      dependencies: [
        "Faultlint", "FaultlintCaptures", "FaultlintConfiguration", "FaultlintConformance",
        "FaultlintContracts", "FaultlintEngine", "FaultlintFiles", "FaultlintLibXML", "FaultlintModel",
        "FaultlintReports", "FaultlintRules", "FaultlintText", "FaultlintXMLTree", "XMLMutations",
      ],
      path: "Tests/Fuzzer", exclude: ["Seeds", "words.dict"], swiftSettings: settings)
  ]
}
