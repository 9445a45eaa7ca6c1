internal import FaultlintText
public import FaultlintXMLTree

/// Lines, columns and byte offsets in the input as given, for offsets into a document's UTF-8 form. Asked in
/// ascending order it reads the document once.
public struct PositionFinder {
  private let document: ParsedDocument
  private var index: Int
  private var place = TextPosition()
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
    let next = document.source.slice(index..<end)
    index = end
    // Some encodings have a text in several forms, and what was given need not be as long as ours.
    inputOffset = min(
      inputOffset + Decoding.inputCount(next, document.prologue), document.prologue.inputBytes)
    place.advance(over: next)
    return (place.line, place.column, inputOffset)
  }
}
