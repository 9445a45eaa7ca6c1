internal import CFaultlintXML2
public import FaultlintXMLTree
private import Synchronization

/// Why a schema cannot be used.
public struct SchemaError: Error, Sendable {
  /// What is wrong, in a sentence without a full stop.
  public let message: String
  /// The name of the document it is in; nil if that is not known.
  public let document: String?
  /// The line there, from 1; nil if that is not known.
  public let line: Int?

  /// An error.
  public init(message: String, document: String? = nil, line: Int? = nil) {
    self.message = message
    self.document = document
    self.line = line
  }
}

/// A compiled set of schemas. It never changes and may be shared by threads, each with a ``SchemaValidator`` of
/// its own.
public final class Schema: @unchecked Sendable {
  // Compiled schemas are only read by validation contexts.
  fileprivate let compiled: xmlSchemaPtr
  /// The namespaces that have declarations in it, as given.
  public let targetNamespaces: Set<Namespace>
  /// Further namespaces that have, by their names: those that no vocabulary numbers.
  private let namesOfOthers: Set<String>

  /// Compiles schemas from memory. No file is read and no address asked.
  ///
  /// - Parameters:
  ///   - documents: The schema documents by the name they import each other under.
  ///   - entry: The name of the one to begin with.
  ///   - targetNamespaces: The namespaces they declare elements in.
  ///   - namesOfOthers: Further such namespaces, by their names.
  /// - Throws: ``SchemaError`` if they are no schema, or one imports a document that is not given.
  public init(
    documents: [String: [UInt8]], entry: String, targetNamespaces: Set<Namespace>,
    namesOfOthers: Set<String> = []
  ) throws(SchemaError) {
    LibXML2.initialize()
    self.namesOfOthers = namesOfOthers
    self.targetNamespaces = targetNamespaces
    compiled = try SchemaSources.compile(documents, entry: entry)
  }

  deinit { xmlSchemaFree(compiled) }

  /// Whether it declares elements in the namespace of an element.
  func declaresElements(like element: ElementView) -> Bool {
    targetNamespaces.contains(element.namespace)
      || !namesOfOthers.isEmpty && namesOfOthers.contains(element.namespaceName)
  }
}

/// The documents a schema under compilation may import. libxml2 2.9 has but one loader for the whole process, so
/// ours stands in only while a schema is compiled. It knows the given documents and nothing else; what other threads
/// of the process ask for meanwhile is passed on.
private enum SchemaSources {
  private static let lock = Mutex(())
  nonisolated(unsafe) private static var current: [String: [CChar]] = [:]
  nonisolated(unsafe) private static var previous: xmlExternalEntityLoader?
  nonisolated(unsafe) private static var thread: UInt = 0
  nonisolated(unsafe) private static var missing: String?

  static func compile(_ documents: [String: [UInt8]], entry: String) throws(SchemaError) -> xmlSchemaPtr {
    guard let main = documents[entry] else { throw SchemaError(message: "there is no schema '\(entry)'") }
    var failure: SchemaError?
    var absent: String?
    let compiled: xmlSchemaPtr? = lock.withLock { _ in
      thread = fl_thread()
      missing = nil
      current = documents.mapValues { $0.map { CChar(bitPattern: $0) } + [0] }
      previous = xmlGetExternalEntityLoader()
      xmlSetExternalEntityLoader { url, identifier, context in
        guard fl_thread() == SchemaSources.thread else {
          return SchemaSources.previous?(url, identifier, context)
        }
        let name = url.map { String(cString: $0) } ?? ""
        if let found = SchemaSources.current[name] {
          return found.withUnsafeBufferPointer {
            // The array stays in `current` until the compilation is over, and so does its storage.
            fl_named_input_over(context, name, $0.baseAddress, $0.count - 1)
          }
        }
        SchemaSources.missing = name
        return nil
      }
      defer {
        absent = missing
        xmlSetExternalEntityLoader(previous)
        current = [:]
      }
      return main.withUnsafeBytes { bytes in
        guard
          let parser = xmlSchemaNewMemParserCtxt(
            bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        else { return nil }
        defer { xmlSchemaFreeParserCtxt(parser) }
        return withUnsafeMutablePointer(to: &failure) { failure in
          fl_schema_parser_set_error_handler(
            parser,
            { data, error in
              guard let data, let error = error?.pointee, let text = error.message,
                error.level.rawValue >= XML_ERR_ERROR.rawValue
              else { return }
              let failure = data.assumingMemoryBound(to: SchemaError?.self)
              guard failure.pointee == nil else { return }
              failure.pointee = SchemaError(
                message: SchemaSources.sentence(String(cString: text)),
                document: error.file.map { String(cString: $0) }, line: Int(error.line))
            }, failure)
          return fl_schema_parse(parser)
        }
      }
    }
    // To libxml2 an import that cannot be had is no error.
    if let absent {
      xmlSchemaFree(compiled)
      throw SchemaError(message: "the schema refers to '\(absent)', which is not given")
    }
    guard let compiled else {
      throw failure ?? SchemaError(message: "the schema cannot be compiled")
    }
    return compiled
  }

  /// What libxml2 says, without the white space and the full stop at its end.
  private static func sentence(_ text: String) -> String {
    var text = Substring(text)
    while let last = text.last, last.isWhitespace || last == "." { text.removeLast() }
    return String(text)
  }
}

/// Validates trees against a ``Schema``, one after the other; one is to be kept per worker.
///
/// libxml2's validator is a reader of SAX events, so the flat tree is played to it: a document that is not
/// well-formed costs no validation, every error comes while its element is being played and so has an exact
/// place, and no libxml2 tree is needed.
public final class SchemaValidator {
  private let schema: Schema
  private let context: xmlSchemaValidCtxtPtr

