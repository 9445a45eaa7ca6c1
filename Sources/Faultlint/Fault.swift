public import FaultlintModel
package import FaultlintXMLTree

/// A fault, read whole: the same words for SOAP 1.1 and 1.2 where they mean the same.
///
/// What a message has in the wrong place is still read, so that a fault that breaks the contract can be looked at: a
/// child with the right name in the wrong namespace counts as that child where the right one is missing, in SOAP 1.1
/// (`<s:faultstring>`) as in SOAP 1.2. Of several the first counts. Nothing is cut. An entity is never expanded: its
/// reference stands in the text as it was written.
///
/// Source: SOAP 1.1, section 4.4; SOAP 1.2 part 1, section 5.4.
public struct Fault: Sendable {
  // The tree is kept, because views do not keep it.
  private let document: ParsedDocument
  /// The version of SOAP.
  public let version: SOAPVersion
  /// The Fault element.
  package let element: ElementView
  /// The elements that it is made of.
  package let parts: Parts

  /// The first fault of an envelope; nil if there is none.
  package init?(_ envelope: Envelope, in document: ParsedDocument) {
    guard let element = envelope.faults11.first?.element ?? envelope.faults12.first?.element else {
      return nil
    }
    self.document = document
    self.element = element
    version = envelope.version
    parts = Parts(element, version)
  }

  /// A fault code or subcode.
  ///
  /// Source: SOAP 1.1, section 4.4.1; SOAP 1.2 part 1, sections 5.4.1 and 5.4.6.
  public struct Code: Sendable {
    /// The text as written, without white space at the ends; empty if there is none.
    public let text: String
    /// What it names; nil if it is not a qualified name, or its prefix is not declared.
    public let name: QualifiedName?

    /// The URI of the namespace it is in, empty for none; nil if it does not name anything.
    public var namespace: String? { name?.namespace }
    /// Its local part, as in `Server`; nil if it does not name anything.
    public var local: String? { name?.local }
  }

  /// A text for people.
  ///
  /// Source: SOAP 1.1, section 4.4 (faultstring); SOAP 1.2 part 1, section 5.4.2.
  public struct Reason: Sendable {
    /// The text, whole and as written; empty if there is none.
    public let text: String
    /// Its language by its `xml:lang`, as in `en-GB`; nil if it has none.
    public let language: String?
  }

  /// What the application has to say.
  ///
  /// Source: SOAP 1.1, section 4.4 (detail); SOAP 1.2 part 1, section 5.4.5.
  public struct Detail: Sendable {
    /// The detail entries, in document order; empty if there is none.
    public let entries: [Entry]
    /// The element `detail` or `Detail` as XML that can be parsed on its own; nil if there is none.
    public let xml: String?
  }

  /// A detail entry: a child element of detail.
  ///
  /// Source: SOAP 1.1, section 4.4; SOAP 1.2 part 1, section 5.4.5.1.
  public struct Entry: Sendable {
    /// The name of the element.
    public let name: QualifiedName
    /// Its text, that of elements in it included.
    public let text: String
    /// The entry as XML that can be parsed on its own: declarations that stand around it are added to it.
    public let xml: String
  }

  /// The code: faultcode, or the Value of Code. If there is none, its text is empty.
  public var code: Code { parts.code.map(code) ?? Code(text: "", name: nil) }

  /// The subcodes of SOAP 1.2, from the outside in; empty in SOAP 1.1.
  public var subcodes: [Code] { parts.subcodes.map(code) }

  /// The texts for people: faultstring, or each Text of Reason.
  public var reasons: [Reason] {
    parts.reasons.map { Reason(text: text($0), language: $0.attribute(.xml, .lang).map { full($0.value) }) }
  }

  /// The text for people in a language, or in the nearest there is.
  ///
  /// - Parameter language: A language tag, as in `de` or `de-CH`.
  /// - Returns: The text in this language; else in a wider one (`de` for `de-CH`), in a narrower one (`de-CH` for
  ///   `de`), or without a language; else the first. Nil if there is no text.
  ///
  /// Source: RFC 4647, section 3.4.
  public func reason(for language: String = "en") -> String? {
    let reasons = reasons
    var range = Substring(language.lowercased())
    while !range.isEmpty {
      if let match = reasons.first(where: { $0.language?.lowercased() == String(range) }) {
        return match.text
      }
      guard let hyphen = range.lastIndex(of: "-") else { break }
      range = range[..<hyphen]
    }
    let narrower = reasons.first { $0.language?.lowercased().hasPrefix(language.lowercased() + "-") ?? false }
    return (narrower ?? reasons.first { $0.language == nil } ?? reasons.first)?.text
  }

