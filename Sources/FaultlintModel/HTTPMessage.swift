extension HTTPHead {
  /// Whether its status says that all went well.
  public var isSuccess: Bool { status.map { (200..<300).contains($0) } ?? false }

  /// Whether its media type is one of several parts, the first or named one of which is the message.
  public var isMultipart: Bool { contentType?.essence.hasPrefix("multipart/") ?? false }

  /// Whether a request is one of SOAP, as far as its head shows; nil if it may be or not.
  public var carriesSOAP: Bool? {
    guard let method else { return nil }
    if field("SOAPAction") != nil || contentType?.isOfSOAP ?? false { return true }
    guard method == "POST" || method == "M-POST" else { return false }
    // A request with XML in it, or with nobody knows what, may have been one of SOAP.
    guard let type = contentType else { return nil }
    return type.isXML || isMultipart || type.essence == "text/plain" ? nil : false
  }

  /// The indices of the fields that repeat one that may come only once. What receivers make of those they choose
  /// themselves: they take the first, the last, both as a list, or refuse the message.
  ///
  /// Source: RFC 9110, sections 5.3, 8.3 and 8.6; SOAP 1.1, section 6.1.1.
  public var repeatedFields: [Int] {
    let fields = fields
    var seen = 0  // a bit for each of the names
    return fields.indices.filter { index in
      guard let name = Self.fieldsOnce.firstIndex(where: { fields[index].isNamed($0) }) else { return false }
      defer { seen |= 1 << name }
      return seen & 1 << name != 0
    }
  }

  private static let fieldsOnce: [StaticString] = ["Content-Type", "Content-Length", "SOAPAction"]

  /// Whether it is of the HTTP Extension Framework: by its method, its status or a field.
  ///
  /// Source: RFC 2774, sections 3 to 7; SOAP 1.1, section 6.3.
  public var usesExtensionFramework: Bool {
    method?.hasPrefix("M-") ?? false || status == 510 || extensionField != nil
  }

  /// The index of its first field of the HTTP Extension Framework.
  public var extensionField: Int? {
    fields.firstIndex { field in
      field.name.utf8.count <= 5
        && (field.isNamed("man") || field.isNamed("opt") || field.isNamed("ext") || field.isNamed("c-man")
          || field.isNamed("c-opt") || field.isNamed("c-ext"))
    }
  }

  /// What makes it a request that every server has to refuse with status 400; nil if nothing does.
  ///
  /// Source: RFC 9112, sections 3.2 and 5; RFC 9110, sections 5.1, 5.6.2 and 8.6.
  public var malformation: String? {
    guard let method else { return nil }
    if !Token.matches(method) { return "its method '\(method)' is not a token" }
    if let field = fields.first(where: { !Token.matches($0.name) }) {
      return "its field name '\(field.name)' is not a token"
    }
    let hosts = fields.count { $0.isNamed("Host") }
    if isComplete, version == "1.1", hosts != 1 {
      return hosts == 0 ? "it has no Host field" : "it has several Host fields"
    }
    let length = field("Content-Length") ?? "0"
    return length.utf8.allSatisfy { (0x30...0x39).contains($0) } ? nil : "its Content-Length is not a number"
  }
}

/// Tokens of HTTP and MIME.
public enum Token {
  /// Whether a text is a token.
  ///
  /// Source: RFC 9110, section 5.6.2. RFC 2045, section 5.1, has the same characters and braces fewer.
  public static func matches(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}

extension String {
  /// What stands between the quotation marks at its ends; nil if it has none.
  public var unquoted: Substring? {
    utf8.count >= 2 && hasPrefix("\"") && hasSuffix("\"") ? dropFirst().dropLast() : nil
  }
}
