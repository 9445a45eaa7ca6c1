import FaultlintContracts
import FaultlintEngine
import FaultlintModel
import FaultlintPlainXPath
import FaultlintXMLTree

/// All that the profile files which the program brings along ask of a message, asked of both evaluators. Not for use by two
/// threads at once.
final class RuleComparison {
  private let plain = XPathRules()
  private let libxml = XPathRules(asksLibXMLAlways: true)
  /// How many answers were compared.
  private(set) var answers = 0

  /// What is not the same in what the two say of a message; nil if all is.
  func difference(_ message: Message) -> String? {
    defer {
      plain.forgetMessage()
      libxml.forgetMessage()
    }
    for contract in BuiltInContracts.all {
      for rule in contract.rules {
        guard case .expression(let expression) = rule.check else { continue }
        if let difference = compare(rule.id, { Self.breaches(expression, message, $0) }) { return difference }
      }
      for table in contract.tables {
        guard let context = table.context else { continue }
        if let difference = compare(table.name, { Self.texts(context, [table.value], message, $0) }) {
          return difference
        }
      }
      for response in contract.responses {
        let values = [response.code, response.text]
        if let difference = compare(response.title, { Self.texts(response.context, values, message, $0) }) {
          return difference
        }
      }
      let conditions =
        contract.excuses.compactMap(\.condition) + [contract.selection?.condition].compactMap { $0 }
      for condition in conditions {
        for element in message.tree.elements.indices {
          let place = Place.element(element)
          if let difference = compare(condition.text, { Self.holds(condition, place, message, $0) }) {
            return difference
          }
        }
        for attribute in message.tree.attributes.indices {
          let place = Place.attribute(attribute)
          if let difference = compare(condition.text, { Self.holds(condition, place, message, $0) }) {
            return difference
          }
        }
      }
    }
    return nil
  }

  private func compare(_ what: String, _ ask: (XPathRules) -> [String]) -> String? {
    answers += 1
    let (found, expected) = (ask(plain), ask(libxml))
    return found == expected ? nil : "\(what): \(found), \(expected) expected"
  }

  private static func breaches(_ expression: Expression, _ message: Message, _ rules: XPathRules) -> [String]
  {
    var found: [String] = []
    let test = DocumentTest(rule: 0, expression: expression)
    rules.evaluate([test], in: message) { _, text, place in
      found.append("\(text) at \(place)")
    } fail: { _, error in
      found.append("error: \(error.message)")
    }
    return found
  }

  private static func texts(
    _ context: XPathExpression, _ values: [XPathExpression?], _ message: Message, _ rules: XPathRules
  ) -> [String] {
    do throws(ExpressionError) {
      return try rules.texts(at: context, values, in: message).map { "\($0.texts) at \($0.place)" }
    } catch {
      return ["error: \(error.message)"]
    }
  }

  private static func holds(
    _ condition: XPathExpression, _ place: Place, _ message: Message, _ rules: XPathRules
  ) -> [String] {
    do throws(ExpressionError) {
      return ["\(try rules.holds(condition, at: place, in: message))"]
    } catch {
      return ["error: \(error.message)"]
    }
  }
}
