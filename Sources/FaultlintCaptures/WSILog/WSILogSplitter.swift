internal import FaultlintText

/// Cuts a message log of the WS-I monitor between its messageEntry elements, a response with its request where they
/// are near each other.
///
/// Source: WS-I Monitor Tool Functional Specification 1.0 and 1.1, message log.
struct WSILogSplitter: Splitter {
  private enum State {
    case start
    case entries
    /// An entry that is too large is skipped.
    case largeEntry
    case done
  }

  /// The most bytes that are kept together for conversations that are not over.
  private static let conversationBytes = 1 << 20

  private let limit: Int
  private var state = State.start
  private var entry = 0

  init(_ options: CaptureOptions) { limit = options.entryBytes }

  mutating func next(_ stream: ByteStream) -> Segment? {
    while true {
      switch state {
      case .done: return nil
      case .start:
        if let error = readRoot(stream) {
          state = .done
          return segment(stream, 0, 0, error)
        }
        state = .entries
      case .largeEntry: skipEntry(stream)
      case .entries: return cut(stream)
      }
    }
  }

  /// Reads up to the start tag of the log.
  private func readRoot(_ stream: ByteStream) -> CaptureError? {
    while true {
      let window = stream.window
      var scanner = MarkupScanner(window)
      switch scanner.next() {
      case .tag(let tag):
        guard !tag.isEnd, window.slice(tag.name).equals("log"), isLogNamespace(window.slice(tag.range)) else {
          return CaptureError(
            "this is no message log of the WS-I monitor: its root is no log in its namespace")
        }
        stream.consume(tag.range.upperBound)
        return nil
      case .end:
        guard window.count <= limit, stream.fill() else {
          return stream.error
            ?? CaptureError("this is no message log of the WS-I monitor: it has no element")
        }
      }
    }
  }

  private func isLogNamespace(_ tag: UnsafeBufferPointer<UInt8>) -> Bool {
    tag.next("http://www.ws-i.org/testing/2003/03/log/", from: 0) != nil
      || tag.next("http://www.ws-i.org/testing/2004/07/log/", from: 0) != nil
  }

  private mutating func cut(_ stream: ByteStream) -> Segment? {
    var scanner = MarkupScanner(stream.window)
    var accepted = 0
    var count = 0
    var open: Int?
    var opened: MarkupScanner.Tag?
    var conversations: Set<[UInt8]> = []
    while true {
      switch scanner.next() {
      case .tag(let tag):
        let window = scanner.bytes
        if window.slice(tag.name).equals("messageEntry") {
          if tag.isEnd {
            guard let start = open else { continue }
            guard tag.range.upperBound - start <= limit else {
              let segment = segment(stream, start, count, .tooLarge("messageEntry", limit))
              stream.consume(tag.range.upperBound - start)
              return segment
            }
            open = nil
            if let start = opened { note(start, scanner, &conversations) }
          } else {
            if let start = open {
              let error = CaptureError("the messageEntry has no end")
              let segment = segment(stream, start, count, error)
              stream.consume(tag.range.lowerBound - start)
              return segment
            }
            guard tag.isEmpty else {
              open = tag.range.lowerBound
              opened = tag
              continue
            }
            note(tag, scanner, &conversations)
          }
          accepted = tag.range.upperBound
          count += 1
          if accepted >= JSONElementSplitter.segmentBytes, conversations.isEmpty || isLong(accepted) {
            return segment(stream, accepted, count)
          }
        } else if tag.isEnd, open == nil, window.slice(tag.name).equals("log") {
          state = .done
          let last = count > 0 ? segment(stream, accepted, count) : nil
          stream.consume(stream.window.count)
          return last
        }
      case .end(let index):
        if let start = open, stream.window.count - start > limit {
          state = .largeEntry
          return segment(stream, start, count, .tooLarge("messageEntry", limit))
        }
        if count > 0, conversations.isEmpty || isLong(stream.window.count) {
          return segment(stream, accepted, count)
        }
        if open == nil, count == 0 { stream.consume(index) }
        let consumed = open == nil && count == 0 ? index : 0
        guard stream.fill() else { return finish(stream, accepted, count, open) }
        scanner = MarkupScanner(stream.window, at: index - consumed)
      }
    }
  }

  private func isLong(_ count: Int) -> Bool { count >= Self.conversationBytes }

  /// Keeps count of the requests that wait for their response. What does not say what it is may be one.
  private func note(_ tag: MarkupScanner.Tag, _ scanner: MarkupScanner, _ conversations: inout Set<[UInt8]>) {
    let id = scanner.attribute("conversationID", of: tag).map { Array(scanner.bytes.slice($0)) } ?? []
    if let type = scanner.attribute("type", of: tag), !scanner.bytes.slice(type).equals("request") {
      conversations.remove(id)
    } else {
      conversations.insert(id)
    }
  }

  private mutating func segment(
    _ stream: ByteStream, _ end: Int, _ count: Int, _ error: CaptureError? = nil
  ) -> Segment {
    defer { entry += count + (error == nil ? 0 : 1) }
    return stream.cut(end, as: .wsiLog, entry: entry, error: error)
  }

  private mutating func finish(
    _ stream: ByteStream, _ accepted: Int, _ count: Int, _ open: Int?
  ) -> Segment? {
    state = .done
    let error =
      stream.error
      ?? CaptureError(
        open == nil ? "the log has no end tag: it is cut off" : "the log ends inside this messageEntry")
    let segment = segment(stream, open ?? stream.window.count, count, error)
    stream.consume(stream.window.count)
    return segment
  }

  private mutating func skipEntry(_ stream: ByteStream) {
    // Past its own start tag, or it would be found again.
    stream.consume(1)
    while true {
      var scanner = MarkupScanner(stream.window)
      search: while true {
        switch scanner.next() {
        case .tag(let tag):
          guard scanner.bytes.slice(tag.name).equals("messageEntry") else { continue }
          stream.consume(tag.isEnd ? tag.range.upperBound : tag.range.lowerBound)
          state = .entries
          return
        case .end(let index):
          // The end of a CDATA section that is larger than memory should be is found without keeping it.
          let isCDATA = stream.window.has("<![CDATA[", at: index)
          if isCDATA, stream.window.count - index > limit / 2 {
            stream.consume(stream.window.count - 2)
            skipCDATA(stream)
          } else {
            stream.consume(index)
            guard stream.fill() else {
              state = .entries
              return
            }
          }
          break search
        }
      }
    }
  }

  private func skipCDATA(_ stream: ByteStream) {
    while true {
      if let hit = stream.window.next("]]>", from: 0) {
        stream.consume(hit + 3)
        return
      }
      stream.consume(max(0, stream.window.count - 2))
      guard stream.fill() else { return }
    }
  }
}
