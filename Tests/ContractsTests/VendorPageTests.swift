import Faultlint
import FaultlintContracts
import FaultlintEngine
import Foundation
import Testing

/// The tables of `docs/vendors` and `schemas/README.md`, against what they are about.
@Suite struct VendorPageTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

  static func page(_ name: String) throws -> String {
    try String(contentsOf: root.appending(path: name), encoding: .utf8)
  }

  static let vendors = ["marketing-cloud", "zuora", "openair", "dotnet", "ibm-cics"]

  @Test("A vendor's page has the rules of its profile, with their levels and titles", arguments: vendors)
  func rules(_ name: String) throws {
    let contract = try #require(BuiltInContracts.named(name))
    let page = try Self.page("docs/vendors/\(name).md")
    let ids = Set(contract.rules.map(\.id))
    let prefix = try #require(contract.rules.first?.id.prefix { $0 != "-" })
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| \(prefix)-") }.map(String.init)
    let expected = contract.rules.map { "| \($0.id) | \($0.level.rawValue) | \($0.title) |" }
    #expect(Set(rows).subtracting(expected) == [])
    #expect(Set(expected).subtracting(rows) == [])
    #expect(rows.count == ids.count)
  }

  @Test("A vendor's page has no code that its tables lack", arguments: vendors)
  func codes(_ name: String) throws {
    let contract = try #require(BuiltInContracts.named(name))
    let page = try Self.page("docs/vendors/\(name).md")
    let codes = try #require(page.components(separatedBy: "\n## Codes").last)
    let rows = codes.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| Code") }
    let known = Set(contract.tables.flatMap(\.entries).map(\.code))
    for row in rows {
      let code = row.split(separator: "|")[0].trimmingCharacters(in: .whitespaces)
        .replacingOccurrences(of: "`", with: "")
      #expect(known.contains(code), "\(row)")
    }
  }

  @Test("The README counts the rules of the profiles", arguments: vendors)
  func count(_ name: String) throws {
    let contract = try #require(BuiltInContracts.named(name))
    let readme = try Self.page("README.md")
    let row = try #require(
      readme.split(separator: "\n").first { $0.contains("docs/vendors/\(name).md): ") })
    #expect(row.contains("docs/vendors/\(name).md): \(contract.rules.count) rules"), "\(row)")
  }

  @Test("The README of the schemas lists each, and all.xsd imports it")
  func schemas() throws {
    let readme = try Self.page("schemas/README.md")
    let all = try Self.page("schemas/all.xsd")
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "schemas").path)
      .filter { $0.hasSuffix(".xsd") && $0 != "all.xsd" }
    #expect(files.count >= 10)
    for file in files {
      let schema = try Self.page("schemas/\(file)")
      let namespace = try #require(
        schema.components(separatedBy: "targetNamespace=\"").dropFirst().first?.split(separator: "\"").first)
      #expect(readme.contains("| `\(file)` | `\(namespace)` |"), "\(file)")
      #expect(all.contains("schemaLocation=\"\(file)\""), "\(file)")
      #expect(all.contains("namespace=\"\(namespace)\""), "\(file)")
    }
  }
}
