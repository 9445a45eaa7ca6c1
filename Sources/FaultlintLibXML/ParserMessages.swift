internal import CFaultlintXML2
internal import FaultlintText
internal import FaultlintXMLTree

/// What libxml2's errors are called here: what is wrong, with the names at hand. None of its own sentences goes on, as
/// they differ from version to version; what has no sentence here can only come of a document type, which libxml2 does
/// not get to see.
enum ParserMessages {
  static func problem(
    _ error: xmlError, at position: Int, source: UnsafeBufferPointer<UInt8>, openElement: String?
  ) -> XMLError {
    let code = UInt32(bitPattern: error.code)
    let isAboutTag =
      code == XML_ERR_TAG_NAME_MISMATCH.rawValue || code == XML_ERR_ATTRIBUTE_REDEFINED.rawValue
    // Noticed when the whole tag has been read.
    let place = isAboutTag ? last(UInt8(ascii: "<"), source, before: position) : position
    let rest = source[min(place, source.count)...]
    let name = text(error.str1)
    // libxml2 stumbles over such bytes under many codes: in a name, it misses the name.
    let invalid = invalidUTF8(in: source)
    if let illegal = illegalCharacter(in: source, upTo: place), illegal.offset < invalid?.offset ?? .max {
      return illegal
    }
    if let invalid, invalid.offset <= place || isAboutEncoding(code) { return invalid }
    if let reference = brokenReference(code, in: source, before: position) { return reference }
    if code == XML_ERR_NO_MEMORY.rawValue || code == XML_ERR_ENTITY_LOOP.rawValue {
      return XMLError(
        kind: .limit, message: "The document needs more memory than allowed", offset: position)
    }
    if isLimit(error) || code == XML_ERR_NAME_TOO_LONG.rawValue || code == resourceLimit {
      let isDepth = says(error, "depth")
      return XMLError(
        kind: .limit,
        message: isDepth
          ? "Elements are nested deeper than libxml2 allows"
          : "A name is longer than libxml2 allows (50 KB), or a value or section (10 MB)",
        offset: position)
    }
    if rest.allSatisfy(StartTag.isBlank), !saysEnough(code) {
      return XMLError(
        kind: .notWellFormed,
        message: openElement.map { "The document ends inside element '\($0)'" }
          ?? (source.allSatisfy(StartTag.isBlank)
            ? "The input has nothing but white space" : "The document ends before its root element"),
        offset: source.count)
    }
    var offset = place
    let message: String
    switch code {
    case XML_ERR_TAG_NAME_MISMATCH.rawValue:
      let end = endTagName(source, at: place)
      message = "The end tag '\(end)' does not match the start tag '\(openElement ?? name)'"
    case XML_ERR_DOCUMENT_EMPTY.rawValue:
      message = "There is no root element: a '<' is expected here"
    case XML_ERR_DOCUMENT_END.rawValue:
      message = "There is more after the end of the root element"
    case XML_ERR_ATTRIBUTE_REDEFINED.rawValue:
      let attribute = error.str2 == nil ? name : "\(name):\(text(error.str2))"
      message = "The attribute '\(attribute)' occurs twice in one start tag"
    case XML_ERR_UNDECLARED_ENTITY.rawValue, XML_WAR_UNDECLARED_ENTITY.rawValue:
      offset = last(UInt8(ascii: "&"), source, before: position)
      message = "The entity '\(name)' is not declared"
    case XML_ERR_RESERVED_XML_NAME.rawValue:
      message = "The XML declaration must be the very first thing in the document"
    case XML_ERR_LT_IN_ATTRIBUTE.rawValue:
      message = "An attribute value holds a '<'"
    case XML_ERR_ATTRIBUTE_NOT_STARTED.rawValue:
      message = "An attribute value must stand in quotes"
    case XML_ERR_ATTRIBUTE_NOT_FINISHED.rawValue:
      message = "An attribute value is not closed"
    case XML_ERR_ATTRIBUTE_WITHOUT_VALUE.rawValue:
      message = "The attribute '\(name)' has no value"
    case XML_ERR_SPACE_REQUIRED.rawValue:
      let open = last(UInt8(ascii: "<"), source, before: position)
      let isInstruction = open + 1 < source.count && source[open + 1] == UInt8(ascii: "?")
      let isEnd = isInstruction && position < source.count && source[position] == UInt8(ascii: ">")
      message =
        isEnd
        ? "The XML declaration is not closed with '?>'"
        : isInstruction ? "White space is missing here" : "White space is missing between attributes"
    case XML_ERR_GT_REQUIRED.rawValue:
      message = "A tag is not closed with '>'"
    case XML_ERR_COMMENT_NOT_FINISHED.rawValue:
      message = "A comment is not closed"
    case XML_ERR_HYPHEN_IN_COMMENT.rawValue:
      message = "A comment holds '--'"
    case XML_ERR_CDATA_NOT_FINISHED.rawValue:
      message = "A CDATA section is not closed"
    case XML_ERR_PI_NOT_FINISHED.rawValue:
      message = "A processing instruction is not closed"
    case XML_ERR_MISPLACED_CDATA_END.rawValue:
      message = "The text holds ']]>'"
    case XML_ERR_INVALID_CHAR.rawValue, XML_ERR_INVALID_CHARREF.rawValue:
      message = "A character stands here that XML 1.0 does not allow"
    case XML_ERR_NAME_REQUIRED.rawValue, XML_ERR_ENTITYREF_NO_NAME.rawValue:
      if position > 0, source[position - 1] == UInt8(ascii: "&") {
        offset = position - 1
        message = "An '&' stands alone: write '&amp;'"
      } else {
        message = "A name is expected here"
      }
    case XML_ERR_ENTITYREF_SEMICOL_MISSING.rawValue:
      offset = last(UInt8(ascii: "&"), source, before: position)
      message = "The reference '\(quote(source, offset..<position))' does not end in ';'"
    case XML_ERR_VERSION_MISSING.rawValue:
      message = "The XML declaration does not begin with a version, as in version=\"1.0\""
    case XML_ERR_UNKNOWN_VERSION.rawValue, XML_ERR_VERSION_MISMATCH.rawValue:
      message = "The XML declaration names a version that is not known, '\(name)'"
    case XML_ERR_STANDALONE_VALUE.rawValue:
      message = "The XML declaration has standalone with another value than yes and no"
    case XML_ERR_ENCODING_NAME.rawValue:
      message = "The encoding in the XML declaration is not a name of Latin letters, digits and hyphens"
    case XML_ERR_UNSUPPORTED_ENCODING.rawValue, XML_ERR_UNKNOWN_ENCODING.rawValue,
      XML_ERR_INVALID_ENCODING.rawValue:
      message = "The encoding in the XML declaration is not known"
    case XML_ERR_XMLDECL_NOT_STARTED.rawValue, XML_ERR_XMLDECL_NOT_FINISHED.rawValue:
      message = "The XML declaration is not closed with '?>'"
    case XML_ERR_STRING_NOT_STARTED.rawValue:
      message = "A value of the XML declaration does not stand in quotes"
    case XML_ERR_STRING_NOT_CLOSED.rawValue:
      message = "A value of the XML declaration has no quotation mark behind it"
    case XML_ERR_EQUAL_REQUIRED.rawValue:
      message = "A '=' is expected here"
    case XML_ERR_PI_NOT_STARTED.rawValue:
      message = "A processing instruction has no name"
    case XML_ERR_LT_REQUIRED.rawValue, XML_ERR_LTSLASH_REQUIRED.rawValue:
      message = "A tag is expected here"
    case XML_ERR_TAG_NOT_FINISHED.rawValue, XML_ERR_NOT_WELL_BALANCED.rawValue:
      message = openElement.map { "The element '\($0)' is not closed" } ?? "An element is not closed"
    case XML_ERR_EXTRA_CONTENT.rawValue:
      message = "There is more here than may be"
    case commentAbruptlyEnded:
      message = "A comment is not closed with '-->'"
    default:
      message = "The document is not well-formed here"
    }
    return XMLError(kind: .notWellFormed, message: message, offset: offset)
  }

