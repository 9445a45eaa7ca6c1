// swift-tools-version: 6.0

import PackageDescription

// One way through: bytes -> Exchange -> XMLTree -> Message -> rules and schemas -> Outcomes -> Report -> bytes.
// A target may import only what its row names; the settings below make the compiler hold it to that.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

func layer(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "faultlint",
  targets: [
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    layer("XMLTree"),
    layer("LibXML", "CLibXML2", "XMLTree"),
    layer("FaultModel", "XMLTree"),
    layer("FaultRules", "FaultModel", "XMLTree"),
  ],
  swiftLanguageModes: [.v6]
)
