internal import FaultlintText

/// Cuts a JSON object at the elements of an array somewhere in it, as they come by: what stands around is skipped.
struct JSONArraySplitter: Splitter {
  private enum State {
    case start
    /// The members of an object on the way to the array.
    case members(isFirst: Bool)
    case entries
    /// What comes before the entries is broken; they are looked for.
    case lost
    case done
  }

  private enum Step {
    /// The entries begin.
    case entries
    case end
    case broken(CaptureError)
  }

  private var state = State.start
  private let format: CaptureFormat
  /// The names of the members that lead to the array, in quotes.
  private let way: [[UInt8]]
  /// How many of them have been gone.
  private var depth = 0
  private var hasEntries = false
  private var splitter: JSONElementSplitter

  /// - Parameters:
  ///   - format: The form.
  ///   - way: The names of the members that lead from the object to the array.
  ///   - limit: The most bytes that an element may have.
  init(_ format: CaptureFormat, way: [String], limit: Int) {
    self.format = format
    self.way = way.map { Array("\"\($0)\"".utf8) }
    splitter = JSONElementSplitter(format, .array, limit: limit)
  }

  private var wayText: String { way.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".") }

  mutating func next(_ stream: ByteStream) -> Segment? {
    while true {
      switch state {
      case .done: return nil
      case .start:
        stream.skipByteOrderMark()
        guard stream.skipBlanks() == UInt8(ascii: "{") else {
          state = .done
          return segment(
            stream, stream.error ?? CaptureError("this is no \(format.name) file: it is no JSON object"))
        }
        stream.consume(1)
        state = .members(isFirst: true)
      case .members(let isFirst):
        if let segment = goOn(stream, isFirst) { return segment }
      case .lost:
        state = findEntries(stream) ? .entries : .done
      case .entries:
        if let segment = splitter.next(stream) { return segment }
        hasEntries = true
        state = splitter.isClosed ? .members(isFirst: false) : .done
      }
    }
  }

  private mutating func goOn(_ stream: ByteStream, _ isFirst: Bool) -> Segment? {
    switch members(stream, isFirst) {
    case .entries:
      state = .entries
      return nil
    case .end:
      state = .done
      return hasEntries
        ? nil
        : segment(stream, CaptureError("this is no \(format.name) file: there is no array \(wayText)"))
    case .broken(let error):
      let segment = segment(stream, error)
      if hasEntries {
        // Perhaps the entries were not over: a bracket too many looks like their end.
        splitter.resume()
        state = .entries
      } else {
        state = .lost
      }
      return segment
    }
  }

  private mutating func segment(_ stream: ByteStream, _ error: CaptureError) -> Segment {
    stream.cut(0, as: format, entry: splitter.takeNumber(), error: error)
  }

  // MARK: What stands around the array

  /// Goes over members to the array, or to the end.
  private mutating func members(_ stream: ByteStream, _ isFirstMember: Bool) -> Step {
    var isFirst = isFirstMember
    while true {
      guard let byte = stream.skipBlanks() else { return cutOff(stream) }
      if byte == UInt8(ascii: "}") {
        stream.consume(1)
        guard depth > 0 else { return .end }
        depth -= 1
        isFirst = false
        continue
      }
      var start = 0
      if !isFirst {
        guard byte == UInt8(ascii: ",") else { return broken(stream, 0, "a comma or '}' is missing") }
        start = 1
        while stream.window.skippingBlanks(from: start) == stream.window.count {
          if !stream.fill() { return cutOff(stream) }
        }
        start = stream.window.skippingBlanks(from: start)
      }
      // Nothing is taken off before it is sure to be a member: it may be an entry after all.
      guard stream.window[start] == UInt8(ascii: "\"") else {
        return broken(stream, start, "the name of a member is missing")
      }
      stream.consume(start)
      isFirst = false
      let name: [UInt8]
      switch memberName(stream) {
      case .success(let bytes): name = bytes
      case .failure(let error): return .broken(error)
      }
      if !hasEntries, depth < way.count - 1, name == way[depth], stream.skipBlanks() == UInt8(ascii: "{") {
        stream.consume(1)
        depth += 1
        isFirst = true
      } else if !hasEntries, depth == way.count - 1, name == way[depth],
        stream.skipBlanks() == UInt8(ascii: "[")
      {
        stream.consume(1)
        return .entries
      } else if let error = skipValue(stream) {
        return .broken(error)
      }
    }
  }

  /// Takes a name and the colon after it.
  private func memberName(_ stream: ByteStream) -> Result<[UInt8], CaptureError> {
    var end = JSONValueEnd()
    var from = 0
    while true {
      let window = stream.window
      switch end.scan(window, from: from) {
      case .end(let index):
        let name = Array(window.slice(0..<index))
        stream.consume(index)
        guard let byte = stream.skipBlanks() else { return .failure(cutOffTrouble(stream)) }
        guard byte == UInt8(ascii: ":") else {
          return .failure(error(stream, 0, "the ':' after the name of a member is missing"))
        }
        stream.consume(1)
        return .success(name)
      case .broken(let index, let message): return .failure(error(stream, index, message))
      case .more:
        from = window.count
        guard from < 1 << 16, stream.fill() else { return .failure(cutOffTrouble(stream)) }
      }
    }
  }

  private func skipValue(_ stream: ByteStream) -> CaptureError? {
    guard stream.skipBlanks() != nil else { return cutOffTrouble(stream) }
    var end = JSONValueEnd()
    while true {
      switch end.scan(stream.window, from: 0) {
      case .end(let index):
        stream.consume(index)
        return nil
      case .broken(let index, let message):
        stream.consume(index)
        return error(stream, 0, message)
      case .more:
        stream.consume(stream.window.count)
        guard stream.fill() else { return cutOffTrouble(stream) }
      }
    }
  }

  /// Goes to the array by its name alone.
  private func findEntries(_ stream: ByteStream) -> Bool {
    let name = way[way.count - 1]
    while true {
      let window = stream.window
      var from = 0
      while let hit = name.withUnsafeBufferPointer({ window.next($0, from: from) }) {
        from = hit + name.count
        let colon = window.skippingBlanks(from: from)
        guard colon < window.count, window[colon] == UInt8(ascii: ":") else { continue }
        let bracket = window.skippingBlanks(from: colon + 1)
        guard bracket < window.count, window[bracket] == UInt8(ascii: "[") else { continue }
        stream.consume(bracket + 1)
        return true
      }
      stream.consume(max(0, window.count - name.count - 64))
      guard stream.fill() else { return false }
    }
  }

  // MARK: Errors

  private func error(_ stream: ByteStream, _ index: Int, _ message: String) -> CaptureError {
    let place = JSONPlace(stream.window, index, line: stream.line, offset: stream.offset)
    return CaptureError("\(message) at \(place)")
  }

  private func broken(_ stream: ByteStream, _ index: Int, _ message: String) -> Step {
    .broken(error(stream, index, message))
  }

  private func cutOff(_ stream: ByteStream) -> Step { .broken(cutOffTrouble(stream)) }

  private func cutOffTrouble(_ stream: ByteStream) -> CaptureError {
    stream.error
      ?? CaptureError("the archive is cut off \(hasEntries ? "after" : "before") its entries")
  }
}
