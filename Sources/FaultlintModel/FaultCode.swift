public import FaultlintXMLTree

/// The value of a SOAP 1.1 faultcode, or of a Value or qname in SOAP 1.2.
public struct FaultCode: Sendable {
  /// The element that holds it.
  public let element: ElementView
  /// What its text means there.
  public let name: QName

  /// Reads the text of an element. Nil if it has child elements: then there is no one text to judge.
  public init?(_ element: ElementView) {
    guard element.children.first == nil else { return nil }
    self.element = element
    name = QName(element.text, in: element)
  }

  /// The text as written, without white space at the ends.
  public var text: TextView { element.text.trimmed }

  /// The local part, if the name is resolved and in this namespace.
  public func local(in namespace: Namespace) -> TextView? {
    if case .resolved(namespace, let local, _) = name { local } else { nil }
  }

  /// Whether it is this name.
  public func isNamed(_ namespace: Namespace, _ name: StaticString) -> Bool {
    local(in: namespace).map { $0 == name } ?? false
  }
}

extension TextView {
  /// Whether nothing stands behind one of its dots, or between two.
  ///
  /// Source: SOAP 1.1, section 4.4.1.
  public var hasEmptySegment: Bool {
    let bytes = bytes
    let dot = UInt8(ascii: ".")
    return bytes.last == dot || zip(bytes, bytes.dropFirst()).contains { $0 == dot && $1 == dot }
  }
}
