package import Faultlint
internal import FaultlintEngine
internal import Synchronization

/// Takes out of reports what a project does not want to be told of: suppressions, quirks it accepts, and what is in its
/// baseline. For use by any number of threads.
package final class FindingFilter: Sendable {
  private let suppressions: [Suppression]
  private let table: SuppressionTable
  /// Those that are past their last day.
  private let expired: [Bool]
  private let baseline: Baseline?
  private let state = Mutex(State())

  private struct State {
    /// How many findings each suppression has taken out.
    var uses: [Int] = []
    /// Whether a payload came with a path that a suppression is for.
    var applied: [Bool] = []
    /// What was taken out of the file of each visit, for the files of the baseline.
    var visits: [Int: Visit] = [:]
    /// Files of which something could not be read.
    var broken: Set<String> = []
  }

  /// What came of one time that a file was gone through.
  private struct Visit {
    let file: String
    var known: [Baseline.Defect: Int] = [:]
  }

  /// A filter.
  ///
  /// - Parameters:
  ///   - suppressions: What the configuration suppresses.
  ///   - baseline: What is known; nil if there is no baseline.
  ///   - today: The day it is.
  package init(suppressions: [Suppression], baseline: Baseline?, today: CalendarDay) {
    self.suppressions = suppressions
    self.baseline = baseline
    let expired = suppressions.map { suppression in suppression.until.map { $0 < today } ?? false }
    self.expired = expired
    table = SuppressionTable(suppressions) { !expired[$0] }
    state.withLock {
      $0.uses = Array(repeating: 0, count: suppressions.count)
      $0.applied = Array(repeating: false, count: suppressions.count)
    }
  }

  /// Where a report comes from, as far as a filter has to know.
  package struct Origin: Sendable {
    /// The number of the time that the file was gone through.
    package var visit: Int
    /// The names of the path from the folder of the configuration.
    package var names: [Substring]
    /// The path of the file from the folder of the baseline.
    package var file: String

    /// An origin.
    package init(visit: Int, names: [Substring], file: String) {
      self.visit = visit
      self.names = names
      self.file = file
    }
  }

  /// Whether something of a file is in the baseline: the reports on its payloads then have to come in order.
  package func knows(_ file: String) -> Bool { baseline?.files[file] != nil }

  /// Takes the findings out of a report that are not to be told of.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - origin: Where it comes from.
  ///   - accepted: The quirks that are accepted of it.
  package func apply(to report: inout Report, from origin: Origin, accepting accepted: [AcceptedSet]) {
    applySuppressions(to: &report, origin)
    if !accepted.isEmpty, !report.findings.isEmpty {
      let result = report
      report.suppress { finding in
        accepted.first { $0.fits(finding, in: result) }.map { (.accepted, "\($0.name): \($0.title)") }
      }
    }
    if let known = baseline?.files[origin.file] { apply(known, to: &report, origin) }
  }

  private func applySuppressions(to report: inout Report, _ origin: Origin) {
    guard !suppressions.isEmpty else { return }
    let path = origin.names + (report.source.member?.split(separator: "/") ?? [])
    var search = table.search(report.source, path: path)
    var uses: [Int: Int] = [:]
    report.suppress { finding in
      guard let index = search.first(for: finding) else { return nil }
      uses[index, default: 0] += 1
      return (.configuration, suppressions[index].reason)
    }
    state.withLock { state in
      for index in search.fittingPath { state.applied[index] = true }
      for (index, count) in uses { state.uses[index] += count }
    }
  }

  private func apply(_ known: [Baseline.Defect: Int], to report: inout Report, _ origin: Origin) {
    let result = report
    state.withLock { state in
      var visit = state.visits[origin.visit] ?? Visit(file: origin.file)
      if report.error != nil { state.broken.insert(origin.file) }
      report.suppress { finding in
        let defect = Baseline.Defect(finding, in: result)
        guard let count = known[defect], visit.known[defect, default: 0] < count else { return nil }
        visit.known[defect, default: 0] += 1
        return (.baseline, "it is in the baseline")
      }
      state.visits[origin.visit] = visit
    }
  }

  // MARK: What became of it

  /// Something to say of a configuration or a baseline when a run is over.
  package enum Remark: Sendable {
    /// The last day of a suppression is over.
    case expired(Suppression)
    /// A suppression has taken nothing out.
    case unused(Suppression)
    /// So many findings of a rule in a file of the baseline are no longer there.
    case stale(file: String, rule: String, count: Int)
  }

  /// What there is to say after a run.
  ///
  /// - Parameters:
  ///   - isWhole: Whether all that the configuration is for was checked: what was not is no reason to say that something
  ///     is of no use.
  ///   - exists: Whether a file of the baseline is still there.
  /// - Returns: The remarks, in the order of the configuration and then of the baseline.
  package func remarks(isWhole: Bool, exists: (String) -> Bool) -> [Remark] {
    state.withLock { state in
      var remarks: [Remark] = []
      for (index, suppression) in suppressions.enumerated() {
        if expired[index] {
          remarks.append(.expired(suppression))
        } else if state.uses[index] == 0,
          isWhole || !suppression.paths.isEmpty && state.applied[index]
        {
          remarks.append(.unused(suppression))
        }
      }
      return remarks + stale(state, exists)
    }
  }

  private func stale(_ state: State, _ exists: (String) -> Bool) -> [Remark] {
    guard let baseline else { return [] }
    var seen: [String: [Baseline.Defect: Int]] = [:]
    for visit in state.visits.values {
      seen[visit.file, default: [:]].merge(visit.known, uniquingKeysWith: max)
    }
    var remarks: [Remark] = []
    for (file, known) in baseline.files.sorted(by: { $0.key < $1.key }) {
      guard seen[file] != nil ? !state.broken.contains(file) : !exists(file) else { continue }
      var rules: [String: Int] = [:]
      for (defect, count) in known {
        let left = count - (seen[file]?[defect] ?? 0)
        if left > 0 { rules[defect.rule, default: 0] += left }
      }
      for (rule, count) in rules.sorted(by: { $0.key < $1.key }) {
        remarks.append(.stale(file: file, rule: rule, count: count))
      }
    }
    return remarks
  }
}

/// Notes down what a run finds, for a baseline. For use by any number of threads.
package final class FindingRecorder: Sendable {
  private let state = Mutex<[Int: (file: String, defects: [Baseline.Defect: Int])]>([:])

  /// Nothing is noted down.
  package init() {}

  /// Notes down what a report has.
  ///
  /// - Parameters:
  ///   - report: The report.
  ///   - visit: The number of the time that its file was gone through.
  ///   - file: The path of the file from the folder of the baseline.
  package func add(_ report: Report, visit: Int, file: String) {
    let defects = report.findings.map { Baseline.Defect($0, in: report) }
    state.withLock { state in
      for defect in defects { state[visit, default: (file, [:])].defects[defect, default: 0] += 1 }
      if defects.isEmpty, state[visit] == nil { state[visit] = (file, [:]) }
    }
  }

  /// What was found; of a file that was gone through twice as much as once.
  package var found: Baseline {
    state.withLock { state in
      var files: [String: [Baseline.Defect: Int]] = [:]
      for (file, defects) in state.values { files[file, default: [:]].merge(defects, uniquingKeysWith: max) }
      return Baseline(files)
    }
  }

  /// The files that were checked.
  package var seen: Set<String> { state.withLock { Set($0.values.map(\.file)) } }
}
