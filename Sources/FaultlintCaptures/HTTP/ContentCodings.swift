internal import FaultlintText

/// Undoes the content codings of HTTP. Keeps its buffers between bodies.
///
/// Source: RFC 9110, section 8.4.
final class ContentCodings {
  /// A body after its codings were undone.
  struct Result {
    /// Valid until the next body.
    var payload: UnsafeBufferPointer<UInt8>
    var isUnpacked = false
    var remark: String?
  }

  /// The most codings that are undone, or said of a body that is without them: nobody applies more than two.
  private static let most = 4

  /// What all bodies of a file may unpack to beyond their proportion, in bytes. Its first segment has it.
  static let freeBytes = 4 << 20
  /// How many times the size of a segment its bodies may unpack to. Bodies as they come stay far under it.
  private static let ratio = 20

  private let limit: Int
  /// What all bodies of the segment may unpack to, and what they have.
  private var allowance: Int
  private var spent = 0
  private let inflated = [ByteBuffer(), ByteBuffer()]
  private var inflater: Inflater?

  /// - Parameter limit: The most bytes that there may be afterwards.
  init(limit: Int) {
    self.limit = limit
    allowance = Self.freeBytes
  }

  /// Begins with the bodies of a segment.
  func begin(_ segment: Segment) {
    allowance = segment.freeBytes + Self.ratio * segment.bytes.count
    spent = 0
  }

  /// Undoes codings, given in the order in which they were applied.
  func undo(
    _ codings: [String], of bytes: UnsafeBufferPointer<UInt8>
  ) throws(CaptureError) -> Result {
    var result = Result(payload: bytes)
    var undone: Set<String> = []
    var count = 0
    for coding in codings.reversed() {
      guard let wrapper = Inflater.Wrapper(coding: coding, result.payload) else {
        // Tools like to undo the coding and leave the field.
        if Self.looksPlain(result.payload) {
          if undone.count < Self.most, undone.insert(coding).inserted {
            result.remark = Remarks.join(
              result.remark, "the capture has the body without its coding '\(coding)'")
          }
          continue
        }
        throw ["gzip", "x-gzip", "deflate"].contains(coding)
          ? CaptureError("the body is not in the coding '\(coding)' that its head names")
          : CaptureError("the body is in the coding '\(coding)', which faultlint does not read")
      }
      count += 1
      guard count <= Self.most else {
        throw CaptureError("the body is in more than \(Self.most) codings, one over the other")
      }
      if inflater == nil { inflater = try Inflater() }
      // What is read and what is written must not be the same.
      let store = result.payload.baseAddress == inflated[0].bytes.baseAddress ? inflated[1] : inflated[0]
      let left = max(0, allowance - spent)
      defer { spent += store.count }
      do throws(CaptureError) {
        try inflater?.inflate(result.payload, wrapper, into: store, limit: min(limit, left))
      } catch {
        let reason =
          left < limit && store.count > left
          ? "the bodies up to here unpack to more than \(Self.ratio) times what they stand in, as no bodies do: it is "
            + "taken for a bomb" : error.message
        throw CaptureError("the body in the coding '\(coding)' cannot be unpacked: \(reason)")
      }
      result.payload = store.bytes
      result.isUnpacked = true
    }
    return result
  }

  /// The codings that the value of a field names, in the order in which they were applied.
  static func names(_ value: String) -> [String] {
    value.lowercased().split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }).map(String.init)
      .filter { $0 != "identity" }
  }

  /// Whether bytes look like text: a tag, a brace, a byte order mark.
  private static func looksPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first(where: { !ByteView.isBlank($0) }) else { return true }
    if [0xEF, 0xFE, 0xFF].contains(first) { return true }
    return bytes.prefix(64).allSatisfy { $0 >= 0x20 && $0 < 0x7F || ByteView.isBlank($0) }
  }
}
