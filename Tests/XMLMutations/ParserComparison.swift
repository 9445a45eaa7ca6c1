internal import FaultlintLibXML
internal import FaultlintModel
internal import FaultlintPlainXML
package import FaultlintXMLTree

/// A document in the hands of both parsers. Not for use by two threads at once.
package final class ParserComparison {
  private let books = NameBooks(.soap)
  private var plain: PlainParser
  private let libxml = TreeParser(vocabulary: .soap, readsPlainly: false)
  /// How many documents the plain parser was certain of.
  package private(set) var plainCount = 0

  package init() { plain = PlainParser(books) }

  /// What is not the same in what both say of a document; nil if the plain parser is not certain, or all is.
  package func difference(_ document: [UInt8], limits: ParseLimits = ParseLimits()) -> String? {
    guard let tree = parse(document, limits: limits) else { return nil }
    plainCount += 1
    let reference = document.withUnsafeBufferPointer { libxml.parse($0, limits: limits) }
    if let problem = reference.problem { return "libxml2 says: \(problem.message)" }
    if !reference.undeclaredPrefixes.isEmpty { return "prefixes are not declared" }
    if reference.hasUnreadEntities { return "there are entities" }
    if reference.prologue.documentType != nil { return "there is a document type" }
    if reference.prologue.xmlPrefixDeclaration != nil { return "the prefix xml is declared" }
    guard let expected = reference.tree else { return "libxml2 has no tree" }
    return Self.difference(tree, expected)
  }

  /// The tree of a document that the plain parser is certain of. Its buffers end exactly where the parser may go, for the
  /// address sanitizer.
  package func parse(_ document: [UInt8], limits: ParseLimits = ParseLimits()) -> XMLTree? {
    let tree = XMLTree()
    let content = tree.content
    content.pointee.source = Buffer(capacity: document.count + 1 + PlainParser.padding)
    content.pointee.text = Buffer(capacity: document.count + PlainParser.padding)
    document.withUnsafeBufferPointer { content.pointee.source.assign($0, terminator: 0) }
    guard plain.parse(content, maximumDepth: limits.depth, maximumAttributes: limits.attributes) else {
      return nil
    }
    books.finish(tree)
    return tree
  }

  /// The first thing that is not the same in two trees, field by field; names by their text, because each parser numbers
  /// those it has not met before by itself.
  package static func difference(_ tree: XMLTree, _ expected: XMLTree) -> String? {
    let (locals, expectedLocals) = (tree.localNames, expected.localNames)
    let (uris, expectedURIs) = (tree.namespaces, expected.namespaces)
    func isSame(_ name: LocalName, _ other: LocalName) -> Bool {
      locals[name.id].elementsEqual(expectedLocals[other.id])
    }
    func isSame(_ namespace: Namespace, _ other: Namespace) -> Bool {
      uris[namespace.id].elementsEqual(expectedURIs[other.id])
    }
    let counts = [
      ("elements", tree.elements.count, expected.elements.count),
      ("attributes", tree.attributes.count, expected.attributes.count),
      ("declarations", tree.declarations.count, expected.declarations.count),
      ("runs", tree.runs.count, expected.runs.count),
    ]
    for (what, count, expected) in counts where count != expected {
      return "\(count) \(what), \(expected) expected"
    }
    for (index, (one, other)) in zip(tree.elements, expected.elements).enumerated() {
      guard isSame(one.namespace, other.namespace), isSame(one.name, other.name),
        isSame(one.prefix, other.prefix),
        one.parent == other.parent, one.end == other.end, one.offset == other.offset,
        one.firstAttribute == other.firstAttribute, one.firstDeclaration == other.firstDeclaration,
        one.firstRun == other.firstRun
      else { return "element \(index): \(one), \(other) expected" }
    }
    for (index, (one, other)) in zip(tree.attributes, expected.attributes).enumerated() {
      guard isSame(one.namespace, other.namespace), isSame(one.name, other.name),
        isSame(one.prefix, other.prefix),
        one.element == other.element, one.valueStart == other.valueStart, one.valueLength == other.valueLength
      else { return "attribute \(index): \(one), \(other) expected" }
    }
    for (index, (one, other)) in zip(tree.declarations, expected.declarations).enumerated() {
      guard isSame(one.prefix, other.prefix), isSame(one.namespace, other.namespace) else {
        return "declaration \(index): \(one), \(other) expected"
      }
    }
    for (index, (one, other)) in zip(tree.runs, expected.runs).enumerated() {
      guard one.parent == other.parent, one.start == other.start, one.length == other.length,
        one.offset == other.offset
      else { return "run \(index): \(one), \(other) expected" }
    }
    let hasSameText =
      tree.text.count == expected.text.count && tree.text.elementsEqual(expected.text)
    if !hasSameText {
      return
        "text \(String(decoding: tree.text, as: UTF8.self)), \(String(decoding: expected.text, as: UTF8.self)) expected"
    }
    if !tree.source.elementsEqual(expected.source) { return "the source is not the same" }
    if !tree.commentsOutsideRoot.elementsEqual(expected.commentsOutsideRoot) {
      return "comments at \(Array(tree.commentsOutsideRoot)), \(Array(expected.commentsOutsideRoot)) expected"
    }
    if !tree.processingInstructions.elementsEqual(expected.processingInstructions) {
      return "there are processing instructions"
    }
    return nil
  }
}
