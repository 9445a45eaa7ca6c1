internal import FaultlintModel
internal import FaultlintXMLTree

/// Detail entries of Marketing Cloud of which it is certain that the vendor's schema accepts them.
///
/// Source: `schemas/ETFrameworkFault.xsd`.
enum PlainAPIFault {
  /// How many elements in the vendor's namespace an entry has that the schema accepts for certain, attributes apart; nil
  /// if that is not so.
  static func acceptedParts(of fault: ElementView) -> Int? {
    guard isNamed(fault, "apifault"), isBlank(fault) else { return nil }
    var parts = 1
    var children = fault.children
    guard let code = children.next(), isNamed(code, "Code"), isNumber(code, digits: 9),
      let message = children.next(), isNamed(message, "Message"), message.children.first == nil
    else { return nil }
    parts += 2
    var next = children.next()
    if let id = next, isNamed(id, "LogID") {
      guard isNumber(id, digits: 18) else { return nil }
      parts += 1
      next = children.next()
    }
    guard let parameters = next else { return parts }
    guard isNamed(parameters, "Params"), isBlank(parameters), children.next() == nil else { return nil }
    parts += 1
    for parameter in parameters.children {
      guard isNamed(parameter, "Param"), parameter.children.first == nil else { return nil }
      parts += 1
    }
    return parts
  }

  private static func isNamed(_ element: ElementView, _ name: StaticString) -> Bool {
    let text = element.tree.localNames[element.name.id]
    return element.namespace == .exactTargetFault && text.count == name.utf8CodeUnitCount
      && text.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  private static func isBlank(_ element: ElementView) -> Bool {
    element.textRuns.allSatisfy { TextView($0, in: element.tree).isBlank }
  }

  /// Whether it holds digits and nothing else, so few that every such number is in the type.
  private static func isNumber(_ element: ElementView, digits: Int) -> Bool {
    let text = element.text
    return element.children.first == nil && text.count >= 1 && text.count <= digits
      && text.bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }
}
