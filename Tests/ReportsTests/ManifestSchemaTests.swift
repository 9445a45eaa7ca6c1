import Foundation
import Testing

/// The manifests of the conformance suite against their schema.
@Suite struct ManifestSchemaTests {
  static let folder = JSONReportTests.root.appending(path: "conformance")
  static let manifests =
    (try? FileManager.default.subpathsOfDirectory(atPath: folder.path))?
    .filter { $0.hasSuffix("manifest.json") }.sorted() ?? []

  @Test("A manifest fits its schema", arguments: manifests)
  func fits(_ path: String) throws {
    let schema = try JSONSchema(file: Self.folder.appending(path: "manifest.schema.json"))
    #expect(try schema.problems(Data(contentsOf: Self.folder.appending(path: path))) == [])
  }

  @Test func thereAreManifests() { #expect(Self.manifests.count > 40) }
}
