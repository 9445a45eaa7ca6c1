internal import FaultlintText

/// Puts together what parts say of one file after the other, for forms that have a place for each file.
struct FileGroups {
  /// What has been said of a file.
  struct File {
    let path: String
    var payloads = 0
    var failures = 0
    var errors = 0
    /// What was written, in pieces, so that nothing is copied while it grows.
    fileprivate var pieces: [ArraySlice<UInt8>] = []
    fileprivate var size = 0

    /// Writes what has been said.
    func write(to output: inout Output) {
      output.bytes.reserveCapacity(output.bytes.count + size + 256)
      for piece in pieces { piece.withUnsafeBufferPointer { output.bytes.append($0) } }
    }
  }

  private var current: File?

  /// A file of which there is more than this is ended and begun anew: memory is not to grow with a log.
  private static let mostBytes = 8 << 20

  /// Takes a part.
  ///
  /// - Returns: The files that are done.
  mutating func add(_ part: ReportPart) -> [File] {
    var done: [File] = []
    for (index, group) in part.groups.enumerated() {
      if let file = current, file.path != group.file || file.size > Self.mostBytes {
        done.append(file)
        current = nil
      }
      if current == nil { current = File(path: group.file) }
      current?.payloads += group.payloads
      current?.failures += group.failures
      current?.errors += group.errors
      let piece = part.bytes(ofGroup: index)
      current?.pieces.append(piece)
      current?.size += piece.count
    }
    return done
  }

  /// The file that is not done yet, if there is one.
  var last: File? { current }
}
