internal import FaultlintModel

/// Where a requirement is stated.
public struct Reference: Sendable, Hashable, CustomStringConvertible {
  /// The document and place, as a reader would cite it: `SOAP 1.1, section 4.4`.
  public let description: String

  /// The version of SOAP whose specification it is; nil if it is no specification of SOAP.
  let version: SOAPVersion?
  /// The number of a requirement that several profiles share, each of which may be cited for it.
  let requirement: String?

  /// The URL where it can be read; nil if nowhere public.
  public var address: String? { Specifications.address(of: description) }

  /// A reference with this text.
  package init(_ description: String) { self.init(description, version: nil) }

  private init(_ description: String, version: SOAPVersion?, requirement: String? = nil) {
    self.description = description
    self.version = version
    self.requirement = requirement
  }

  // Hundreds are made at the start of every run: to join texts takes a quarter of what it takes to interpolate them.

  /// A section of the SOAP 1.1 Note.
  package static func soap11(_ section: String) -> Reference {
    Reference("SOAP 1.1, section " + section, version: .v11)
  }
  /// A section, or a lettered appendix, of SOAP 1.2 part 1 (second edition).
  package static func soap12(_ section: String) -> Reference {
    let isAppendix = section.utf8.first.map { $0 >= UInt8(ascii: "A") } ?? false
    return Reference(
      (isAppendix ? "SOAP 1.2 part 1, appendix " : "SOAP 1.2 part 1, section ") + section, version: .v12)
  }
  /// A section of SOAP 1.2 part 2 (second edition).
  package static func soap12Part2(_ section: String) -> Reference {
    Reference("SOAP 1.2 part 2, section " + section, version: .v12)
  }
  /// A requirement of the WS-I Basic Profiles, by the number all that have it share; `version` is one of them.
  package static func basicProfile(_ number: String, of version: String = "1.1") -> Reference {
    Reference("WS-I Basic Profile " + version + " " + number, version: nil, requirement: number)
  }

  /// It as a profile's findings cite it: a shared requirement as one of the profile's own family.
  func citation(family: String?) -> String {
    guard let requirement, let family else { return description }
    return family + " " + requirement
  }

  /// The schema of the SOAP 1.1 envelope.
  package static let soap11Schema = Reference("SOAP 1.1 envelope schema")
  /// The schema of the SOAP 1.2 envelope.
  package static let soap12Schema = Reference("SOAP 1.2 envelope schema")
}
