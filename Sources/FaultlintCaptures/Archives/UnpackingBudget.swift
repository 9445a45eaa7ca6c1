/// How much of a packed file is unpacked: all its members, and what is packed in them, count together.
///
/// What costs time is what a file unpacks to, and a few bytes can unpack to as much as you like.
final class UnpackingBudget {
  /// How many times its size a file may unpack to, beyond `freeBytes`. Deflate can reach 1032; logs of messages that are
  /// all alike stay under a tenth of that.
  static let ratio = 128
  /// What may be unpacked whatever the ratio is, in bytes.
  static let freeBytes = 4 << 20

  private var packed = 0
  private var unpacked = 0
  /// Whether more was unpacked than is allowed, so that the rest of the file is not to be read.
  private(set) var isExceeded = false

  /// Counts bytes of the file.
  func read(_ count: Int) { packed += count }

  /// Counts bytes that were unpacked.
  ///
  /// - Throws: If they are so many that somebody meant harm.
  func unpack(_ count: Int) throws(CaptureError) {
    unpacked += count
    guard unpacked - Self.freeBytes > packed * Self.ratio else { return }
    isExceeded = true
    throw CaptureError(
      "the file unpacks to more than \(Self.ratio) times its size, as no capture does: it is taken for a bomb, and what "
        + "follows is not read")
  }
}
