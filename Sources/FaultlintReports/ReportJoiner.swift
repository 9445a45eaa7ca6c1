internal import Faultlint
internal import FaultlintText

/// Joins reports of lines, one after the other, into one: takes their results over, counts them anew, and holds what
/// they say of themselves against that. Not for use by two threads at once.
package struct ReportJoiner {
  /// Something that is wrong with a report.
  package struct Complaint {
    /// The name of the report, with the line if it is about one.
    package let place: String
    /// What is wrong, without a full stop.
    package let reason: String
  }

  /// How many files the runs left out.
  package private(set) var skipped = 0
  /// Whether some report does not hold all of its run.
  package private(set) var isPartial = false

  private let reader = JSONReportReader()
  private var complaints: [Complaint] = []

  // Of the report that is being read:
  private var name = ""
  /// The results since the last summary.
  private var counted = Summary()
  /// Whether the last line was a summary.
  private var isClosed = false
  private var unusableLines = 0

  /// A joiner that has read nothing.
  package init() {}

  /// What is wrong with what was read since this was last asked.
  package mutating func takeComplaints() -> [Complaint] {
    defer { complaints = [] }
    return complaints
  }

  /// Begins a report.
  ///
  /// - Parameter name: What to call it.
  package mutating func begin(_ name: String) {
    self.name = name
    counted = Summary()
    isClosed = false
    unusableLines = 0
  }

  /// Takes over a line.
  ///
  /// - Parameters:
  ///   - text: The line, without its end.
  ///   - number: Its number, from 1.
  ///   - forms: The forms of the joined report.
  ///   - parts: What to write the result to, one for each form.
  package mutating func add(
    _ text: UnsafeBufferPointer<UInt8>, number: Int, in forms: [any ReportRenderer],
    to parts: inout [ReportPart]
  ) {
    guard text.contains(where: { !$0.isBlank }) else { return }
    do throws(JSONError) {
      switch try reader.read(text) {
      case .result(let result):
        counted.add(result)
        isClosed = false
        for index in forms.indices { forms[index].write(result, as: text, to: &parts[index]) }
      case .summary(let stated):
        close(stated, number: number)
        for item in stated.notRun {
          for index in parts.indices {
            parts[index].add(notRun: item.rule, because: item.reason, count: item.count)
          }
        }
      }
    } catch {
      unusableLines += 1
      guard unusableLines == 1 else { return }
      complain(
        "this is no line of what --format ndjson writes: \(error.message) (byte \(error.offset + 1))",
        at: number)
    }
  }

  /// Ends a report.
  ///
  /// - Parameter isRead: Whether it was read to its end.
  package mutating func end(isRead: Bool) {
    if unusableLines > 1 { complain("\(unusableLines - 1) more lines cannot be used") }
    guard !isClosed else { return }
    isPartial = true
    if isRead { complain("there is no summary after the last result: the report was cut off") }
  }

  private mutating func close(_ stated: JSONReportReader.StatedSummary, number: Int) {
    for (name, count) in counted.counts {
      guard let claim = stated.counts["\(name)"], claim != count else { continue }
      complain("the summary says \(name): \(claim), and the results before it have \(count)", at: number)
    }
    if stated.isPartial {
      isPartial = true
      complain("the run was ended before everything was checked")
    }
    let (sum, isTooLarge) = skipped.addingReportingOverflow(stated.counts["skipped"] ?? 0)
    skipped = isTooLarge ? .max : sum
    if isTooLarge { complain("the counts of skipped files are too large to be added", at: number) }
    counted = Summary()
    isClosed = true
  }

  private mutating func complain(_ reason: String, at line: Int? = nil) {
    complaints.append(Complaint(place: name + (line.map { ":\($0)" } ?? ""), reason: reason))
  }
}
