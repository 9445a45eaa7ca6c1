internal import FaultlintText

/// A form in which a product keeps exchanges as XML: which elements its entries are, and where each field of them is. All
/// of them are read by one splitter and one decoder. Names are local names: products do not agree with themselves on
/// prefixes.
///
/// A path is made of names with slashes between them, the last of which may be that of an attribute: `@rc`. A name alone
/// is that of a child or an attribute of the entry; several are those at the end of the way to the element.
struct XMLForm: Sendable {
  /// The name of its row.
  let name: String
  let summary: String
  /// The root element.
  let root: StaticString
  /// Texts of which the beginning of a file has to have one; none if its root is enough.
  var marks: [StaticString] = []
  /// The elements that are entries. One in another is an entry of its own, unless it is nothing but text that is a field
  /// of the other.
  let entries: [StaticString]
  /// What an element has to hold to be an entry; nil if there is no such condition.
  var entryMark: StaticString?
  /// Where the fields are.
  let fields: FormPaths
  /// The method of requests that name none.
  var defaultMethod: String?
  /// Whether header fields, where they are given, are all that were sent.
  var hasWholeHeads = true
  /// What is said of a response that has no body.
  let withoutBody: String

  /// How sure it is of a capture.
  func certainty(of head: CaptureHead) -> Certainty {
    guard head.first == UInt8(ascii: "<"), let outline = XMLOutline(head.view, to: head.structureEnd),
      head.view.slice(outline.localName).equals(root)
    else { return .no }
    return marks.isEmpty || marks.contains { head.view.index(of: $0, from: outline.start) != nil }
      ? .certain : .no
  }

  /// Whether a local name is that of an entry.
  func isEntry(_ name: UnsafeBufferPointer<UInt8>) -> Bool { entries.contains { name.equals($0) } }
}

extension CaptureFormat {
  /// The row of a form.
  init(_ form: XMLForm) {
    self.init(
      name: form.name, summary: form.summary, recognize: form.certainty,
      makeSplitter: { XMLFormSplitter(form, limit: $0.entryBytes) },
      makeDecoder: { XMLFormDecoder(form, limit: $0.entryBytes) })
  }
}

/// Cuts a file of an XML form between its entries.
struct XMLFormSplitter: Splitter {
  private let form: XMLForm
  private let format: CaptureFormat
  private let limit: Int
  private var entry = 0
  private var isDone = false
  /// How the capture begins, for what is said of it if it has no entry.
  private var beginning: [UInt8]?

  init(_ form: XMLForm, limit: Int) {
    self.form = form
    format = CaptureFormat(form)
    self.limit = limit
  }

  mutating func next(_ stream: ByteStream) -> Segment? {
    guard !isDone else { return nil }
    if beginning == nil {
      _ = stream.fill(to: CaptureHead.structureBytes)
      beginning = Array(stream.window.prefix(CaptureHead.structureBytes))
    }
    var scanner = MarkupScanner(stream.window)
    var depth = 0
    var start = 0  // where the entry begins that is open
    var inside = 0  // how many entries are in it
    var accepted = 0
    var count = 0
    while true {
      switch scanner.next() {
      case .tag(let tag):
        guard form.isEntry(scanner.bytes.slice(tag.name)) else { continue }
        if !tag.isEnd {
          if depth == 0 { (start, inside) = (tag.range.lowerBound, 0) }
          inside += 1
          if !tag.isEmpty { depth += 1 }
        } else if depth > 0 {
          depth -= 1
        } else {
          continue
        }
        guard depth == 0 else { continue }
        guard tag.range.upperBound - start <= limit else {
          let segment = segment(stream, start, count, tooLarge)
          stream.consume(tag.range.upperBound - start)
          return segment
        }
        if isWanted(scanner.bytes.slice(start..<tag.range.upperBound)) { count += inside }
        accepted = tag.range.upperBound
        if accepted >= JSONElementSplitter.segmentBytes { return segment(stream, accepted, count) }
      case .end(let index):
        if depth > 0, stream.window.count - start > limit {
          let segment = segment(stream, start, count, tooLarge)
          skip(stream)
          return segment
        }
        if count > 0 { return segment(stream, accepted, count) }
        // What stands between entries is not kept.
        let passed = depth > 0 ? start : index
        stream.consume(passed)
        start -= passed
        accepted = 0
        guard stream.fill() else { return finish(stream, isOpen: depth > 0, inside) }
        scanner = MarkupScanner(stream.window, at: index - passed)
      }
    }
  }

  private var tooLarge: CaptureError { .tooLarge("entry", limit) }

  private func isWanted(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    form.entryMark.map { bytes.next($0, from: 0) != nil } ?? true
  }

  private mutating func segment(
    _ stream: ByteStream, _ end: Int, _ count: Int, _ error: CaptureError? = nil
  ) -> Segment {
    defer { entry += count + (error == nil ? 0 : 1) }
    return stream.cut(end, as: format, entry: entry, error: error)
  }

  /// What is told where the bytes end.
  private mutating func finish(_ stream: ByteStream, isOpen: Bool, _ inside: Int) -> Segment? {
    isDone = true
    if isOpen, isWanted(stream.window) {
      let error = stream.error ?? CaptureError("the capture ends inside this entry")
      return segment(stream, stream.window.count, inside, error)
    }
    if let error = stream.error { return segment(stream, 0, 0, error) }
    guard entry == 0, let beginning else { return nil }
    var segment = Segment(format: format, position: Segment.Position(), bytes: beginning)
    segment.holdsNoPayload = true
    return segment
  }

  /// Goes behind the end tag of an entry that is too large, without keeping it.
  private func skip(_ stream: ByteStream) {
    stream.consume(1)
    while true {
      let window = stream.window
      var from = 0
      while let hit = window.next("</", from: from), let close = window.next(UInt8(ascii: ">"), from: hit) {
        let colon = window.slice(0..<close).next(UInt8(ascii: ":"), from: hit)
        if form.isEntry(window.slice((colon.map { $0 + 1 } ?? hit + 2)..<close)) {
          stream.consume(close + 1)
          return
        }
        from = hit + 2
      }
      // An end tag may be half read.
      stream.consume(max(0, window.count - 256))
      guard stream.fill() else {
        stream.consume(stream.window.count)
        return
      }
    }
  }
}
