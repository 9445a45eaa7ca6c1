package import FaultlintEngine
internal import FaultlintLibXML
package import FaultlintModel
internal import FaultlintXMLTree

/// Evaluates the rules of profile files with libxml2's XPath. libxml2's tree of a message is built when the first of them
/// is run on it. Not for use by two threads at once.
package final class XPathRules: ExpressionEvaluator {
  private var evaluators: [ObjectIdentifier: XPathEvaluator] = [:]
  private var scopes: [Expression.Scope] = []
  /// The evaluators that have the message that is looked at.
  private var ready: Set<ObjectIdentifier> = []
  private var tree: ObjectIdentifier?
  /// What the HTTP request asked for that the message came in or answers; nil if that is not known.
  package var requestTarget: String?

  /// An evaluator.
  package init() {}

  /// Lets go of the message: another one may come to lie where it was.
  package func forgetMessage() {
    for id in ready { evaluators[id]?.forgetDocument() }
    ready = []
    tree = nil
  }

  package func evaluate(
    _ expression: Expression, in message: Message, _ report: (_ message: String, _ place: Place) -> Void
  ) throws(ExpressionError) {
    let evaluator = evaluator(expression.scope, message)
    do throws(XPathError) {
      try evaluator.forEach(expression.context) { (place) throws(XPathError) in
        if let assertion = expression.assertion, try evaluator.holds(assertion) { return }
        var text = ""
        for part in expression.message {
          switch part {
          case .text(let words): text += words
          case .value(let value): text += try evaluator.string(value)
          }
        }
        report(text, Place(place))
      }
    } catch {
      throw ExpressionError(error.message)
    }
  }

  package func holds(_ condition: String, _ scope: Expression.Scope, at place: Place, in message: Message)
    throws(ExpressionError) -> Bool
  {
    let target: XPathPlace
    switch place {
    case .element(let index): target = .element(index)
    case .attribute(let index): target = .attribute(index)
    case .offset(_, let element): target = .element(element ?? 0)
    case .head: target = .element(0)
    }
    do throws(XPathError) {
      return try evaluator(scope, message).holds(condition, at: target)
    } catch {
      throw ExpressionError(error.message)
    }
  }

  /// The texts of expressions at each node that another one selects.
  ///
  /// - Parameters:
  ///   - context: What selects the nodes.
  ///   - values: The expressions.
  ///   - scope: What they may use.
  ///   - message: The message.
  /// - Returns: Their texts, and where the node is.
  /// - Throws: Why they cannot be evaluated.
  package func texts(
    at context: String, _ values: [String], _ scope: Expression.Scope, in message: Message
  ) throws(ExpressionError) -> [(texts: [String], place: Place)] {
    let evaluator = evaluator(scope, message)
    var found: [(texts: [String], place: Place)] = []
    do throws(XPathError) {
      try evaluator.forEach(context) { (place) throws(XPathError) in
        guard found.count < Self.mostNodes else { return }
        var texts: [String] = []
        for value in values { texts.append(try evaluator.string(value, limit: 1000)) }
        found.append((texts, Place(place)))
      }
    } catch {
      throw ExpressionError(error.message)
    }
    return found
  }

  private static let mostNodes = 1000

  private func evaluator(_ scope: Expression.Scope, _ message: Message) -> XPathEvaluator {
    let current = ObjectIdentifier(message.tree)
    if tree != current {
      forgetMessage()
      tree = current
    }
    let id = ObjectIdentifier(scope)
    let evaluator: XPathEvaluator
    if let known = evaluators[id] {
      evaluator = known
    } else {
      evaluator = XPathEvaluator(prefixes: scope.prefixes, codes: scope.codes, fields: scope.fields)
      evaluators[id] = evaluator
      scopes.append(scope)
    }
    if ready.insert(id).inserted {
      evaluator.use(message.tree.view, isFragment: message.isFragment)
      evaluator.requestTarget = requestTarget ?? ""
    }
    return evaluator
  }
}

extension Place {
  fileprivate init(_ place: XPathPlace) {
    self =
      switch place {
      case .element(let index): .element(index)
      case .attribute(let index): .attribute(index)
      }
  }
}
