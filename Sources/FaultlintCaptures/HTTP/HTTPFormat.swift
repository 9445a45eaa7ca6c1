extension CaptureFormat {
  /// HTTP messages as they went over the wire, or as curl prints them.
  public static let http: CaptureFormat = CaptureFormat(
    name: "http",
    summary: "HTTP messages as sent, what `curl -v` or `curl -i` prints, the request files of editors",
    recognize: { certainty($0) },
    makeSplitter: { HTTPSplitter(limit: $0.entryBytes) },
    makeDecoder: { HTTPDecoder(limit: $0.entryBytes) })

  /// Whether it begins with an HTTP message, with what curl says, or with the comments of an HTTP client's file.
  private static func certainty(_ head: CaptureHead) -> Certainty {
    let view = head.view
    var at = head.start
    var isTalk = false
    while at < head.structureEnd {
      let line = view.line(from: at)
      guard line != nil || head.isWhole else { return .no }
      let content = line?.content ?? at..<view.count
      if let start = StartLine.any(view, content, isBare: true), isPlain(start, view, content) {
        return .certain
      }
      let isNote = CurlNote.begins(view, content)
      isTalk = isTalk || isNote
      // A progress meter has what follows on its line.
      let isComment = view.matches("#", at: at) || view.matches("//", at: at) || view.matches("@", at: at)
      guard isTalk || isComment || content.isEmpty || view.trimmed(content).isEmpty, let line else {
        return .no
      }
      at = line.next
    }
    return .no
  }

  /// Whether a request line has three words, the first of letters: others may end in a version too, as those of logs do.
  private static func isPlain(_ start: StartLine, _ view: ByteView, _ line: Range<Int>) -> Bool {
    guard start.kind == .request, start.version != nil else { return true }
    let line = line.lowerBound + (start.prefix == nil ? 0 : 2)..<line.upperBound
    let words = view.slice(view.trimmed(line)).split(separator: ByteView.space).count
    let method = view.slice(start.word)
    return words == 3 && method.allSatisfy { ByteView.isLetter($0) || $0 == UInt8(ascii: "-") }
  }
}
