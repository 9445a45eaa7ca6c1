public import FaultlintEngine
package import FaultlintText

/// The colours of a terminal, or none.
public struct Style: Sendable {
  /// Whether there are colours.
  public let isOn: Bool

  /// A style with or without colours.
  public init(isOn: Bool) { self.isOn = isOn }

  /// How a text is to look.
  package enum Look: Sendable {
    /// It stands out.
    case bold
    /// It stands back.
    case dim
    /// It says how bad something is.
    case level(Level)
    /// It is a mark below an excerpt.
    case mark(Level)

    fileprivate var code: StaticString {
      switch self {
      case .bold: "1"
      case .dim: "2"
      case .level(.error): "1;31"
      case .level(.warning): "1;33"
      case .level(.note): "1;36"
      case .mark(.error): "31"
      case .mark(.warning): "33"
      case .mark(.note): "36"
      }
    }
  }

  /// Text that stands out.
  public func bold(_ text: String) -> String { paint(text, .bold) }
  /// Text that stands back.
  public func dim(_ text: String) -> String { paint(text, .dim) }

  /// The word for a level in its colour.
  public func level(_ level: Level) -> String { self.level(level, level.rawValue) }

  /// A text that says how bad something is, in the colour of that.
  public func level(_ level: Level, _ text: String) -> String { paint(text, .level(level)) }

  /// A mark below an excerpt, in the colour of a level.
  public func mark(_ text: String, _ level: Level) -> String { paint(text, .mark(level)) }

  private func paint(_ text: String, _ look: Look) -> String {
    isOn ? "\u{1B}[\(look.code)m\(text)\u{1B}[0m" : text
  }

  /// Writes a text in its colours.
  ///
  /// - Parameters:
  ///   - look: How it is to look.
  ///   - output: Where to write.
  ///   - text: Writes the text.
  package func write(_ look: Look, _ output: inout Output, _ text: (inout Output) -> Void) {
    guard isOn else { return text(&output) }
    output.write("\u{1B}[")
    output.write(look.code)
    output.write("m")
    text(&output)
    output.write("\u{1B}[0m")
  }
}
