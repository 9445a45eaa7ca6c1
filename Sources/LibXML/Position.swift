public import XMLTree

extension ParsedDocument {
  /// Where an offset into `source` is in the input as given: line and column from 1, the column counted in
  /// Unicode scalars, and the offset in bytes of the input.
  public func position(of offset: Int) -> (line: Int, column: Int, offset: Int) {
    let end = min(max(offset, assumedBytes), assumedBytes + inputBytes)
    var line = 1
    var lineStart = assumedBytes
    var index = assumedBytes
    while index < end {
      if source[index] == 0x0A {
        line += 1
        lineStart = index + 1
      }
      index += 1
    }
    let column = source[lineStart..<end].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    if assumedBytes == 0 {
      return (line, column, DecodedSource.originalOffset(end, in: source, prologue: prologue))
    }
    let input = Array(source[assumedBytes..<assumedBytes + inputBytes])
    return (
      line, column, DecodedSource.originalOffset(end - assumedBytes, in: input, prologue: prologue)
    )
  }
}
