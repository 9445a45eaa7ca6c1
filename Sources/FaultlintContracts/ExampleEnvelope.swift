internal import FaultlintEngine

/// A message as a profile file has it. Only who looks at its examples needs more of it, and a check does not.
struct WrittenMessage: Sendable {
  /// What stands there.
  let text: String
  /// The prefixes of the file.
  let prefixes: [(prefix: String, namespace: String)]

  /// The message that it stands for.
  var envelope: ExampleEnvelope { ExampleEnvelope(text, prefixes: prefixes) }
}

/// A message of a profile file: a whole document, or a Fault or a Body under the prefix `s` or `e`, which gets the rest of
/// one, with those of the prefixes of the file that it uses.
struct ExampleEnvelope {
  /// The document.
  let example: Example
  /// How many bytes of it stand before what the file has.
  let assumedBytes: Int

  /// The message that a text stands for.
  init(_ text: String, prefixes: [(prefix: String, namespace: String)]) {
    let text = text.trimmed
    let bare = text.filter { $0 != "↓" }
    guard
      let prefix = ["s", "e"].first(where: { bare.hasPrefix("<\($0):Fault") || bare.hasPrefix("<\($0):Body") }
      )
    else {
      example = .document(text)
      assumedBytes = 0
      return
    }
    let declarations = prefixes.filter { $0.prefix != "xml" && bare.uses($0.prefix) }.map {
      #" xmlns:\#($0.prefix)="\#($0.namespace)""#
    }
    let isBody = bare.hasPrefix("<\(prefix):Body")
    let opening = "<\(prefix):Envelope\(declarations.joined())>" + (isBody ? "" : "<\(prefix):Body>")
    let closing = (isBody ? "" : "</\(prefix):Body>") + "</\(prefix):Envelope>"
    example = .document(opening + text + closing)
    assumedBytes = opening.utf8.count
  }
}

extension String {
  /// Without white space at the ends.
  fileprivate var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }

  /// Whether something in it begins with a prefix: a name, or a text that is one.
  fileprivate func uses(_ prefix: String) -> Bool {
    let wanted = Array((prefix + ":").utf8)
    let bytes = Array(utf8)
    return bytes.indices.contains { index in
      guard bytes[index...].starts(with: wanted) else { return false }
      guard index > 0 else { return true }
      let before = bytes[index - 1]
      let isName =
        (before | 0x20) >= 0x61 && (before | 0x20) <= 0x7A || before >= 0x30 && before <= 0x39
        || before >= 0x80
        || before == UInt8(ascii: "-") || before == UInt8(ascii: "_") || before == UInt8(ascii: ".")
      return !isName
    }
  }
}
