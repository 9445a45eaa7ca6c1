import Faultlint
import FaultlintReports
import FaultlintText

/// Reports of lines that somebody else may have written, or changed, joined into one of some form.
final class MergeFuzzing {
  func check(_ input: UnsafeBufferPointer<UInt8>) {
    let forms = ReportFormat.all
    for form in [forms[input.count % forms.count], forms[input.count / 16 % forms.count]] {
      var settings = ReportSettings()
      settings.detail = input.count % 2 == 0 ? .normal : .verbose
      var renderer = form.renderer(settings)
      var joiner = ReportJoiner()
      var output = Output()
      var parts = [ReportPart()]
      renderer.begin(&output)
      // The same report twice: what comes behind a summary begins a further one.
      for _ in 0..<2 {
        joiner.begin("fuzzed")
        for (index, line) in input.split(separator: UInt8(ascii: "\n")).enumerated() {
          joiner.add(UnsafeBufferPointer(rebasing: line), number: index + 1, in: [renderer], to: &parts)
        }
        joiner.end(isRead: true)
      }
      var summary = parts[0].summary
      summary.skipped = joiner.skipped
      summary.isPartial = joiner.isPartial
      renderer.add(parts[0], &output)
      renderer.end(summary, &output)
      WrittenReports.holdText(output.bytes, "the joined \(form.name)")
      _ = joiner.takeComplaints()
    }
  }
}
