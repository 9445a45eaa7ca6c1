internal import CFaultlintFiles

/// The files of the repository that the program carries, so that it needs none when it runs.
public enum CarriedFile {
  /// What a file holds.
  ///
  /// - Parameter name: Its name with that of its folder, as in `profiles/zuora.yml`.
  /// - Returns: Its bytes; nil if it is not carried.
  public static func bytes(_ name: String) -> [UInt8]? {
    faultlint_file_named(name).map {
      Array(UnsafeBufferPointer(start: $0.pointee.bytes, count: $0.pointee.size))
    }
  }

  /// What a file holds that is known to be carried.
  static func known(_ name: String) -> [UInt8] {
    guard let bytes = bytes(name) else { preconditionFailure("\(name) is not carried") }
    return bytes
  }
}
