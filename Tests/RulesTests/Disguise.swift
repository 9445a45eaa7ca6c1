/// Ways to write a document otherwise without a change of meaning.
enum Disguise: String, CaseIterable, Sendable {
  case otherPrefixes
  case defaultNamespace
  case cdata
  case references
  case comments
  case blanksInTags
  case singleQuotes
  case attributesReversed
  case endTags
  case lineEnds
  case mark
  case utf16LE
  case utf16BE

  /// The document in this disguise; nil if it cannot wear it. It has to be well-formed.
  func dress(_ document: String) -> [UInt8]? {
    let isOfOtherEncoding =
      document.unicodeScalars.first == "\u{FEFF}"
      || Markup.declaredEncoding(document).map { $0.lowercased() != "utf-8" } ?? false
    switch self {
    case .mark: return isOfOtherEncoding ? nil : [0xEF, 0xBB, 0xBF] + Array(document.utf8)
    case .utf16LE, .utf16BE:
      guard !isOfOtherEncoding else { return nil }
      return ("\u{FEFF}" + Markup.declaringUTF16(document)).utf16.flatMap { unit in
        let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
        return self == .utf16LE ? bytes : bytes.reversed()
      }
    default: break
    }
    guard var markup = Markup(document) else { return nil }
    switch self {
    case .otherPrefixes: markup.renamePrefixes()
    case .defaultNamespace: guard markup.useDefaultNamespace() else { return nil }
    case .cdata: markup.mapText { "<![CDATA[\($0)]]>" }
    case .references: markup.mapText { text in text.unicodeScalars.map { "&#\($0.value);" }.joined() }
    case .comments: markup.insertBetweenTags("\n  <!-- a & b --> \t")
    case .blanksInTags: markup.changeTags { $0.blank = " \n " }
    case .singleQuotes:
      markup.changeTags { tag in
        for index in tag.attributes.indices where !tag.attributes[index].value.contains("'") {
          tag.attributes[index].quote = "'"
        }
      }
    case .attributesReversed: markup.changeTags { $0.attributes.reverse() }
    case .endTags: markup.writeEndTags()
    case .lineEnds:
      guard document.contains("\n"), !document.utf8.contains(UInt8(ascii: "\r")) else { return nil }
      return Array(document.replacing("\n", with: "\r\n").utf8)
    case .mark, .utf16LE, .utf16BE: return nil
    }
    return Array(markup.text.utf8)
  }
}

/// A document as the pieces it is written in.
struct Markup {
  struct Tag {
    var name: String
    var attributes: [(name: String, value: String, quote: Character)]
    var isEmpty: Bool
    /// What stands where white space has to be, or may be.
    var blank = ""

    var text: String {
      let gap = blank.isEmpty ? " " : blank
      let written = attributes.map { "\(gap)\($0.name)\(blank)=\(blank)\($0.quote)\($0.value)\($0.quote)" }
      return "<\(name)\(written.joined())\(blank)\(isEmpty ? "/" : "")>"
    }
  }

  enum Piece {
    case start(Tag)
    case end(name: String, blank: String)
    case text(String)
    /// A comment, a processing instruction, a CDATA section, a declaration.
    case other(String)

    var opens: Bool { if case .start(let tag) = self { !tag.isEmpty } else { false } }
    var closes: Bool { if case .end = self { true } else { false } }
    var isTag: Bool { if case .start = self { true } else { closes } }
  }

  private var pieces: [Piece] = []

  /// Cuts up a document; nil if it has a document type, whose entities may hold markup.
  init?(_ document: String) {
    guard !document.contains("<!DOCTYPE") else { return nil }
    var rest = document[...]
    if rest.unicodeScalars.first == "\u{FEFF}" {
      pieces.append(.other("\u{FEFF}"))
      rest = Substring(rest.unicodeScalars.dropFirst())
    }
    func take(through end: String) -> String? {
      guard let range = rest.firstRange(of: end) else { return nil }
      defer { rest = rest[range.upperBound...] }
      return String(rest[..<range.upperBound])
    }
    while !rest.isEmpty {
      let piece: Piece?
      if rest.hasPrefix("<!--") {
        piece = take(through: "-->").map(Piece.other)
      } else if rest.hasPrefix("<![CDATA[") {
        piece = take(through: "]]>").map(Piece.other)
      } else if rest.hasPrefix("<?") {
        piece = take(through: "?>").map(Piece.other)
      } else if rest.hasPrefix("</") {
        piece = take(through: ">").map { tag in
          .end(name: String(tag.dropFirst(2).dropLast().prefix { !$0.isWhitespace }), blank: "")
        }
      } else if rest.hasPrefix("<") {
        piece = Self.takeStartTag(&rest).map(Piece.start)
      } else {
        let text = rest.prefix { $0 != "<" }
        rest = rest[text.endIndex...]
        piece = .text(String(text))
      }
      guard let piece else { return nil }
      pieces.append(piece)
    }
  }

