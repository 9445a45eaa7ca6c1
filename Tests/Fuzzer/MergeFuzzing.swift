import Faultlint
import FaultlintReports
import FaultlintText

/// Reports of lines that somebody else may have written, or changed, joined into one of some form.
final class MergeFuzzing {
  func check(_ input: UnsafeBufferPointer<UInt8>, _ draw: Draw) {
    let form = draw.choose(WrittenReports.forms)
    var settings = ReportSettings()
    settings.version = "fuzzed"
    settings.detail = draw.choose(WrittenReports.details, for: 1)
    // The same report twice: what comes behind a summary begins a further one.
    let joined = Self.join([input, input], form, settings)
    WrittenReports.holdText(joined.bytes, form.name, draw)
    for complaint in joined.complaints {
      demand(!complaint.place.isEmpty && !complaint.reason.isEmpty, "a complaint says nothing")
    }
  }

  /// What `merge` makes of reports.
  static func join(
    _ reports: [UnsafeBufferPointer<UInt8>], _ form: ReportFormat, _ settings: ReportSettings
  ) -> (bytes: [UInt8], summary: Summary, complaints: [ReportJoiner.Complaint]) {
    var renderer = form.renderer(settings)
    var joiner = ReportJoiner()
    var output = Output()
    var parts = [ReportPart()]
    renderer.begin(&output)
    for report in reports {
      joiner.begin("fuzzed")
      var number = 1
      for line in report.split(separator: UInt8(ascii: "\n")) {
        joiner.add(UnsafeBufferPointer(rebasing: line), number: number, in: [renderer], to: &parts)
        number += 1
      }
      joiner.end(isRead: true)
    }
    var summary = parts[0].summary
    summary.skipped = joiner.skipped
    summary.isPartial = joiner.isPartial
    renderer.add(parts[0], &output)
    renderer.end(summary, &output)
    return (output.bytes, summary, joiner.takeComplaints())
  }
}
