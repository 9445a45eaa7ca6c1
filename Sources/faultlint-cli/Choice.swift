internal import ArgumentParser

/// The values of an option that takes one of a few words.
///
/// swift-argument-parser can list them by itself, by key paths that the runtime has to put together for each option at
/// each start: a tenth of the instructions that a small file with options takes.
protocol Choice: ExpressibleByArgument, CaseIterable, RawRepresentable where RawValue == String {}

extension Choice {
  /// The words, in the order of the cases.
  public static var allValueStrings: [String] { allCases.map { $0.rawValue } }
  /// None: the help of the option says what they mean.
  public static var allValueDescriptions: [String: String] { [:] }
}
