public import FaultlintEngine
internal import FaultlintRules

/// An example laid out to be read: an element a line, unused prefixes left out, and a mark under each place where
/// a finding is.
public struct ExampleLayout: Sendable {
  /// A line with its marks.
  public struct Line: Sendable, Equatable {
    /// The line.
    public let text: String
    /// The columns, from 0, of its marked places.
    public let marks: [Range<Int>]

    /// Carets and tildes to be shown below; nil if nothing is marked.
    public var underline: String? {
      guard let last = marks.last else { return nil }
      var columns = Array(repeating: " " as Character, count: last.upperBound)
      for mark in marks {
        for column in mark { columns[column] = column == mark.lowerBound ? "^" : "~" }
      }
      return String(columns)
    }
  }

  /// The lines, from the first.
  public let lines: [Line]
  /// Whether a very long value was cut, so that the lines are no longer the example itself.
  public let isShortened: Bool
  /// Whether there is nothing to lay out, so that the one line says so and is no part of the example.
  public let isEmpty: Bool

  /// The document as it is laid out, and the byte offsets of the marks in it.
  public var document: (text: String, marks: [Int]) {
    if isEmpty { return ("", lines.flatMap(\.marks).map { _ in 0 }) }
    var text = ""
    var offsets: [Int] = []
    for line in lines {
      offsets += line.marks.map { text.utf8.count + line.text.prefix($0.lowerBound).utf8.count }
      text += line.text + "\n"
    }
    return (text, offsets)
  }

  /// Lays out an example.
  public init(_ example: Example) {
    let marked = MarkedXML.withoutUnusedPrefixes(example.marked)
    let short = MarkedXML.shortened(marked)
    isShortened = short != marked
    isEmpty = example.document.isEmpty
    if isEmpty {
      let note = "(no entity)"
      lines = [Line(text: note, marks: example.marked.map { _ in 0..<note.count })]
      return
    }
    var lines: [String] = []
    let byteOrderMark = "\u{FEFF}"
    let hasMark = short.hasPrefix(byteOrderMark)
    for node in MarkedXML.parse(hasMark ? String(short.dropFirst()) : short) {
      Self.lay(node, indent: 0, &lines)
    }
    // It belongs to the first line, whatever stands there.
    if hasMark, let first = lines.first { lines[0] = byteOrderMark + first }
    self.lines = lines.map(Self.line)
  }

  /// The columns a line should not pass; an element of text stays in one line all the same.
  private static let width = 76

  private static func lay(_ node: MarkedXML, indent: Int, _ lines: inout [String]) {
    let margin = String(repeating: " ", count: indent)
    let inline = margin + node.marked
    switch node {
    case .leaf(let text):
      lines += broken(margin + text)
    case .element(let open, let children, let close):
      let hasText = children.contains(where: \.isText)
      if children.isEmpty || hasText && (inline.count <= width || children.allSatisfy(\.isText)) {
        lines += broken(inline)
        return
      }
      lines += broken(margin + open)
      for child in children { lay(child, indent: indent + 2, &lines) }
      lines.append(margin + close)
    }
  }

  /// A line that is too long because of its start tag, broken between attributes.
  private static func broken(_ line: String) -> [String] {
    let gaps = MarkedXML.attributeGaps(line)
    guard line.count > width, let first = gaps.first, gaps.count > 1 else { return [line] }
    let margin = String(repeating: " ", count: line[...first].count { $0 != "↓" })
    var lines: [String] = []
    var start = line.startIndex
    for end in gaps.dropFirst() + [line.endIndex] {
      lines.append((lines.isEmpty ? "" : margin) + line[start..<end])
      start = end == line.endIndex ? end : line.index(after: end)
    }
    return lines
  }

  private static func line(_ marked: String) -> Line {
    var text = ""
    var starts: [Int] = []
    for character in marked {
      if character == "↓" { starts.append(text.count) } else { text.append(character) }
    }
    let characters = Array(text)
    return Line(text: text, marks: starts.map { $0..<$0 + spotLength(characters, $0) })
  }

  /// A name is marked whole, anything else by its first character.
  private static func spotLength(_ line: [Character], _ start: Int) -> Int {
    var end = start
    if end < line.count, line[end] == "<" { end += 1 }
    while end < line.count, line[end].isLetter || line[end].isNumber || ":-_.".contains(line[end]) {
      end += 1
    }
    let isName = start < line.count && (line[start] == "<" || end < line.count && line[end] == "=")
    return isName ? max(1, end - start) : 1
  }
}

