internal import CFaultlintXML2

/// The library as a whole.
public enum LibXML2 {
  /// Sets it up. Safe to call from any thread and any number of times; nothing of it may be used before.
  static func initialize() { _ = initialized }
  private static let initialized: Void = xmlInitParser()

  /// Whether several threads may use it at once. Where it was built or linked without threads, they would destroy each
  /// other's memory.
  public static var hasThreads: Bool {
    initialize()
    return fl_has_threads()
  }
}
