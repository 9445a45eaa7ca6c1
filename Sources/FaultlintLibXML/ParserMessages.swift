internal import CFaultlintXML2
internal import FaultlintXMLTree

/// What libxml2's errors are called here: what is wrong, with the names at hand, and no jargon of its own.
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
    // libxml2 stumbles over such a byte under many codes: in a name, it misses the name.
    if let problem = invalidUTF8(in: source), problem.offset <= place || isAboutEncoding(code) {
      return problem
    }
    if code == XML_ERR_NO_MEMORY.rawValue || code == XML_ERR_ENTITY_LOOP.rawValue {
      return XMLError(
        kind: .limit, message: "The document needs more memory than allowed", offset: position)
    }
    if isLimit(error) {
      let isDepth = text(error.message).contains("depth")
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
      message = "White space is missing between attributes"
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
      message = "A character that XML does not allow stands here"
    case XML_ERR_NAME_REQUIRED.rawValue, XML_ERR_ENTITYREF_NO_NAME.rawValue:
      if position > 0, source[position - 1] == UInt8(ascii: "&") {
        offset = position - 1
        message = "An '&' stands alone: write '&amp;'"
      } else {
        message = "A name is expected here"
      }
    case XML_ERR_ENTITYREF_SEMICOL_MISSING.rawValue:
      message = "An entity or character reference does not end in ';'"
    default:
      message = own(error)
    }
    return XMLError(kind: .notWellFormed, message: message, offset: offset)
  }

  /// What is wrong with bytes that are no UTF-8; nil if they are.
  static func invalidUTF8(in source: UnsafeBufferPointer<UInt8>) -> XMLError? {
    guard let invalid = UTF8Scan.firstInvalidByte(source) else { return nil }
    return XMLError(
      kind: .encoding,
      message: "The byte 0x\(hex(source[invalid])) is not UTF-8 here, and no other encoding is declared",
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
    default: return own(error)
    }
  }

  /// libxml2's own sentence, made to fit the others.
  private static func own(_ error: xmlError) -> String {
    guard error.message != nil else { return "The document is not well-formed" }
    var text = text(error.message, limit: 300)
    while let last = text.last, last.isWhitespace || last == "." || last == "!" { text.removeLast() }
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private static func isLimit(_ error: xmlError) -> Bool {
    let text = text(error.message)
    if text.contains("too long") || text.contains("too big") || text.contains("Huge input")
      || text.contains("Maximum entity")
    {
      return true
    }
    // A sentence that quotes a name may have any word in it.
    return error.str1 == nil && (text.contains("XML_PARSE_HUGE") || text.contains("dictionary"))
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
