internal import FaultlintYAML

/// A value with where it was said.
///
/// An object, because most are never made, and what is nil of a generic structure costs every start its type.
package final class Sourced<Value: Sendable>: Sendable {
  /// The value.
  package let value: Value
  /// Where it was said.
  package let origin: Origin

  /// A value from a place.
  package init(_ value: Value, _ origin: Origin) {
    self.value = value
    self.origin = origin
  }
}

/// Where something was said that a run goes by.
package enum Origin: Sendable, Hashable, Comparable {
  /// Nowhere: it is so if nothing is said.
  case standard
  /// In a configuration, at a line and a column, from 1.
  case file(String, line: Int, column: Int)
  /// In an option, by its name.
  case option(String)

  /// The place of a value of a file.
  init(_ file: String, _ value: YAMLValue) {
    self = .file(file, line: value.line, column: value.column)
  }

  /// It for people.
  package var text: String {
    switch self {
    case .standard: "default"
    case .file(let file, let line, _): "\(file):\(line)"
    case .option(let name): name
    }
  }
}
