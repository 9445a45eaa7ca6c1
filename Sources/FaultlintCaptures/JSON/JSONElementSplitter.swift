internal import FaultlintText

/// Cuts the elements of a JSON array, or JSON values that follow each other, into segments of whole elements.
///
/// An element that is broken costs no other: what follows is taken up where the next one begins like the last whole
/// one did.
struct JSONElementSplitter {
  /// What the elements are part of.
  enum Container {
    /// An array: commas between them, a bracket after the last. The stream stands after the opening bracket.
    case array
    /// The top level of the text: nothing but white space between them.
    case text
  }

  /// About how large a segment is.
  static let segmentBytes = 1 << 16
  /// As much of what is thrown away is kept as it takes to recognise the start of an element across pieces.
  private static let margin = 4096

  private enum State {
    case elements
    /// The end of an element that is too large is looked for.
    case discarding(JSONValueEnd)
    /// The start of the next element is looked for.
    case resynchronising
    case done
  }

  let format: CaptureFormat
  let container: Container
  let limit: Int
  private var state = State.elements
  /// The number of the next entry.
  private(set) var entry: Int
  /// Whether the bracket after the last element has been taken.
  private(set) var isClosed = false
  /// The first member's name of the last whole element, with its quotes.
  private var landmark: [UInt8] = []

  init(_ format: CaptureFormat, _ container: Container, limit: Int, entry: Int = 0) {
    self.format = format
    self.container = container
    self.limit = limit
    self.entry = entry
  }

  /// The next segment; nil at the end of the array or text.
  mutating func next(_ stream: ByteStream) -> Segment? {
    while true {
      switch state {
      case .done: return nil
      case .discarding(let end): discard(stream, end)
      case .resynchronising: resynchronise(stream)
      case .elements:
        if let segment = cut(stream) { return segment }
      }
    }
  }

  /// Has the splitter look for a further element of an array that seemed to be over.
  mutating func resume() {
    isClosed = false
    state = .resynchronising
  }

  /// The number for an entry that is told of from outside.
  mutating func takeNumber() -> Int {
    defer { entry += 1 }
    return entry
  }

  private mutating func cut(_ stream: ByteStream) -> Segment? {
    var start = 0  // where the next element begins
    var accepted = 0  // where the last whole element ends
    var count = 0
    while true {
      var window = stream.window
      start = max(start, accepted)
      while start < window.count, isSeparator(window[start]) { start += 1 }
      guard start < window.count else {
        if count > 0 { return segment(stream, accepted, count) }
        if stream.fill() { continue }
        return finish(stream, start)
      }
      if container == .array, window[start] == UInt8(ascii: "]") {
        isClosed = true
        state = .done
        let last = count > 0 ? segment(stream, accepted, count) : nil
        stream.consume(start + 1 - (count > 0 ? accepted : 0))
        return last
      }
      var end = JSONValueEnd()
      var from = start
      scan: while true {
        switch end.scan(window, from: from) {
        case .end(let index):
          guard index - start <= limit else {
            let segment = segment(stream, start, count, tooLarge)
            stream.consume(index - start)
            return segment
          }
          keepLandmark(window.slice(start..<index))
          accepted = index
          count += 1
          break scan
        case .broken(let index, let message):
          let place = JSONPlace(window, index, line: stream.line, offset: stream.offset)
          state = .resynchronising
          return segment(stream, start, count, CaptureError("\(message) at \(place)"))
        case .more:
          from = window.count
          if from - start > limit {
            state = .discarding(end)
            let segment = segment(stream, start, count, tooLarge)
            stream.consume(stream.window.count)
            return segment
          }
          if count > 0 { return segment(stream, accepted, count) }
          guard stream.fill() else {
            // A number has no end but that of the text.
            if container == .text, end.endsWithText {
              accepted = window.count
              count += 1
              break scan
            }
            return finish(stream, start)
          }
          window = stream.window
        }
      }
      if accepted >= Self.segmentBytes { return segment(stream, accepted, count) }
    }
  }

  private var tooLarge: CaptureError { .tooLarge("entry", limit) }