/// The elements, texts and so on of an example, with its marks. Examples are ours and simple; one that is not
/// well-formed comes out as a row of leaves.
indirect enum MarkedXML: Sendable {
  /// Text, a comment, an instruction, a declaration, an empty-element tag, or a tag without its partner.
  case leaf(String)
  case element(open: String, children: [MarkedXML], close: String)

  var marked: String {
    switch self {
    case .leaf(let text): text
    case .element(let open, let children, let close): open + children.map(\.marked).joined() + close
    }
  }

  var isText: Bool {
    if case .leaf(let text) = self { !text.drop { $0 == "↓" }.hasPrefix("<") } else { false }
  }

  static func parse(_ text: String) -> [MarkedXML] {
    let tokens = tokens(text[...])
    var stack: [(open: String, children: [MarkedXML])] = []
    var top: [MarkedXML] = []
    for token in tokens {
      let tag = token.drop { $0 == "↓" }
      var node = MarkedXML.leaf(token)
      if tag.hasPrefix("</") {
        guard let last = stack.popLast() else { return tokens.map(MarkedXML.leaf) }
        node = .element(open: last.open, children: last.children, close: token)
        guard name(last.open) == name(token) else { return tokens.map(MarkedXML.leaf) }
      } else if tag.hasPrefix("<"), !tag.hasPrefix("<!"), !tag.hasPrefix("<?"), !tag.hasSuffix("/>") {
        stack.append((token, []))
        continue
      }
      if stack.isEmpty { top.append(node) } else { stack[stack.count - 1].children.append(node) }
    }
    return stack.isEmpty ? withoutGaps(top) : tokens.map(MarkedXML.leaf)
  }

  /// Leaves out the ends of lines between elements, as examples in files have them: the layout has its own.
  private static func withoutGaps(_ nodes: [MarkedXML]) -> [MarkedXML] {
    let isElementContent = nodes.contains { !$0.isText } && nodes.allSatisfy { !$0.isText || $0.isGap }
    return nodes.filter { !(isElementContent && $0.isText) }.map { node in
      guard case .element(let open, let children, let close) = node else { return node }
      return .element(open: open, children: withoutGaps(children), close: close)
    }
  }

  /// Whether it is white space with an end of a line in it, and no mark.
  private var isGap: Bool {
    guard case .leaf(let text) = self else { return false }
    return text.contains("\n") && text.allSatisfy(\.isWhitespace)
  }

  /// Tags and what is between them; a mark goes with what it stands before.
  private static func tokens(_ text: Substring) -> [String] {
    var result: [String] = []
    var rest = text
    while let first = rest.first(where: { $0 != "↓" }) {
      let start = rest.firstIndex { $0 != "↓" } ?? rest.endIndex
      var end: Substring.Index
      if first == "<" {
        end = tagEnd(rest[start...])
      } else {
        end = rest[start...].firstIndex(of: "<") ?? rest.endIndex
        while end > start, rest[rest.index(before: end)] == "↓" { end = rest.index(before: end) }
      }
      result.append(String(rest[..<end]))
      rest = rest[end...]
    }
    return result
  }

  /// Behind the `>` that ends a tag; one in a quoted value does not.
  private static func tagEnd(_ text: Substring) -> Substring.Index {
    if text.hasPrefix("<!--") {
      var index = text.startIndex
      while index < text.endIndex {
        if text[index...].hasPrefix("-->") { return text.index(index, offsetBy: 3) }
        index = text.index(after: index)
      }
    }
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == ">" {
        return text.index(after: index)
      }
    }
    return text.endIndex
  }

  private static func name(_ tag: String) -> Substring {
    tag.drop { "↓</".contains($0) }.prefix { !" />↓\n".contains($0) }
  }

  /// The spaces before the attributes of the start tag that a line begins with.
  static func attributeGaps(_ line: String) -> [String.Index] {
    var gaps: [String.Index] = []
    var quote: Character?
    guard let start = line.firstIndex(where: { $0 != " " && $0 != "↓" }), line[start] == "<" else {
      return []
    }
    for index in line[start...].indices {
      let character = line[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" {
        quote = character
      } else if character == ">" {
        break
      } else if character == " " {
        gaps.append(index)
      }
    }
    return gaps
  }

  /// Leaves out the declarations of prefixes that nothing in the document uses.
  static func withoutUnusedPrefixes(_ text: String) -> String {
    var result = text
    for prefix in ["s", "e", "m"] where uses(of: prefix, in: text) == 0 {
      let start = " xmlns:\(prefix)=\""
      guard let from = ranges(of: start, in: result).first,
        let end = result[result.index(from, offsetBy: start.count)...].firstIndex(of: "\"")
      else { continue }
      result.removeSubrange(from...end)
    }
    return result
  }

  private static func uses(of prefix: String, in text: String) -> Int {
    ranges(of: prefix + ":", in: text).count { index in
      guard index > text.startIndex else { return true }
      let before = text[text.index(before: index)]
      return !before.isLetter && !before.isNumber && before != ":"
    }
  }

  private static func ranges(of part: String, in text: String) -> [String.Index] {
    text.indices.filter { text[$0...].hasPrefix(part) }
  }

  /// Cuts the middle out of a long row of one character.
  static func shortened(_ text: String) -> String {
    var result = ""
    var run = ""
    for character in text + "\n" {
      if character == run.last {
        run.append(character)
      } else {
        result += run.count > 40 ? run.prefix(4) + "…" + run.suffix(4) : run
        run = String(character)
      }
    }
    return result
  }
}
