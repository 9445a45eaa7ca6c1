internal import Faultlint
internal import FaultlintReports
internal import FaultlintText

/// A report that is being written: its form, and where it goes.
struct OpenReport {
  private(set) var renderer: any ReportRenderer
  let sink: ReportSink
  private var output = Output()

  /// A report that begins.
  init(_ renderer: any ReportRenderer, _ sink: ReportSink) {
    self.renderer = renderer
    self.sink = sink
    renderer.begin(&output)
  }

  /// Whether somebody may read along: not in a file that appears only when it is whole.
  var isForReadingAlong: Bool { renderer.isForReadingAlong && !sink.isHidden }

  /// How many bytes wait to be written.
  var size: Int { output.bytes.count }

  /// Takes the next part.
  mutating func add(_ part: ReportPart) { renderer.add(part, &output) }

  /// Takes what comes last.
  mutating func end(_ summary: Summary) { renderer.end(summary, &output) }

  /// Writes what waits. Of what can no longer be written nothing is kept.
  mutating func flush() {
    _ = sink.write(output.bytes)
    output = Output()
  }
}