  /// A validator for a schema.
  public init(_ schema: Schema) {
    self.schema = schema
    guard let context = xmlSchemaNewValidCtxt(schema.compiled) else { fatalError("out of memory") }
    self.context = context
  }

  deinit { xmlSchemaFreeValidCtxt(context) }

  /// Validates a tree.
  ///
  /// Two faults of libxml2 are put right. Up to 2.13 it does not collapse the white space around an xs:QName or a
  /// number: where a value fails that would pass trimmed, it is trimmed. And it reports an `xsi:type` that it
  /// cannot resolve even where the element is in a lax wildcard and has no declaration: there it is no error, and
  /// what the element holds is still to be validated.
  ///
  /// - Returns: Every violation, in document order of where it was noticed.
  public func validate(_ tree: TreeView) -> [SchemaViolation] {
    var adjustments = Adjustments()
    var declared: Set<Int> = []
    // What an element with a bad type holds comes to light only when that is put right.
    for _ in 0..<Self.rounds {
      let violations = play(tree, adjustments)
      var next = adjustments
      for violation in violations where violation.isLexical {
        if let attribute = violation.attribute {
          if AttributeView(tree, attribute).value.isSpaced { next.trimmedAttributes.insert(attribute) }
        } else if ElementView(tree, violation.element).text.isSpaced {
          next.trimmed.insert(violation.element)
        }
      }
      // A type may resolve once it is trimmed.
      if next == adjustments {
        for violation in violations {
          let index = violation.element
          if adjustments.untyped.contains(index) {
            // It fails under a name of nobody's, so it was declared after all and its type did matter.
            guard violation.attribute == nil else { continue }
            next.untyped.remove(index)
            declared.insert(index)
          } else if violation.isAboutType(in: tree), !declared.contains(index),
            !schema.declaresElements(like: ElementView(tree, index))
          {
            next.untyped.insert(index)
          }
        }
      }
      if next == adjustments { return violations }
      adjustments = next
    }
    return play(tree, adjustments)
  }

  /// Whether the schema has a declaration for an element wherever it stands.
  public func declares(_ element: ElementView) -> Bool {
    var isMissing = false
    var handlers: UnsafeMutablePointer<xmlSAXHandler>?
    var data: UnsafeMutableRawPointer?
    let tree = element.tree
    withUnsafeMutablePointer(to: &isMissing) { isMissing in
      withUnsafeMutablePointer(to: &handlers) { handlers in
        withUnsafeMutablePointer(to: &data) { data in
          fl_schema_set_error_handler(
            context,
            { data, error in
              guard let data, error?.pointee.code == Int32(XML_SCHEMAV_CVC_ELT_1.rawValue) else { return }
              data.assumingMemoryBound(to: Bool.self).pointee = true
            }, isMissing)
          guard let plug = xmlSchemaSAXPlug(context, handlers, data) else { return }
          if let sax = handlers.pointee {
            // As the document element it has to be declared.
            let name = tree.localNames.address(element.name.id)
            let namespace = element.namespace == .none ? nil : tree.namespaces.address(element.namespace.id)
            sax.pointee.startElementNs?(data.pointee, name, nil, namespace, 0, nil, 0, 0, nil)
            sax.pointee.endElementNs?(data.pointee, name, nil, namespace)
          }
          xmlSchemaSAXUnplug(plug)
        }
      }
    }
    return !isMissing
  }

