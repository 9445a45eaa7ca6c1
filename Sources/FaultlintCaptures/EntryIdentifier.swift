internal import FaultlintText

/// The identifier of an entry as JSON, from what a capture has in its place.
enum EntryIdentifier {
  /// A text.
  static func json(_ text: String) -> String { JSONValue.string(text).compact }

  /// A string or number of JSON, which a scanner stands before.
  static func json(_ scanner: inout JSONScanner) throws(JSONError) -> String {
    guard try scanner.kind() == .string else {
      return scanner.bytes.text(try scanner.number())
    }
    let token = try scanner.string()
    // A payload is not lost for an escape in its identifier that is none: then what is written is what it is called.
    return json((try? scanner.text(token)) ?? scanner.bytes.text(token.range))
  }
}
