public import FaultlintXMLTree

/// A version of SOAP.
public enum SOAPVersion: String, Sendable {
  /// SOAP 1.1 (W3C Note of 8 May 2000).
  case v11 = "1.1"
  /// SOAP 1.2 (W3C Recommendation, second edition, 27 April 2007).
  case v12 = "1.2"

  /// The namespace of its envelope.
  package var namespace: Namespace {
    switch self {
    case .v11: .soap11
    case .v12: .soap12
    }
  }

  /// The URI of that.
  package var namespaceName: String { namespace.name }

  /// The version whose envelope namespace this is.
  package init?(_ namespace: Namespace) {
    switch namespace {
    case .soap11: self = .v11
    case .soap12: self = .v12
    default: return nil
    }
  }
}

/// The SOAP view of a document. It is handed to rules; as a class that costs nothing.
public final class Message: Sendable {
  /// What the document element says the document is.
  public enum Content: Sendable {
    /// A SOAP message.
    case envelope(Envelope)
    /// An element called Envelope in a namespace that is none of SOAP's: SOAP of another age, or a typing error.
    case foreignEnvelope(ElementView)
    /// An element in a namespace of SOAP's that is not called Envelope: a typing error, or a part of an envelope.
    case misnamedEnvelope(ElementView, SOAPVersion)
    /// XML that is no SOAP.
    case other(ElementView)
  }

  /// The document.
  public let tree: XMLTree
  /// What stands before its document element.
  public let prologue: Prologue
  /// Whether the envelope was put around a bare Fault or Body.
  public let isFragment: Bool
  /// What it is.
  public let content: Content

  /// Reads a document as a message.
  ///
  /// Source: SOAP 1.1, section 4.1.2; SOAP 1.2 part 1, sections 5.1 and 5.4.7.
  public init(tree: XMLTree, prologue: Prologue, isFragment: Bool = false) {
    self.tree = tree
    self.prologue = prologue
    self.isFragment = isFragment
    let root = tree.root
    switch (SOAPVersion(root.namespace), root.name == .envelope) {
    case (let version?, true):
      content = .envelope(Envelope(root, version: version, isFragment: isFragment))
    case (let version?, false): content = .misnamedEnvelope(root, version)
    case (nil, true): content = .foreignEnvelope(root)
    case (nil, false): content = .other(root)
    }
  }

  /// Its envelope, if it is a SOAP message.
  public var envelope: Envelope? {
    if case .envelope(let envelope) = content { envelope } else { nil }
  }
}

/// A SOAP envelope: what stands where. It is handed to each rule; as a class that costs nothing.
public final class Envelope: Sendable {
  /// The version its namespace says.
  public let version: SOAPVersion
  /// Whether it was put around a bare Fault or Body, so that its Header is unknown.
  public let isFragment: Bool
  /// The element itself.
  public let element: ElementView
  /// Those of its children that are a Header of its version; one at most in a conforming message.
  public let headers: Few<ElementView>
  /// Those of them that are a Body of its version; exactly one in a conforming message.
  public let bodies: Few<ElementView>
  /// The children of all Headers.
  public let headerBlocks: [ElementView]
  /// The Faults of its version among the body entries, version 1.1; empty in a 1.2 envelope.
  public let faults11: Few<Fault11>
  /// The Faults of its version among the body entries, version 1.2; empty in a 1.1 envelope.
  public let faults12: Few<Fault12>
  /// The Faults of its version that stand elsewhere.
  public let strayFaults: [ElementView]
  /// Those that are no child of any Body and in no other such Fault, in document order.
  private let outermostStrayFaults: [ElementView]
  /// All attributes in a namespace of SOAP's: envelope or encoding, whatever the version.
  public let soapAttributes: [AttributeView]

  /// Reads an Envelope element.
  public init(_ element: ElementView, version: SOAPVersion, isFragment: Bool = false) {
    self.version = version
    self.isFragment = isFragment
    self.element = element
    let tree = element.tree
    let namespace = version.namespace
    var headers: Few<ElementView> = .none
    var bodies: Few<ElementView> = .none
    for child in element.children where child.namespace == namespace {
      switch child.name {
      case .header: headers.append(child)
      case .body: bodies.append(child)
      default: break
      }
    }
    self.headers = headers
    self.bodies = bodies
    if case .one(let header) = headers {
      headerBlocks = Array(header.children)
    } else {
      headerBlocks = headers.flatMap(\.children)
    }
    let body = bodies.first
    var faults11: Few<Fault11> = .none
    var faults12: Few<Fault12> = .none
    var stray: [ElementView] = []
    var outermost: [ElementView] = []
    var outermostEnd = 0
    for index in tree.elements.indices
    where tree.elements[index].name == .fault && tree.elements[index].namespace == namespace {
      let fault = ElementView(tree, index)
      let isInBody = fault.parent.map { $0.isNamed(namespace, .body) && $0.parent?.index == element.index }
      if isInBody != true, index >= outermostEnd {
        outermost.append(fault)
        outermostEnd = Int(tree.elements[index].end)
      }
      if Int(tree.elements[index].parent) != body?.index {
        stray.append(fault)
      } else if version == .v11 {
        faults11.append(Fault11(fault))
      } else {
        faults12.append(Fault12(fault))
      }
    }
    self.faults11 = faults11
    self.faults12 = faults12
    strayFaults = stray
    outermostStrayFaults = outermost
    var attributes: [AttributeView] = []
    for index in tree.attributes.indices {
      switch tree.attributes[index].namespace {
      case .soap11, .soap12, .soap11Encoding: attributes.append(AttributeView(tree, index))
      default: break
      }
    }
    soapAttributes = attributes
  }