  /// Validates a tree.
  public func validate(_ tree: XMLTree) -> [SchemaViolation] { validate(tree.view) }

  /// How often a tree is played at most: nesting as deep as this of elements with unknown types.
  private static let rounds = 16

  /// What is changed about a tree while it is played.
  private struct Adjustments: Equatable {
    /// Elements whose text is played without the white space around it.
    var trimmed: Set<Int> = []
    /// Attributes whose value is.
    var trimmedAttributes: Set<Int> = []
    /// Elements that are played without xsi:type, under a name that no schema knows.
    var untyped: Set<Int> = []
  }

  private func play(_ tree: TreeView, _ adjustments: Adjustments) -> [SchemaViolation] {
    var collector = ViolationCollector(tree: tree)
    // libxml2 keeps the addresses of both until it is unplugged.
    var handlers: UnsafeMutablePointer<xmlSAXHandler>?
    var data: UnsafeMutableRawPointer?
    withUnsafeMutablePointer(to: &collector) { collector in
      withUnsafeMutablePointer(to: &handlers) { handlers in
        withUnsafeMutablePointer(to: &data) { data in
          fl_schema_set_error_handler(
            context,
            { data, error in
              guard let data, let error else { return }
              data.assumingMemoryBound(to: ViolationCollector.self).pointee.add(error.pointee)
            }, collector)
          // Without handlers to share with, libxml2 gives us its own, which we then call ourselves.
          guard let plug = xmlSchemaSAXPlug(context, handlers, data) else { return }
          if let sax = handlers.pointee {
            Player(
              tree: tree, adjustments: adjustments, sax: sax, data: data.pointee, collector: collector
            ).play()
          }
          xmlSchemaSAXUnplug(plug)
        }
      }
    }
    return collector.violations
  }

  /// Plays a tree's events to libxml2's validator.
  private struct Player {
    let tree: TreeView
    let adjustments: Adjustments
    let sax: UnsafeMutablePointer<xmlSAXHandler>
    let data: UnsafeMutableRawPointer?
    let collector: UnsafeMutablePointer<ViolationCollector>

    func play() {
      guard let start = sax.pointee.startElementNs, let end = sax.pointee.endElementNs,
        let characters = sax.pointee.characters
      else { return }
      var scratch = Buffer<UnsafePointer<UInt8>?>(capacity: 64)
      var open = Buffer<Int32>(capacity: 32)
      var run = 0
      let elements = tree.elements
      for index in elements.indices {
        let element = elements[index]
        while open.count > 0, elements[Int(open[open.count - 1])].end <= index {
          close(&open, &run, before: Int(element.firstRun), characters, end)
        }
        while run < Int(element.firstRun) { playRun(&run, characters) }
        collector.pointee.element = index
        startElement(index, element, &scratch, start)
        open.append(Int32(index))
      }
      while open.count > 0 { close(&open, &run, before: tree.runs.count, characters, end) }
    }

    private func startElement(
      _ index: Int, _ element: XMLTree.Element, _ scratch: inout Buffer<UnsafePointer<UInt8>?>,
      _ start: startElementNsSAX2Func
    ) {
      let isUntyped = !adjustments.untyped.isEmpty && adjustments.untyped.contains(index)
      scratch.removeAll()
      let isLast = index + 1 == tree.elements.count
      let declarationEnd =
        isLast ? tree.declarations.count : Int(tree.elements[index + 1].firstDeclaration)
      var declarationCount = declarationEnd - Int(element.firstDeclaration)
      if index == 0 {
        // Bound everywhere by definition, which libxml2 forgets in the values of elements.
        scratch.append(Self.xmlPrefix.utf8Start)
        scratch.append(Self.xmlNamespace.utf8Start)
        declarationCount += 1
      }
      for declaration in tree.declarations[Int(element.firstDeclaration)..<declarationEnd] {
        scratch.append(prefix(declaration.prefix))
        scratch.append(namespaces.address(declaration.namespace.id))
      }
      let attributeEnd = isLast ? tree.attributes.count : Int(tree.elements[index + 1].firstAttribute)
      var attributeCount = 0
      for position in Int(element.firstAttribute)..<attributeEnd {
        let attribute = tree.attributes[position]
        if isUntyped, attribute.isSchemaInstance(in: tree) { continue }
        scratch.append(localNames.address(attribute.name.id))
        scratch.append(prefix(attribute.prefix))
        scratch.append(uri(attribute.namespace))
        var value = UnsafeBufferPointer(
          start: text + Int(attribute.valueStart), count: Int(attribute.valueLength))
        if !adjustments.trimmedAttributes.isEmpty, adjustments.trimmedAttributes.contains(position) {
          value = Self.trimmed(value)
        }
        scratch.append(value.baseAddress)
        scratch.append(value.baseAddress.map { $0 + value.count })
        attributeCount += 1
      }
      start(
        data, isUntyped ? Self.unknownName.utf8Start : localNames.address(element.name.id), nil,
        isUntyped ? Self.unknownNamespace.utf8Start : uri(element.namespace), Int32(declarationCount),
        scratch.base, Int32(attributeCount), 0, scratch.base + 2 * declarationCount)
    }

