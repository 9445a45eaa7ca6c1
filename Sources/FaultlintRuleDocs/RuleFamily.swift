public import FaultlintEngine
internal import FaultlintRules

/// A group of rules by where they come from: what stands before the first hyphen of their ids.
public struct RuleFamily: Sendable, Hashable {
  /// Its name on the command line: `soap11`, `bp`.
  public let name: String

  /// The family of a rule.
  public init(of rule: Rule) { name = rule.id.prefix { $0 != "-" }.lowercased() }

  /// What it is called in headings.
  public var title: String { Self.titles[name] ?? name.uppercased() }

  /// The families of all rules, in the order of the catalogue.
  public static let all: [RuleFamily] = RuleSet.builtIn.rules.map(RuleFamily.init).reduce(into: []) {
    list, family in
    if !list.contains(family) { list.append(family) }
  }

  /// These, and then those of vendors.
  public static var withVendors: [RuleFamily] {
    RuleSearch.all.map(RuleFamily.init).reduce(into: []) { list, family in
      if !list.contains(family) { list.append(family) }
    }
  }

  /// Whether its rules are requirements of WS-I, which have a number.
  public var isRequirement: Bool { name == "bp" || name == "ssbp" }

  /// Its rules, in the order of the catalogue.
  public var rules: [Rule] { RuleSet.builtIn.rules.filter { RuleFamily(of: $0) == self } }

  private static let titles = [
    "xml": "Reading the payload", "soap11": "SOAP 1.1", "soap12": "SOAP 1.2", "http": "HTTP",
    "bp": "WS-I Basic Profile", "ssbp": "WS-I Simple SOAP Binding Profile", "xsd": "XML Schema",
    "wsdl": "WSDL",
    "leak": "Leaks", "mc": "Salesforce Marketing Cloud", "dotnet": ".NET", "zuora": "Zuora",
    "openair": "NetSuite OpenAir", "ibm": "IBM CICS",
  ]
}
