/// A value of JSON with its place in the text it was read from, for texts that are small and may be wrong: manifests, and
/// answers of other programs. What is large or read in passing goes through ``JSONScanner``.
///
/// Foundation's JSONDecoder does not say where a mistake is, and costs every program that links it (statically, on
/// Linux) 12 MB and two fifths more of the time that its start takes: no target that is shipped imports Foundation.
package struct JSONValue: Sendable {
  /// What it is.
  package enum Content: Sendable {
    case null
    case bool(Bool)
    /// Numbers are whole, for nothing that is read here counts in fractions.
    case number(Int)
    case string(String)
    case array([JSONValue])
    /// The members in their order.
    case object([(key: String, value: JSONValue)])
  }

  /// What it is.
  package let content: Content
  /// Where it begins, in bytes of the text; 0 if it was never read from one.
  package let offset: Int

  /// A value.
  package init(_ content: Content, offset: Int = 0) {
    self.content = content
    self.offset = offset
  }

  package static let null = JSONValue(.null)
  package static func string(_ text: String) -> JSONValue { JSONValue(.string(text)) }
  package static func optional(_ text: String?) -> JSONValue { text.map(string) ?? null }
  package static func number(_ number: Int) -> JSONValue { JSONValue(.number(number)) }
  package static func array(_ items: [JSONValue]) -> JSONValue { JSONValue(.array(items)) }
  package static func object(_ members: [(key: String, value: JSONValue)]) -> JSONValue {
    JSONValue(.object(members))
  }

  /// The member with this name, if it is an object that has one.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.key.utf8.count == key.utf8.count && $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  package var text: String? { if case .string(let text) = content { text } else { nil } }
  /// Its text, if that is ASCII, as every name is that has a meaning.
  package var word: String? { text.flatMap { $0.isASCII ? $0 : nil } }
  package var integer: Int? { if case .number(let number) = content { number } else { nil } }
  package var items: [JSONValue]? { if case .array(let items) = content { items } else { nil } }
  package var members: [(key: String, value: JSONValue)]? {
    if case .object(let members) = content { members } else { nil }
  }
}

// MARK: Reading

extension JSONValue {
  /// Reads a text that is one value.
  ///
  /// - Throws: What RFC 8259 does not allow, and what nobody can rely on: a name that an object has twice, half a
  ///   surrogate pair, a number that is not whole or that no `Int` holds.
  package init(reading text: UnsafeBufferPointer<UInt8>) throws(JSONError) {
    var scanner = JSONScanner(text)
    self = try Self.value(&scanner)
    try scanner.finish()
  }

  /// Reads a text that is one value.
  package init(reading text: [UInt8]) throws(JSONError) {
    self = try text.withUnsafeBufferPointer { text throws(JSONError) in try JSONValue(reading: text) }
  }

  private static func value(_ scanner: inout JSONScanner) throws(JSONError) -> JSONValue {
    let kind = try scanner.kind()
    let start = scanner.offset
    let content: Content
    switch kind {
    case .object: content = .object(try members(&scanner))
    case .array:
      var items: [JSONValue] = []
      try scanner.enterArray()
      while try scanner.nextElement() { items.append(try value(&scanner)) }
      content = .array(items)
    case .string: content = .string(try scanner.exactText(try scanner.string()))
    case .number:
      guard let number = try scanner.integer() else {
        let text = scanner.bytes.text(start..<min(scanner.offset, start + 40))
        throw JSONError("'\(text)' is no whole number", at: start)
      }
      content = .number(number)
    case .bool: content = .bool(try scanner.bool())
    case .null:
      try scanner.null()
      content = .null
    }
    return JSONValue(content, offset: start)
  }

  private static let fewNames = 16

  private static func members(
    _ scanner: inout JSONScanner
  ) throws(JSONError) -> [(key: String, value: JSONValue)] {
    var members: [(key: String, value: JSONValue)] = []
    // As bytes: to compare texts takes time that is quadratic in the marks that may stand on one letter. Looked up only
    // where there are many.
    var names: Set<[UInt8]> = []
    try scanner.enterObject()
    while let token = try scanner.nextMember() {
      let name = try scanner.exactText(token)
      if members.count == fewNames { names = Set(members.map { Array($0.key.utf8) }) }
      let isNew =
        members.count < fewNames
        ? !members.contains { $0.key.utf8.count == name.utf8.count && $0.key.utf8.elementsEqual(name.utf8) }
        : names.insert(Array(name.utf8)).inserted
      guard isNew else {
        throw JSONError("'\(name.shortened)' stands there twice", at: token.range.lowerBound)
      }
      members.append((name, try value(&scanner)))
    }
    return members
  }
}

// MARK: Writing

extension JSONValue {
  /// Its text on one line.
  package var compact: String {
    var output = Output()
    write(to: &output, indent: nil)
    return String(decoding: output.bytes, as: UTF8.self)
  }

  /// Its text on several lines; lists and objects that are short stay on one.
  package var pretty: String {
    var output = Output()
    write(to: &output, indent: 0)
    output.write("\n")
    return String(decoding: output.bytes, as: UTF8.self)
  }

  private static let width = 100

  private func write(to output: inout Output, indent: Int?) {
    switch content {
    case .null: output.write("null")
    case .bool(let value): output.write(value ? "true" : "false")
    case .number(let value): output.write(value)
    case .string(let value): output.writeJSON(value)
    case .array(let items):
      write(items, "[", "]", to: &output, indent: indent) { item, output, indent in
        item.write(to: &output, indent: indent)
      }
    case .object(let members):
      write(members, "{", "}", to: &output, indent: indent) { member, output, indent in
        output.writeJSON(member.key)
        output.write(indent == nil ? ":" : ": ")
        member.value.write(to: &output, indent: indent)
      }
    }
  }

  private func write<Item>(
    _ items: [Item], _ open: StaticString, _ close: StaticString, to output: inout Output, indent: Int?,
    _ write: (Item, inout Output, Int?) -> Void
  ) {
    output.write(open)
    let isBroken = indent != nil && compact.utf8.count > Self.width
    for (index, item) in items.enumerated() {
      if index > 0 { output.write(isBroken || indent == nil ? "," : ", ") }
      if isBroken, let indent { output.write("\n" + String(repeating: "  ", count: indent + 1)) }
      write(item, &output, indent.map { isBroken ? $0 + 1 : $0 })
    }
    if isBroken, let indent { output.write("\n" + String(repeating: "  ", count: indent)) }
    output.write(close)
  }
}