  private func isSeparator(_ byte: UInt8) -> Bool {
    byte.isBlank || byte == UInt8(ascii: ",") && container == .array
  }

  private mutating func segment(
    _ stream: ByteStream, _ end: Int, _ count: Int, _ error: CaptureError? = nil
  ) -> Segment {
    defer { entry += count + (error == nil ? 0 : 1) }
    return stream.cut(end, as: format, entry: entry, error: error)
  }

  /// What is told where the bytes end.
  private mutating func finish(_ stream: ByteStream, _ start: Int) -> Segment? {
    state = .done
    let isCutOff = start < stream.window.count || container == .array
    guard isCutOff || stream.error != nil else { return nil }
    let error =
      stream.error
      ?? CaptureError(
        start < stream.window.count
          ? "the capture ends inside this entry" : "the capture ends inside the array of the entries")
    let segment = segment(stream, start, 0, error)
    stream.consume(stream.window.count)
    return segment
  }

  private mutating func discard(_ stream: ByteStream, _ unfinished: JSONValueEnd) {
    var end = unfinished
    switch end.scan(stream.window, from: 0) {
    case .end(let index):
      stream.consume(index)
      state = .elements
    case .broken: state = .resynchronising
    case .more:
      stream.consume(stream.window.count)
      state = stream.fill() ? .discarding(end) : .elements
    }
  }

  // MARK: Taking up again

  /// Remembers how an element begins.
  private mutating func keepLandmark(_ element: UnsafeBufferPointer<UInt8>) {
    guard landmark.isEmpty, element[0] == UInt8(ascii: "{") else { return }
    let start = element.skippingBlanks(from: 1)
    guard start < element.count, element[start] == UInt8(ascii: "\""),
      let end = element.next(UInt8(ascii: "\""), from: start + 1), end - start < Self.margin / 4
    else { return }
    landmark = Array(element.slice(start..<end + 1))
  }

  /// Goes to where the next element begins. The stream stands at the start of a broken one.
  private mutating func resynchronise(_ stream: ByteStream) {
    while true {
      let window = stream.window
      var index = 1
      while let start = window.next(UInt8(ascii: "{"), from: index) {
        if isStart(window, start) {
          stream.consume(start)
          state = .elements
          return
        }
        index = start + 1
      }
      // What stands at the end of the window may begin an element: it is looked at again.
      stream.consume(window.count - min(window.count, Self.margin))
      guard stream.fill() else {
        // Nothing more that can be told apart; the error has been told.
        stream.consume(stream.window.count)
        state = .done
        return
      }
    }
  }

  private func isStart(_ window: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    var before = start - 1
    switch container {
    case .array:
      while before >= 0, window[before].isBlank { before -= 1 }
      guard before >= 0, window[before] == UInt8(ascii: ",") else { return false }
    case .text: guard before >= 0, window[before] == 0x0A else { return false }
    }
    let name = window.skippingBlanks(from: start + 1)
    guard !landmark.isEmpty else { return name < window.count && window[name] == UInt8(ascii: "\"") }
    return landmark.withUnsafeBufferPointer { landmark in
      window.count - name >= landmark.count
        && window.slice(name..<name + landmark.count).elementsEqual(landmark)
    }
  }
}

/// A place in a JSON text, as it is told to people: by its column where entries are lines, by its offset in the capture
/// where a line may be long gone.
struct JSONPlace: CustomStringConvertible {
  let description: String

  /// The place of an index in bytes, which is counted from a place before it.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - index: The index.
  ///   - place: A place in them, of which nothing before it is looked at.
  ///   - inLine: Whether to tell the column, and not the offset in the capture.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, after place: PlaceCounter, inLine: Bool) {
    var place = place
    let line = place.line(at: min(index, bytes.count))
    description =
      "line \(line), " + (inLine ? "column \(bytes.column(of: index))" : "byte \(place.position.offset)")
  }

  /// The place of an index in bytes that begin in this line, at this offset of the capture.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, line: Int, offset: Int) {
    description = "line \(line + bytes.count(of: 0x0A, before: index)), byte \(offset + index)"
  }
}
