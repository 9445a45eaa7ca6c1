/// A line that shows bytes on the wire.
///
/// Source: what Apache HttpClient 3 to 5 (and SoapUI) write to the log `wire`, what curl writes with `--trace` and
/// `--trace-ascii`, and what System.Net of .NET writes to its trace sources.
struct TraceLine {
  /// How the bytes are shown.
  enum Kind {
    /// In quotes, with `[\r]` and `[\n]` for the ends of lines.
    case quoted
    /// As text, behind the offset; what is no ASCII is a dot.
    case text
    /// In hexadecimal, behind the offset.
    case hexadecimal
    /// Nothing: a line that begins a message of curl's.
    case mark
    /// Nothing: what curl says about its work.
    case note
  }

  let kind: Kind
  /// Where the bytes are shown.
  let content: Range<Int>
  /// Whether they were sent; nil if the line does not say.
  var isSent: Bool?
  /// The offset that the line gives; nil if it gives none.
  var offset: Int?
  /// How many bytes follow, by a line that begins them; nil if it does not say.
  var count: Int?

  init?(_ view: ByteView, _ line: Range<Int>) {
    var end = line.upperBound
    if end > line.lowerBound, view[end - 1] == ByteView.carriageReturn { end -= 1 }
    let line = line.lowerBound..<end
    if let quoted = Self.quoted(view, line) {
      self = quoted
    } else if let curl = Self.curl(view, line) {
      self = curl
    } else if let net = Self.systemNet(view, line) {
      self = net
    } else {
      return nil
    }
  }

  private init(_ kind: Kind, _ content: Range<Int>, isSent: Bool? = nil, offset: Int? = nil) {
    self.kind = kind
    self.content = content
    self.isSent = isSent
    self.offset = offset
  }

  /// `>> "…[\r][\n]"` and `<< "…"` behind whatever a log writes first.
  private static func quoted(_ view: ByteView, _ line: Range<Int>) -> TraceLine? {
    guard line.count > 4, view[line.upperBound - 1] == UInt8(ascii: "\"") else { return nil }
    let prefixEnd = min(line.upperBound, line.lowerBound + 512)
    for (mark, isSent) in [(">> \"", true), ("<< \"", false)] as [(StaticString, Bool)] {
      guard let hit = view.index(of: mark, from: line.lowerBound, to: prefixEnd),
        hit + 4 <= line.upperBound - 1,
        view.index(of: UInt8(ascii: "\""), from: line.lowerBound, to: hit) == nil
      else { continue }
      return TraceLine(.quoted, hit + 4..<line.upperBound - 1, isSent: isSent)
    }
    return nil
  }

  /// `=> Send header, 12 bytes (0xc)`, `== Info: …` and `0040: …`, behind a time if curl was asked for it.
  private static func curl(_ view: ByteView, _ line: Range<Int>) -> TraceLine? {
    var start = line.lowerBound
    if line.count > 16, ByteView.isDigit(view[start]), view.matches(":", at: start + 2),
      let blank = view.index(of: ByteView.space, from: start, to: start + 16)
    {
      start = blank + 1
    }
    for (mark, isSent) in [("=> Send ", true), ("<= Recv ", false)] as [(StaticString, Bool)]
    where view.matches(mark, at: start) {
      var mark = TraceLine(.mark, line.upperBound..<line.upperBound, isSent: isSent)
      if let comma = view.index(of: ", ", from: start, to: line.upperBound) {
        var at = comma + 2
        var count = 0
        while at < line.upperBound, at - comma < 14, ByteView.isDigit(view[at]) {
          count = count * 10 + Int(view[at] - 0x30)
          at += 1
        }
        if at > comma + 2 { mark.count = count }
      }
      return mark
    }
    if view.matches("== Info:", at: start) { return TraceLine(.note, line.upperBound..<line.upperBound) }
    guard line.count >= 6, start == line.lowerBound, let offset = number(view, start..<start + 4),
      view.matches(": ", at: start + 4)
    else { return nil }
    let content = start + 6..<line.upperBound
    let isHexadecimal =
      content.count > 48
      && (0..<16).contains {
        number(view, content.lowerBound + $0 * 3..<content.lowerBound + $0 * 3 + 2) != nil
      }
      && isHexColumn(view, content)
    return TraceLine(isHexadecimal ? .hexadecimal : .text, content, offset: offset)
  }

