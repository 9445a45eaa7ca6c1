internal import Faultlint
internal import FaultlintConfiguration
internal import FaultlintContracts
internal import Glibc

/// Keeps out of reports what a project does not want to be told of, and notes down what a run finds if that becomes a
/// baseline. For use by all workers.
final class FindingClerk: Sendable {
  private let filter: FindingFilter?
  /// What notes down findings; nil if nothing is done with them.
  let recorder: FindingRecorder?
  /// The folder that files of a baseline are counted from; nil if there is none.
  private let baselineRoot: PathRoot?
  private let accepts: Bool

  /// A clerk.
  ///
  /// - Parameters:
  ///   - project: The configuration and the baseline.
  ///   - baselineRoot: The folder that the files of a baseline are counted from, if what is found becomes one; nil if
  ///     what the baseline of the project has is kept out.
  init(_ project: Project, recordingFor baselineRoot: PathRoot?) {
    let configuration = project.configuration
    accepts =
      !configuration.settings.accepted.isEmpty
      || configuration.overrides.contains { !$0.settings.accepted.isEmpty }
    recorder = baselineRoot.map { _ in FindingRecorder() }
    let baseline = baselineRoot == nil ? project.baseline : nil
    self.baselineRoot =
      baselineRoot ?? (baseline == nil ? nil : project.files.root(of: project.files.baseline ?? ""))
    filter =
      configuration.suppressions.isEmpty && baseline == nil && !accepts
      ? nil : FindingFilter(suppressions: configuration.suppressions, baseline: baseline, today: .today)
  }

  /// Whether nothing is kept out and nothing noted down.
  var isIdle: Bool { filter == nil && recorder == nil }

  /// Whether findings may be kept out of reports.
  var suppresses: Bool { filter != nil }

  /// Where the payloads of a file come from, as far as has to be known.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - names: Its names from the folder of the configuration.
  ///   - visit: The number of the time that it is gone through.
  /// - Returns: The origin of their reports.
  func origin(_ path: String, _ names: [Substring], visit: Int) -> FindingFilter.Origin {
    FindingFilter.Origin(visit: visit, names: names, file: baselineRoot?.path(of: path) ?? "")
  }

  /// Whether the payloads of a file have to come to ``take(_:from:judgedBy:)`` in their order, whoever checks them.
  func wantsOrder(_ origin: FindingFilter.Origin) -> Bool { filter?.knows(origin.file) ?? false }

  /// Takes a report in hand before it is written.
  func take(
    _ report: inout Report, from origin: FindingFilter.Origin, judgedBy judgement: CheckPlan.Judgement
  ) {
    filter?.apply(to: &report, from: origin, accepting: judgement.accepted)
    recorder?.add(report, visit: origin.visit, file: origin.file)
  }

  // MARK: What became of it

  /// Says on standard error which suppressions are past their day or of no use, and what of the baseline is no longer
  /// there.
  ///
  /// - Parameters:
  ///   - project: The configuration and the baseline.
  ///   - isWhole: Whether all that the configuration is for was checked.
  ///   - isVerbose: Whether to name each finding that is no longer there.
  func sayWhatIsLeft(_ project: Project, isWhole: Bool, isVerbose: Bool) {
    guard let filter else { return }
    var stale: [(file: String, rule: String, count: Int)] = []
    let remarks = filter.remarks(isWhole: isWhole) { file in
      baselineRoot.map { ProjectFiles.mayBeThere(file, from: $0) } ?? true
    }
    for remark in remarks {
      switch remark {
      case .expired(let suppression):
        let day = suppression.until?.text ?? ""
        StandardStream.remark(
          "this suppression ended with \(day), and no longer applies: \(suppression.reason)",
          about: suppression.origin.text)
      case .unused(let suppression):
        StandardStream.remark(
          "this suppression has suppressed nothing: \(suppression.reason)", about: suppression.origin.text)
      case .stale(let file, let rule, let count): stale.append((file, rule, count))
      }
    }
    guard !stale.isEmpty, let path = project.files.baseline else { return }
    let count = stale.reduce(0) { $0 + $1.count }
    let (findings, them) = count == 1 ? ("finding", "it") : ("findings", "them")
    let hint = isVerbose ? "" : "; --verbose lists \(them)"
    StandardStream.remark(
      "\(count) known \(findings) can no longer be found: 'faultlint baseline prune' takes \(them) out\(hint)",
      about: path)
    guard isVerbose else { return }
    for (file, rule, count) in stale {
      StandardStream.remark("\(rule)\(count > 1 ? " (\(count))" : "") can no longer be found", about: file)
    }
  }
}

extension CalendarDay {
  /// The day it is, where the program runs.
  static var today: CalendarDay {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    return CalendarDay(
      year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
  }
}
