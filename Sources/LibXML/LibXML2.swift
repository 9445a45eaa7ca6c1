internal import CLibXML2

/// The library as a whole.
public enum LibXML2 {
  /// Sets it up. Safe to call from any thread and any number of times; nothing of it may be used before.
  static func initialize() { _ = initialized }
  private static let initialized: Void = xmlInitParser()
}
