internal import FaultlintText

/// Where elements end.
extension EnvelopeFinder {
  /// Where an element ends; nil if that cannot be told yet.
  mutating func end(of start: Start, _ open: inout OpenElement) -> Found? {
    let longest = min(bytes.count, start.index + limit)
    do throws(Incomplete) {
      if open.phase == .line {
        if open.index == start.name.upperBound, let end = try endOfEmptyTag(start, from: open.index) {
          return Found(range: start.index..<end, isWhole: true)
        }
        let lineEnd = lineEnd(from: start.name.upperBound).flatMap { $0 < longest ? $0 : nil }
        if let end = try end(of: start, onLineTo: lineEnd ?? longest, &open) {
          return Found(range: start.index..<end, isWhole: true)
        }
        // Only the next line shows whether there is something around each.
        guard lineEnd != nil || isAtEnd || longest < bytes.count else { throw Incomplete() }
        var frame: LineFrame?
        if let lineEnd { frame = try self.frame(of: start, lineEnd) }
        let next = frame == nil ? start.name.upperBound : (lineEnd ?? longest) + 1
        open = OpenElement(
          start: start.index, index: next, line: frame == nil ? next : next - 1,
          phase: frame == nil ? .plain : .framed)
      }
      guard open.phase == .framed else { return try plainEnd(of: start, &open, to: longest) }
      guard let lineEnd = lineEnd(from: start.name.upperBound), let frame = try frame(of: start, lineEnd)
      else { throw Incomplete() }
      return try framedEnd(of: start, frame, &open, to: longest)
    } catch {
      return nil
    }
  }

  private func frame(of start: Start, _ lineEnd: Int) throws(Incomplete) -> LineFrame? {
    try LineFrame(bytes, from: told, elementAt: start.index, lineEnd: lineEnd, isAtEnd: isAtEnd)
  }

  /// Where an element ends that does so in its first line.
  private func end(
    of start: Start, onLineTo lineEnd: Int, _ open: inout OpenElement
  ) throws(Incomplete) -> Int? {
    let line = bytes.slice(0..<lineEnd)
    while open.inner == nil, let hit = line.next(bytes.slice(start.name), from: open.index) {
      if let end = endTag(start, hit) {
        if open.depth == 0 { return end }
        open.depth -= 1
      } else if let next = nextStart(start, hit, start.name.count) {
        if nests, isWithin(next.index, start) {
          open.index = hit
          if try endOfEmptyTag(next, from: next.name.upperBound) == nil { open.depth += 1 }
        } else {
          // It is another's end that would come.
          open.inner = next.index
        }
      } else if !isAtEnd, hit + Self.lookBehind > bytes.count {
        // What it is may be seen when there is more.
        open.index = hit
        return nil
      }
      open.index = hit + 1
    }
    open.index = max(open.index, lineEnd - start.name.count)
    return nil
  }

  private mutating func plainEnd(
    of start: Start, _ open: inout OpenElement, to longest: Int
  ) throws(Incomplete) -> Found {
    let name = bytes.slice(start.name)
    let part = bytes.slice(0..<longest)
    while let hit = part.next(name, from: open.index) {
      if let boundary = boundary(start, from: &open.line, to: hit) {
        return cutOff(start, open.inner ?? boundary)
      }
      if let end = endTag(start, hit) {
        if open.depth == 0 { return Found(range: start.index..<end, isWhole: true) }
        open.depth -= 1
      } else if let next = nextStart(start, hit, name.count) {
        guard nests, isWithin(next.index, start) else { return cutOff(start, open.inner ?? next.index) }
        open.index = hit
        if try endOfEmptyTag(next, from: next.name.upperBound) == nil { open.depth += 1 }
        open.inner = open.inner ?? next.index
      } else if !isAtEnd, hit + Self.lookBehind > bytes.count {
        // What it is may be seen when there is more.
        open.index = hit
        throw Incomplete()
      }
      open.index = hit + 1
    }
    if let boundary = boundary(start, from: &open.line, to: longest) {
      return cutOff(start, open.inner ?? boundary)
    }
    guard isAtEnd || longest < bytes.count else {
      open.index = max(open.index, bytes.count - name.count)
      throw Incomplete()
    }
    // Only one that is left open to the end was no part of it.
    if open.inner != nil { nests = false }
    return cutOff(start, open.inner ?? longest)
  }

  private func cutOff(_ start: Start, _ end: Int) -> Found {
    Found(
      range: start.index..<max(bytes.trimmed(start.index..<end).upperBound, start.name.upperBound),
      isWhole: false)
  }

