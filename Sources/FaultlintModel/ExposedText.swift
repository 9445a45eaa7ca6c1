public import FaultlintXMLTree

/// A text of a fault message that its receiver gets to see.
public struct ExposedText: Sendable {
  /// Where it stands.
  public enum Site: Sendable {
    /// Straight inside an element.
    case element(ElementView)
    /// In the value of an attribute.
    case attribute(AttributeView)
  }

  /// Where it stands.
  public let site: Site
  /// What it says.
  public let text: TextView

  /// The name of the element or attribute, without its prefix.
  public var localName: String {
    switch site {
    case .element(let element): element.localName
    case .attribute(let attribute): attribute.localName
    }
  }

  /// The name of the element or attribute, as written.
  public var holder: String {
    switch site {
    case .element(let element): element.qualifiedName
    case .attribute(let attribute): attribute.qualifiedName
    }
  }
}

extension Envelope {
  /// What a fault says to people or in data: all texts and attributes of its header blocks, and of the children of its
  /// Faults, but for codes and the attributes of SOAP and of schemas. Nothing if it is no fault.
  public var exposedTexts: [ExposedText] {
    let faults = faults11.map(\.element) + faults12.map(\.element)
    guard !faults.isEmpty else { return [] }
    let parts =
      headerBlocks + faults.flatMap { $0.children.filter { $0.name != .faultcode && $0.name != .code } }
    return parts.flatMap { part in
      part.allTexts.filter { !$0.text.isBlank }.map { ExposedText(site: .element($0.element), text: $0.text) }
        + part.allAttributes.filter(\.isData).map { ExposedText(site: .attribute($0), text: $0.value) }
    }
  }
}

extension AttributeView {
  /// Whether it is of the application, by its namespace.
  fileprivate var isData: Bool {
    switch namespace {
    case .soap11, .soap12, .soap11Encoding, .soap12Encoding, .schemaInstance, .xml: false
    default: true
    }
  }
}
