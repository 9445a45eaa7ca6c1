internal import FaultlintCaptures
internal import Glibc

/// Paths that are read from a file or standard input, one a line or ended by NUL, as they are needed.
final class PathList {
  private let stream: ByteStream
  private let separator: UInt8
  private static let longest = 1 << 16

  /// A list.
  ///
  /// - Parameters:
  ///   - path: The file; `-` for standard input.
  ///   - separator: What ends a path.
  /// - Throws: Why it cannot be opened.
  init(_ path: RawPath, separator: UInt8) throws(CaptureError) {
    let file = try InputFile(path.isDash ? nil : path)
    stream = ByteStream { buffer throws(CaptureError) in try file.read(buffer) }
    self.separator = separator
  }

  /// The next path; nil at the end.
  ///
  /// - Throws: Why the rest of the list cannot be had.
  func next() throws(CaptureError) -> RawPath? {
    while true {
      let window = stream.window
      if let end = window.firstIndex(of: separator) ?? (stream.isAtEnd ? window.count : nil) {
        let line = UnsafeBufferPointer(rebasing: window[..<end])
        let path = line.contains(0) ? nil : RawPath(line)
        let isEmpty = line.isEmpty
        if stream.isAtEnd, window.isEmpty {
          if let error = stream.error { throw error }
          return nil
        }
        stream.consume(min(end + 1, window.count))
        if isEmpty { continue }
        guard let path else { throw CaptureError("a path has a NUL in it; --null is for such lists") }
        return path
      }
      guard window.count < Self.longest else { throw CaptureError("a path in the list is too long") }
      _ = stream.fill()
    }
  }
}
