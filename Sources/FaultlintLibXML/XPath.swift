internal import CFaultlintXML2
package import FaultlintPlainXPath
package import FaultlintText
public import FaultlintXMLTree

/// Why an expression of XPath cannot be used.
public struct XPathError: Error, Sendable, Equatable {
  /// What is wrong, in a sentence without a full stop.
  public let message: String
  /// The part of the expression that is wrong, by its offset in bytes; nil if that is not known.
  public let offset: Int?

  /// An error.
  public init(_ message: String, at offset: Int? = nil) {
    self.message = message
    self.offset = offset
  }
}

/// Evaluates expressions of XPath 1.0 on one document after the other. Not for use by two threads at once.
///
/// Next to the functions of XPath there are `name-namespace(nodes)` and `name-local(nodes)`, which read the text of a node
/// as a qualified name in its scope; `known-code(table, text)`, `code-class(table, text)`, `has-class(table, text, class)` and
/// `code-field(table, text, column)`, which ask a table of codes; `is-integer(text, bits)`, for 32 and 64 bits;
/// `is-fragment()`, whether the envelope was assumed around the message; `request-target()`, what the HTTP request asked for;
/// and `lower-case(text)` and `ends-with(text, end)`.
public final class XPathEvaluator {
  private let context: xmlXPathContextPtr
  private var compiled: [String: xmlXPathCompExprPtr] = [:]
  private var document: XPathDocument?
  private var collector = ErrorCollector()
  private let functions: Functions

  /// What an evaluator takes at most for one expression on one document.
  public struct Limits: Sendable {
    /// Steps of libxml2.
    public var steps: UInt = 2_000_000
    /// Time, where a step may take long because the document is large.
    public var milliseconds: Int32 = 2000
    /// How much text a document has before the time is watched.
    var watchedText = 1 << 16

    /// The usual limits.
    public init() {}
  }

  private let limits: Limits

  /// An evaluator.
  ///
  /// - Parameters:
  ///   - prefixes: The namespaces of prefixes.
  ///   - codes: The codes of tables by the name of the table.
  ///   - limits: What it takes at most.
  package init(
    prefixes: [(prefix: String, namespace: String)],
    codes: [String: Deferred<[String: TableCode]>] = [:], limits: Limits = Limits()
  ) {
    LibXML2.initialize()
    guard let context = xmlXPathNewContext(nil) else { fatalError("out of memory") }
    self.context = context
    self.limits = limits
    functions = Functions(codes: codes)
    for (prefix, namespace) in prefixes { xmlXPathRegisterNs(context, prefix, namespace) }
    context.pointee.user = Unmanaged.passUnretained(functions).toOpaque()
    Functions.register(in: context)
  }

  deinit {
    for expression in compiled.values { xmlXPathFreeCompExpr(expression) }
    xmlXPathFreeContext(context)
  }

  /// Takes the document that expressions are evaluated on from now on.
  ///
  /// - Parameters:
  ///   - tree: The document.
  ///   - isFragment: Whether an envelope was assumed around it.
  public func use(_ tree: TreeView, isFragment: Bool = false) {
    functions.isFragment = isFragment
    let document = XPathDocument(tree)
    self.document = document
    context.pointee.doc = document.document
  }

  /// What the HTTP request asked for that the document came in or answers, an address or a path; empty if that is not known.
  public var requestTarget: String {
    get { functions.requestTarget }
    set { functions.requestTarget = newValue }
  }

  /// Lets go of the document.
  public func forgetDocument() {
    context.pointee.node = nil
    context.pointee.doc = nil
    document = nil
  }

  // MARK: Evaluating

  /// Calls `body` with each node that an expression selects in the document, in document order, made the context node:
  /// ``holds(_:)`` and ``string(_:)`` are about it.
  ///
  /// - Throws: Why the expression cannot be evaluated.
  public func forEach(
    _ expression: String, _ body: (XPathPlace) throws(XPathError) -> Void
  ) throws(XPathError) {
    try limited { () throws(XPathError) in
      guard let document, let root = xmlDocGetRootElement(document.document) else { return }
      context.pointee.node = UnsafeMutableRawPointer(document.document).assumingMemoryBound(to: xmlNode.self)
      _ = root
      let result = try evaluate(expression)
      defer { xmlXPathFreeObject(result) }
      guard result.pointee.type == XPATH_NODESET else {
        throw XPathError("the expression selects no nodes: its value is a text, a number or a truth value")
      }
      guard let set = result.pointee.nodesetval else { return }
      xmlXPathNodeSetSort(set)
      for index in 0..<Int(set.pointee.nodeNr) {
        guard let node = set.pointee.nodeTab[index] else { continue }
        // A declaration of a namespace is a node to XPath and none to libxml2.
        guard node.pointee.type != XML_NAMESPACE_DECL else { continue }
        context.pointee.node = node
        context.pointee.contextSize = set.pointee.nodeNr
        context.pointee.proximityPosition = Int32(index) + 1
        try body(XPathDocument.place(node))
      }
    }
  }

