/// A test in XPath 1.0: for each node that one expression selects another one has to hold.
public struct Expression: Sendable {
  /// What the expressions of one profile may use.
  package final class Scope: Sendable {
    /// The namespaces of prefixes.
    package let prefixes: [(prefix: String, namespace: String)]
    /// The codes of its tables by the name of the table: each with the classes of fault it is documented for.
    package let codes: [String: [String: [String]]]
    /// What stands in the columns that a profile adds to its tables: by the name of the table, the code and the column.
    package let fields: [String: [String: [String: String]]]

    /// A scope.
    package init(
      prefixes: [(prefix: String, namespace: String)], codes: [String: [String: [String]]] = [:],
      fields: [String: [String: [String: String]]] = [:]
    ) {
      self.prefixes = prefixes
      self.codes = codes
      self.fields = fields
    }
  }

  /// A piece of a message.
  package enum MessagePart: Sendable, Equatable {
    case text(String)
    /// An expression whose value stands there, with the tested node as context.
    case value(String)
  }

  /// What is looked at.
  package let context: String
  /// What has to hold of each node; nil if there must be none.
  package let assertion: String?
  /// What to say of a node that breaks it.
  package let message: [MessagePart]
  /// What they may use.
  package let scope: Scope

  /// A test.
  package init(context: String, assertion: String?, message: [MessagePart], scope: Scope) {
    self.context = context
    self.assertion = assertion
    self.message = message
    self.scope = scope
  }
}
