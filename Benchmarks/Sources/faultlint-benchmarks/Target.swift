/// A target of the project, and what was measured.
struct Target {
  enum Unit: String {
    /// How many times as fast as a peer: the more the better.
    case faster = "times faster"
    /// A share or a multiple: the less the better.
    case ratio
    /// The less the better.
    case mebibytes = "MiB"
  }

  let measure: String
  let unit: Unit
  /// What has to be reached, and what is aimed for.
  let target: Double
  let aim: Double
  let measured: Measured

  enum Measured {
    /// By the clock, or in MiB; and by processor time, where one thread works on either side.
    case value(Double, byProcessor: Double?)
    /// Why there is nothing.
    case nothing(String)
  }

  var outcome: String {
    guard case .value(let value, _) = measured else { return "" }
    func reaches(_ bar: Double) -> Bool { unit == .faster ? value >= bar : value <= bar }
    return reaches(aim) ? "aim reached" : reaches(target) ? "target reached" : "missed"
  }
}