  /// Its children in document order.
  public var children: ElementView.Children { element.children }

  /// The children of the first Body.
  public var bodyEntries: ElementView.Children { bodies.first?.children ?? element.noChildren }

  /// Whether the message is a fault: its Body has a single child, and that is a Fault.
  ///
  /// Source: WS-I Basic Profile 1.1, R1107; SOAP 1.2 part 1, section 5.4.
  public var isFault: Bool { bodyEntries.count == 1 && faults11.count + faults12.count == 1 }

  /// Whether no child of its Body is a Fault.
  public var hasNoFault: Bool { faults11.isEmpty && faults12.isEmpty }

  /// The first body entry that is too many: beside a fault one that is none, otherwise the second.
  public var surplusEntry: ElementView? {
    let entries = bodyEntries
    guard let first = entries.first, entries.count > 1 else { return nil }
    let kept = faults12.first?.element ?? faults11.first?.element ?? first
    return entries.first { $0.index != kept.index }
  }

  /// Whether an element is a header block (or, in SOAP 1.1, a header entry).
  public func isHeaderBlock(_ element: ElementView) -> Bool {
    isHeader(element.parent)
  }

  /// Whether an element lies inside the contents of a fault's detail, which belong to the application.
  public func isInsideDetail(_ element: ElementView) -> Bool {
    let name: LocalName = version == .v11 ? .detail11 : .detail12
    let namespace: Namespace = version == .v11 ? .none : .soap12
    var current = element.parent
    while let ancestor = current {
      if ancestor.isNamed(namespace, name), ancestor.parent?.isNamed(version.namespace, .fault) == true {
        return true
      }
      current = ancestor.parent
    }
    return false
  }

  /// The header blocks that are this element of SOAP's own: Upgrade or NotUnderstood. Both are in the namespace of
  /// SOAP 1.2, in an envelope of SOAP 1.1 too.
  ///
  /// Source: SOAP 1.2 part 1, sections 5.4.7.1 and 5.4.8.1, appendix A.
  public func headerBlocks(_ name: LocalName) -> [ElementView] {
    // Hardly any message has one, and a dozen rules ask.
    guard let first = headerBlocks.firstIndex(where: { $0.isNamed(.soap12, name) }) else { return [] }
    return headerBlocks[first...].filter { $0.isNamed(.soap12, name) }
  }

  /// Whether an element is a Fault of its version that is no child of a Body, or lies inside one. In SOAP 1.2 such
  /// a Fault has no meaning and may have any form.
  ///
  /// Source: SOAP 1.2 part 1, section 5.4.
  public func isInStrayFault(_ element: ElementView) -> Bool { strayFault(around: element) != nil }

  /// The outermost Fault of its version around an element, itself included, that is no child of a Body; nil if there
  /// is none.
  package func strayFault(around element: ElementView) -> ElementView? {
    outermostStrayFaults.element(around: element)
  }

  /// Whether an element is a part of SOAP and not of the data it carries: the Envelope, Header, Body, or a Fault in
  /// Body with what SOAP 1.2 defines in it. Header blocks and detail entries, whatever they are, count as data.
  ///
  /// Source: SOAP 1.2 part 1, section 5.1.1.
  public func isStructure(_ element: ElementView) -> Bool {
    guard element.namespace == version.namespace else { return false }
    var current = element
    while let parent = current.parent {
      if isHeaderBlock(current) { return false }
      if isBody(parent), !current.isNamed(version.namespace, .fault) { return false }
      if parent.isNamed(.soap12, .detail12), isBody(parent.parent?.parent) { return false }
      current = parent
    }
    return true
  }

  /// Whether an element is a Header of the envelope: the one, or one too many.
  public func isHeader(_ element: ElementView?) -> Bool {
    element?.isNamed(version.namespace, .header) == true && element?.parent?.index == self.element.index
  }

  /// Whether an element is a Body of the envelope: the one, or one too many.
  public func isBody(_ element: ElementView?) -> Bool {
    element?.isNamed(version.namespace, .body) == true && element?.parent?.index == self.element.index
  }
}
