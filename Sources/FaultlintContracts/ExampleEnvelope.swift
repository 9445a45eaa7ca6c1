internal import FaultlintEngine

extension Example {
  /// An example of a profile file. What is no whole document (a Fault or a Body under the prefix `s` or `e`) gets the rest
  /// of one, with the prefixes of the file.
  static func inEnvelope(_ text: String, prefixes: [(prefix: String, namespace: String)]) -> Example {
    let text = text.trimmed
    let bare = text.filter { $0 != "↓" }
    guard
      let prefix = ["s", "e"].first(where: { bare.hasPrefix("<\($0):Fault") || bare.hasPrefix("<\($0):Body") }
      )
    else { return .document(text) }
    let declarations = prefixes.filter { $0.prefix != "xml" }.map {
      #" xmlns:\#($0.prefix)="\#($0.namespace)""#
    }
    let body = bare.hasPrefix("<\(prefix):Body") ? text : "<\(prefix):Body>\(text)</\(prefix):Body>"
    return .document(
      "<\(prefix):Envelope\(declarations.joined())>\(body)</\(prefix):Envelope>")
  }
}

extension String {
  /// Without white space at the ends.
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
