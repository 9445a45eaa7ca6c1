package import FaultlintXMLTree

/// The validator's sentences with names as the document writes them.
package enum SchemaMessages {
  /// What a violation says, without a full stop.
  package static func sentence(_ violation: SchemaViolation, _ tree: TreeView) -> String {
    let element = ElementView(tree, violation.element)
    let place = violation.attribute.map { AttributeView(tree, $0).qualifiedName }
    let text = violation.message
    if text.hasPrefix("This element is not expected") {
      return "'\(element.qualifiedName)' is not expected here\(expected(text))"
    }
    if text.hasPrefix("Missing child element(s)") {
      return "'\(element.qualifiedName)' lacks a child\(expected(text))"
    }
    if violation.constraint.description == "cvc-enumeration-valid" {
      // libxml2 lists the values, but of qualified names it lists the namespaces only.
      let value = violation.attribute.map { AttributeView(tree, $0).value } ?? element.text.trimmed
      return
        "'\(place ?? element.qualifiedName)' has the value '\(value.shortened)', which is not one of those its type lists"
    }
    return "\(place.map { "Attribute '\($0)'" } ?? "'\(element.qualifiedName)'"): "
      + text.prefix(1).lowercased() + text.dropFirst()
  }

  /// Turns libxml2's `Expected is one of ( {uri}a, b )` into `; expected is a or b`.
  private static func expected(_ text: String) -> String {
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else { return "" }
    // "child element(s)" has parentheses of its own.
    let list =
      text[open...].hasPrefix("(s)") ? rest(text, after: open) : String(text[text.index(after: open)..<close])
    let names = list.split(separator: ",").map { name -> String in
      let trimmed = name.drop { $0 == " " }
      let local = trimmed.lastIndex(of: "}").map { trimmed[trimmed.index(after: $0)...] } ?? trimmed
      return local.split(separator: " ").first.map(String.init) ?? ""
    }.filter { !$0.isEmpty }
    return names.isEmpty ? "" : "; expected is " + names.joined(separator: " or ")
  }

  private static func rest(_ text: String, after index: String.Index) -> String {
    let tail = text[text.index(index, offsetBy: 3)...]
    guard let open = tail.firstIndex(of: "("), let close = tail.lastIndex(of: ")") else { return "" }
    return String(tail[tail.index(after: open)..<close])
  }
}
