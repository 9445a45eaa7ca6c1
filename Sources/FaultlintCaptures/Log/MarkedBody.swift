internal import FaultlintText

/// Bodies of responses that a log names as such, so that they are found though there is no envelope in them: HTML, JSON
/// or nothing under a status.
struct MarkedBody {
  /// What comes of a mark.
  enum Outcome {
    /// The body.
    case found(Range<Int>)
    /// It cannot be told yet where it ends.
    case open
    /// There is none, or it holds an envelope, which is found by itself.
    case none
  }

  private enum Kind: CaseIterable {
    /// Apache CXF, behind a `Response-Code`.
    case cxf
    /// JAX-WS RI.
    case jaxws
    /// zeep.
    case zeep

    var mark: StaticString {
      switch self {
      case .cxf: "Payload:"
      case .jaxws: "[HTTP response"
      case .zeep: "HTTP Response from "
      }
    }
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let isAtEnd: Bool
  private let limit: Int
  private var places: [Int?]

  init(_ bytes: UnsafeBufferPointer<UInt8>, from offset: Int, isAtEnd: Bool, limit: Int) {
    self.bytes = bytes
    self.isAtEnd = isAtEnd
    self.limit = limit
    places = Kind.allCases.map { bytes.next($0.mark, from: offset) }
  }

  /// One that looks for none.
  init() {
    bytes = UnsafeBufferPointer(start: nil, count: 0)
    isAtEnd = true
    limit = 0
    places = []
  }

  /// Where the next mark stands from an offset on.
  mutating func next(from offset: Int) -> Int? {
    var first: Int?
    for (index, kind) in zip(places.indices, Kind.allCases) {
      if let place = places[index], place < offset { places[index] = bytes.next(kind.mark, from: offset) }
      if let place = places[index] { first = min(first ?? place, place) }
    }
    return first
  }

  /// The body behind a mark.
  ///
  /// - Parameters:
  ///   - mark: Where the mark stands.
  ///   - offset: Where what was told before ends.
  /// - Returns: The body, or why there is none.
  func body(at mark: Int, from offset: Int) -> Outcome {
    guard let kind = Kind.allCases.first(where: { bytes.has($0.mark, at: mark) }) else { return .none }
    let start: Int
    switch kind {
    case .cxf:
      guard isBehindStatus(mark, from: offset) else { return .none }
      start = mark + 8
    case .jaxws, .zeep:
      guard let lineEnd = bytes.next(0x0A, from: mark) else { return isAtEnd ? .none : .open }
      let line = bytes.slice(0..<lineEnd)
      guard line.next(kind == .zeep ? "(status: " : "]---", from: mark) != nil else { return .none }
      guard let behind = kind == .zeep ? lineEnd + 1 : endOfHead(from: lineEnd + 1) else {
        return isAtEnd ? .none : .open
      }
      start = behind
    }
    let end = end(of: kind, from: start)
    let seen = bytes.slice(start..<(end ?? bytes.count))
    if EnvelopeFinder.hasEnvelope(seen) { return .none }
    guard let end else { return bytes.count - start > limit ? .none : .open }
    let body = bytes.trimmed(start..<end)
    return .found(body.isEmpty ? start..<start : body)
  }

  private func isBehindStatus(_ mark: Int, from offset: Int) -> Bool {
    let before = bytes.slice(max(offset, mark - 4096)..<mark)
    return before.next("Response-Code:", from: 0) != nil || before.next("ResponseCode:", from: 0) != nil
  }

  /// Where the lines of a head end: those with a name and a colon, and a blank one.
  private func endOfHead(from start: Int) -> Int? {
    let view = ByteView(bytes)
    var at = start
    while at < bytes.count {
      guard let line = view.line(from: at) else { return isAtEnd ? at : nil }
      if view.trimmed(line.content).isEmpty { return line.next }
      let colon = view.index(of: UInt8(ascii: ":"), from: at, to: line.content.upperBound)
      guard let colon, colon > at, !view.slice(at..<colon).contains(where: { $0 <= 0x20 || $0 == 0x3C })
      else {
        return at
      }
      at = line.next
    }
    return isAtEnd ? at : nil
  }

  /// Where the text of a body ends; nil if that is not among the bytes.
  private func end(of kind: Kind, from start: Int) -> Int? {
    if kind == .jaxws {
      return bytes.next("--------------------", from: start) ?? (isAtEnd ? bytes.count : nil)
    }
    var at = start
    while let lineEnd = bytes.next(0x0A, from: at) {
      guard lineEnd + LogRecord.longestMark <= bytes.count || isAtEnd else { return nil }
      if bytes.has("-----", at: lineEnd + 1) || LogRecord.begins(bytes, at: lineEnd + 1) { return lineEnd }
      at = lineEnd + 1
    }
    return isAtEnd ? bytes.count : nil
  }
}
