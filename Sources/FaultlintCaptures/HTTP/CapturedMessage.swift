internal import FaultlintModel
internal import FaultlintText

/// An HTTP message, where it stands.
struct CapturedMessage {
  /// Where its start line begins, and what curl puts before it.
  var start: Int
  var startLine: StartLine
  var head: HeaderScanner
  /// The body as captured, its codings not undone.
  var body = 0..<0
  /// The chunks of the body; nil if it has none.
  var chunks: [Range<Int>]?
  /// Where the next message may begin.
  var end = 0
  /// What is odd about how it was captured.
  var remark: String?
  /// Why there is no body, or not a whole one.
  var error: CaptureError?

  var status: Int? {
    if case .response(let status) = startLine.kind { status } else { nil }
  }

  var isRequest: Bool { startLine.kind == .request }

  /// Whether another response to the same request follows.
  ///
  /// Source: RFC 9110, section 15.2.
  var isInterim: Bool { status.map { $0 < 200 && $0 != 101 } ?? false }

  func isMethod(_ name: StaticString, in view: ByteView) -> Bool {
    isRequest && startLine.word.count == name.utf8CodeUnitCount
      && view.matches(name, at: startLine.word.lowerBound)
  }

  /// Whether it is what a proxy says before it passes on what the server says.
  func opensTunnel(answering request: CapturedMessage?, in view: ByteView) -> Bool {
    guard let status, (200..<300).contains(status) else { return false }
    if let request { return request.isMethod("CONNECT", in: view) }
    let words = view.text(startLine.word).lowercased()
    return words.hasSuffix("established") && head.field("content-length", in: view) == nil
      && head.field("transfer-encoding", in: view) == nil
  }

  /// The head, as the rules read it.
  ///
  /// - Parameters:
  ///   - view: The bytes it stands in.
  ///   - offset: Where the bytes begin in the capture.
  /// - Returns: The head.
  func httpHead(in view: ByteView, offset: Int) -> HTTPHead {
    let start: HTTPHead.Start =
      switch startLine.kind {
      case .request: .request(method: view.text(startLine.word))
      case .response(let status): .response(status: status)
      }
    var result = HTTPHead(
      start: start, version: startLine.version.map(view.text),
      fields: head.httpFields(in: view, offset: offset), isComplete: head.isClosed)
    if isRequest {
      // Behind the method, and before the version with the name of the protocol.
      let end = startLine.version.map { $0.lowerBound - 5 } ?? head.startLine.upperBound
      let target = view.trimmed(startLine.word.upperBound..<max(end, startLine.word.upperBound))
      if !target.isEmpty { result.target = view.text(target) }
    }
    return result
  }
}

extension HeaderScanner {
  /// The fields, as the rules read them.
  func httpFields(in view: ByteView, offset: Int) -> [HTTPHead.Field] {
    fields.map {
      HTTPHead.Field(
        name: view.text($0.name), value: HeaderScanner.value($0, in: view),
        offset: offset + $0.name.lowerBound)
    }
  }
}