  /// Whether an expression is true of the context node.
  public func holds(_ expression: String) throws(XPathError) -> Bool {
    let result = try evaluate(expression)
    defer { xmlXPathFreeObject(result) }
    return xmlXPathCastToBoolean(result) != 0
  }

  /// The text of an expression at the context node, cut after so many characters.
  public func string(_ expression: String, limit: Int = 200) throws(XPathError) -> String {
    let result = try evaluate(expression)
    defer { xmlXPathFreeObject(result) }
    guard let text = xmlXPathCastToString(result) else { return "" }
    defer { fl_free(text) }
    let count = strlen(UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self))
    return String(cutting: ArraySlice(UnsafeBufferPointer(start: text, count: count)), after: limit)
  }

  /// Whether an expression is true of the element or attribute at a place.
  public func holds(_ expression: String, at place: XPathPlace) throws(XPathError) -> Bool {
    try limited { () throws(XPathError) -> Bool in
      guard let document, let node = Self.node(place, in: document.document) else { return false }
      context.pointee.node = node
      return try holds(expression)
    }
  }

  private static func node(_ place: XPathPlace, in document: xmlDocPtr) -> xmlNodePtr? {
    var next = xmlDocGetRootElement(document)
    // In document order, as the flat tree counts.
    while let node = next {
      if node.pointee.type == XML_ELEMENT_NODE {
        if XPathDocument.place(node) == place { return node }
        var attribute = node.pointee.properties
        while let property = attribute {
          let view = UnsafeMutableRawPointer(property).assumingMemoryBound(to: xmlNode.self)
          if XPathDocument.place(view) == place { return view }
          attribute = property.pointee.next
        }
      }
      if node.pointee.type == XML_ELEMENT_NODE, let child = node.pointee.children {
        next = child
        continue
      }
      var current: xmlNodePtr? = node
      while let candidate = current, candidate.pointee.next == nil {
        let parent = candidate.pointee.parent
        current = parent?.pointee.type == XML_ELEMENT_NODE ? parent : nil
      }
      next = current?.pointee.next
    }
    return nil
  }

  private func limited<Result>(_ body: () throws(XPathError) -> Result) throws(XPathError) -> Result {
    context.pointee.opCount = 0
    context.pointee.opLimit = limits.steps
    let isLong = (document?.textSize ?? 0) > limits.watchedText
    let deadline = isLong ? fl_deadline_begin(context, limits.milliseconds) : nil
    defer { if isLong { fl_deadline_end(deadline) } }
    return try body()
  }

  private func evaluate(_ expression: String) throws(XPathError) -> xmlXPathObjectPtr {
    let compiled = try compiled(expression)
    let result: xmlXPathObjectPtr? = collecting { xmlXPathCompiledEval(compiled, context) }
    if let code = collector.code {
      if let result { xmlXPathFreeObject(result) }
      throw Self.error(code)
    }
    guard let result else { throw XPathError("the expression has no value") }
    return result
  }

  private func compiled(_ expression: String) throws(XPathError) -> xmlXPathCompExprPtr {
    if let known = compiled[expression] { return known }
    let result = collecting { xmlXPathCtxtCompile(context, expression) }
    guard let result, collector.code == nil else {
      if let result { xmlXPathFreeCompExpr(result) }
      throw XPathError(
        collector.code.map { Self.error($0).message } ?? "the expression is not XPath 1.0",
        at: collector.offset)
    }
    compiled[expression] = result
    return result
  }

  private func collecting<Result>(_ body: () -> Result) -> Result {
    collector = ErrorCollector()
    return withUnsafeMutablePointer(to: &collector) { collector in
      fl_xpath_set_error_handler(
        context,
        { data, error in
          guard let data, let error else { return }
          data.assumingMemoryBound(to: ErrorCollector.self).pointee.add(error.pointee)
        }, collector)
      defer { fl_xpath_set_error_handler(context, { _, _ in }, nil) }
      return body()
    }
  }

  /// Compiles an expression to see whether it is one, and evaluates it on a document with nothing in it: of what type
  /// values are does not depend on the document.
  ///
  /// - Parameters:
  ///   - expression: The expression.
  ///   - prefixes: The prefixes that it may use.
  ///   - selectsNodes: Whether its value is to be nodes.
  /// - Throws: What is wrong, and where in it.
  static func check(_ expression: String, prefixes: Set<String>, selectsNodes: Bool) throws(XPathError) {
    let evaluator = XPathEvaluator(prefixes: prefixes.map { (prefix: $0, namespace: "urn:\($0)") })
    guard let document = xmlNewDoc("1.0") else { fatalError("out of memory") }
    defer { xmlFreeDoc(document) }
    evaluator.context.pointee.doc = document
    evaluator.context.pointee.node = UnsafeMutableRawPointer(document).assumingMemoryBound(to: xmlNode.self)
    defer { evaluator.forgetDocument() }
    let result = try evaluator.evaluate(expression)
    defer { xmlXPathFreeObject(result) }
    let value =
      switch result.pointee.type {
      case XPATH_NODESET: ""
      case XPATH_NUMBER: "a number"
      case XPATH_BOOLEAN: "true or false"
      default: "a text"
      }
    if selectsNodes, !value.isEmpty { throw XPathError("it selects no nodes: its value is \(value)") }
  }

  private static func error(_ code: Int32) -> XPathError {
    let first = Int32(XML_XPATH_EXPRESSION_OK.rawValue)
    return switch Int(code - first) {
    case Int(XPATH_UNDEF_PREFIX_ERROR.rawValue): XPathError("it has a prefix that is not declared")
    case Int(XPATH_UNKNOWN_FUNC_ERROR.rawValue): XPathError("it calls a function that there is not")
    case Int(XPATH_UNDEF_VARIABLE_ERROR.rawValue): XPathError("it has a variable, and there are none")
    case Int(XPATH_INVALID_ARITY.rawValue): XPathError("a function has too few or too many arguments")
    case Int(XPATH_INVALID_TYPE.rawValue): XPathError("a value has the wrong type: nodes are needed")
    case Int(XPATH_OP_LIMIT_EXCEEDED.rawValue), Int(XPATH_RECURSION_LIMIT_EXCEEDED.rawValue):
      XPathError("it takes too many steps or too much time")
    case Int(XPATH_MEMORY_ERROR.rawValue): XPathError("it takes too much memory")
    case Int(XPATH_UNFINISHED_LITERAL_ERROR.rawValue): XPathError("a text in it does not end")
    case Int(XPATH_UNCLOSED_ERROR.rawValue): XPathError("a bracket in it is not closed")
    case Int(XPATH_INVALID_PREDICATE_ERROR.rawValue): XPathError("a predicate is not one")
    default: XPathError("it is not an expression of XPath 1.0")
    }
  }

  private struct ErrorCollector {
    var code: Int32?
    var offset: Int?

    mutating func add(_ error: xmlError) {
      guard code == nil else { return }
      code = error.code
      offset = Int(error.int1)
    }
  }

  // MARK: Functions

  /// What XPath lacks for qualified names in texts and for tables of codes.
  private final class Functions {
    private let codes: [String: Deferred<[String: TableCode]>]
    var isFragment = false
    var requestTarget = ""

    init(codes: [String: Deferred<[String: TableCode]>]) { self.codes = codes }

    /// The code in a table that the first two arguments of a function name; nil if there is none.
    static func code(_ texts: [String], _ parser: xmlXPathParserContextPtr?) -> TableCode? {
      of(parser)?.codes[texts[0]]?.value[texts[1]]
    }

    static func register(in context: xmlXPathContextPtr) {
      xmlXPathRegisterFunc(context, "name-namespace") { parser, count in
        Functions.withNode(parser, count) { node, name in
          let prefix = name.prefix.isEmpty ? nil : name.prefix
          let found = xmlSearchNs(node.pointee.doc, node, prefix)
          return found?.pointee.href.map { String(cString: $0) } ?? ""
        }
      }
      xmlXPathRegisterFunc(context, "name-local") { parser, count in
        Functions.withNode(parser, count) { $1.local }
      }
      xmlXPathRegisterFunc(context, "lower-case") { parser, count in
        guard let texts = Functions.texts(parser, count, 1) else { return }
        Functions.push(texts[0].lowercased(), to: parser)
      }
      xmlXPathRegisterFunc(context, "ends-with") { parser, count in
        guard let texts = Functions.texts(parser, count, 2) else { return }
        Functions.push(OwnFunctions.hasSuffix(texts[0], texts[1]), to: parser)
      }
      xmlXPathRegisterFunc(context, "is-fragment") { parser, count in
        guard Functions.texts(parser, count, 0) != nil else { return }
        Functions.push(Functions.of(parser)?.isFragment ?? false, to: parser)
      }
      xmlXPathRegisterFunc(context, "request-target") { parser, count in
        guard Functions.texts(parser, count, 0) != nil else { return }
        Functions.push(Functions.of(parser)?.requestTarget ?? "", to: parser)
      }
      xmlXPathRegisterFunc(context, "is-integer") { parser, count in
        guard let texts = Functions.texts(parser, count, 2) else { return }
        Functions.push(OwnFunctions.isInteger(texts[0], bits: texts[1]), to: parser)
      }
      xmlXPathRegisterFunc(context, "known-code") { parser, count in
        guard let texts = Functions.texts(parser, count, 2) else { return }
        Functions.push(Functions.code(texts, parser) != nil, to: parser)
      }
      xmlXPathRegisterFunc(context, "code-class") { parser, count in
        guard let texts = Functions.texts(parser, count, 2) else { return }
        let classes = Functions.code(texts, parser)?.classes ?? []
        Functions.push(classes.joined(separator: " "), to: parser)
      }
      xmlXPathRegisterFunc(context, "has-class") { parser, count in
        guard let texts = Functions.texts(parser, count, 3) else { return }
        let classes = Functions.code(texts, parser)?.classes ?? []
        Functions.push(classes.contains(texts[2]), to: parser)
      }
      xmlXPathRegisterFunc(context, "code-field") { parser, count in
        guard let texts = Functions.texts(parser, count, 3) else { return }
        Functions.push(Functions.code(texts, parser)?.fields[texts[2]] ?? "", to: parser)
      }
    }

    private static func of(_ parser: xmlXPathParserContextPtr?) -> Functions? {
      guard let user = parser?.pointee.context.pointee.user else { return nil }
      return Unmanaged<Functions>.fromOpaque(user).takeUnretainedValue()
    }

    private static func push(_ text: String, to parser: xmlXPathParserContextPtr?) {
      valuePush(parser, xmlXPathNewCString(text))
    }

    private static func push(_ value: Bool, to parser: xmlXPathParserContextPtr?) {
      valuePush(parser, xmlXPathNewBoolean(value ? 1 : 0))
    }

    /// The arguments as texts; nil, and an error, if there is another number of them.
    private static func texts(_ parser: xmlXPathParserContextPtr?, _ count: Int32, _ wanted: Int32)
      -> [String]?
    {
      guard count == wanted else {
        xmlXPathErr(parser, Int32(XPATH_INVALID_ARITY.rawValue))
        return nil
      }
      var texts: [String] = []
      for _ in 0..<max(count, 0) {
        let text = xmlXPathPopString(parser)
        defer { if let text { fl_free(text) } }
        texts.insert(text.map { String(cString: $0) } ?? "", at: 0)
      }
      return texts
    }

    /// Calls `body` with the first node of the argument, or with the context node, and the qualified name in its text.
    private static func withNode(
      _ parser: xmlXPathParserContextPtr?, _ count: Int32,
      _ body: (xmlNodePtr, (prefix: String, local: String)) -> String
    ) {
      guard count <= 1 else { return xmlXPathErr(parser, Int32(XPATH_INVALID_ARITY.rawValue)) }
      var node = parser?.pointee.context.pointee.node
      var set: xmlNodeSetPtr?
      if count == 1 {
        guard parser?.pointee.value?.pointee.type == XPATH_NODESET else {
          return xmlXPathErr(parser, Int32(XPATH_INVALID_TYPE.rawValue))
        }
        set = xmlXPathPopNodeSet(parser)
        if let set { xmlXPathNodeSetSort(set) }
        node = set.flatMap { $0.pointee.nodeNr > 0 ? $0.pointee.nodeTab[0] : nil }
      }
      defer { if let set { xmlXPathFreeNodeSet(set) } }
      guard let node, node.pointee.type != XML_NAMESPACE_DECL, let text = xmlXPathCastNodeToString(node)
      else {
        return push("", to: parser)
      }
      defer { fl_free(text) }
      // An attribute has the scope of its element.
      let scope = node.pointee.type == XML_ELEMENT_NODE ? node : node.pointee.parent ?? node
      push(body(scope, OwnFunctions.qualifiedName(in: String(cString: text))), to: parser)
    }
  }
}
