import Foundation
import Testing

@testable import FaultlintCaptures

/// What the documentation says of the forms, and what the table of them says.
@Suite("The table of forms")
struct FormatTableTests {
  @Test("The documentation has the rows of the table, in its order")
  func documentation() throws {
    let folder = Samples.folder.deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: folder.appending(path: "docs/captures.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map {
      $0.split(separator: "|").prefix(2).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let expected = CaptureFormat.all.map { ["`\($0.name)`", $0.summary] }
    #expect(rows.filter { row in expected.contains { $0[0] == row[0] } } == expected)
    let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    let names = (["auto"] + CaptureFormat.all.map(\.name)).joined(separator: "\\|")
    #expect(readme.contains("`--input-format \(names)`"))
  }
}
