/// Elements of which there is nearly always one, or none: then there is no array, whose memory would take longer to have
/// and to give back than all that is done with it.
public enum Few<Element>: RandomAccessCollection {
  /// There is none.
  case none
  /// There is one.
  case one(Element)
  /// There are several.
  case many([Element])

  /// Those of a sequence.
  @inlinable public init(_ elements: some Sequence<Element>) {
    self = .none
    for element in elements { append(element) }
  }

  /// The one, if there is one.
  @inlinable public init(_ element: Element?) { self = element.map { .one($0) } ?? .none }

  /// Adds one.
  @inlinable public mutating func append(_ element: Element) {
    switch self {
    case .none: self = .one(element)
    case .one(let first): self = .many([first, element])
    case .many(var all):
      // Not to be copied for each that comes.
      self = .none
      all.append(element)
      self = .many(all)
    }
  }

  /// What a function makes of each.
  @inlinable public func map<Result>(_ transform: (Element) -> Result) -> Few<Result> {
    switch self {
    case .none: .none
    case .one(let first): .one(transform(first))
    case .many(let all): .many(all.map(transform))
    }
  }

  /// What a function makes of each of which it makes something.
  @inlinable public func compactMap<Result>(_ transform: (Element) -> Result?) -> Few<Result> {
    switch self {
    case .none: .none
    case .one(let first): Few<Result>(transform(first))
    case .many(let all): Few<Result>(all.lazy.compactMap(transform))
    }
  }

  /// All but the first: most of what rules find there is one too many.
  @inlinable public func dropFirst() -> ArraySlice<Element> {
    if case .many(let all) = self { all.dropFirst() } else { [] }
  }

  /// The first is at 0.
  @inlinable public var startIndex: Int { 0 }

  /// How many there are.
  @inlinable public var endIndex: Int {
    switch self {
    case .none: 0
    case .one: 1
    case .many(let all): all.count
    }
  }

  /// The one at an index.
  @inlinable public subscript(index: Int) -> Element {
    switch self {
    case .none: preconditionFailure("there is no element \(index)")
    case .one(let first):
      precondition(index == 0, "there is no such element")
      return first
    case .many(let all): return all[index]
    }
  }
}

extension Few: Sendable where Element: Sendable {}
