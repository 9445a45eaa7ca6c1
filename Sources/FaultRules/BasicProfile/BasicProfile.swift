/// The requirements of the WS-I Basic Profiles.
enum BasicProfile {
  static let rules: [Rule] = [
    r1000, r1001, r1003, r1004, r1005, r1006, r1007, r1008, r1009, r1011, r1013, r1014, r1016, r1031, r1032,
    r2113, r9980, r9981,
  ]
}