  // Those that came after 2.9.14.
  private static let commentAbruptlyEnded: UInt32 = 112
  private static let resourceLimit: UInt32 = 114

  // MARK: Characters

  /// The first character that no XML document may have, if it stands before or at a place where the parser stopped.
  ///
  /// Source: XML 1.0, production 2.
  private static func illegalCharacter(in source: UnsafeBufferPointer<UInt8>, upTo place: Int) -> XMLError? {
    guard let offset = UTF8Scan.firstIllegalCharacter(source), offset <= place else { return nil }
    let scalar = source[offset] == 0xEF ? 0xFFC0 | UInt32(source[offset + 2] & 0x3F) : UInt32(source[offset])
    return XMLError(
      kind: .notWellFormed,
      message: "The character \(codePoint(scalar)) stands here, which XML 1.0 does not allow", offset: offset)
  }

  /// What is wrong with the character reference that the parser has just read, at its ampersand; nil if there is none.
  ///
  /// Source: XML 1.0, production 66 and the constraint Legal Character.
  private static func brokenReference(
    _ code: UInt32, in source: UnsafeBufferPointer<UInt8>, before position: Int
  ) -> XMLError? {
    switch code {
    case XML_ERR_INVALID_CHAR.rawValue, XML_ERR_INVALID_CHARREF.rawValue,
      XML_ERR_INVALID_HEX_CHARREF.rawValue,
      XML_ERR_INVALID_DEC_CHARREF.rawValue:
      break
    default: return nil
    }
    let start = last(UInt8(ascii: "&"), source, before: position)
    guard start + 1 < source.count, source[start] == UInt8(ascii: "&"), source[start + 1] == UInt8(ascii: "#")
    else {
      return nil
    }
    let isHexadecimal = start + 2 < source.count && source[start + 2] == UInt8(ascii: "x")
    var end = start + (isHexadecimal ? 3 : 2)
    var value: UInt32 = 0
    while end < source.count, let digit = digit(source[end], isHexadecimal) {
      value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x11_0000)
      end += 1
    }
    let text = quote(source, start..<end)
    guard end < source.count, source[end] == UInt8(ascii: ";"), end > start + (isHexadecimal ? 3 : 2) else {
      return XMLError(
        kind: .notWellFormed,
        message: "The character reference '\(text)' is not finished: it is written as '&#38;' or '&#x26;'",
        offset: start)
    }
    let what =
      value > 0x10_FFFF ? "no character" : "the character \(codePoint(value)), which XML 1.0 does not allow"
    return XMLError(
      kind: .notWellFormed, message: "The reference '\(text);' stands for \(what)", offset: start)
  }

  private static func digit(_ byte: UInt8, _ isHexadecimal: Bool) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46 where isHexadecimal: UInt32(byte - 0x41 + 10)
    case 0x61...0x66 where isHexadecimal: UInt32(byte - 0x61 + 10)
    default: nil
    }
  }

  /// A code point as Unicode writes it: `U+001E`.
  private static func codePoint(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// A part of the document for a message.
  private static func quote(_ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
    String(cutting: ArraySlice(source[range].prefix(1000)))
  }

  /// What is wrong with bytes that are no UTF-8; nil if they are.
  static func invalidUTF8(in source: UnsafeBufferPointer<UInt8>) -> XMLError? {
    guard let invalid = UTF8Scan.firstInvalidByte(source) else { return nil }
    return XMLError(
      kind: .encoding,
      message: "The byte 0x\(hex(source[invalid])) is not UTF-8 here, and no other encoding applies",
      offset: invalid)
  }

  static func namespace(_ error: xmlError) -> String {
    let first = text(error.str1)
    let second = text(error.str2)
    switch UInt32(bitPattern: error.code) {
    case XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue:
      return "The prefix '\(first)' of '\(second)' is not declared"
    case XML_NS_ERR_ATTRIBUTE_REDEFINED.rawValue:
      return "The attribute '\(first)' occurs twice in one start tag, under two prefixes of one namespace"
    case XML_NS_ERR_XML_NAMESPACE.rawValue where error.str1 != nil, XML_NS_ERR_EMPTY.rawValue:
      return
        "The prefix '\(first)' is declared with an empty namespace, which only the default namespace may be"
    case XML_NS_ERR_XML_NAMESPACE.rawValue:
      return "A declaration gives another meaning to the prefixes xml and xmlns or to their namespaces"
    case XML_NS_ERR_QNAME.rawValue:
      let name = error.str2 == nil ? first : "\(first):\(second)"
      return "The name at '\(name)' has a colon where none may be"
    case XML_NS_ERR_COLON.rawValue:
      return "The name '\(first)' of a processing instruction has a colon"
    default: return "The document breaks the rules of namespaces here"
    }
  }

  private static func isLimit(_ error: xmlError) -> Bool {
    if says(error, "too long") || says(error, "too big") || says(error, "Huge input")
      || says(error, "Maximum entity")
    {
      return true
    }
    // A sentence that quotes a name may have any word in it.
    return error.str1 == nil && (says(error, "XML_PARSE_HUGE") || says(error, "dictionary"))
  }

  /// Whether libxml2's sentence, as far as it is looked at, has a word in it.
  private static func says(_ error: xmlError, _ word: StaticString) -> Bool {
    guard let message = error.message else { return false }
    return UnsafeRawBufferPointer(start: message, count: strnlen(message, 400))
      .withMemoryRebound(to: UInt8.self) { $0.next(word, from: 0) != nil }
  }

  private static func isAboutEncoding(_ code: UInt32) -> Bool {
    code == XML_ERR_UNSUPPORTED_ENCODING.rawValue || code == XML_ERR_UNKNOWN_ENCODING.rawValue
      || code == XML_ERR_INVALID_ENCODING.rawValue
  }

  /// Whether an error says enough by itself where the document ends.
  private static func saysEnough(_ code: UInt32) -> Bool {
    code == XML_ERR_UNDECLARED_ENTITY.rawValue || code == XML_ERR_ATTRIBUTE_NOT_FINISHED.rawValue
      || code == XML_ERR_COMMENT_NOT_FINISHED.rawValue || code == XML_ERR_CDATA_NOT_FINISHED.rawValue
      || code == XML_ERR_PI_NOT_FINISHED.rawValue
  }

  private static func last(_ byte: UInt8, _ source: UnsafeBufferPointer<UInt8>, before position: Int) -> Int {
    guard let base = source.baseAddress else { return position }
    return Memory.findLast(byte, in: base, before: position) ?? position
  }

  private static func endTagName(_ source: UnsafeBufferPointer<UInt8>, at offset: Int) -> String {
    let name = source[min(offset + 2, source.count)...]
      .prefix { $0 != UInt8(ascii: ">") && !StartTag.isBlank($0) && $0 != UInt8(ascii: "<") }
    return String(cutting: ArraySlice(name.prefix(1000)))
  }

  /// A string of libxml2's; it quotes names whole.
  private static func text(_ string: UnsafePointer<CChar>?, limit: Int = 100) -> String {
    guard let string else { return "" }
    let bytes = UnsafeRawBufferPointer(start: string, count: strnlen(string, limit * 4 + 1))
    return String(cutting: ArraySlice(bytes), after: limit)
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "0" + digits : digits
  }
}