    /// Ends the innermost element, its remaining text first.
    private func close(
      _ open: inout Buffer<Int32>, _ run: inout Int, before limit: Int, _ characters: charactersSAXFunc,
      _ end: endElementNsSAX2Func
    ) {
      let index = Int(open[open.count - 1])
      while run < limit, Int(tree.runs[run].parent) == index { playRun(&run, characters) }
      let element = tree.elements[index]
      let isUntyped = !adjustments.untyped.isEmpty && adjustments.untyped.contains(index)
      collector.pointee.element = index
      end(
        data, isUntyped ? Self.unknownName.utf8Start : localNames.address(element.name.id), nil,
        isUntyped ? Self.unknownNamespace.utf8Start : uri(element.namespace))
      open.removeLast(1)
    }

    private func playRun(_ run: inout Int, _ characters: charactersSAXFunc) {
      let record = tree.runs[run]
      run += 1
      var piece = UnsafeBufferPointer(start: text + Int(record.start), count: Int(record.length))
      if !adjustments.trimmed.isEmpty, adjustments.trimmed.contains(Int(record.parent)) {
        piece = Self.trimmed(piece)
      }
      collector.pointee.element = Int(record.parent)
      characters(data, piece.baseAddress, Int32(piece.count))
    }

    private var localNames: NameTable { tree.localNames }
    private var namespaces: NameTable { tree.namespaces }
    private var text: UnsafePointer<UInt8> { UnsafePointer(tree.content.pointee.text.base) }

    private func prefix(_ name: LocalName) -> UnsafePointer<UInt8>? {
      name.id == 0 ? nil : localNames.address(name.id)
    }

    private func uri(_ namespace: Namespace) -> UnsafePointer<UInt8>? {
      namespace == .none ? nil : namespaces.address(namespace.id)
    }

    private static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
      var low = 0
      var high = text.count
      while low < high, StartTag.isBlank(text[low]) { low += 1 }
      while high > low, StartTag.isBlank(text[high - 1]) { high -= 1 }
      return UnsafeBufferPointer(rebasing: text[low..<high])
    }

    private static let xmlPrefix: StaticString = "xml"
    private static let xmlNamespace: StaticString = "http://www.w3.org/XML/1998/namespace"
    private static let unknownName: StaticString = "unknown"
    private static let unknownNamespace: StaticString = "urn:faultlint:unknown"
  }
}

extension SchemaViolation {
  /// Whether it says that a value is not in the lexical space of its type. A list or a union has members of its
  /// own, and what is around them libxml2 sees to.
  fileprivate var isLexical: Bool { constraint.description == "cvc-datatype-valid-1-2-1" }

  /// Whether it says that an xsi:type cannot be resolved.
  fileprivate func isAboutType(in tree: TreeView) -> Bool {
    if let attribute {
      let name = tree.attributes[attribute]
      return tree.localNames[name.name.id].elementsEqual("type".utf8) && name.isSchemaInstance(in: tree)
    }
    let constraint = constraint.description
    return constraint == "cvc-elt-4-1" || constraint == "cvc-elt-4-2" || constraint == "cvc-type-1"
  }
}

extension TextView {
  /// Whether there is white space at an end of it.
  fileprivate var isSpaced: Bool { count != trimmed.count }
}

extension XMLTree.Attribute {
  /// Whether it is xsi:type or one of its kin.
  fileprivate func isSchemaInstance(in tree: TreeView) -> Bool {
    tree.namespaces[namespace.id].elementsEqual("http://www.w3.org/2001/XMLSchema-instance".utf8)
  }
}

