/// The profile files, in `profiles`. Each is read when it is first needed.
public enum ProfileFiles {
  /// What selects the profiles, a line each: name, kind (`namespace`, `entry` or `root`) and value.
  public static var index: [UInt8] { CarriedFile.known("profiles/index.tsv") }

  /// The names of the profiles, in the order a list shows them.
  public static let names = [
    "marketing-cloud", "zuora", "openair", "dotnet", "ibm-cics", "cwmp", "upnp",
  ]

  /// A file by its name.
  ///
  /// - Parameter name: The name, as in `zuora.yml`.
  /// - Returns: Its bytes; nil if there is none.
  public static func file(_ name: String) -> [UInt8]? { CarriedFile.bytes("profiles/" + name) }
}
