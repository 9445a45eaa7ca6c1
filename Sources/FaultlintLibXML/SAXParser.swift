internal import CFaultlintXML2
internal import FaultlintPlainXML
internal import FaultlintXMLTree

/// Parses with libxml2, whose events fill the flat tree. It is made when a document first needs it.
final class SAXParser {
  private let context: xmlParserCtxtPtr
  private let builder: UnsafeMutablePointer<TreeBuilder>

  /// A parser that numbers names by these books; `content` is any, which each parse replaces.
  init(_ books: NameBooks, _ content: UnsafeMutablePointer<TreeContent>) {
    LibXML2.initialize()
    guard let context = xmlNewParserCtxt() else { fatalError("out of memory") }
    self.context = context
    builder = .allocate(capacity: 1)
    builder.initialize(to: TreeBuilder(context: context, books: books, content: content))
  }

  deinit {
    builder.deinitialize(count: 1)
    builder.deallocate()
    xmlFreeParserCtxt(context)
  }

  /// What the last parse found, besides what it put into the tree.
  struct Outcome {
    /// What keeps the document from being read.
    let fatal: XMLError?
    /// libxml2's number of that.
    let fatalCode: Int32
    /// The first breach of the namespace rules.
    let namespaceProblem: XMLError?
    /// The prefixes without a declaration, each once.
    let undeclaredPrefixes: [String]
    /// Whether there are too many names, among them those of documents before.
    let hasTooManyNames: Bool
  }

  /// Whether its dictionary, which never shrinks, has grown so large that another parser should take over: input with
  /// ever-new names would make it grow without end.
  var isLarge: Bool { xmlDictSize(context.pointee.dict) > 20_000 }

  /// Fills the content of a tree.
  ///
  /// - Parameters:
  ///   - content: What it fills; its source is left alone.
  ///   - bytes: The document: UTF-8, ended by a NUL.
  ///   - depth: How deep elements may be nested.
  /// - Returns: What kept it from being whole, if anything.
  func parse(
    _ content: UnsafeMutablePointer<TreeContent>, from bytes: UnsafeBufferPointer<UInt8>, depth: Int
  ) -> Outcome {
    if let base = bytes.baseAddress { run(content, base, count: bytes.count - 1, depth: depth) }
    return Outcome(
      fatal: builder.pointee.problem ?? unexplainedFailure, fatalCode: builder.pointee.fatalCode,
      namespaceProblem: builder.pointee.namespaceProblem,
      undeclaredPrefixes: builder.pointee.undeclaredPrefixes,
      hasTooManyNames: builder.pointee.hasTooManyNames)
  }

  private var unexplainedFailure: XMLError? {
    guard context.pointee.wellFormed == 0 else { return nil }
    return XMLError(kind: .notWellFormed, message: "The document is not well-formed", offset: 0)
  }

  private func run(
    _ content: UnsafeMutablePointer<TreeContent>, _ bytes: UnsafePointer<UInt8>, count: Int, depth: Int
  ) {
    builder.pointee.begin(content, source: bytes, count: count, maximumDepth: depth)
    fl_reset(context)
    // Declared encodings are dealt with: the bytes are UTF-8 now, whatever the declaration says. libxml2 has a
    // depth limit of its own, which only its huge mode lifts.
    var options = XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue
    if depth > 256 { options |= XML_PARSE_HUGE.rawValue }
    xmlCtxtUseOptions(context, Int32(options))
    context.pointee.sax.pointee = Self.handler
    context.pointee.userData = UnsafeMutableRawPointer(builder)
    guard let input = fl_input_over(context, bytes, count) else { return }
    guard fl_push_input(context, input) >= 0 else { return }
    xmlParseDocument(context)
  }

  nonisolated(unsafe) private static let handler: xmlSAXHandler = {
    var handler = xmlSAXHandler()
    handler.initialized = fl_sax2_magic()
    handler.startElementNs = { data, name, prefix, uri, namespaceCount, namespaces, count, _, attributes in
      guard let data, let name else { return }
      data.assumingMemoryBound(to: TreeBuilder.self).pointee.startElement(
        name, prefix, uri, namespaceCount: Int(namespaceCount), namespaces, attributeCount: Int(count),
        attributes)
    }
    handler.endElementNs = { data, _, _, _ in
      data?.assumingMemoryBound(to: TreeBuilder.self).pointee.endElement()
    }
    let characters: charactersSAXFunc = { data, bytes, count in
      guard let data, let bytes else { return }
      data.assumingMemoryBound(to: TreeBuilder.self).pointee.characters(bytes, count: Int(count))
    }
    handler.characters = characters
    // The same function for both, so that libxml2 does not ask whether white space may be ignored.
    handler.ignorableWhitespace = characters
    handler.cdataBlock = characters
    handler.comment = { data, _ in
      data?.assumingMemoryBound(to: TreeBuilder.self).pointee.comment()
    }
    handler.processingInstruction = { data, _, _ in
      data?.assumingMemoryBound(to: TreeBuilder.self).pointee.processingInstruction()
    }
    fl_sax_set_error_handler(&handler) { data, error in
      guard let data, let error else { return }
      data.assumingMemoryBound(to: TreeBuilder.self).pointee.report(error.pointee)
    }
    return handler
  }()
}
