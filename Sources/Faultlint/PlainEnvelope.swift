internal import FaultlintModel
internal import FaultlintXMLTree

/// Messages of which it is certain that the schemas accept them: a validator need not be asked.
///
/// Nearly every fault is of the one shape that the envelope schemas describe, and carries data that no schema at hand
/// knows, which their lax wildcards let pass, or of which ``PlainSchemas`` know enough. To see that takes a hundredth of
/// the time of a validation. Whatever is in any way out of the ordinary is left to the validator; tests hold the two
/// together.
struct PlainEnvelope {
  /// The namespace of the envelope.
  private let namespace: Namespace
  /// The schemas of what messages carry.
  private let schemas: PlainSchemas

  /// For messages of a version, and the schemas of what they carry.
  init(_ version: SOAPVersion, with schemas: PlainSchemas) {
    namespace = version.namespace
    self.schemas = schemas
  }

  /// Whether the schemas accept a message for certain. False says nothing.
  ///
  /// Source: the envelope schemas of SOAP 1.1 and 1.2; XML Schema Part 1, 3.10.4 (lax wildcards).
  func accepts(_ envelope: Envelope, in tree: XMLTree) -> Bool {
    guard let body = envelope.bodies.first, envelope.bodies.count == 1, envelope.headers.count <= 1,
      envelope.children.count == 1 + envelope.headers.count, envelope.headers.first?.index ?? 0 < body.index,
      envelope.faults11.count + envelope.faults12.count <= 1
    else { return false }
    // Every element in a namespace with declarations must be one that is looked at here.
    var parts = 2 + envelope.headers.count
    var detail: ElementView?
    if let fault = envelope.faults11.first {
      guard accepts(fault) else { return false }
      parts += 1
      detail = fault.detail
    } else if let fault = envelope.faults12.first {
      guard let count = acceptedParts(of: fault) else { return false }
      parts += count
    }
    schemas.use(tree)
    let tree = tree.view
    for index in tree.elements.indices {
      let element = tree.elements[index]
      if element.namespace == namespace {
        parts -= 1
      } else if schemas.declare(element.namespace, tree) {
        parts -= 1
        // What stands in another such element was looked at with it.
        if element.parent >= 0, schemas.declare(tree.elements[Int(element.parent)].namespace, tree) {
          continue
        }
        guard let count = schemas.acceptedParts(of: ElementView(tree, index)) else { return false }
        parts += count
      }
    }
    guard parts == 0 else { return false }
    for block in envelope.headerBlocks where block.namespace == .none { return false }
    for attribute in tree.attributes where !isPlain(attribute, tree) { return false }
    for run in tree.runs {
      let parent = tree.elements[Int(run.parent)]
      // Text in an entry with a schema of its own has been looked at with it.
      guard parent.namespace == namespace && !holdsText(parent.name) || detail?.index == Int(run.parent)
      else {
        continue
      }
      guard TextView(run, in: tree).isBlank else { return false }
    }
    return true
  }

  private func holdsText(_ name: LocalName) -> Bool {
    name == .value || name == .text || name == .node || name == .role12
  }

  /// Whether an attribute is none of those with a declaration, or has a value that is in its type beyond doubt.
  private func isPlain(_ attribute: XMLTree.Attribute, _ tree: TreeView) -> Bool {
    let element = tree.elements[Int(attribute.element)]
    // Those of an entry with a schema of its own have been looked at with it.
    if schemas.declare(element.namespace, tree) { return true }
    if element.namespace == namespace {
      return element.name == .text && attribute.namespace == .xml && attribute.name == .lang
    }
    switch attribute.namespace {
    case .schemaInstance:
      // Of an element without a declaration nobody asks whether it may be nil.
      guard attribute.name == .nilAttribute else { return false }
      return isBoolean(TextView(valueOf: attribute, in: tree))
    case .xml: return attribute.name == .lang && isLanguage(TextView(valueOf: attribute, in: tree))
    case .soap11, .soap12:
      guard attribute.namespace == namespace else { return !schemas.declare(attribute.namespace, tree) }
      let value = TextView(valueOf: attribute, in: tree)
      return switch (attribute.name, attribute.namespace) {
      case (.mustUnderstand, .soap11): value == "1" || value == "0"
      case (.mustUnderstand, _), (.relay, .soap12): isBoolean(value)
      case (.actor, .soap11), (.role, .soap12), (.encodingStyle, _): isURI(value)
      default: false
      }
    default: return !schemas.declare(attribute.namespace, tree)
    }
  }

