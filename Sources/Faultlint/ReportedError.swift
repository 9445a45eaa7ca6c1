/// Something that an answer which is no fault says that failed.
public struct ReportedError: Sendable, Equatable {
  /// The name of the profile that knows it; nil if it only looks like a fault.
  public let profile: String?
  /// What failed, as in `a row failed`.
  public let title: String
  /// The code and what it means; nil if there is none.
  public let code: FaultCodeMeaning?
  /// What the answer says, cut after a thousand characters; empty if nothing.
  public let text: String

  /// Something that failed.
  package init(profile: String?, title: String, code: FaultCodeMeaning?, text: String) {
    self.profile = profile
    self.title = title
    self.code = code
    self.text = text
  }

  /// It in one line.
  package var line: String {
    var line = title
    if !text.isEmpty { line += ": \(text)" }
    if let code { line += " (\(code.line))" }
    return line
  }
}
