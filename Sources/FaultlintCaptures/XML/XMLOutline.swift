internal import FaultlintText

/// What the root of an XML document is, told without parsing it.
struct XMLOutline {
  private let view: ByteView
  /// Where the start tag of the root begins.
  let start: Int
  /// The qualified name of the root.
  let name: Range<Int>
  /// Its local part.
  let localName: Range<Int>

  /// How a text begins.
  enum Start {
    /// With a root element, behind what may stand before one.
    case root(XMLOutline)
    /// With markup that is not whole or not right, so that it is for a parser to say what is wrong with it.
    case broken
    /// With text, or with markup and then text.
    case text
  }

  /// Tells how a text begins, up to a limit.
  static func start(of view: ByteView, to limit: Int? = nil) -> Start {
    let end = min(limit ?? view.count, view.count)
    var at = view.skipBlanksAndMarks(from: 0)
    while at + 1 < end, view[at] == UInt8(ascii: "<") {
      let close: Int?
      if view.matches("<!--", at: at) {
        close = view.index(of: "-->", from: at + 4, to: end).map { $0 + 3 }
      } else if view[at + 1] == UInt8(ascii: "?") {
        close = view.index(of: "?>", from: at + 2, to: end).map { $0 + 2 }
      } else if view.matches(anyCase: "<!doctype", at: at) {
        close = endOfDoctype(view, from: at, to: end)
      } else if let local = localName(view, at: at) {
        return .root(XMLOutline(view: view, start: at, name: at + 1..<local.upperBound, localName: local))
      } else {
        return beginsName(view[at + 1]) ? .broken : .text
      }
      guard let close else { return .broken }
      at = view.skipBlanksAndMarks(from: close)
    }
    return .text
  }

  /// The outline of a text that begins with a root; nil if it does not.
  init?(_ view: ByteView, to limit: Int? = nil) {
    guard case .root(let outline) = Self.start(of: view, to: limit) else { return nil }
    self = outline
  }

  private init(view: ByteView, start: Int, name: Range<Int>, localName: Range<Int>) {
    self.view = view
    self.start = start
    self.name = name
    self.localName = localName
  }

  /// Whether the root is an element of SOAP by its name.
  var isSOAP: Bool { Self.isSOAPName(view, localName) }

  /// Whether the root is in the namespace of an envelope by a declaration in its own start tag, whatever its name.
  var isInEnvelopeNamespace: Bool {
    let end = view.index(of: UInt8(ascii: ">"), from: name.upperBound) ?? view.count
    let prefix = view.slice(name.lowerBound..<max(name.lowerBound, localName.lowerBound - 1))
    var at = name.upperBound
    while let found = view.index(of: "xmlns", from: at, to: end) {
      at = found + 5
      var value = at
      if !prefix.isEmpty {
        guard view[value] == UInt8(ascii: ":"), value + 1 + prefix.count < end,
          view.slice(value + 1..<value + 1 + prefix.count).elementsEqual(prefix)
        else { continue }
        value += 1 + prefix.count
      }
      for quote in ["=\"", "='"] as [StaticString] where view.matches(quote, at: value) {
        for namespace in Self.envelopeNamespaces where view.matches(namespace, at: value + 2) {
          let close = value + 2 + namespace.utf8CodeUnitCount
          return close < end && view[close] == view[value + 1]
        }
      }
    }
    return false
  }

  private static let envelopeNamespaces: [StaticString] = [
    "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope",
  ]

  /// Whether the text ends with the end tag of its root, which is of SOAP, and no other such element is in between.
  var isOneMessage: Bool {
    guard isSOAP else { return false }
    var end = view.count
    while end > name.upperBound, ByteView.isBlank(view[end - 1]) { end -= 1 }
    let last = end - name.count - 1
    guard last > name.upperBound + 1, view[end - 1] == UInt8(ascii: ">"), view.matches("</", at: last - 2)
    else { return false }
    guard view.slice(last..<end - 1).equals(view.slice(name)) else { return false }
    return view.index(of: view.slice(localName), from: name.upperBound, to: last) == nil
  }

  /// Whether a name is that of an element of SOAP that a capture may hold by itself: Envelope, Fault or Body.
  static func isSOAPName(_ view: ByteView, _ name: Range<Int>) -> Bool {
    switch name.count {
    case 8: view.matches("Envelope", at: name.lowerBound)
    case 5: view.matches("Fault", at: name.lowerBound)
    case 4: view.matches("Body", at: name.lowerBound)
    default: false
    }
  }

  /// Where the local name of a start tag stands; nil if none begins at the bracket.
  static func localName(_ view: ByteView, at tag: Int) -> Range<Int>? {
    var start = tag + 1
    var at = start
    while at < view.count, at - tag < 128 {
      let byte = view[at]
      if byte == UInt8(ascii: ":") {
        start = at + 1
      } else if ByteView.isBlank(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") {
        return at > start ? start..<at : nil
      } else if !(beginsName(byte)
        || at > start
          && (ByteView.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")))
      {
        return nil
      }
      at += 1
    }
    return nil
  }

  /// Whether a start tag begins at an index, whole or not.
  static func beginsTag(_ view: ByteView, at index: Int) -> Bool {
    index + 1 < view.count && view[index] == UInt8(ascii: "<") && beginsName(view[index + 1])
  }

  private static func beginsName(_ byte: UInt8) -> Bool {
    ByteView.isLetter(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  /// Where a document type declaration ends, with what is in its brackets.
  private static func endOfDoctype(_ view: ByteView, from start: Int, to end: Int) -> Int? {
    var at = start
    var isInside = false
    while at < end {
      switch view[at] {
      case UInt8(ascii: "["): isInside = true
      case UInt8(ascii: "]"): isInside = false
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let close = view.index(of: view[at], from: at + 1, to: end) else { return nil }
        at = close
      case UInt8(ascii: ">") where !isInside: return at + 1
      case UInt8(ascii: "<") where view.matches("<!--", at: at):
        guard let close = view.index(of: "-->", from: at + 4, to: end) else { return nil }
        at = close
      case UInt8(ascii: "<") where view.matches("<?", at: at):
        guard let close = view.index(of: "?>", from: at + 2, to: end) else { return nil }
        at = close
      default: break
      }
      at += 1
    }
    return nil
  }
}

extension ByteView {
  /// Where what is not white space or a byte order mark begins.
  func skipBlanksAndMarks(from start: Int) -> Int {
    var at = skipBlank(from: start)
    // One mark too many is for the parser to say.
    while matches("\u{FEFF}", at: at) { at = skipBlank(from: at + 3) }
    return at
  }
}