  private static func takeStartTag(_ rest: inout Substring) -> Tag? {
    rest = rest.dropFirst()
    func take(while condition: (Character) -> Bool) -> String {
      let part = rest.prefix(while: condition)
      rest = rest[part.endIndex...]
      return String(part)
    }
    var tag = Tag(
      name: take { !$0.isWhitespace && $0 != ">" && $0 != "/" }, attributes: [], isEmpty: false)
    while true {
      _ = take(while: \.isWhitespace)
      if rest.hasPrefix("/>") {
        rest = rest.dropFirst(2)
        tag.isEmpty = true
        return tag
      }
      if rest.hasPrefix(">") {
        rest = rest.dropFirst()
        return tag
      }
      let name = take { !$0.isWhitespace && $0 != "=" }
      _ = take { $0.isWhitespace || $0 == "=" }
      guard let quote = rest.popFirst(), quote == "\"" || quote == "'" else { return nil }
      let value = take { $0 != quote }
      guard rest.popFirst() != nil else { return nil }
      tag.attributes.append((name, value, quote))
    }
  }

  var text: String {
    pieces.map { piece in
      switch piece {
      case .start(let tag): tag.text
      case .end(let name, let blank): "</\(name)\(blank)>"
      case .text(let text), .other(let text): text
      }
    }.joined()
  }

  // MARK: Encodings

  private static func encodingRange(_ document: String) -> Range<String.Index>? {
    guard document.hasPrefix("<?xml "), let end = document.firstRange(of: "?>") else { return nil }
    let declaration = document[..<end.lowerBound]
    guard let name = declaration.firstRange(of: "encoding") else { return nil }
    guard let open = declaration[name.upperBound...].firstIndex(where: { $0 == "\"" || $0 == "'" }) else {
      return nil
    }
    let start = declaration.index(after: open)
    return declaration[start...].firstIndex(of: declaration[open]).map { start..<$0 }
  }

  /// The encoding that a document says it has.
  static func declaredEncoding(_ document: String) -> String? {
    encodingRange(document).map { String(document[$0]) }
  }

  /// The same that says UTF-16, if it said anything.
  static func declaringUTF16(_ document: String) -> String {
    var document = document
    if let range = encodingRange(document) { document.replaceSubrange(range, with: "UTF-16") }
    return document
  }

  // MARK: Changes

  mutating func changeTags(_ change: (inout Tag) -> Void) {
    for index in pieces.indices {
      switch pieces[index] {
      case .start(var tag):
        change(&tag)
        pieces[index] = .start(tag)
      case .end(let name, _):
        // An end tag has no attributes, but a name and white space.
        var tag = Tag(name: name, attributes: [], isEmpty: false)
        change(&tag)
        pieces[index] = .end(name: tag.name, blank: tag.blank)
      case .text, .other: break
      }
    }
  }

  /// Changes the texts that are no white space and hold no references.
  mutating func mapText(_ change: (String) -> String) {
    for index in pieces.indices {
      // A carriage return that is written as a reference is kept, which a plain one is not.
      guard case .text(let text) = pieces[index], !text.contains("&"), !text.contains("\r"),
        !text.contains("\r\n"),
        !text.allSatisfy(\.isWhitespace)
      else { continue }
      pieces[index] = .text(change(text))
    }
  }

  /// Writes empty elements with two tags.
  mutating func writeEndTags() {
    pieces = pieces.flatMap { piece -> [Piece] in
      guard case .start(var tag) = piece, tag.isEmpty else { return [piece] }
      tag.isEmpty = false
      return [.start(tag), .end(name: tag.name, blank: "")]
    }
  }

  /// Puts something between the tags inside the document element, but not into elements without content.
  mutating func insertBetweenTags(_ text: String) {
    var result: [Piece] = []
    var depth = 0
    for piece in pieces {
      if depth > 0, let last = result.last, piece.isTag, last.isTag, !(last.opens && piece.closes) {
        result.append(.other(text))
      }
      depth += piece.opens ? 1 : piece.closes ? -1 : 0
      result.append(piece)
    }
    pieces = result
  }