/// Looking for the byte that keeps a text from being UTF-8, after a parser has said that there is one.
enum UTF8Scan {
  /// Whether bytes are UTF-8 and have a character outside ASCII.
  static func hasSequences(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.contains { $0 >= 0x80 } && firstInvalidByte(bytes) == nil
  }

  /// Where the first character begins that XML 1.0 does not know: a control character, or one of the last two of the
  /// basic plane. Bytes that are not UTF-8 are not looked at.
  static func firstIllegalCharacter(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    for (index, byte) in bytes.enumerated() {
      if byte < 0x20 {
        if byte != 0x09, byte != 0x0A, byte != 0x0D { return index }
      } else if byte == 0xEF, index + 2 < bytes.count, bytes[index + 1] == 0xBF,
        0xBE...0xBF ~= bytes[index + 2]
      {
        return index
      }
    }
    return nil
  }

  static func firstInvalidByte(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    while index < bytes.count {
      let lead = bytes[index]
      if lead < 0x80 {
        index += 1
        continue
      }
      let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
      guard lead >= 0xC2, lead <= 0xF4, index + length <= bytes.count else { return index }
      for next in 1..<length where bytes[index + next] & 0xC0 != 0x80 { return index }
      let second = bytes[index + 1]
      switch lead {
      case 0xE0 where second < 0xA0, 0xED where second > 0x9F, 0xF0 where second < 0x90,
        0xF4 where second > 0x8F:
        return index
      default: break
      }
      index += length
    }
    return nil
  }
}
