internal import Faultlint

/// A text for people that is expected. White space at the ends, and how much of it stands between words, does not count;
/// neither does the case of language tags. A text that is not a literal goes in as ``text(_:)``.
public struct ExpectedReason: Sendable, ExpressibleByStringInterpolation, ExpressibleByDictionaryLiteral {
  private enum Kind: Sendable {
    case text(String)
    case part(String)
    case texts([(language: String, text: String)])
  }

  private let kind: Kind

  private init(_ kind: Kind) { self.kind = kind }

  /// One of the texts, in whatever language, is this.
  public init(stringLiteral value: String) { kind = .text(value) }

  /// In each of these languages there is this text. There may be others.
  public init(dictionaryLiteral elements: (String, String)...) {
    kind = .texts(elements.map { ($0.0, $0.1) })
  }

  /// One of the texts, in whatever language, is this.
  public static func text(_ text: String) -> ExpectedReason { ExpectedReason(.text(text)) }

  /// This stands in one of the texts.
  public static func containing(_ part: String) -> ExpectedReason { ExpectedReason(.part(part)) }

  /// What differs in the texts of a fault; nil if nothing does.
  func difference(from reasons: [Fault.Reason]) -> Difference? {
    let found = reasons.map { Self.line($0.text, $0.language) }
    switch kind {
    case .text(let text):
      if reasons.contains(where: { $0.text.collapsed == text.collapsed }) { return nil }
      return Difference("reason", expected: [Self.line(text, nil)], found: found)
    case .part(let part):
      if reasons.contains(where: { $0.text.collapsed.contains(part.collapsed) }) { return nil }
      return Difference("reason", expected: ["one with \"\(part.collapsed)\" in it"], found: found)
    case .texts(let texts):
      let isThere = texts.allSatisfy { language, text in
        reasons.contains {
          $0.language?.lowercased() == language.lowercased() && $0.text.collapsed == text.collapsed
        }
      }
      if isThere { return nil }
      return Difference("reason", expected: texts.map { Self.line($0.text, $0.language) }, found: found)
    }
  }

  private static func line(_ text: String, _ language: String?) -> String {
    (language.map { "[\($0)] " } ?? "") + "\"\(text.collapsed)\""
  }
}

extension String {
  /// It without white space at the ends, and with one space where there is white space between.
  var collapsed: String {
    split { $0.unicodeScalars.allSatisfy { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" } }.joined(
      separator: " ")
  }
}
