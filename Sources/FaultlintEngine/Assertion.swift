/// A test assertion of WS-I: what its own analyzer looked for, under a name that people still meet in its reports.
public struct Assertion: Sendable, Hashable {
  /// The name of the profile whose assertion it is, as in `bp11`.
  public let profile: String
  /// Its id there, such as `BP1302`.
  public let id: String

  /// The assertion of a profile with this id.
  package init(profile: String, id: String) {
    self.profile = profile
    self.id = id
  }
}
