internal import FaultlintText
public import FaultlintXMLTree

/// The syntax of URI references.
public enum URIReference {
  /// Whether the bytes, white space at the ends left out, are a URI reference. Characters outside ASCII pass:
  /// xs:anyURI takes them, percent-encoded or not.
  ///
  /// Source: RFC 3986, appendix A; XML Schema Part 2, 3.2.17.
  public static func matches(_ text: TextView) -> Bool { matches(text.trimmed.bytes[...]) }

  /// Whether the text is a URI reference.
  public static func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matches($0[...]) }
  }

  /// Whether the text begins with a scheme and a colon, and is a URI reference.
  public static func isAbsolute(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard matches(bytes[...]), let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return false }
      return isScheme(bytes[..<colon])
    }
  }

  private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  private static func matches(_ bytes: Bytes) -> Bool {
    var rest = bytes
    if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
      guard isEncoded(rest[(hash + 1)...]) else { return false }
      rest = rest[..<hash]
    }
    if let question = rest.firstIndex(of: UInt8(ascii: "?")) {
      guard isEncoded(rest[(question + 1)...]) else { return false }
      rest = rest[..<question]
    }
    // A colon in the first segment must end a scheme.
    let segment = rest.prefix { $0 != UInt8(ascii: "/") }
    if let colon = segment.firstIndex(of: UInt8(ascii: ":")) {
      guard isScheme(rest[..<colon]) else { return false }
      rest = rest[(colon + 1)...]
    }
    if rest.starts(with: "//".utf8) {
      let authority = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
      guard isAuthority(authority) else { return false }
      rest = rest[authority.endIndex...]
    }
    return isEncoded(rest)
  }

  /// Whether the bytes begin with a scheme and a colon.
  public static func isAbsolute(_ text: TextView) -> Bool {
    let bytes = text.trimmed.bytes
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return isScheme(bytes[..<colon])
  }

  private static func isScheme(_ bytes: Bytes) -> Bool {
    guard let first = bytes.first, first.isLetter else { return false }
    return bytes.allSatisfy {
      $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: ".")
    }
  }

  /// Whether the bytes may stand in a path, a query or a fragment, as far as these differ in nothing but their ends.
  private static func isEncoded(_ bytes: Bytes) -> Bool {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: "%"):
        guard index + 2 < bytes.endIndex, bytes[index + 1].isHexDigit,
          bytes[index + 2].isHexDigit
        else {
          return false
        }
        index += 2
      case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "<"), UInt8(ascii: ">"),
        UInt8(ascii: "["), UInt8(ascii: "\\"), UInt8(ascii: "]"), UInt8(ascii: "^"), UInt8(ascii: "`"),
        UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
        return false
      default: break
      }
      index += 1
    }
    return true
  }

  /// Section 3.2: user information, a host and a port.
  private static func isAuthority(_ bytes: Bytes) -> Bool {
    var host = bytes
    if let at = host.firstIndex(of: UInt8(ascii: "@")) {
      guard isEncoded(host[..<at]) else { return false }
      host = host[(at + 1)...]
    }
    var port = host[host.endIndex...]
    // Colons before a bracket are those of an address.
    let bracket = host.lastIndex(of: UInt8(ascii: "]")) ?? host.startIndex
    if let colon = host[bracket...].firstIndex(of: UInt8(ascii: ":")) {
      port = host[(colon + 1)...]
      host = host[..<colon]
    }
    guard port.allSatisfy(\.isDigit) else { return false }
    if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") {
      let literal = host.dropFirst().dropLast()
      return isIPv6(literal) || isFutureAddress(literal)
    }
    return isEncoded(host) && !host.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "@") }
  }

  /// Section 3.2.2; a zone after `%25` is RFC 6874's.
  private static func isIPv6(_ bytes: Bytes) -> Bool {
    var address = bytes
    if let percent = address.firstIndex(of: UInt8(ascii: "%")) {
      let zone = address[percent...]
      guard zone.starts(with: "%25".utf8), zone.count > 3, isEncoded(zone), !zone.contains(UInt8(ascii: ":"))
      else { return false }
      address = address[..<percent]
    }
    var groups = 0
    var hasGap = false
    if address.starts(with: "::".utf8) {
      hasGap = true
      address = address.dropFirst(2)
    }
    while !address.isEmpty {
      let group = address.prefix { $0 != UInt8(ascii: ":") }
      address = address[group.endIndex...]
      if group.contains(UInt8(ascii: ".")) {
        guard isIPv4(group), address.isEmpty else { return false }
        groups += 2
        break
      }
      guard (1...4).contains(group.count), group.allSatisfy(\.isHexDigit) else { return false }
      groups += 1
      if address.starts(with: "::".utf8) {
        guard !hasGap else { return false }
        hasGap = true
        address = address.dropFirst(2)
      } else if !address.isEmpty {
        address = address.dropFirst()
        guard !address.isEmpty else { return false }
      }
    }
    return hasGap ? groups <= 7 : groups == 8
  }

  private static func isIPv4(_ bytes: Bytes) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.count) && part.allSatisfy(\.isDigit)
          && (part.count == 1 || part.first != UInt8(ascii: "0"))
          && part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 255
      }
  }

  private static func isFutureAddress(_ bytes: Bytes) -> Bool {
    guard let first = bytes.first, first | 0x20 == UInt8(ascii: "v"),
      let dot = bytes.firstIndex(of: UInt8(ascii: "."))
    else { return false }
    let version = bytes[..<dot].dropFirst()
    let address = bytes[(dot + 1)...]
    return !version.isEmpty && version.allSatisfy(\.isHexDigit) && !address.isEmpty && isEncoded(address)
      && !address.contains {
        $0 >= 0x80 || $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "/")
      }
  }
}
