/// A body in chunks, where they stand.
///
/// Source: RFC 9112, section 7.1.
struct ChunkedBody {
  /// What the chunks hold.
  var data: [Range<Int>] = []
  /// Where the next message may begin.
  var end = 0
  /// What is wrong with it; nil if nothing is.
  var remark: String?

  /// Whether it was read no further than to the first chunk that is not what it says.
  private(set) var isUntrue = false

  /// Reads a body; nil if it does not begin with a chunk, since what captured it took them apart.
  ///
  /// - Parameters:
  ///   - view: The bytes.
  ///   - start: Where it begins.
  ///   - isWhole: Whether no bytes follow.
  ///   - isStrict: Whether to read no further than to a chunk that is not what it says.
  /// - Throws: If it is not whole, and more may follow.
  init?(_ view: ByteView, from start: Int, isWhole: Bool, isStrict: Bool = false) throws(Incomplete) {
    var at = start
    while true {
      guard at < view.count, let line = view.line(from: at) else {
        guard isWhole else { throw Incomplete() }
        guard at > start || Self.size(view, at..<view.count) != nil else { return nil }
        close(view.count, "the chunked body ends without its last chunk")
        return
      }
      guard let size = Self.size(view, line.content) else {
        guard at > start else { return nil }
        isUntrue = true
        guard !isStrict else { return }
        data.append(at..<view.count)
        close(view.count, "after \(data.count - 1) chunks there is a line that is no chunk size")
        return
      }
      at = line.next
      if size == 0 {
        close(try Self.skipTrailer(view, from: at, isWhole: isWhole), nil)
        return
      }
      if at + size + 2 > view.count, !isWhole { throw Incomplete() }
      if at + size <= view.count, let next = Self.lineEnd(view, at + size) {
        data.append(at..<at + size)
        at = next
        continue
      }
      isUntrue = true
      guard !isStrict else { return }
      if let next = Self.nextSize(view, from: at) {
        // The size is not true: the chunk is what stands before the next line that is one.
        data.append(at..<next.end)
        remark = remark ?? "chunk \(data.count) says that it has \(size) bytes and has \(next.end - at)"
        at = next.line
      } else {
        data.append(at..<view.count)
        let had = view.count - at
        if had < size {
          close(view.count, "the chunked body breaks off after \(had) bytes of a chunk of \(size)")
        } else if had == size {
          close(view.count, "the chunked body ends without its last chunk")
        } else {
          close(view.count, "chunk \(data.count) says that it has \(size) bytes and has \(had)")
        }
        return
      }
    }
  }

  private mutating func close(_ end: Int, _ remark: String?) {
    self.end = end
    self.remark = self.remark ?? remark
  }

  /// The size that a line gives; nil if it is no such line. Extensions are passed over.
  private static func size(_ view: ByteView, _ line: Range<Int>) -> Int? {
    var at = line.lowerBound
    var size = 0
    while at < line.upperBound, at - line.lowerBound < 12, let digit = ByteView.hexDigit(view[at]) {
      size = size << 4 | digit
      at += 1
    }
    guard at > line.lowerBound else { return nil }
    while at < line.upperBound, view[at] == ByteView.space || view[at] == 0x09 { at += 1 }
    return at == line.upperBound || view[at] == UInt8(ascii: ";") ? size : nil
  }

  /// Where the line ends that has nothing but an end; nil if there is something else.
  private static func lineEnd(_ view: ByteView, _ at: Int) -> Int? {
    if view.matches("\r\n", at: at) { return at + 2 }
    if view.matches("\n", at: at) { return at + 1 }
    return nil
  }

  /// The next line that is a size, and where the data before it ends.
  private static func nextSize(_ view: ByteView, from start: Int) -> (end: Int, line: Int)? {
    var at = start
    while let lineFeed = view.index(of: ByteView.lineFeed, from: at) {
      at = lineFeed + 1
      if let line = view.line(from: at), size(view, line.content) != nil {
        let end = lineFeed > start && view[lineFeed - 1] == ByteView.carriageReturn ? lineFeed - 1 : lineFeed
        return (end, at)
      }
    }
    return nil
  }

  /// Where the trailer fields and the blank line behind the last chunk end.
  private static func skipTrailer(_ view: ByteView, from start: Int, isWhole: Bool) throws(Incomplete) -> Int
  {
    var at = start
    while at < view.count {
      guard let line = view.line(from: at) else {
        guard isWhole || view.count - at > HeaderScanner.limit else { throw Incomplete() }
        return StartLine.any(view, at..<view.count) == nil && view.skipBlank(from: at) == view.count
          ? view.count : at
      }
      if line.content.isEmpty { return line.next }
      // Where the blank line is missing, the next message begins.
      guard StartLine.any(view, line.content) == nil,
        let colon = view.index(of: UInt8(ascii: ":"), from: at, to: line.content.upperBound), colon > at
      else { return at }
      at = line.next
    }
    guard isWhole else { throw Incomplete() }
    return at
  }
}

/// More bytes are needed to tell.
struct Incomplete: Error {}
