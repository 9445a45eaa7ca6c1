public import FaultlintEngine

/// The colours of a terminal, or none.
public struct Style: Sendable {
  /// Whether there are colours.
  public let isOn: Bool

  /// A style with or without colours.
  public init(isOn: Bool) { self.isOn = isOn }

  /// Text that stands out.
  public func bold(_ text: String) -> String { paint(text, "1") }
  /// Text that stands back.
  public func dim(_ text: String) -> String { paint(text, "2") }

  /// The word for a level in its colour.
  public func level(_ level: Level) -> String { self.level(level, level.rawValue) }

  /// A text that says how bad something is, in the colour of that.
  public func level(_ level: Level, _ text: String) -> String {
    switch level {
    case .error: paint(text, "1;31")
    case .warning: paint(text, "1;33")
    case .note: paint(text, "1;36")
    }
  }

  /// A mark below an excerpt, in the colour of a level.
  public func mark(_ text: String, _ level: Level) -> String {
    switch level {
    case .error: paint(text, "31")
    case .warning: paint(text, "33")
    case .note: paint(text, "36")
    }
  }

  private func paint(_ text: String, _ code: String) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
