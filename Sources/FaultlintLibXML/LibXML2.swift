internal import CFaultlintXML2

/// The library as a whole.
public enum LibXML2 {
  /// Sets it up. Safe to call from any thread and any number of times; nothing of it may be used before.
  static func initialize() { _ = initialized }
  private static let initialized: Void = xmlInitParser()

  /// The version that runs, as in `2.9.14`: a system may bring another than faultlint was built with.
  public static var version: String {
    let number = String(cString: fl_version()).prefix { $0.isNumber }
    guard let number = Int(number) else { return "unknown" }
    return "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
  }

  /// Whether several threads may use it at once. Where it was built or linked without threads, they would destroy each
  /// other's memory.
  public static var hasThreads: Bool {
    initialize()
    return fl_has_threads()
  }
}
