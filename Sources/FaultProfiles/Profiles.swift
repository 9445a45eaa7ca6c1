public import FaultRules

/// The profiles there are, by name.
public enum Profiles {
  /// All of them, in the order a list shows them.
  public static let all: [Profile] = [.soap11, .soap12, .bp10, .bp11, .bp12, .bp20, .ssbp10, .leak]

  /// The profile with this name.
  public static func named(_ name: String) -> Profile? {
    switch name {
    case "soap11": .soap11
    case "soap12": .soap12
    case "bp10": .bp10
    case "bp11": .bp11
    case "bp12": .bp12
    case "bp20": .bp20
    case "ssbp10": .ssbp10
    case "leak": .leak
    default: nil
    }
  }

  /// The names of all of them.
  public static let names = ["soap11", "soap12", "bp10", "bp11", "bp12", "bp20", "ssbp10", "leak"]
}
