public import FaultModel

/// A named set of rules with the levels it gives them.
public struct Profile: Sendable {
  /// Its name on the command line and in reports.
  public let name: String
  /// What it is called in prose.
  public let title: String
  /// The version of SOAP whose messages it judges; nil if it judges both.
  public let version: SOAPVersion?
  /// What stands before the number of a requirement that it shares with others; nil if it shares none.
  public let family: String?
  /// The ids of the rules in it.
  public let rules: [String]
  /// Where it departs from a rule's own level, and by which clause.
  public let overrides: [String: Override]
  /// How bad it is that the envelope is not valid against its schema where no rule says what is wrong;
  /// nil if that is no matter of this profile.
  public let schema: Override?

  /// A level of a profile's own.
  public struct Override: Sendable {
    /// The level.
    public let level: Level
    /// The clause to cite for it; nil for the rule's own.
    public let reference: String?

    /// An override.
    public init(_ level: Level, reference: String? = nil) {
      self.level = level
      self.reference = reference
    }
  }

  /// A profile with every part given.
  public init(
    name: String, title: String, version: SOAPVersion?, family: String? = nil, rules: [String],
    overrides: [String: Override] = [:], schema: Override?
  ) {
    self.name = name
    self.title = title
    self.version = version
    self.family = family
    self.rules = rules
    self.overrides = overrides
    self.schema = schema
  }
}