  /// Who found the fault, as a URI: the faultactor of SOAP 1.1, or the Node of SOAP 1.2. Nil if it does not say.
  ///
  /// Source: SOAP 1.1, section 4.4; SOAP 1.2 part 1, section 5.4.3.
  public var actor: String? { parts.actor.map { text($0, isTrimmed: true) } }

  /// In which role the node acted, as a URI: the Role of SOAP 1.2. Nil if it does not say, as in SOAP 1.1.
  ///
  /// Source: SOAP 1.2 part 1, section 5.4.4.
  public var role: String? { parts.role.map { text($0, isTrimmed: true) } }

  /// What the application has to say: detail, or Detail.
  public var detail: Detail {
    guard let detail = parts.detail else { return Detail(entries: [], xml: nil) }
    let entries = detail.children.map { entry in
      Entry(name: QualifiedName(entry), text: allText(entry), xml: entry.standaloneXML)
    }
    return Detail(entries: entries, xml: detail.standaloneXML)
  }

  /// The Fault element as XML that can be parsed on its own: declarations that stand around it are added to it.
  public var xml: String { element.standaloneXML }

  /// Whether it refers to entities, whose references stand in the texts as written: a document type declaration, which
  /// SOAP forbids, is never read.
  public var hasUnexpandedEntities: Bool { document.hasUnreadEntities }

  // MARK: Where things stand

  /// The elements that a fault is made of.
  package struct Parts: Sendable {
    package private(set) var code: ElementView?
    /// The code as a name; nil if it holds elements, or if there is none.
    package let codeName: FaultCode?
    package private(set) var subcodes: Few<ElementView> = .none
    package private(set) var reasons: Few<ElementView> = .none
    package private(set) var actor: ElementView?
    package private(set) var role: ElementView?
    package private(set) var detail: ElementView?

    /// The parts of a Fault element, found by their names.
    init(_ element: ElementView, _ version: SOAPVersion) {
      switch version {
      case .v11:
        code = element.child(.none, .faultcode)
        reasons = Few(element.child(.none, .faultstring))
        actor = element.child(.none, .faultactor)
        detail = element.child(.none, .detail11)
      case .v12:
        let parent = element.child(.soap12, .code)
        code = parent?.child(.soap12, .value)
        var subcode = parent?.child(.soap12, .subcode)
        while let next = subcode {
          if let value = next.child(.soap12, .value) { subcodes.append(value) }
          subcode = next.child(.soap12, .subcode)
        }
        if let reason = element.child(.soap12, .reason) {
          reasons = Few(reason.children.lazy.filter { $0.name == .text })
        }
        actor = element.child(.soap12, .node)
        role = element.child(.soap12, .role12)
        detail = element.child(.soap12, .detail12)
      }
      codeName = code.flatMap(FaultCode.init)
    }
  }

  private func code(_ value: ElementView) -> Code {
    let name: QualifiedName? =
      if case .resolved(let namespace, let local, _) = FaultCode(value)?.name {
        QualifiedName(
          namespace: String(decoding: value.tree.namespaces[namespace.id], as: UTF8.self),
          local: full(local))
      } else {
        nil
      }
    return Code(text: text(value, isTrimmed: true), name: name)
  }

  // MARK: Texts

  private func full(_ text: TextView) -> String { String(decoding: text.bytes, as: UTF8.self) }

  /// The text straight inside an element, up to its first child element.
  package func text(_ element: ElementView, isTrimmed: Bool = false) -> String {
    var runs = element.textRuns
    guard let first = runs.next() else { return "" }
    return text(first, in: element.tree, isTrimmed: isTrimmed)
  }

  private func text(_ run: XMLTree.TextRun, in tree: TreeView, isTrimmed: Bool = false) -> String {
    let view = TextView(run, in: tree)
    let shown = isTrimmed ? view.trimmed : view
    guard document.hasUnreadEntities else { return full(shown) }
    return tree.textWithReferences(shown, of: run)
  }

  /// All text inside an element, in document order.
  private func allText(_ element: ElementView) -> String {
    let tree = element.tree
    let end = tree.elements[element.index].end
    return tree.runs.lazy.filter { $0.parent >= Int32(element.index) && $0.parent < end }
      .map { text($0, in: tree) }.joined()
  }
}

extension QualifiedName {
  /// The name of an element.
  init(_ element: ElementView) {
    let (namespace, local) = (
      element.tree.namespaces[element.namespace.id], element.tree.localNames[element.name.id]
    )
    self.init(
      namespace: String(decoding: namespace, as: UTF8.self), local: String(decoding: local, as: UTF8.self))
  }
}

extension ElementView {
  /// The first child with this name; where there is none, the first with the name in another namespace.
  fileprivate func child(_ namespace: Namespace, _ name: LocalName) -> ElementView? {
    children.first { $0.isNamed(namespace, name) } ?? children.first { $0.name == name }
  }
}
