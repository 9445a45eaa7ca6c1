public import FaultModel
public import XMLTree

/// Where in a document a finding is.
public enum Place: Sendable, Hashable {
  /// An element, by its index in the tree.
  case element(Int)
  /// An attribute, by its index in the tree.
  case attribute(Int)
  /// A byte of the source; the element, if any, is the one it lies in.
  case offset(Int, element: Int?)
  /// The head of the HTTP message that the document came in: a field, by its index, or nil for the start line.
  case head(field: Int?)

  /// The element it is, or lies on or in.
  public func element(in tree: TreeView) -> Int? {
    switch self {
    case .element(let index): index
    case .attribute(let index): Int(tree.attributes[index].element)
    case .offset(_, let element): element
    case .head: nil
    }
  }
}

extension OffsetFinder {
  /// Where a place begins in the source of the tree.
  public mutating func offset(of place: Place) -> Int {
    switch place {
    case .element(let index): Int(tree.elements[index].offset)
    case .attribute(let index): offset(ofAttribute: index)
    case .offset(let offset, _): offset
    case .head: 0
    }
  }
}

/// Where rules put what they find.
public struct Findings {
  /// What is known about the exchange. A rule that names a ``Fact`` runs only when that is known.
  public let exchange: Exchange
  /// The names of the profiles that the message is judged by. A rule asks where versions of a requirement differ in
  /// more than their level.
  let profiles: [String]
  var rule = 0
  /// How many findings each rule has.
  private var counts: [Int: Int] = [:]
  var list: [Raw] = []

  /// A finding before findings of one defect are joined.
  struct Raw {
    /// The index of the rule in the plan.
    let rule: Int
    let place: Place
    let message: String
    /// The level, where it depends on what is known; nil for that of the plan.
    let level: Level?
  }

  /// The most findings of one rule in one message, and of all. A hostile message could have a finding for every few
  /// bytes; it must not silence the other rules.
  static let limit = 10_000
  private static let limitOfAll = 100_000
  /// How many characters of a message are kept.
  private static let longestMessage = 1000
  private(set) var isFull = false

  init(exchange: Exchange, profiles: [String]) {
    self.exchange = exchange
    self.profiles = profiles
  }

  /// The findings by the order of the rules in the plan, as it says which leads where two are at one place.
  var inOrderOfRules: [Raw] {
    list.count < 2
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

  private mutating func add(_ message: @autoclosure () -> String, _ place: Place, _ level: Level?) {
    let count = counts[rule, default: 0]
    guard count < Self.limit, list.count < Self.limitOfAll else {
      isFull = true
      return
    }
    counts[rule] = count + 1
    // Rules cut what they quote; this is for what none of them thought of.
    let text = message()
    let isShort = text.utf8.count <= Self.longestMessage
    list.append(
      Raw(
        rule: rule, place: place,
        message: isShort ? text : String(cutting: ArraySlice(text.utf8), after: Self.longestMessage),
        level: level))
  }
}

/// What is said about one defect.
public struct Finding: Sendable {
  /// The rule that leads: the most specific at the highest level.
  public let rule: Rule
  /// How bad it is under the selected profiles.
  public let level: Level
  /// What is wrong, without a full stop.
  public let message: String
  /// Where.
  public let place: Place
  /// The clause to cite.
  public let reference: String
  /// The ids of the other rules that the same defect breaks; schema constraints last.
  public let also: [String]

  /// A finding with every field given.
  public init(rule: Rule, level: Level, message: String, place: Place, reference: String, also: [String]) {
    self.rule = rule
    self.level = level
    self.message = message
    self.place = place
    self.reference = reference
    self.also = also
  }

  /// Whether it says that something is disclosed.
  public var isDisclosure: Bool {
    rule.isDisclosure || also.contains { Catalogue.find($0)?.isDisclosure ?? false }
  }

  /// The same with another message.
  public func saying(_ message: String) -> Finding {
    Finding(rule: rule, level: level, message: message, place: place, reference: reference, also: also)
  }

  /// Whether the line it is on may be shown: that of a disclosure would be one more, and a head has none.
  public var hasExcerpt: Bool {
    if case .head = place { false } else { !rule.isDisclosure }
  }
}

/// What became of one rule for one message.
public enum Outcome: Sendable, Equatable {
  /// It had something to look at and found no breach.
  case passed
  /// It was broken; the findings say how.
  case violated
  /// The message has nothing it is about.
  case notApplicable
  /// A fact it needs is not known.
  case notRun(reason: String)
}
