/// A piece of a message under construction.
enum Node {
  case markup(Element)
  case text(String)
  case cdata(String)

  static func element(_ name: String, _ attributes: Element.Attributes = [], _ children: [Node]) -> Node {
    .markup(Element(name, attributes, children))
  }

  static func element(_ name: String, _ attributes: Element.Attributes = [], text: String) -> Node {
    .markup(Element(name, attributes, [.text(text)]))
  }
}

/// An element under construction.
struct Element {
  typealias Attributes = [(name: String, value: String)]

  var name: String
  var attributes: Attributes
  var children: [Node]

  init(_ name: String, _ attributes: Attributes = [], _ children: [Node] = []) {
    self.name = name
    self.attributes = attributes
    self.children = children
  }

  private var hasText: Bool {
    children.contains { if case .markup = $0 { false } else { true } }
  }

  /// Writes it; on lines of its own with two spaces a level if `indent` is given, but never adding white space
  /// beside text.
  func write(to output: inout String, indent: Int?) {
    output += "<\(name)"
    for attribute in attributes { output += " \(attribute.name)=\"\(Self.escape(attribute.value))\"" }
    guard !children.isEmpty else {
      output += "/>"
      return
    }
    output += ">"
    let inner = hasText ? nil : indent.map { $0 + 1 }
    for child in children {
      if let inner { output += "\n" + String(repeating: "  ", count: inner) }
      switch child {
      case .markup(let element): element.write(to: &output, indent: inner)
      case .text(let text): output += Self.escape(text)
      case .cdata(let text): output += "<![CDATA[\(text)]]>"
      }
    }
    if inner != nil, let indent { output += "\n" + String(repeating: "  ", count: indent) }
    output += "</\(name)>"
  }

  private static func escape(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
