public import FaultlintXMLTree

/// A namespace name that is nearly one that SOAP uses: a typing error, or the name of a draft.
public struct NearNamespace: Sendable {
  /// The namespace that was probably meant.
  public let meant: Namespace
  /// What it is the namespace of, as in `SOAP 1.1`.
  public let title: StaticString
  /// In what the name differs, as in `SOAP 1.1 has a slash at the end`.
  public let difference: String

  /// What a namespace name nearly is; nil if it is one of those, or nearly none of them.
  ///
  /// - Parameter name: The name as declared. Names of namespaces are compared byte by byte.
  ///
  /// Source: Namespaces in XML 1.0, section 2.3.
  public init?(_ name: String) {
    let folded = Self.folded(name)
    for known in Self.known where name != known.name && Self.folded(known.name) == folded {
      self.init(known, Self.difference(of: name, from: known))
      return
    }
    // The drafts of SOAP 1.2 have the year and month of their own.
    guard name.hasPrefix("http://www.w3.org/200"), name.hasSuffix("/soap-envelope"), let soap12 = Self.soap12,
      name != soap12.name
    else { return nil }
    self.init(soap12, "it is that of a draft of SOAP 1.2")
  }

  /// What the namespace of an element nearly is.
  public init?(of element: ElementView) { self.init(element.namespaceName) }

  private init(_ known: Known, _ difference: String) {
    meant = known.namespace
    title = known.title
    self.difference = difference
  }

  private typealias Known = (namespace: Namespace, name: String, title: StaticString)

  private static let known: [Known] = [
    (.soap11, "http://schemas.xmlsoap.org/soap/envelope/", "SOAP 1.1"),
    (.soap12, "http://www.w3.org/2003/05/soap-envelope", "SOAP 1.2"),
    (.addressing, "http://www.w3.org/2005/08/addressing", "WS-Addressing 1.0"),
  ]

  private static var soap12: Known? { known.first { $0.namespace == .soap12 } }

  /// A name without what people get wrong: white space, the case of letters, the scheme, slashes at the end.
  private static func folded(_ name: String) -> Substring {
    var rest = Substring(name.lowercased())
    while let last = rest.last, last.isWhitespace || last == "/" { rest.removeLast() }
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) { return rest.dropFirst(scheme.count) }
    return rest
  }

  private static func difference(of name: String, from known: Known) -> String {
    if name.contains(where: \.isWhitespace) { return "there is white space in it" }
    if name.lowercased().hasPrefix("https:") { return "that of \(known.title) begins with http:" }
    if name.hasSuffix("/") != known.name.hasSuffix("/") {
      return known.name.hasSuffix("/")
        ? "\(known.title) has a slash at the end" : "\(known.title) has no slash at the end"
    }
    return "that of \(known.title) is '\(known.name)', and case counts"
  }
}

extension ElementView {
  /// What its namespace was probably meant to be, to go behind a message: a colon and a clause; empty if it is not
  /// nearly one that SOAP uses.
  public var namespaceHint: String { NearNamespace(of: self).map { ": \($0.difference)" } ?? "" }
}
