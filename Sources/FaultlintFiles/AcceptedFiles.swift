/// The sets of quirks, in `accept`. Each is read when it is first needed.
public enum AcceptedFiles {
  /// The names of the sets, in the order a list shows them.
  public static let names = [
    "sender-500", "fault-200", "reason-language", "dotted-codes", "unqualified-codes", "qualified-children",
    "soap11-fault-in-soap12", "encoding-style", "mandatory-action",
  ]

  /// The file of a set.
  ///
  /// - Parameter name: The name of the set.
  /// - Returns: Its bytes; nil if there is none.
  public static func file(_ name: String) -> [UInt8]? { CarriedFile.bytes("accept/\(name).yml") }
}
