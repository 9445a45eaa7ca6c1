import Foundation

/// As much of JSON Schema as the schema of our reports uses. A keyword it does not know is an error, so that the
/// schema cannot say more than is checked.
struct JSONSchema {
  private let root: [String: Any]

  init(file: URL) throws {
    let data = try Data(contentsOf: file)
    root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// What is wrong with a value, each with the place.
  func problems(_ json: Data, as definition: String? = nil) throws -> [String] {
    let value = try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed)
    let schema: Any = definition.map { ["$ref": "#/$defs/\($0)"] } ?? root
    return problems(value, schema, at: "$")
  }

  private func problems(_ value: Any, _ schema: Any, at place: String) -> [String] {
    guard let schema = schema as? [String: Any] else { return ["\(place): not a schema"] }
    var found: [String] = []
    for (keyword, argument) in schema {
      switch keyword {
      case "$schema", "$id", "$defs", "title", "description": break
      case "$ref":
        let name = (argument as? String)?.split(separator: "/").last.map(String.init) ?? ""
        guard let target = (root["$defs"] as? [String: Any])?[name] else { return ["\(place): no \(name)"] }
        found += problems(value, target, at: place)
      case "type":
        let types = argument as? [String] ?? [argument as? String ?? ""]
        if !types.contains(where: { matches(value, $0) }) { found.append("\(place): not \(types)") }
      case "const", "enum":
        let allowed = keyword == "const" ? [argument] : argument as? [Any] ?? []
        if !allowed.contains(where: { equal($0, value) }) { found.append("\(place): not in \(allowed)") }
      case "required":
        for name in argument as? [String] ?? [] where (value as? [String: Any])?[name] == nil {
          found.append("\(place): no \(name)")
        }
      case "properties":
        for (name, child) in value as? [String: Any] ?? [:] {
          guard let rule = (argument as? [String: Any])?[name] else {
            found.append("\(place).\(name): not described")
            continue
          }
          found += problems(child, rule, at: "\(place).\(name)")
        }
      case "items":
        for (index, child) in (value as? [Any] ?? []).enumerated() {
          found += problems(child, argument, at: "\(place)[\(index)]")
        }
      case "oneOf":
        let matching = (argument as? [Any] ?? []).filter { problems(value, $0, at: place).isEmpty }
        if matching.count != 1 { found.append("\(place): fits \(matching.count) of the alternatives") }
      // `properties` takes nothing that is not described, whatever this says.
      case "additionalProperties": break
      case "minItems", "maxItems":
        if let items = value as? [Any], let count = argument as? Int,
          keyword == "minItems" ? items.count < count : items.count > count
        {
          found.append("\(place): \(items.count) items")
        }
      case "minimum":
        if let number = value as? Int, let least = argument as? Int, number < least {
          found.append("\(place): \(number) < \(least)")
        }
      case "minLength":
        if let text = value as? String, let least = argument as? Int, text.count < least {
          found.append("\(place): too short")
        }
      case "pattern":
        if let text = value as? String, let pattern = argument as? String,
          text.range(of: pattern, options: .regularExpression) == nil
        {
          found.append("\(place): \(text) does not match \(pattern)")
        }
      default: found.append("\(place): the keyword \(keyword) is not supported here")
      }
    }
    return found
  }

  private func equal(_ left: Any, _ right: Any) -> Bool {
    if left is NSNull || right is NSNull { return left is NSNull && right is NSNull }
    if let left = left as? String, let right = right as? String { return left == right }
    if let left = left as? Int, let right = right as? Int { return left == right }
    return false
  }

  private func matches(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "integer": value is Int && !(value is String)
    case "boolean": value is Bool
    case "null": value is NSNull
    default: false
    }
  }
}
