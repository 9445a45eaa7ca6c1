import FaultlintReports
import Foundation
import Testing

@Test("The page on reports has a row for each form, in their order")
func reportFormsAreDocumented() throws {
  let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "docs/reports.md")
  let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
  let rows = lines.drop { !$0.hasPrefix("| `--format`") }.prefix { $0.hasPrefix("|") }.dropFirst(2)
  let names = rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
  #expect(names == ReportFormat.all.map(\.name))
}
