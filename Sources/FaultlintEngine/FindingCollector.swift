public import FaultlintModel
public import FaultlintXMLTree

/// Collects what rules find.
public struct FindingCollector {
  /// What is known about the exchange. A rule that names a ``Fact`` runs only when that is known.
  public let exchange: ExchangeFacts
  /// The index in the selection of the rule whose check is run. Whoever runs a check sets it before.
  var rule = 0
  /// How many findings each rule has; counted only where there are so many that it matters.
  private var counts: [Int: Int] = [:]
  var list: [Raw] = []

  /// A finding before findings of one defect are joined.
  struct Raw {
    /// The index of the rule in the selection.
    let rule: Int
    let place: Place
    let message: String
    /// The level, where it depends on what is known; nil for that of the selection.
    let level: Level?
  }

  /// The most findings of one rule in one message, and of all. A hostile message could have a finding for every few
  /// bytes; it must not silence the other rules.
  static let limit = 10_000
  private static let limitOfAll = 100_000
  /// How many characters of a message are kept.
  private static let longestMessage = 1000
  private(set) var isFull = false

  init(exchange: ExchangeFacts) { self.exchange = exchange }

  /// The findings by the order of the rules in the selection, as it says which leads where two are at one place.
  var inOrderOfRules: [Raw] {
    zip(list, list.dropFirst()).allSatisfy { $0.rule <= $1.rule }
      ? list
      : list.enumerated().sorted { ($0.element.rule, $0.offset) < ($1.element.rule, $1.offset) }.map(
        \.element)
  }

  /// Reports a breach at an element.
  ///
  /// - Parameters:
  ///   - message: What is wrong: a short statement that quotes the offending name, without advice and full stop.
  ///   - element: Where.
  ///   - level: How bad it is, where that depends on what is known about the exchange.
  public mutating func report(
    _ message: @autoclosure () -> String, at element: ElementView, level: Level? = nil
  ) {
    add(message(), .element(element.index), level)
  }

  /// Reports a breach at an attribute.
  public mutating func report(_ message: @autoclosure () -> String, at attribute: AttributeView) {
    add(message(), .attribute(attribute.index), nil)
  }

  /// Reports a breach at a byte of the source, inside an element or outside all.
  public mutating func report(
    _ message: @autoclosure () -> String, at offset: Int, in element: ElementView? = nil, level: Level? = nil
  ) {
    add(message(), .offset(offset, element: element?.index), level)
  }

  /// Reports a breach in the head of the HTTP message: at a field, by its index, or in the start line.
  public mutating func report(
    _ message: @autoclosure () -> String, inHead field: Int?, level: Level? = nil
  ) {
    add(message(), .head(field: field), level)
  }

  /// Reports a breach at a place.
  mutating func report(_ message: String, at place: Place) { add(message, place, nil) }

  private mutating func add(_ message: @autoclosure () -> String, _ place: Place, _ level: Level?) {
    guard list.count < Self.limit || takesOneMore() else {
      isFull = true
      return
    }
    // Rules cut what they quote; this is for what none of them thought of.
    let text = message()
    let isShort = text.utf8.count <= Self.longestMessage
    list.append(
      Raw(
        rule: rule, place: place,
        message: isShort ? text : String(cutting: ArraySlice(text.utf8), after: Self.longestMessage),
        level: level))
  }

  /// Whether there may be one more finding of the rule, of which there are many altogether.
  private mutating func takesOneMore() -> Bool {
    if counts.isEmpty { for finding in list { counts[finding.rule, default: 0] += 1 } }
    let count = counts[rule, default: 0]
    guard count < Self.limit, list.count < Self.limitOfAll else { return false }
    counts[rule] = count + 1
    return true
  }
}
