package import FaultlintModel
package import FaultlintPlainXPath

/// Evaluates XPath on messages. The engine knows of no XPath; one is handed to it where rules are written in it.
package protocol ExpressionEvaluator: AnyObject {
  /// Looks for nodes that break tests.
  ///
  /// - Parameters:
  ///   - tests: The tests, each with the index of its rule.
  ///   - message: The message.
  ///   - report: What takes each breach.
  ///   - fail: What takes why a test cannot be evaluated on this message.
  func evaluate(
    _ tests: [DocumentTest], in message: Message,
    _ report: (_ rule: Int, _ message: String, _ place: Place) -> Void,
    fail: (_ rule: Int, _ error: ExpressionError) -> Void)

  /// Whether an expression holds of the node at a place.
  ///
  /// - Throws: Why it cannot be evaluated.
  func holds(_ condition: XPathExpression, at place: Place, in message: Message)
    throws(ExpressionError) -> Bool
}

/// A rule that is written in XPath.
package struct DocumentTest {
  /// The index of the rule in the selection.
  package let rule: Int
  /// What it says.
  package let expression: Expression
  /// The scope of its expressions.
  package let scope: ObjectIdentifier
  /// The same as it was compiled; nil if it is not plain.
  package let plain: PlainTest?

  /// A rule of a selection.
  package init(rule: Int, expression: Expression) {
    self.rule = rule
    self.expression = expression
    scope = ObjectIdentifier(expression.context.scope)
    plain = PlainTest(of: expression.assertion, at: expression.context)
  }
}

/// Why an expression cannot be evaluated on a message.
package struct ExpressionError: Error {
  /// What is wrong, in a sentence without a full stop.
  package let message: String

  /// An error.
  package init(_ message: String) { self.message = message }
}

/// That a profile takes what a rule finds for what its vendor documents as its own way.
package struct Excuse: Sendable {
  /// The id of the rule.
  package let rule: String
  /// An expression that has to hold of the node that the finding is at; nil if all are excused.
  package let condition: XPathExpression?
  /// Why, in a sentence with a full stop.
  package let reason: String

  /// An excuse.
  package init(rule: String, condition: XPathExpression?, reason: String) {
    self.rule = rule
    self.condition = condition
    self.reason = reason
  }
}