  /// Where an element ends each line of which has something around it.
  private func framedEnd(
    of start: Start, _ frame: LineFrame, _ open: inout OpenElement, to longest: Int
  ) throws(Incomplete) -> Found {
    let name = bytes.slice(start.name)
    var isForeign = false
    while open.index < longest, open.depth < LineFrame.foreignLines {
      guard let lineEnd = bytes.next(0x0A, from: open.index) ?? (isAtEnd ? bytes.count : nil) else {
        // A line without an end is not waited for beyond what an envelope may have.
        guard longest < bytes.count else { throw Incomplete() }
        break
      }
      if let content = frame.content(bytes, line: open.index..<lineEnd, isForeign: &isForeign) {
        let line = bytes.slice(0..<content.upperBound)
        var index = content.lowerBound
        while let hit = line.next(name, from: index) {
          if let end = endTag(start, hit) {
            return Found(range: start.index..<end, isWhole: true, frame: frame)
          }
          if nextStart(start, hit, name.count) != nil {
            return Found(range: start.index..<open.line, isWhole: false, frame: frame)
          }
          index = hit + 1
        }
        open.line = content.upperBound
        open.depth = 0
      } else if isForeign {
        open.depth += 1
      }
      open.index = lineEnd + 1
    }
    guard isAtEnd || longest < bytes.count || open.depth >= LineFrame.foreignLines else { throw Incomplete() }
    return Found(range: start.index..<open.line, isWhole: false, frame: frame)
  }

  /// How far a start tag goes.
  private static var longestTag: Int { 4096 }

  /// Where an element ends whose start tag is all of it; nil if it is not. It has to be there to see that.
  private func endOfEmptyTag(_ element: Start, from start: Int) throws(Incomplete) -> Int? {
    let bracket = bytes.slice(element.bracket)
    var index = start
    let end = min(bytes.count, start + Self.longestTag)
    while index < end {
      let byte = bytes[index]
      // Another begins, whose end it would be.
      if byte == UInt8(ascii: "<") || byte == bracket[0] && isBracket(bracket, at: index) { return nil }
      if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\")
        || byte == UInt8(ascii: "&"), let close = close(at: index)
      {
        return slash(before: index) == nil ? nil : close
      }
      index += 1
    }
    if !isAtEnd, bytes.count < start + Self.longestTag { throw Incomplete() }
    return nil
  }

  /// Whether a bracket stands at an index, in whatever case its letters are.
  private func isBracket(_ bracket: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    index + bracket.count <= bytes.count
      && zip(bytes.slice(index..<index + bracket.count), bracket).allSatisfy { $0 | 0x20 == $1 | 0x20 }
  }

  /// Where the end tag ends whose name is at an index; nil if it is none.
  private func endTag(_ start: Start, _ name: Int) -> Int? {
    guard let slash = slash(before: name), isSameBracket(start, before: slash) else { return nil }
    return close(at: bytes.skippingBlanks(from: name + start.name.count))
  }

  /// Whether a bracket that is written like that of an element ends at an index.
  private func isSameBracket(_ start: Start, before end: Int) -> Bool {
    let bracket = bytes.slice(start.bracket)
    return end >= bracket.count && isBracket(bracket, at: end - bracket.count)
  }

  /// The next start tag with the name of an element, written in the same way, if its name is at an index. One that is
  /// escaped otherwise is text of the element.
  private func nextStart(_ outer: Start, _ name: Int, _ count: Int) -> Start? {
    let local = name + count
    let length = bytes.has("Envelope", at: local - 8) ? 8 : 5
    guard var next = start(local - length..<local), next.bracket.lowerBound > outer.bracket.upperBound,
      next.bracket.count == outer.bracket.count, isSameBracket(outer, before: next.bracket.upperBound)
    else { return nil }
    // What looks like its declaration may reach back into the other.
    if next.index < outer.name.upperBound { next.index = next.bracket.lowerBound }
    return next
  }

  /// Whether an element may be a part of one that began before: it follows the end of a tag, or begins a CDATA section.
  private func isWithin(_ index: Int, _ outer: Start) -> Bool {
    var end = index
    while end > outer.name.upperBound, bytes[end - 1].isBlank { end -= 1 }
    return closingBracket(before: end) != nil || has("CDATA[", before: end)
  }

  /// Where a line begins that belongs to the log again.
  private func boundary(_ start: Start, from: inout Int, to end: Int) -> Int? {
    while from < end {
      guard let hit = bytes.slice(0..<end).next(0x0A, from: from) else {
        from = end
        return nil
      }
      guard hit + LogRecord.longestMark <= bytes.count || isAtEnd else { return nil }
      if start.isOneLine, !goesOn(behind: hit) { return hit }
      if LogRecord.begins(bytes, at: hit + 1) { return hit }
      from = hit + 1
    }
    return nil
  }

  /// Whether a string goes on behind a line end: it is escaped, or the next line begins with a quote, with an operator,
  /// or with blanks, as folded YAML does.
  private func goesOn(behind lineEnd: Int) -> Bool {
    var last = lineEnd - 1
    if byte(last) == 0x0D { last -= 1 }
    if byte(last) == UInt8(ascii: "\\") { return true }
    let next = byte(lineEnd + 1)
    return next == 0x20 || next == 0x09 || "\"'+.&|`".utf8.contains(next)
  }
}
