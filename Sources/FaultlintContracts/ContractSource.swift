internal import FaultlintText
package import FaultlintYAML

/// The text of a file that people write in YAML, for saying where in it something is, and what was found wrong so far.
package struct ContractSource {
  let file: String
  private let text: [UInt8]
  /// Its lines, which only an error asks for.
  private lazy var lines = Self.lines(text)
  /// What was found wrong.
  package private(set) var errors: [ContractError] = []

  /// A text in which nothing has been found wrong.
  package init(file: String, text: [UInt8]) {
    self.file = file
    self.text = text
  }

  /// The lines of a text, as libyaml counts them.
  ///
  /// Source: YAML 1.1, section 4.1.4: a carriage return ends a line, and so do three characters of Unicode.
  private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while let end = text[start...].indices.first(where: { lineEnd(at: $0, in: text) > 0 }) {
      lines.append(text[start..<end])
      start = end + lineEnd(at: end, in: text)
    }
    return lines + [text[start...]]
  }

  /// How many bytes the end of a line has that stands at an index; 0 if none does.
  private static func lineEnd(at index: Int, in text: [UInt8]) -> Int {
    switch text[index] {
    case 0x0A: 1
    case 0x0D: index + 1 < text.count && text[index + 1] == 0x0A ? 2 : 1
    case 0xC2: index + 1 < text.count && text[index + 1] == 0x85 ? 2 : 0
    case 0xE2:
      index + 2 < text.count && text[index + 1] == 0x80 && text[index + 2] & 0xFE == 0xA8 ? 3 : 0
    default: 0
    }
  }

  /// Reports something at a line and a column, from 1.
  package mutating func report(_ message: String, line: Int, column: Int) {
    errors.append(ContractError(file: file, line: line, column: column, message: message))
  }

  /// Reports that the text is not YAML.
  package mutating func report(_ error: YAMLError) {
    report(error.message, line: error.line + 1, column: error.column + 1)
  }

  /// Reports something at a value.
  package mutating func report(_ message: String, at value: YAMLValue) {
    report(message, line: value.line, column: value.column)
  }

  /// Reports something at a name.
  package mutating func report(_ message: String, at key: YAMLKey) {
    report(message, line: key.line, column: key.column)
  }

  /// Reports something about a part of the text of a value.
  ///
  /// - Parameters:
  ///   - message: What is wrong.
  ///   - offset: Where in the text it is, in bytes; nil for all of it.
  ///   - value: The value.
  mutating func report(_ message: String, at offset: Int?, in value: YAMLValue) {
    let place = self.place(of: offset, in: value) ?? (value.line, value.column)
    report(message, line: place.line, column: place.column)
  }

  /// Where a part of the text of a value stands, which may go over lines and be quoted: the word that it is counts, and
  /// how many times it came before.
  private mutating func place(of offset: Int?, in value: YAMLValue) -> (line: Int, column: Int)? {
    guard let offset, let text = value.text.map({ Array($0.utf8) }), offset < text.count else { return nil }
    var end = offset + 1
    while end < text.count, Self.isWord(text[offset]), Self.isWord(text[end]) { end += 1 }
    let word = text[offset..<end]
    var left = Self.places(of: word, in: text[...]).filter { $0 < offset }.count
    for index in lines.indices.dropFirst(value.line - 1) {
      let line = lines[index]
      let start = index == value.line - 1 ? Self.index(ofColumn: value.column, in: line) : line.startIndex
      for place in Self.places(of: word, in: line[start...]) {
        if left == 0 { return (index + 1, Self.column(of: place, in: line)) }
        left -= 1
      }
    }
    return nil
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte >= 0x80
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }

  private static func places(of word: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) -> [Int] {
    text.indices.filter { text[$0...].starts(with: word) }
  }

  private static func index(ofColumn column: Int, in line: ArraySlice<UInt8>) -> Int {
    var index = line.startIndex
    var left = column - 1
    while index < line.endIndex, left > 0 {
      index += 1
      while index < line.endIndex, line[index] & 0xC0 == 0x80 { index += 1 }
      left -= 1
    }
    return index
  }

  private static func column(of index: Int, in line: ArraySlice<UInt8>) -> Int {
    1 + line[..<index].count { $0 & 0xC0 != 0x80 }
  }
}

/// The members of a mapping, read by name. What nobody asked for is reported in the end.
package struct ContractFields {
  private let members: [(key: YAMLKey, value: YAMLValue)]
  private let known: [String]

  /// The members of a value, which has to be a mapping with no other names than these.
  package init?(_ value: YAMLValue, _ known: [String], what: String, _ source: inout ContractSource) {
    self.known = known
    guard let members = value.members else {
      source.report("\(what) is to be a mapping: names with values", at: value)
      return nil
    }
    self.members = members
    for (key, _) in members where !known.contains(key.name) {
      let hint =
        Spelling.question(about: key.name, among: known)
        ?? "names here are \(known.joined(separator: ", "))"
      source.report("there is no '\(key.name)' in \(what); \(hint)", at: key)
    }
  }

  /// The value with a name; nil if it is not there or nothing.
  package subscript(name: String) -> YAMLValue? {
    members.first { $0.key.name == name && !$0.value.isNull }?.value
  }

  /// A text.
  package func text(_ name: String, _ source: inout ContractSource) -> String? {
    guard let value = self[name] else { return nil }
    guard let text = value.text else {
      source.report("'\(name)' is to be a text", at: value)
      return nil
    }
    return text
  }

  /// A text that has to be there.
  package func needed(_ name: String, of what: String, at place: YAMLValue, _ source: inout ContractSource)
    -> String?
  {
    if self[name] == nil { source.report("\(what) needs '\(name)'", at: place) }
    return text(name, &source)
  }

  /// A text, or several, with their places.
  package func texts(_ name: String, _ source: inout ContractSource) -> [(text: String, place: YAMLValue)] {
    guard let value = self[name] else { return [] }
    if let text = value.text { return [(text, value)] }
    guard let items = value.items else {
      source.report("'\(name)' is to be a text or a list of texts", at: value)
      return []
    }
    return items.compactMap { item in
      if let text = item.text { return (text, item) }
      source.report("'\(name)' is to be a list of texts", at: item)
      return nil
    }
  }

  /// Whether something is so; nil if it does not say.
  func flag(_ name: String, _ source: inout ContractSource) -> Bool? {
    guard let value = self[name] else { return nil }
    switch value.text {
    case "true": return true
    case "false": return false
    default:
      source.report("'\(name)' is to be true or false", at: value)
      return nil
    }
  }

  /// One of the words of a type; nil if it does not say.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ type: Choice.Type, _ source: inout ContractSource
  ) -> Choice? {
    guard let value = self[name] else { return nil }
    if let choice = value.text.flatMap(Choice.init(rawValue:)) { return choice }
    source.report(
      "'\(name)' is to be \(Choice.allCases.map(\.rawValue).joined(separator: " or "))", at: value)
    return nil
  }

  /// The items of a list.
  package func items(_ name: String, _ source: inout ContractSource) -> [YAMLValue] {
    guard let value = self[name] else { return [] }
    guard let items = value.items else {
      source.report("'\(name)' is to be a list", at: value)
      return []
    }
    return items
  }
}
