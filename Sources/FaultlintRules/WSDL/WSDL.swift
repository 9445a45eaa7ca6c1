internal import FaultlintEngine

/// What the WSDL of a service promises of its messages, as far as no profile asks for it.
enum WSDL {
  static let rules: [Rule] = [
    soapVersion, faultUndeclared, faultSeveralEntries, faultEncoded, headerFaultInDetail, faultInHeader,
    headerBlockUndeclared,
  ]

  /// A section of WSDL 1.1.
  static func wsdl(_ section: String) -> Reference { Reference("WSDL 1.1, section \(section)") }
}
