/// A value of JSON, with the line it begins on.
///
/// Foundation's decoder does not tell on which line a mistake is, and no target here imports Foundation.
struct JSONValue: Sendable {
  enum Content: Sendable {
    case null
    case bool(Bool)
    case number(Int)
    case string(String)
    case array([JSONValue])
    /// The members in their order.
    case object([(key: String, value: JSONValue)])
  }

  let content: Content
  /// The line it begins on, from 1; 0 if it was never read from a text.
  let line: Int

  init(_ content: Content, line: Int = 0) {
    self.content = content
    self.line = line
  }

  static let null = JSONValue(.null)
  static func string(_ text: String) -> JSONValue { JSONValue(.string(text)) }
  static func optional(_ text: String?) -> JSONValue { text.map(string) ?? null }
  static func number(_ number: Int) -> JSONValue { JSONValue(.number(number)) }
  static func array(_ items: [JSONValue]) -> JSONValue { JSONValue(.array(items)) }
  static func object(_ members: [(key: String, value: JSONValue)]) -> JSONValue {
    JSONValue(.object(members))
  }

  /// The member with this name, if it is an object that has one.
  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = content else { return nil }
    return members.first { $0.key == key }?.value
  }

  var text: String? { if case .string(let text) = content { text } else { nil } }
  var integer: Int? { if case .number(let number) = content { number } else { nil } }
  var items: [JSONValue]? { if case .array(let items) = content { items } else { nil } }
  var members: [(key: String, value: JSONValue)]? {
    if case .object(let members) = content { members } else { nil }
  }
}

// MARK: Writing

extension JSONValue {
  /// Its text on one line.
  var compact: String {
    var text = ""
    write(to: &text, indent: nil)
    return text
  }

  /// Its text on several lines; lists and objects that are short stay on one.
  var pretty: String {
    var text = ""
    write(to: &text, indent: 0)
    return text + "\n"
  }

  private static let width = 100

  private func write(to text: inout String, indent: Int?) {
    switch content {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let value): text += String(value)
    case .string(let value): Self.write(value, to: &text)
    case .array(let items):
      Self.write(items, "[", "]", to: &text, indent: indent, self) { item, text, indent in
        item.write(to: &text, indent: indent)
      }
    case .object(let members):
      Self.write(members, "{", "}", to: &text, indent: indent, self) { member, text, indent in
        Self.write(member.key, to: &text)
        text += indent == nil ? ":" : ": "
        member.value.write(to: &text, indent: indent)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], _ open: String, _ close: String, to text: inout String, indent: Int?, _ whole: JSONValue,
    _ write: (Item, inout String, Int?) -> Void
  ) {
    text += open
    let isBroken = indent != nil && whole.compact.utf8.count > width
    for (index, item) in items.enumerated() {
      if index > 0 { text += isBroken || indent == nil ? "," : ", " }
      if isBroken, let indent { text += "\n" + String(repeating: "  ", count: indent + 1) }
      write(item, &text, indent.map { isBroken ? $0 + 1 : $0 })
    }
    if isBroken, let indent { text += "\n" + String(repeating: "  ", count: indent) }
    text += close
  }

  private static func write(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
