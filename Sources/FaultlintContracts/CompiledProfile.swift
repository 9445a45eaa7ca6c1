internal import FaultlintPlainXPath
internal import FaultlintText
internal import FaultlintYAML

/// A profile file of our own as a check needs it, in `profiles/compiled`: with its expressions compiled, and without
/// comments, examples and tests. `faultlint-dev profiles` writes it, and CI holds it to the profile file. Reading that takes
/// six times as long, which each run on a fault of a vendor would pay.
package struct CompiledProfile {
  /// What is in the file.
  let value: YAMLValue
  /// What its expressions were compiled to.
  let expressions: JSONValue

  /// That of a profile file.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - scope: The scope that its expressions were compiled in.
  init(_ file: YAMLValue, _ scope: XPathScope) {
    value = file
    expressions = scope.json
  }

  /// One that was written.
  ///
  /// - Throws: Why it is none.
  init(reading bytes: [UInt8]) throws(JSONError) {
    let json = try JSONValue(reading: bytes)
    guard let file = json["file"], let expressions = json["compiled"] else {
      throw JSONError("it is no compiled profile", at: 0)
    }
    value = YAMLValue(file)
    self.expressions = expressions
  }

  /// The text to write.
  package var text: String {
    JSONValue.object([
      ("file", value.json(leavingOut: ["examples", "tests"])), ("compiled", expressions),
    ])
    .pretty
  }
}

extension YAMLValue {
  fileprivate init(_ json: JSONValue) {
    switch json.content {
    case .array(let items): self.init(.sequence(items.map(YAMLValue.init)))
    case .object(let members):
      self.init(
        .mapping(members.map { (YAMLKey(name: $0.key, line: 0, column: 0), YAMLValue($0.value)) }))
    case .string(let text): self.init(.scalar(text, isPlain: false))
    case .null, .bool, .number: self.init(.scalar("", isPlain: true))
    }
  }

  private init(_ content: Content) { self.init(content: content, line: 0, column: 0) }

  /// As JSON, where numbers and words are texts too.
  fileprivate func json(leavingOut left: Set<String>) -> JSONValue {
    switch content {
    case .scalar(let text, _): isNull ? .null : .string(text)
    case .sequence(let items): .array(items.map { $0.json(leavingOut: left) })
    case .mapping(let members):
      .object(
        members.filter { !left.contains($0.key.name) }.map { ($0.key.name, $0.value.json(leavingOut: left)) })
    }
  }
}
