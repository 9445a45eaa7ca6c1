internal import FaultlintText

/// Where the bytes of a payload stand in its capture, if something had to be taken off or undone to get it.
public struct PlaceMap: Sendable, Equatable {
  /// From here on, up to the next run, a text and its source go in step.
  struct Run: Sendable, Equatable {
    var text: Int
    var source: Int
  }

  /// The runs of each step, from the payload to the capture. Offsets of the last are into the capture.
  private var steps: [[Run]]

  /// A map of one step.
  init(_ runs: [Run]) { steps = [runs] }

  /// The offset in the capture of a byte of the payload; of what is not in the capture, that of what stands before.
  public func offset(of place: Int) -> Int { steps.reduce(place) { Self.source(of: $0, in: $1) } }

  /// The map of a text that this one's source was made from in turn.
  func followed(by next: PlaceMap?) -> PlaceMap {
    var result = self
    result.steps += next?.steps ?? []
    return result
  }

  /// The map of what begins so many bytes into the text.
  func dropping(_ count: Int) -> PlaceMap { PlaceMap([Run(text: 0, source: count)]).followed(by: self) }

  private static func source(of place: Int, in runs: [Run]) -> Int {
    var (low, high) = (0, runs.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].text <= place { low = middle } else { high = middle }
    }
    guard low < runs.count else { return place }
    let source = runs[low].source + place - runs[low].text
    return high < runs.count ? min(source, max(runs[high].source, runs[low].source)) : source
  }
}

/// A buffer that knows where its bytes come from.
final class MappedBuffer {
  private let buffer = ByteBuffer()
  private(set) var runs: [PlaceMap.Run] = []

  var bytes: UnsafeBufferPointer<UInt8> { buffer.bytes }
  var count: Int { buffer.count }

  /// The map, if offsets of the source begin so far into the next text.
  func map(from offset: Int = 0) -> PlaceMap {
    offset == 0
      ? PlaceMap(runs) : PlaceMap(runs.map { PlaceMap.Run(text: $0.text, source: $0.source + offset) })
  }

  func removeAll() {
    buffer.removeAll()
    runs.removeAll(keepingCapacity: true)
  }

  /// Appends a part of a source as it is.
  func copy(_ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    mark(range.lowerBound)
    buffer.append(source.slice(range))
  }

  /// Appends a byte that an index of the source stands for.
  func append(_ byte: UInt8, from index: Int) {
    mark(index)
    buffer.append(byte)
  }

  /// Appends a character that an index of the source stands for.
  func append(_ scalar: Unicode.Scalar, from index: Int) {
    mark(index)
    buffer.append(scalar)
  }

  private func mark(_ source: Int) {
    if let last = runs.last, source - last.source == buffer.count - last.text { return }
    runs.append(PlaceMap.Run(text: buffer.count, source: source))
  }
}