  /// `System.Net.Sockets Verbose: 0 : [1234] 00000010 : 48 54 54 50-2F … : HTTP/…`.
  private static func systemNet(_ view: ByteView, _ line: Range<Int>) -> TraceLine? {
    guard view.matches("System.Net", at: line.lowerBound),
      let bracket = view.index(of: "] ", from: line.lowerBound, to: line.upperBound)
    else { return nil }
    let start = bracket + 2
    guard start + 11 < line.upperBound, let offset = number(view, start..<start + 8),
      view.matches(" : ", at: start + 8)
    else {
      if view.index(of: "::Send(", from: start, to: line.upperBound) != nil
        || view.index(of: "::BeginSend(", from: start, to: line.upperBound) != nil
        || view.index(of: "::Write(", from: start, to: line.upperBound) != nil
      {
        return TraceLine(.mark, line.upperBound..<line.upperBound, isSent: true)
      }
      if view.index(of: "::Receive(", from: start, to: line.upperBound) != nil
        || view.index(of: "::EndReceive(", from: start, to: line.upperBound) != nil
        || view.index(of: "::Read(", from: start, to: line.upperBound) != nil
      {
        return TraceLine(.mark, line.upperBound..<line.upperBound, isSent: false)
      }
      return TraceLine(.note, line.upperBound..<line.upperBound)
    }
    return TraceLine(.hexadecimal, start + 11..<line.upperBound, offset: offset)
  }

  private static func isHexColumn(_ view: ByteView, _ content: Range<Int>) -> Bool {
    for index in 0..<16 {
      let at = content.lowerBound + index * 3
      let isPair = number(view, at..<at + 2) != nil
      let isBlank = view[at] == ByteView.space && view[at + 1] == ByteView.space
      guard isPair || isBlank, view[at + 2] == ByteView.space else { return false }
    }
    return true
  }

  private static func number(_ view: ByteView, _ range: Range<Int>) -> Int? {
    guard range.upperBound <= view.count else { return nil }
    var value = 0
    for index in range {
      guard let digit = ByteView.hexDigit(view[index]) else { return nil }
      value = value << 4 | digit
    }
    return value
  }

  // MARK: Bytes

  /// Appends the bytes that the line shows.
  func append(_ view: ByteView, to buffer: MappedBuffer) {
    switch kind {
    case .mark, .note: break
    case .text: appendText(view, to: buffer)
    case .hexadecimal: appendHexadecimal(view, to: buffer)
    case .quoted: appendQuoted(view, to: buffer)
    }
  }

  /// curl shows every byte that is no printable ASCII as a dot. Where one stands between two tags it was a line end.
  private func appendText(_ view: ByteView, to buffer: MappedBuffer) {
    var copied = content.lowerBound
    for index in content where view[index] == UInt8(ascii: ".") {
      let before = index > copied ? view[index - 1] : buffer.bytes.last ?? 0
      let after = index + 1 < content.upperBound ? view[index + 1] : 0
      guard before == UInt8(ascii: ">") || before == 0x0A, after == 0 || "<. ".utf8.contains(after) else {
        continue
      }
      buffer.copy(view.bytes, copied..<index)
      buffer.append(0x0A, from: index)
      copied = index + 1
    }
    buffer.copy(view.bytes, copied..<content.upperBound)
  }

  /// Pairs of digits, divided by a blank or a hyphen, up to what shows them as text.
  private func appendHexadecimal(_ view: ByteView, to buffer: MappedBuffer) {
    var at = content.lowerBound
    var count = 0
    while at + 1 < content.upperBound, count < 16, let high = ByteView.hexDigit(view[at]),
      let low = ByteView.hexDigit(view[at + 1])
    {
      buffer.append(UInt8(high << 4 | low), from: at)
      at += 2
      count += 1
      if at < content.upperBound, view[at] == ByteView.space || view[at] == UInt8(ascii: "-") { at += 1 }
    }
  }

  /// `[\r]`, `[\n]` and `[0xe9]` are bytes.
  private func appendQuoted(_ view: ByteView, to buffer: MappedBuffer) {
    var copied = content.lowerBound
    var at = copied
    while let hit = view.index(of: UInt8(ascii: "["), from: at, to: content.upperBound) {
      var byte: UInt8?
      var length = 4
      if view.matches("[\\r]", at: hit) {
        byte = 0x0D
      } else if view.matches("[\\n]", at: hit) {
        byte = 0x0A
      } else if view.matches("[0x", at: hit) {
        let close = view.index(of: UInt8(ascii: "]"), from: hit + 3, to: min(hit + 6, content.upperBound))
        if let close, let value = Self.number(view, hit + 3..<close) {
          byte = UInt8(truncatingIfNeeded: value)
          length = close + 1 - hit
        }
      }
      guard let byte, hit + length <= content.upperBound else {
        at = hit + 1
        continue
      }
      buffer.copy(view.bytes, copied..<hit)
      buffer.append(byte, from: hit)
      at = hit + length
      copied = at
    }
    buffer.copy(view.bytes, copied..<content.upperBound)
  }
}
