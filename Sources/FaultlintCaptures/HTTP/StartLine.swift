internal import FaultlintText

/// The start line of an HTTP message, where it stands.
///
/// Source: RFC 9112, sections 3 and 4.
struct StartLine {
  enum Kind: Equatable {
    case request
    case response(status: Int)
  }

  var kind: Kind
  /// What curl puts before the line, in front of a blank; nil for nothing.
  var prefix: UInt8?
  /// The version, as in `1.1`; nil if the line names none.
  var version: Range<Int>?
  /// The method of a request, the reason phrase of a response.
  var word: Range<Int>

  /// A status line: `HTTP/`, version, blank, three digits, and a blank or nothing.
  static func status(_ view: ByteView, _ line: Range<Int>) -> StartLine? {
    guard view.matches("HTTP/", at: line.lowerBound) else { return nil }
    guard let version = version(view, from: line.lowerBound + 5, to: line.upperBound) else { return nil }
    var at = version.upperBound
    guard at < line.upperBound, view[at] == ByteView.space else { return nil }
    while at < line.upperBound, view[at] == ByteView.space { at += 1 }
    var status = 0
    let digits = at
    while at < line.upperBound, at - digits < 4, ByteView.isDigit(view[at]) {
      status = status * 10 + Int(view[at] - 0x30)
      at += 1
    }
    guard at - digits == 3, status >= 100, at == line.upperBound || view[at] == ByteView.space else {
      return nil
    }
    return StartLine(
      kind: .response(status: status), version: version, word: view.trimmed(at..<line.upperBound))
  }

  /// A request line. What is no token passes for a method too, since it is to be reported.
  ///
  /// - Parameters:
  ///   - view: The bytes.
  ///   - line: Where the line stands.
  ///   - isBare: Whether the version may be missing, as in the files of HTTP clients.
  /// - Returns: The start line; nil if it is none.
  static func request(_ view: ByteView, _ line: Range<Int>, isBare: Bool) -> StartLine? {
    let line = view.trimmed(line)
    guard let blank = view.index(of: ByteView.space, from: line.lowerBound, to: line.upperBound),
      blank - line.lowerBound <= 32, !line.isEmpty
    else { return nil }
    let method = line.lowerBound..<blank
    guard view.slice(method).allSatisfy({ $0 > 0x20 && $0 != 0x3C && $0 != 0x3A && $0 < 0x7F }) else {
      return nil
    }
    var last = line.upperBound
    while last > blank, view[last - 1] != ByteView.space { last -= 1 }
    if last - 1 > blank, view.matches("HTTP/", at: last),
      let version = version(view, from: last + 5, to: line.upperBound), version.upperBound == line.upperBound
    {
      return StartLine(kind: .request, version: version, word: method)
    }
    let target = view.trimmed(blank..<line.upperBound)
    guard isBare, ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].contains(view.text(method)),
      view.index(of: ByteView.space, from: target.lowerBound, to: target.upperBound) == nil
        || view.matches("{{", at: target.lowerBound),
      view.matches("/", at: target.lowerBound) || view.matches("http", at: target.lowerBound)
        || view.matches("{{", at: target.lowerBound)
    else { return nil }
    return StartLine(kind: .request, version: nil, word: method)
  }

  /// The start line that a line is, with or without what curl puts before it.
  static func any(_ view: ByteView, _ line: Range<Int>, isBare: Bool = false) -> StartLine? {
    let behind = min(line.lowerBound + 2, line.upperBound)..<line.upperBound
    if view.matches("< HTTP/", at: line.lowerBound), var start = status(view, behind) {
      start.prefix = UInt8(ascii: "<")
      return start
    }
    if view.matches("> ", at: line.lowerBound) {
      guard var start = request(view, behind, isBare: false) else { return nil }
      start.prefix = UInt8(ascii: ">")
      return start
    }
    // `* using HTTP/2` is a note of curl's, though a method could be called so.
    if view.matches("* ", at: line.lowerBound) { return nil }
    return status(view, line) ?? request(view, line, isBare: isBare)
  }

  private static func version(_ view: ByteView, from start: Int, to end: Int) -> Range<Int>? {
    var at = start
    guard at < end, ByteView.isDigit(view[at]) else { return nil }
    at += 1
    if at + 1 < end, view[at] == UInt8(ascii: "."), ByteView.isDigit(view[at + 1]) { at += 2 }
    return start..<at
  }
}
