import FaultlintReports
import Foundation
import Testing

@Test("The page on reports has a row for each form, in their order")
func reportFormsAreDocumented() throws {
  let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "docs/reports.md")
  let rows = try String(contentsOf: page, encoding: .utf8).split(separator: "\n").filter {
    $0.hasPrefix("| `")
  }
  let names = rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
  #expect(names.filter { $0 != "--format" } == ReportFormat.all.map(\.name))
}
