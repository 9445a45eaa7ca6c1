internal import Faultlint
internal import FaultlintText

/// Nothing but counts, for runs whose results go elsewhere.
struct NoReport: ReportRenderer {
  func write(_ report: Report, to part: inout ReportPart) { part.summary.add(report) }

  func end(_ summary: Summary, _ output: inout Output) {}

  var isForReadingAlong: Bool { false }
}

extension ReportFormat {
  /// None: payloads are counted, and nothing is written. It is not among ``all``.
  public static let none = ReportFormat("none", "nothing") { _ in NoReport() }
}
