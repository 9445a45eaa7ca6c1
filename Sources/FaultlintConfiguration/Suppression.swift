internal import Faultlint
internal import FaultlintEngine

/// Findings that a project does not want to be told of, and why.
package struct Suppression: Sendable {
  /// Rules, by id or by a pattern of ids; all if there are none.
  package var rules: [Sourced<Glob>] = []
  /// Paths, from the folder of the configuration; all if there are none.
  package var paths: [Glob] = []
  /// Entries of captures, by number or identifier; all if there are none.
  package var entries: [String] = []
  /// Elements, or what they are in; all if there are none.
  package var elements: [ElementPattern] = []
  /// Why.
  package var reason = ""
  /// The last day it is for; nil for ever.
  package var until: CalendarDay?
  /// Where it stands.
  package var origin: Origin

  /// Whether it is for findings of a rule.
  func fits(_ rule: Rule) -> Bool {
    let id = [rule.id[...]]
    return rules.isEmpty || rules.contains { $0.value.matches(id) }
  }

  /// Whether it is for a finding of a report, as far as rules and paths do not say that it is not.
  func fits(_ finding: Finding, in report: Report) -> Bool {
    (entries.isEmpty || report.source.isOne(of: entries))
      && (elements.isEmpty || elements.contains { $0.matches(finding.path) })
  }
}

extension Source {
  /// Whether it is one of some entries, by its number or by the identifier that the capture gives it.
  fileprivate func isOne(of entries: [String]) -> Bool {
    let number = String(entry)
    return entries.contains { entry in
      entry == number || id.map { $0 == entry || $0 == "\"\(entry)\"" } ?? false
    }
  }
}
