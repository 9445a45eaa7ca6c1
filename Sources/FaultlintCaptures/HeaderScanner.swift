internal import FaultlintText

/// Where the lines of a head stand: of an HTTP message or of a MIME part.
struct HeaderScanner {
  /// A field.
  struct Field {
    var name: Range<Int>
    /// Without white space at its ends; line ends and all if it is folded.
    var value: Range<Int>
    var isFolded = false
  }

  /// The start line; empty if there is none.
  var startLine = 0..<0
  var fields: [Field] = []
  /// Where the body begins.
  var end = 0
  /// Whether a blank line, or a body that begins without one, ends it.
  var isClosed = false
  /// Whether the body begins without a blank line before it.
  var lacksBlankLine = false

  /// The largest head, in bytes.
  static let limit = 1 << 20

  /// Reads a head; nil if its end is not among the bytes and more may follow.
  ///
  /// - Parameters:
  ///   - view: The bytes.
  ///   - start: Where it begins.
  ///   - limit: Where the bytes end that it may be in; nil for all.
  ///   - hasStartLine: Whether it begins with a start line.
  ///   - prefix: What curl puts before each line, in front of a blank; nil for nothing.
  ///   - isWhole: Whether no bytes follow.
  init?(
    _ view: ByteView, from start: Int, to limit: Int? = nil, hasStartLine: Bool = false, prefix: UInt8? = nil,
    isWhole: Bool
  ) {
    let limit = limit ?? view.count
    var at = start
    var needsStartLine = hasStartLine
    var hasEcho = false
    fields.reserveCapacity(12)
    while at < limit, at - start < Self.limit {
      let lineFeed = view.index(of: ByteView.lineFeed, from: at, to: limit)
      if lineFeed == nil, !isWhole { break }
      let next = lineFeed.map { $0 + 1 } ?? limit
      var to = lineFeed ?? limit
      if to > at, view[to - 1] == ByteView.carriageReturn { to -= 1 }
      var from = at
      at = next
      if let prefix {
        // With -i beside -v, curl prints every line twice.
        guard from < to, view[from] == prefix, from + 1 == to || view[from + 1] == ByteView.space else {
          hasEcho = hasEcho || !view.matches("* ", at: from)
          continue
        }
        from = min(from + 2, to)
      }
      if needsStartLine {
        startLine = from..<to
        needsStartLine = false
      } else if from == to {
        end = next
        if hasEcho, let echo = view.line(from: next), echo.content.isEmpty { end = echo.next }
        isClosed = true
        return
      } else if prefix == nil, view[from] == UInt8(ascii: "<") {
        end = from
        isClosed = true
        lacksBlankLine = true
        return
      } else if prefix == nil, view[from] == ByteView.space || view[from] == 0x09, let last = fields.last {
        let more = view.trimmed(from..<to)
        if !more.isEmpty {
          fields[fields.count - 1].value = last.value.lowerBound..<more.upperBound
          fields[fields.count - 1].isFolded = true
        }
      } else {
        let colon = view.index(of: UInt8(ascii: ":"), from: from, to: to) ?? to
        fields.append(Field(name: from..<colon, value: view.trimmed(min(colon + 1, to)..<to)))
      }
    }
    guard isWhole || at - start >= Self.limit else { return nil }
    end = at
  }

  /// The first field with this name, given in lower case.
  func field(_ name: StaticString, in view: ByteView) -> Field? {
    fields.first { view.equals(anyCase: name, $0.name) }
  }

  /// The value of a field, unfolded.
  ///
  /// Source: RFC 9112, section 5.2.
  static func value(_ field: Field, in view: ByteView) -> String {
    guard field.isFolded else { return view.text(field.value) }
    var result = ""
    var at = field.value.lowerBound
    while at < field.value.upperBound {
      let end = view.index(of: ByteView.lineFeed, from: at, to: field.value.upperBound)
      let line = view.trimmed(at..<(end ?? field.value.upperBound))
      if !result.isEmpty, !line.isEmpty { result += " " }
      result += view.text(line)
      at = end.map { $0 + 1 } ?? field.value.upperBound
    }
    return result
  }
}
