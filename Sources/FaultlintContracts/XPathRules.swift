package import FaultlintEngine
internal import FaultlintLibXML
package import FaultlintModel
package import FaultlintPlainXPath
internal import FaultlintText
internal import FaultlintXMLTree

/// Evaluates the rules of profile files on messages: what is plain straight on the tree, everything else with libxml2's
/// XPath, whose own tree of a message is built when it is first asked about it. Not for use by two threads at once.
package final class XPathRules: ExpressionEvaluator {
  /// What evaluates the expressions of one scope.
  private final class Evaluators {
    let scope: XPathScope
    let plain: PlainXPath
    private lazy var libxml = XPathEvaluator(prefixes: scope.prefixes, codes: scope.codes)
    private(set) var tree: XMLTree?
    private var isFragment = false
    private var requestTarget = ""
    private var isInLibXML = false

    init(_ scope: XPathScope) {
      self.scope = scope
      plain = PlainXPath(scope)
    }

    func use(_ message: Message, requestTarget: String) {
      forgetMessage()
      tree = message.tree
      isFragment = message.isFragment
      self.requestTarget = requestTarget
      plain.use(message.tree, isFragment: message.isFragment, requestTarget: requestTarget)
    }

    func forgetMessage() {
      if isInLibXML { libxml.forgetDocument() }
      isInLibXML = false
      tree = nil
    }

    /// libxml2, with its tree of the message.
    func askLibXML() -> XPathEvaluator {
      if !isInLibXML, let tree {
        libxml.use(tree.view, isFragment: isFragment)
        libxml.requestTarget = requestTarget
      }
      isInLibXML = true
      return libxml
    }
  }

  private var evaluators: [Evaluators] = []
  private let asksLibXMLAlways: Bool
  /// What the HTTP request asked for that the message came in or answers; nil if that is not known.
  package var requestTarget: String?

  /// An evaluator.
  ///
  /// - Parameter asksLibXMLAlways: Whether it leaves even what is plain to libxml2, so that the two can be compared.
  package init(asksLibXMLAlways: Bool = false) { self.asksLibXMLAlways = asksLibXMLAlways }

  /// Lets go of the message: another one may come to lie where it was.
  package func forgetMessage() {
    for evaluators in evaluators where evaluators.tree != nil { evaluators.forgetMessage() }
  }

  private func evaluators(_ scope: XPathScope, _ message: Message) -> Evaluators {
    for evaluators in evaluators where evaluators.scope === scope {
      if evaluators.tree !== message.tree { evaluators.use(message, requestTarget: requestTarget ?? "") }
      return evaluators
    }
    let new = Evaluators(scope)
    evaluators.append(new)
    new.use(message, requestTarget: requestTarget ?? "")
    return new
  }

  // MARK: Tests

  package func evaluate(
    _ tests: [DocumentTest], in message: Message,
    _ report: (_ rule: Int, _ message: String, _ place: Place) -> Void,
    fail: (_ rule: Int, _ error: ExpressionError) -> Void
  ) {
    var index = 0
    while index < tests.count {
      // Those of one profile stand in a row.
      let scope = tests[index].scope
      let evaluators = evaluators(tests[index].expression.context.scope, message)
      let plain = evaluators.plain
      while index < tests.count, tests[index].scope == scope {
        let count = asksLibXMLAlways ? nil : tests[index].plain.flatMap { plain.selectBreaches(of: $0) }
        // Nearly always nothing is wrong.
        if count != 0 {
          let test = tests[index]
          do throws(ExpressionError) {
            try evaluate(test.expression, count, in: message, evaluators) { report(test.rule, $0, $1) }
          } catch {
            fail(test.rule, error)
          }
        }
        index += 1
      }
    }
  }

  /// Reports what breaks a test: what the plain evaluator has just selected, so many nodes, or all that libxml2 finds.
  private func evaluate(
    _ expression: Expression, _ selected: Int?, in message: Message, _ evaluators: Evaluators,
    _ report: (_ message: String, _ place: Place) -> Void
  ) throws(ExpressionError) {
    if let selected, let breaches = breaches(of: expression, selected, evaluators.plain, message.tree) {
      for breach in breaches { report(breach.text, breach.place) }
      return
    }
    let libxml = evaluators.askLibXML()
    do throws(XPathError) {
      try libxml.forEach(expression.context.text) { (place) throws(XPathError) in
        if let assertion = expression.assertion, try libxml.holds(assertion.text) { return }
        var text = ""
        for part in expression.message {
          switch part {
          case .text(let words): text += words
          case .value(let value): text += try libxml.string(value.text)
          }
        }
        report(text, Place(place))
      }
    } catch {
      throw ExpressionError(error.message)
    }
  }

  /// What breaks a test, of so many nodes that were selected; nil if that is not certain.
  private func breaches(of expression: Expression, _ count: Int, _ plain: PlainXPath, _ tree: XMLTree) -> [(
    text: String, place: Place
  )]? {
    var breaches: [(text: String, place: Place)] = []
    breaches.reserveCapacity(count)
    var text: [UInt8] = []
    for index in 0..<count {
      let node = plain.selected(index)
      text.removeAll(keepingCapacity: true)
      for part in expression.message {
        switch part {
        case .text(var words): words.withUTF8 { text.append($0) }
        case .value(let value): guard plain.write(value, at: node, to: &text) else { return nil }
        }
      }
      breaches.append((String(decoding: text, as: UTF8.self), Place(node, in: tree)))
    }
    return breaches
  }

  package func holds(_ condition: XPathExpression, at place: Place, in message: Message)
    throws(ExpressionError) -> Bool
  {
    let target: XPathPlace
    switch place {
    case .element(let index): target = .element(index)
    case .attribute(let index): target = .attribute(index)
    case .offset(_, let element): target = .element(element ?? 0)
    case .head: target = .element(0)
    }
    let evaluators = evaluators(condition.scope, message)
    let node =
      switch target {
      case .element(let index): SelectedNode(element: index)
      case .attribute(let index): SelectedNode(attribute: index, in: message.tree)
      }
    if !asksLibXMLAlways, let holds = evaluators.plain.holds(condition, at: node) { return holds }
    do throws(XPathError) {
      return try evaluators.askLibXML().holds(condition.text, at: target)
    } catch {
      throw ExpressionError(error.message)
    }
  }

  // MARK: Texts

  /// The texts of expressions at each node that another one selects.
  ///
  /// - Parameters:
  ///   - context: What selects the nodes.
  ///   - values: The expressions, of the same scope; nil for an empty text.
  ///   - message: The message.
  /// - Returns: Their texts, and where the node is.
  /// - Throws: Why they cannot be evaluated.
  package func texts(
    at context: XPathExpression, _ values: [XPathExpression?], in message: Message
  ) throws(ExpressionError) -> [(texts: [String], place: Place)] {
    let evaluators = evaluators(context.scope, message)
    if !asksLibXMLAlways, let found = plainTexts(at: context, values, evaluators.plain, message.tree) {
      return found
    }
    let libxml = evaluators.askLibXML()
    var found: [(texts: [String], place: Place)] = []
    do throws(XPathError) {
      try libxml.forEach(context.text) { (place) throws(XPathError) in
        guard found.count < Self.mostNodes else { return }
        var texts: [String] = []
        for value in values {
          guard let value else {
            texts.append("")
            continue
          }
          texts.append(try libxml.string(value.text, limit: Self.longestText))
        }
        found.append((texts, Place(place)))
      }
    } catch {
      throw ExpressionError(error.message)
    }
    return found
  }

  /// The same, nil if that is not certain.
  private func plainTexts(
    at context: XPathExpression, _ values: [XPathExpression?], _ plain: PlainXPath, _ tree: XMLTree
  ) -> [(texts: [String], place: Place)]? {
    guard let count = plain.select(context) else { return nil }
    var found: [(texts: [String], place: Place)] = []
    for index in 0..<min(count, Self.mostNodes) {
      let node = plain.selected(index)
      var texts: [String] = []
      for value in values {
        guard let value else {
          texts.append("")
          continue
        }
        guard let text = plain.string(value, at: node, limit: Self.longestText) else { return nil }
        texts.append(text)
      }
      found.append((texts, Place(node, in: tree)))
    }
    return found
  }

  private static let mostNodes = 1000
  private static let longestText = 1000
}

extension Place {
  fileprivate init(_ place: XPathPlace) {
    self =
      switch place {
      case .element(let index): .element(index)
      case .attribute(let index): .attribute(index)
      }
  }

  fileprivate init(_ node: SelectedNode, in tree: XMLTree) {
    let place = node.place(in: tree)
    self = place.isAttribute ? .attribute(place.index) : .element(place.index)
  }
}
