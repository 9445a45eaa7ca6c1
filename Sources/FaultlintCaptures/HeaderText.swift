internal import FaultlintModel
internal import FaultlintText

/// Header fields that a capture keeps as one text.
enum HeaderText {
  /// Reads a start line, if there is one, and fields, folded ones too.
  static func read(_ text: String) -> HTTPHead {
    var head = HTTPHead(start: nil, version: nil, fields: [], isComplete: true)
    var fields: [HTTPHead.Field] = []
    // What has been read of a field: further lines may go on with it.
    var name: String?
    var value = ""
    func end() { if let name { fields.append(HTTPHead.Field(name: name, value: value)) } }
    for (index, line) in text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline).enumerated()
    {
      if index == 0, readStart(line, into: &head) { continue }
      if line.first == " " || line.first == "\t", name != nil {
        value += " " + trim(line)
      } else if let colon = line.firstIndex(of: ":"), colon > line.startIndex {
        end()
        name = trim(line[..<colon])
        value = trim(line[line.index(after: colon)...])
      }
    }
    end()
    head.fields = fields
    return head
  }

  /// A value without white space at its ends.
  static func trim(_ text: some StringProtocol) -> String {
    var text = String(text)
    let trimmed = text.withUTF8 { bytes in
      let range = bytes.trimmed(0..<bytes.count)
      return range.count == bytes.count ? nil : bytes.text(range)
    }
    return trimmed ?? text
  }

  /// The version in `HTTP/1.1`, or in `1.1` alone.
  static func version(_ text: some StringProtocol) -> String? {
    // As nearly all have it.
    if text == "HTTP/1.1" || text == "http/1.1" { return "1.1" }
    let version =
      text.utf8.starts(with: "HTTP/".utf8) || text.utf8.starts(with: "http/".utf8)
      ? text[text.utf8.index(text.startIndex, offsetBy: 5)...] : text[...]
    guard let first = version.utf8.first, first &- UInt8(ascii: "0") < 10,
      version.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 || $0 == UInt8(ascii: ".") })
    else { return nil }
    return String(version)
  }

  /// The status in `500`, `500 Internal Server Error` or `HTTP/1.1 500`.
  static func status(_ text: some StringProtocol) -> Int? {
    // As nearly all have it.
    if text.utf8.count == 3, text.utf8.first?.isDigit ?? false {
      return Int(text).flatMap { $0 >= 100 ? $0 : nil }
    }
    let words = text.split(separator: " ", maxSplits: 2)
    guard let first = words.first else { return nil }
    if words.count > 1, first.hasPrefix("HTTP/") { return status(words[1]) }
    guard first.utf8.count == 3, let status = Int(first), (100...999).contains(status) else { return nil }
    return status
  }

  private static func readStart(_ line: Substring, into head: inout HTTPHead) -> Bool {
    let words = line.split(separator: " ")
    guard let first = words.first, let last = words.last else { return false }
    if first.hasPrefix("HTTP/") {
      head.version = version(first)
      head.start = words.count > 1 ? status(words[1]).map { .response(status: $0) } : nil
      return true
    }
    guard words.count >= 2, !first.contains(":"), last.hasPrefix("HTTP/") else { return false }
    head.version = version(last)
    head.start = .request(method: String(first))
    return true
  }
}
