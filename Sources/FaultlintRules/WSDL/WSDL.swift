internal import FaultlintEngine
internal import FaultlintModel

/// What the WSDL of a service promises of its messages, as far as no profile asks for it.
enum WSDL {
  static let rules: [Rule] = [
    soapVersion, faultUndeclared, faultSeveralEntries, faultEncoded, headerFaultInDetail, faultInHeader,
    headerBlockUndeclared,
  ]

  /// A section of WSDL 1.1.
  static func wsdl(_ section: String) -> Reference { Reference("WSDL 1.1, section \(section)") }
}

extension Check {
  /// A check on the envelope of a message of either version by what the WSDL says of its operation.
  static func described(
    _ check: @escaping @Sendable (Envelope, DescribedExchange, inout FindingCollector) -> Void
  ) -> Check {
    .envelope { envelope, findings in
      if let described = findings.exchange.described { check(envelope, described, &findings) }
    }
  }
}
