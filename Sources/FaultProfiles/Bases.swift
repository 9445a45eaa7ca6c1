public import FaultRules

extension Profile {
  /// The names of the profiles it builds on.
  public var bases: [String] { Self.bases[name] ?? [] }

  private static let bases = [
    "bp10": ["soap11"], "bp11": ["soap11"], "bp12": ["soap11"], "bp20": ["soap12"], "ssbp10": ["bp11"],
  ]
}
