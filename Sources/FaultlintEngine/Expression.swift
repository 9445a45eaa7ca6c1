package import FaultlintPlainXPath

/// A test in XPath 1.0: for each node that one expression selects another one has to hold.
public final class Expression: Sendable {
  /// A piece of a message.
  package enum MessagePart: Sendable {
    case text(String)
    /// An expression whose value stands there, with the tested node as context.
    case value(XPathExpression)
  }

  /// What is looked at.
  package let context: XPathExpression
  /// What has to hold of each node; nil if there must be none.
  package let assertion: XPathExpression?
  /// What to say of a node that breaks it.
  package let message: [MessagePart]

  /// A test, whose expressions are of one scope.
  package init(context: XPathExpression, assertion: XPathExpression?, message: [MessagePart]) {
    self.context = context
    self.assertion = assertion
    self.message = message
  }
}
