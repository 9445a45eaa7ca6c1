internal import CFaultlintXML2
internal import FaultlintXMLTree

/// The bytes of a document as UTF-8, and the way back to offsets in the bytes as given.
///
/// libxml2 could convert while it parses, but then neither its offsets nor its columns would count in the input.
/// Converting first keeps one way through the parser, and lets UTF-8 (nearly all input) be read where it lies.
enum Decoding {
  /// Where in the decoded bytes nothing more could be decoded, and why.
  typealias Failure = (offset: Int, message: String)

  /// Decodes a document: by its byte order mark, else by what the charset parameter says, else by its declaration.
  ///
  /// The parameter goes before the declaration, but not before what the bytes themselves leave no doubt of: no document
  /// in UTF-16 begins with a '<' of one byte, and none in UTF-8 with one of two. Who wrote such a parameter did not look
  /// at the bytes, and all else there is to say of the message is to be said too.
  ///
  /// Source: XML 1.0, 4.3.3 and appendix F; RFC 7303, section 3.
  ///
  /// - Parameters:
  ///   - input: The bytes as given.
  ///   - output: Takes the document as UTF-8, without a byte order mark, ended by a NUL.
  ///   - prologue: Takes what was found about encodings; the document type is looked for later.
  ///   - told: What is known of the encoding without looking at the bytes.
  /// - Returns: Why not all of it could be decoded; nil if it could.
  static func decode(
    _ input: UnsafeBufferPointer<UInt8>, into output: inout Buffer<UInt8>, _ prologue: inout Prologue,
    told: ToldEncoding
  ) -> Failure? {
    let bom = byteOrderMark(input)
    prologue.byteOrderMark = bom
    let content = UnsafeBufferPointer(rebasing: input[(bom?.count ?? 0)...])
    if case .text = told {
      prologue.isText = true
      output.assign(content, terminator: 0)
      readDeclaration(of: output, &prologue)
      return nil
    }
    let shown = bom?.rawValue ?? family(content, charset: told.charset)
    prologue.shownEncoding = shown
    if let charset = told.charset, isUTF8(charset) || shown != nil {
      return decode(content, from: shown ?? "UTF-8", into: &output, &prologue)
    }
    if let charset = told.charset, isEncodingName(charset), isKnown(charset) {
      let failure = decode(content, from: charset, into: &output, &prologue)
      guard content.first == UInt8(ascii: "<"), output.all.first != UInt8(ascii: "<") else {
        if hasOneByteACharacter(charset), UTF8Scan.hasSequences(content) { prologue.shownEncoding = "UTF-8" }
        return failure
      }
      // The '<' is one of ASCII, and this charset writes it otherwise.
      defer { prologue.shownEncoding = prologue.encoding }
      return decode(content, from: declared(in: content) ?? "UTF-8", into: &output, &prologue)
    }
    let failure = decode(content, from: shown ?? "UTF-8", into: &output, &prologue)
    if let failure { return failure }
    guard let declared = prologue.declaredEncoding else { return nil }
    if let shown {
      return agree(declared, shown)
        ? nil : (0, "The XML declaration says \(short(declared)), but the bytes are \(shown)")
    }
    guard !isUTF8(declared), isEncodingName(declared) else { return nil }
    var converted = Buffer<UInt8>(capacity: content.count + 1)
    let unread = convert(content, from: declared, into: &converted)
    // The declaration was read as ASCII, so it has to be the same in the encoding it names.
    guard converted.all.starts(with: "<?xml".utf8) else {
      return (0, "The XML declaration says \(short(declared)), but the bytes are not in that encoding")
    }
    output.assign(UnsafeBufferPointer(rebasing: converted.all.dropLast()), terminator: 0)
    prologue.encoding = declared
    return unread
  }

  /// Decodes bytes from one encoding, and reads the declaration in them.
  private static func decode(
    _ content: UnsafeBufferPointer<UInt8>, from encoding: String, into output: inout Buffer<UInt8>,
    _ prologue: inout Prologue
  ) -> Failure? {
    var failure: Failure?
    if isUTF8(encoding) {
      prologue.encoding = "UTF-8"
      output.assign(content, terminator: 0)
    } else {
      prologue.encoding = encoding
      failure = convert(content, from: encoding, into: &output)
    }
    readDeclaration(of: output, &prologue)
    return failure
  }

  private static func readDeclaration(of output: borrowing Buffer<UInt8>, _ prologue: inout Prologue) {
    let declaration = PrologueScanner(bytes: output.all).xmlDeclaration()
    prologue.declaredVersion = declaration?.version
    prologue.declaredEncoding = declaration?.encoding
  }

  /// The encoding that the declaration of a document in some superset of ASCII names, if that can be read.
  private static func declared(in content: UnsafeBufferPointer<UInt8>) -> String? {
    guard let name = PrologueScanner(bytes: content).xmlDeclaration()?.encoding, isEncodingName(name),
      isKnown(name)
    else { return nil }
    return name
  }

  private static func byteOrderMark(_ input: UnsafeBufferPointer<UInt8>) -> Prologue.ByteOrderMark? {
    // What nearly every document begins with.
    guard input.first != UInt8(ascii: "<") else { return nil }
    if input.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
    if input.starts(with: [0xFF, 0xFE, 0, 0]) { return .utf32LittleEndian }
    if input.starts(with: [0, 0, 0xFE, 0xFF]) { return .utf32BigEndian }
    if input.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
    if input.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
    return nil
  }