/// Takes libxml2's errors while a tree is played.
private struct ViolationCollector {
  let tree: TreeView
  var element = 0
  var violations: [SchemaViolation] = []

  init(tree: TreeView) { self.tree = tree }

  mutating func add(_ error: xmlError) {
    guard error.level.rawValue >= XML_ERR_ERROR.rawValue, let raw = error.message else { return }
    let constraint = SchemaConstraints.name(of: Int(error.code))
    // It quotes names and values whole.
    let text = UnsafeRawBufferPointer(start: raw, count: strnlen(raw, 4000))
    let (attributeName, message) = Self.split(String(cutting: ArraySlice(text), after: 500))
    let attribute = attributeName.flatMap { name in
      ElementView(tree, element).attributes.first { attribute in
        let uri = tree.namespaces.string(attribute.namespace.id)
        let local = tree.localNames.string(attribute.name.id)
        return name == (uri.isEmpty ? local : "{\(uri)}\(local)")
      }?.index
    }
    // libxml2 says some things twice, once for the value and once for its type.
    if let last = violations.last, last.element == element, last.attribute == attribute,
      last.constraint.description == constraint.description
    {
      return
    }
    violations.append(
      SchemaViolation(constraint: constraint, element: element, attribute: attribute, message: message))
  }

  /// Takes apart `Element 'name', attribute 'name': message.`
  static func split(_ text: String) -> (attribute: String?, message: String) {
    var rest = Substring(text)
    while let last = rest.last, last.isWhitespace || last == "." { rest.removeLast() }
    guard let end = find("': ", in: rest) else { return (nil, String(rest)) }
    let place = rest[..<end]
    let message = String(rest[rest.index(end, offsetBy: 3)...])
    guard let start = find(", attribute '", in: place) else { return (nil, message) }
    return (String(place[place.index(start, offsetBy: 13)...]), message)
  }

  private static func find(_ needle: String, in text: Substring) -> String.Index? {
    let bytes = text.utf8
    return bytes.indices.first { bytes[$0] == needle.utf8.first && bytes[$0...].starts(with: needle.utf8) }
  }
}

/// The names of the constraints of XML Schema that libxml2 has error codes for.
enum SchemaConstraints {
  static func name(of code: Int) -> StaticString {
    if code == Int(XML_SCHEMAV_ELEMENT_CONTENT.rawValue) { return "cvc-complex-type-2-4" }
    let first = Int(XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1.rawValue)
    return names.indices.contains(code - first) ? names[code - first] : "cvc-elt-1"
  }

  // In the order of libxml2's codes, from XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1 on.
  private static let names: [StaticString] = [
    "cvc-datatype-valid-1-2-1", "cvc-datatype-valid-1-2-2", "cvc-datatype-valid-1-2-3", "cvc-type-3-1-1",
    "cvc-type-3-1-2", "cvc-facet-valid", "cvc-length-valid", "cvc-minlength-valid", "cvc-maxlength-valid",
    "cvc-mininclusive-valid", "cvc-maxinclusive-valid", "cvc-minexclusive-valid", "cvc-maxexclusive-valid",
    "cvc-totaldigits-valid", "cvc-fractiondigits-valid", "cvc-pattern-valid", "cvc-enumeration-valid",
    "cvc-complex-type-2-1", "cvc-complex-type-2-2", "cvc-complex-type-2-3", "cvc-complex-type-2-4",
    "cvc-elt-1", "cvc-elt-2", "cvc-elt-3-1", "cvc-elt-3-2-1", "cvc-elt-3-2-2", "cvc-elt-4-1", "cvc-elt-4-2",
    "cvc-elt-4-3", "cvc-elt-5-1-1", "cvc-elt-5-1-2", "cvc-elt-5-2-1", "cvc-elt-5-2-2-1",
    "cvc-elt-5-2-2-2-1", "cvc-elt-5-2-2-2-2", "cvc-elt-6", "cvc-elt-7", "cvc-attribute-1",
    "cvc-attribute-2", "cvc-attribute-3", "cvc-attribute-4", "cvc-complex-type-3-1",
    "cvc-complex-type-3-2-1", "cvc-complex-type-3-2-2", "cvc-complex-type-4", "cvc-complex-type-5-1",
    "cvc-complex-type-5-2", "cvc-complex-type-2-4", "cvc-elt-1", "cvc-complex-type-1", "cvc-au",
    "cvc-type-1", "cvc-type-2", "cvc-idc", "cvc-wildcard",
  ]
}