  private var prefixes: Set<String> {
    var prefixes: Set<String> = []
    for case .start(let tag) in pieces {
      for attribute in tag.attributes where attribute.name.hasPrefix("xmlns:") {
        prefixes.insert(String(attribute.name.dropFirst(6)))
      }
    }
    return prefixes.subtracting(["xml"])
  }

  /// A text with its character references resolved, but for those that have to stay.
  private static func resolve(_ text: String) -> String {
    text.replacing(/&#(?:x([0-9A-Fa-f]+)|([0-9]+));/) { match in
      let number = match.1.flatMap { UInt32($0, radix: 16) } ?? match.2.flatMap { UInt32($0) }
      guard let scalar = number.flatMap(Unicode.Scalar.init), !["&", "<", ">", "\r"].contains(scalar) else {
        return String(match.0)
      }
      return String(Character(scalar))
    }
  }

  /// Gives every prefix another name: in the names of elements and attributes, in declarations, and in the values that
  /// begin with one.
  mutating func renamePrefixes() {
    let prefixes = prefixes
    func renamed(_ text: String) -> String {
      let start = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
      guard let colon = text[start...].firstIndex(of: ":"), prefixes.contains(String(text[start..<colon]))
      else { return text }
      return text[..<colon] + "-renamed" + text[colon...]
    }
    changeTags { tag in
      tag.name = renamed(tag.name)
      for index in tag.attributes.indices {
        let name = tag.attributes[index].name
        if name.hasPrefix("xmlns:") {
          tag.attributes[index].name = prefixes.contains(String(name.dropFirst(6))) ? name + "-renamed" : name
        } else {
          tag.attributes[index].name = renamed(name)
          tag.attributes[index].value = renamed(tag.attributes[index].value)
        }
      }
    }
    for index in pieces.indices {
      switch pieces[index] {
      case .text(let text): pieces[index] = .text(renamed(Self.resolve(text)))
      case .other(let text) where text.hasPrefix("<![CDATA["):
        pieces[index] = .other("<![CDATA[" + renamed(String(text.dropFirst(9))))
      default: break
      }
    }
  }

  /// Writes the elements in the namespace of the document element without their prefix. Returns false where a default
  /// namespace is declared already, and where an unprefixed value may be a name, whose meaning would change.
  mutating func useDefaultNamespace() -> Bool {
    var tags: [Tag] = []
    for case .start(let tag) in pieces { tags.append(tag) }
    guard let root = tags.first, let colon = root.name.firstIndex(of: ":") else { return false }
    let prefix = String(root.name[..<colon])
    let declarations = tags.flatMap {
      $0.attributes.filter { $0.name == "xmlns:\(prefix)" || $0.name == "xmlns" }
    }
    guard declarations.count == 1, let declaration = declarations.first, declaration.name != "xmlns",
      root.attributes.contains(where: { $0.name == declaration.name })
    else { return false }
    guard !tags.contains(where: { $0.attributes.contains { $0.name == "qname" && !$0.value.contains(":") } })
    else { return false }
    for (piece, next) in zip(pieces, pieces.dropFirst()) {
      if case .start(let tag) = piece, tag.name == "\(prefix):Value" {
        guard case .text(let text) = next, text.contains(":") else { return false }
      }
    }
    // Whether the elements that are open stand in the default namespace as the original has it: in none.
    var isInNone: [Bool] = []
    for index in pieces.indices {
      switch pieces[index] {
      case .start(var tag):
        let wasInNone = isInNone.last ?? true
        var isNone = wasInNone
        if tag.name.hasPrefix("\(prefix):") {
          tag.name = String(tag.name.dropFirst(prefix.count + 1))
          if wasInNone {
            tag.attributes.append(("xmlns", declaration.value, declaration.quote))
            isNone = false
          }
        } else if !tag.name.contains(":"), !wasInNone {
          tag.attributes.append(("xmlns", "", "\""))
          isNone = true
        }
        pieces[index] = .start(tag)
        if !tag.isEmpty { isInNone.append(isNone) }
      case .end(let name, let blank):
        if name.hasPrefix("\(prefix):") {
          pieces[index] = .end(name: String(name.dropFirst(prefix.count + 1)), blank: blank)
        }
        isInNone.removeLast()
      case .text, .other: break
      }
    }
    return true
  }
}