  /// The encoding that the first bytes show without a byte order mark, where it is not a superset of ASCII. Of those
  /// with another '<' the bytes show the family only, and the charset parameter which of it.
  private static func family(_ input: UnsafeBufferPointer<UInt8>, charset: String?) -> String? {
    // Two characters of ASCII.
    guard input.count < 2 || input[0] != UInt8(ascii: "<") || input[1] == 0 else { return nil }
    if input.starts(with: [0x3C, 0, 0, 0]) { return "UTF-32LE" }
    if input.starts(with: [0, 0, 0, 0x3C]) { return "UTF-32BE" }
    if input.starts(with: [0x3C, 0]) { return "UTF-16LE" }
    if input.starts(with: [0, 0x3C]) { return "UTF-16BE" }
    guard input.starts(with: [0x4C, 0x6F, 0xA7, 0x94]) else { return nil }
    return charset.map { agree($0, "IBM037") } ?? false ? nil : "IBM037"
  }

  /// Whether a charset has one byte a character, so that hardly a text in it happens to be UTF-8 as well.
  private static func hasOneByteACharacter(_ name: String) -> Bool {
    let upper = name.uppercased()
    return ["ISO-8859-", "ISO_8859-", "WINDOWS-125", "CP125", "LATIN", "KOI8-", "US-ASCII", "ASCII"].contains
    {
      upper.hasPrefix($0)
    }
  }

  private static func isUTF8(_ name: String) -> Bool {
    // As nearly everybody writes it.
    if name == "UTF-8" || name == "utf-8" { return true }
    let upper = name.uppercased()
    return upper == "UTF-8" || upper == "UTF8"
  }

  /// Whether a declared encoding can be one; what cannot is left to the parser to object to.
  ///
  /// Source: XML 1.0, production 81.
  private static func isEncodingName(_ name: String) -> Bool {
    name.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    } && name.utf8.first.map { $0 >= 0x41 } ?? false
  }

  /// A declared name for a message: it may be of any length.
  private static func short(_ name: String) -> String { String(cutting: ArraySlice(name.utf8)) }

  private static func agree(_ declared: String, _ family: String) -> Bool {
    let upper = declared.uppercased()
    switch family {
    case "UTF-8": return isUTF8(declared)
    case "UTF-16LE", "UTF-16BE":
      return upper == "UTF-16" || upper == family || upper == "UTF16" || upper == "ISO-10646-UCS-2"
        || upper == "UCS-2"
    case "UTF-32LE", "UTF-32BE":
      return upper == "UTF-32" || upper == family || upper == "UTF32" || upper == "ISO-10646-UCS-4"
        || upper == "UCS-4"
    default: return upper.hasPrefix("IBM") || upper.hasPrefix("CP") || upper.hasPrefix("EBCDIC")
    }
  }

  private static func isKnown(_ encoding: String) -> Bool {
    LibXML2.initialize()
    guard let handler = xmlFindCharEncodingHandler(encoding) else { return false }
    xmlCharEncCloseFunc(handler)
    return true
  }

  private static func convert(
    _ content: UnsafeBufferPointer<UInt8>, from encoding: String, into result: inout Buffer<UInt8>
  ) -> Failure? {
    LibXML2.initialize()
    guard let handler = xmlFindCharEncodingHandler(encoding) else {
      result.assign(content, terminator: 0)
      return (0, "The encoding \(short(encoding)) is not known")
    }
    defer { xmlCharEncCloseFunc(handler) }
    guard let input = xmlBufferCreateSize(content.count + 1), let output = xmlBufferCreate() else {
      result.assign(UnsafeBufferPointer(start: nil, count: 0), terminator: 0)
      return (0, "Out of memory while reading \(short(encoding))")
    }
    defer {
      xmlBufferFree(input)
      xmlBufferFree(output)
    }
    xmlBufferAdd(input, content.baseAddress, Int32(content.count))
    var left = Int32(-1)
    while xmlBufferLength(input) > 0, xmlBufferLength(input) != left {
      left = xmlBufferLength(input)
      _ = fl_decode(handler, output, input)
    }
    result.assign(
      UnsafeBufferPointer(start: xmlBufferContent(output), count: Int(xmlBufferLength(output))), terminator: 0
    )
    // Half a unit at the end is no character; libxml2 drops it where the first byte of a unit is the high one.
    let isHalf = encoding.hasPrefix("UTF-16") && content.count % 2 == 1
    guard xmlBufferLength(input) > 0 || isHalf else { return nil }
    return (result.count - 1, "The bytes from here on are not \(short(encoding))")
  }

  /// How many bytes of the input a part of its UTF-8 form stands for.
  static func inputCount(_ part: UnsafeBufferPointer<UInt8>, _ prologue: Prologue) -> Int {
    if prologue.encoding == "UTF-8" || part.isEmpty { return part.count }
    guard let handler = xmlFindCharEncodingHandler(prologue.encoding),
      let input = xmlBufferCreateSize(part.count + 1), let output = xmlBufferCreate()
    else { return part.count }
    defer {
      xmlCharEncCloseFunc(handler)
      xmlBufferFree(input)
      xmlBufferFree(output)
    }
    xmlBufferAdd(input, part.baseAddress, Int32(part.count))
    var left = Int32(-1)
    while xmlBufferLength(input) > 0, xmlBufferLength(input) != left {
      left = xmlBufferLength(input)
      _ = fl_encode(handler, output, input)
    }
    return Int(xmlBufferLength(output))
  }
}
