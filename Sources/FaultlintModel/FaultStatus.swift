/// The HTTP statuses that the bindings give to faults.
public enum FaultStatus {
  /// The version of the envelope, the code (nil for any) and its status. No profile changes one of these: WS-I Basic
  /// Profile 1.0 to 1.2 repeat the first row (R1126), and 2.0 leaves the others to SOAP.
  ///
  /// Source: SOAP 1.1, section 6.2; SOAP 1.2 part 2, table 20.
  private static let table: [(version: SOAPVersion, code: StaticString?, status: Int)] = [
    (.v11, nil, 500),
    (.v12, "VersionMismatch", 500),
    (.v12, "MustUnderstand", 500),
    (.v12, "Sender", 400),
    (.v12, "Receiver", 500),
    (.v12, "DataEncodingUnknown", 500),
  ]

  /// The status for the fault that a message is; nil if it is none, or has a code its binding does not know.
  public static func expected(for envelope: Envelope) -> Int? {
    guard envelope.isFault else { return nil }
    let row = table.first { row in
      guard row.version == envelope.version else { return false }
      return row.code.map { code in envelope.faults12.contains { $0.isCode(code) } } ?? true
    }
    return row?.status
  }
}
