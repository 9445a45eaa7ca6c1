/// A code of a vendor that a fault has, and what it means.
public struct FaultCodeMeaning: Sendable, Equatable {
  /// The name of the profile that knows it.
  public let profile: String
  /// What kind of code it is, as in `error code`.
  public let kind: String
  /// The code.
  public let code: String
  /// What the vendor calls it; nil if it has no name.
  public let name: String?
  /// What it means; nil if the code is not known. Where sources differ there are several sentences.
  public let meaning: String?
  /// What to do about it; nil if that is not said.
  public let remedy: String?
  /// Whether there is a table in which its meaning was looked for.
  package let isOfTable: Bool

  /// A code.
  package init(
    profile: String, kind: String, code: String, name: String?, meaning: String?, remedy: String?,
    isOfTable: Bool
  ) {
    self.profile = profile
    self.kind = kind
    self.code = code
    self.name = name
    self.meaning = meaning
    self.remedy = remedy
    self.isOfTable = isOfTable
  }

  /// What a code is called that is in no table, so that there is nothing to be known of it.
  package static let kindWithoutTable = "code"

  /// It in one line.
  package var line: String {
    let title = name.map { " (\($0))" } ?? ""
    guard isOfTable else { return "\(kind) \(code)" }
    return "\(kind) \(code)\(title): \(meaning ?? "not a known code")"
  }
}
