/// What a text that should be a qualified name (xs:QName) means where it stands.
public enum QName: Sendable {
  /// It is no qualified name.
  case malformed
  /// Its prefix is not declared in scope.
  case unbound(prefix: TextView)
  /// It names this: the namespace, and the local part as written.
  case resolved(Namespace, local: TextView, hasPrefix: Bool)

  /// Reads a text as a qualified name in the scope of an element, white space at the ends left out. A text
  /// without a prefix is in the default namespace.
  ///
  /// Source: XML Schema Part 2, 3.2.18; Namespaces in XML 1.0, section 4.
  public init(_ text: TextView, in scope: ElementView) {
    let value = text.trimmed
    let bytes = value.bytes
    let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
    let local = value.slice((colon.map { $0 + 1 } ?? 0)..<value.count)
    let prefix = value.slice(0..<(colon ?? 0))
    guard NCName.matches(local.bytes), colon == nil || NCName.matches(prefix.bytes) else {
      self = .malformed
      return
    }
    if colon != nil, prefix == "xml" {
      self = .resolved(scope.tree.xmlNamespace, local: local, hasPrefix: true)
    } else if let namespace = scope.namespace(forPrefix: prefix.bytes) {
      self = .resolved(namespace, local: local, hasPrefix: colon != nil)
    } else {
      self = .unbound(prefix: prefix)
    }
  }
}

extension TreeView {
  /// The number of `http://www.w3.org/XML/1998/namespace`, which is bound to `xml` everywhere and so appears in
  /// no declaration. Every vocabulary gives it number 1.
  public var xmlNamespace: Namespace { Namespace.xml }
}

extension Namespace {
  /// `http://www.w3.org/XML/1998/namespace`: number 1 of every vocabulary.
  public static let xml = Namespace(1)
}

/// Names without a colon.
public enum NCName {
  /// Whether the bytes are an NCName.
  ///
  /// Source: Namespaces in XML 1.0, production 4; XML 1.0 (fifth edition), productions 4 and 4a.
  public static func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
    if bytes.allSatisfy({ $0 < 0x80 }) {
      return isASCIINameStart(first) && bytes.dropFirst().allSatisfy(isASCIINameByte)
    }
    var isFirst = true
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      guard isNameStart(scalar) || (!isFirst && isNameOnly(scalar)) else { return false }
      isFirst = false
    }
    return true
  }

  private static func isASCIINameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == UInt8(ascii: "_")
  }

  private static func isASCIINameByte(_ byte: UInt8) -> Bool {
    isASCIINameStart(byte) || (byte >= 0x30 && byte <= 0x39) || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }

  private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
      0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF,
      0xFDF0...0xFFFD, 0x10000...0xEFFFF:
      true
    default: false
    }
  }

  private static func isNameOnly(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
    default: false
    }
  }
}
