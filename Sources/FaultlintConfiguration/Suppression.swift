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
}
