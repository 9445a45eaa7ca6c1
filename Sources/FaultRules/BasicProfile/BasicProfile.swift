/// The requirements of the WS-I Basic Profiles.
enum BasicProfile {
  static let rules: [Rule] = []
}
