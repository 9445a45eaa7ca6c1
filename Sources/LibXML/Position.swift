public import XMLTree

/// Lines, columns and byte offsets in the input as given, for offsets into a document's UTF-8 form. Asked in
/// ascending order it reads the document once.
public struct PositionFinder {
  private let document: ParsedDocument
  private var index: Int
  private var line = 1
  private var column = 1
  private var inputOffset: Int

  /// A finder that stands at the start of a document.
  public init(_ document: ParsedDocument) {
    self.document = document
    index = document.assumedBytes
    inputOffset = document.prologue.byteOrderMark?.count ?? 0
  }

  /// Where an offset into the document's source is: line and column from 1, the column counted in Unicode scalars,
  /// and the offset in bytes of the input. What was assumed around a fragment is at its edges.
  public mutating func position(of offset: Int) -> (line: Int, column: Int, offset: Int) {
    let first = document.assumedBytes
    let end = min(max(offset, first), first + document.inputBytes)
    if end < index { self = PositionFinder(document) }
    inputOffset += Decoding.inputCount(
      UnsafeBufferPointer(rebasing: document.source[index..<end]), document.prologue)
    guard let source = document.source.baseAddress else { return (line, column, inputOffset) }
    while let lineFeed = Memory.find(0x0A, in: source + index, count: end - index) {
      line += 1
      column = 1
      index += lineFeed + 1
    }
    while index < end {
      if source[index] & 0xC0 != 0x80 { column += 1 }
      index += 1
    }
    return (line, column, inputOffset)
  }
}
