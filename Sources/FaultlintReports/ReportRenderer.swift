public import Faultlint
public import FaultlintText

/// A form of report, written in parts: results by any thread, parts in order by one.
public protocol ReportRenderer: Sendable {
  /// What comes before the results.
  func begin(_ output: inout Output)

  /// Writes one result into a part, on any thread.
  func write(_ report: Report, to part: inout ReportPart)

  /// Takes over one result as a report of lines has it, on any thread.
  ///
  /// - Parameters:
  ///   - report: The result.
  ///   - line: Its JSON on a line, without the end of the line.
  ///   - part: What to write to.
  func write(_ report: Report, as line: UnsafeBufferPointer<UInt8>, to part: inout ReportPart)

  /// The next part.
  mutating func add(_ part: ReportPart, _ output: inout Output)

  /// What comes after the results.
  mutating func end(_ summary: Summary, _ output: inout Output)

  /// Whether somebody may read along, so that results are to be written as they come.
  var isForReadingAlong: Bool { get }
}

extension ReportRenderer {
  /// One result.
  public mutating func add(_ report: Report, _ output: inout Output) {
    var part = ReportPart()
    write(report, to: &part)
    add(part, &output)
  }

  /// Parts follow one another as they were written.
  public mutating func add(_ part: ReportPart, _ output: inout Output) { output.write(part.output) }

  /// Nothing comes before the results.
  public func begin(_ output: inout Output) {}

  /// Writes the result as if it had just been found.
  public func write(_ report: Report, as line: UnsafeBufferPointer<UInt8>, to part: inout ReportPart) {
    write(report, to: &part)
  }
}