  // MARK: Faults

  private func accepts(_ fault: Fault11) -> Bool {
    var next = 0
    for child in fault.children {
      guard let field = child.field, field.rawValue >= next else { return false }
      // The first two are mandatory.
      guard field.rawValue == next || next >= 2 else { return false }
      next = field.rawValue + 1
      guard child.element.attributes.first == nil else { return false }
      switch field {
      case .faultcode:
        guard let code = fault.code, isPlain(code), code.element.index == child.element.index else {
          return false
        }
      case .faultstring: guard child.element.children.first == nil else { return false }
      case .faultactor: guard isURI(child.element) else { return false }
      case .detail: break
      }
    }
    return next >= 2
  }

  /// How many elements in the SOAP namespace a fault has that the schema accepts for certain; nil if that is not so.
  private func acceptedParts(of fault: Fault12) -> Int? {
    guard fault.hasStandardCode, let reason = fault.reason,
      fault.subcodes.count == (fault.codes.last?.depth ?? 0)
    else { return nil }
    var next = 0
    for child in fault.children {
      guard let field = child.field, field.rawValue >= next, field.rawValue == next || next >= 2 else {
        return nil
      }
      next = field.rawValue + 1
      switch field {
      case .node, .role: guard isURI(child.element) else { return nil }
      case .code, .reason, .detail: break
      }
    }
    guard next >= 2 else { return nil }
    var parts = 1 + fault.children.count
    for code in fault.codes {
      guard code.values.count == 1, code.subcodes.count <= 1, code.others.isEmpty,
        code.subcodeBeforeValue == nil, let value = code.value, isPlain(value)
      else { return nil }
      parts += 1 + code.subcodes.count
    }
    var count = 0
    for text in reason.children {
      guard text.isNamed(.soap12, .text), text.children.first == nil, let language = text.attributes.first,
        language.namespace == .xml, language.name == .lang, isLanguage(language.value)
      else { return nil }
      count += 1
    }
    // One attribute each; that they are no others is seen to with all attributes.
    guard count > 0, count == fault.texts.count else { return nil }
    return parts + count
  }

  // MARK: Values that are in their type whatever the validator thinks of the rest of it

  private func isPlain(_ code: FaultCode) -> Bool {
    guard case .resolved = code.name else { return false }
    let text = code.element.text
    return text.count <= 1000
      && text.bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !text.bytes.starts(with: "xml".utf8)
  }

  private func isURI(_ element: ElementView) -> Bool {
    element.children.first == nil && isURI(element.text)
  }

  private func isURI(_ text: TextView) -> Bool {
    let bytes = text.bytes
    guard bytes.count <= 1000 else { return false }
    let scheme: Int
    if bytes.starts(with: "http://".utf8) {
      scheme = 7
    } else if bytes.starts(with: "https://".utf8) {
      scheme = 8
    } else if bytes.starts(with: "urn:".utf8) {
      scheme = 4
    } else {
      return false
    }
    guard bytes.count > scheme else { return false }
    return bytes[scheme...].allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "/"):
        true
      default: false
      }
    }
  }

  private func isBoolean(_ text: TextView) -> Bool {
    text == "true" || text == "false" || text == "1" || text == "0"
  }

  /// Two letters, perhaps with a region of two.
  private func isLanguage(_ text: TextView) -> Bool {
    let bytes = text.bytes
    guard bytes.count == 2 || bytes.count == 5 && bytes[2] == UInt8(ascii: "-") else { return false }
    return bytes.indices.allSatisfy { $0 == 2 || (bytes[$0] | 0x20) >= 0x61 && (bytes[$0] | 0x20) <= 0x7A }
  }
}
