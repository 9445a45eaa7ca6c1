public import FaultlintXMLTree

/// The roles that SOAP 1.2 itself defines.
///
/// Source: SOAP 1.2 part 1, section 2.2, table 2.
public enum Role12: Sendable, CaseIterable {
  /// Every node on the message path.
  case next
  /// No node.
  case none
  /// The node where the message ends.
  case ultimateReceiver

  /// Its name.
  public var uri: StaticString {
    switch self {
    case .next: "http://www.w3.org/2003/05/soap-envelope/role/next"
    case .none: "http://www.w3.org/2003/05/soap-envelope/role/none"
    case .ultimateReceiver: "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver"
    }
  }

  /// The role with this name, white space at the ends left out; nil for any other.
  public init?(_ name: TextView) {
    let name = name.trimmed
    guard let role = Role12.allCases.first(where: { name == $0.uri }) else { return nil }
    self = role
  }
}
