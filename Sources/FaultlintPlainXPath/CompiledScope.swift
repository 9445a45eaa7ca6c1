package import FaultlintText
internal import FaultlintXMLTree

/// What the expressions of a profile were compiled to, as it is kept in a file: compiling those of a vendor takes as long as
/// checking forty messages.
package struct CompiledExpressions: Sendable {
  /// The expressions as the profile has them; nil for one that is not plain.
  var expressions: [String: Compiled?]
  var operations: [Operation]
  var steps: [Step]
  var predicates: [Int32]
  var numbers: [Double]
  var literals: [String]
  var localNames: [String]
  var namespaces: [String]

  /// Those that a scope has.
  package init(of scope: XPathScope) {
    expressions = scope.expressions
    operations = Array(scope.operations.all)
    steps = Array(scope.steps.all)
    predicates = Array(scope.predicates.all)
    numbers = Array(scope.numbers.all)
    literals = scope.literals.all.map { String(decoding: $0.bytes, as: UTF8.self) }
    localNames = scope.localNames.all
    namespaces = scope.namespaces.all
  }

  /// Those that ``json`` has kept; nil if it is not that.
  package init?(_ json: JSONValue) {
    func texts(_ name: String) -> [String]? { json[name]?.items?.compactMap(\.text) }
    func rows<Row>(_ name: String, _ row: (Numbers) -> Row?) -> [Row]? {
      guard let texts = texts(name) else { return nil }
      let rows = texts.compactMap { row(Numbers($0)) }
      return rows.count == texts.count ? rows : nil
    }
    guard let expressions = json["expressions"]?.items,
      let operations = rows("operations", Operation.init), let steps = rows("steps", Step.init),
      let predicates = rows("predicates", { Int32($0[0]) }), let numbers = rows("numbers", { Double($0[0]) }),
      let literals = texts("literals"), let localNames = texts("localNames"),
      let namespaces = texts("namespaces")
    else { return nil }
    self.expressions = Dictionary(minimumCapacity: expressions.count)
    for expression in expressions {
      guard let pair = expression.items, pair.count == 2, let text = pair[0].text else { return nil }
      self.expressions[text] = .some(pair[1].text.flatMap { Compiled(Numbers($0)) })
    }
    self.operations = operations
    self.steps = steps
    self.predicates = predicates
    self.numbers = numbers
    self.literals = literals
    self.localNames = localNames
    self.namespaces = namespaces
  }

  /// All of it as JSON. What consists of numbers is a text of them, which is read in a fraction of the time of an array.
  package var json: JSONValue {
    func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
    func rows(_ rows: [Numbers]) -> JSONValue { texts(rows.map(\.text)) }
    let pairs = expressions.sorted { $0.key < $1.key }.map { text, compiled in
      JSONValue.array([.string(text), .optional(compiled?.numbers.text)])
    }
    return .object([
      ("expressions", .array(pairs)), ("operations", rows(operations.map(\.numbers))),
      ("steps", rows(steps.map(\.numbers))), ("predicates", rows(predicates.map { Numbers(Int($0)) })),
      ("numbers", rows(numbers.map { Numbers(Int($0)) })), ("literals", texts(literals)),
      ("localNames", texts(localNames)), ("namespaces", texts(namespaces)),
    ])
  }
}

/// Whole numbers, with spaces between them as a text.
private struct Numbers {
  private var values: [Int] = []

  init(_ values: Int...) { self.values = values }

  init(_ text: String) {
    values.reserveCapacity(7)
    var text = text
    text.withUTF8 { bytes in
      var value = 0
      var isNegative = false
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "-"): isNegative = true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value &* 10 &+ Int(byte - 0x30)
        default:
          values.append(isNegative ? 0 &- value : value)
          (value, isNegative) = (0, false)
        }
      }
      values.append(isNegative ? 0 &- value : value)
    }
  }

  var count: Int { values.count }
  var text: String { values.map { "\($0)" }.joined(separator: " ") }

  subscript(index: Int) -> Int { values[index] }
}

extension Compiled {
  fileprivate init?(_ numbers: Numbers) {
    guard numbers.count == 2, let type = ValueType(rawValue: UInt8(numbers[1])) else { return nil }
    self.init(operation: Int32(numbers[0]), type: type)
  }

  fileprivate var numbers: Numbers { Numbers(Int(operation), Int(type.rawValue)) }
}

extension Operation {
  fileprivate init?(_ numbers: Numbers) {
    guard numbers.count == 7, let kind = Kind(rawValue: UInt8(numbers[0])) else { return nil }
    self.init(
      kind: kind, first: Int32(numbers[1]), second: Int32(numbers[2]), third: Int32(numbers[3]),
      isAbsolute: numbers[4] == 1, isRemembered: numbers[5] == 1,
      names: NameSet(bits: UInt64(bitPattern: Int64(numbers[6]))))
  }

  fileprivate var numbers: Numbers {
    Numbers(
      Int(kind.rawValue), Int(first), Int(second), Int(third), isAbsolute ? 1 : 0, isRemembered ? 1 : 0,
      Int(Int64(bitPattern: names.bits)))
  }
}

extension Step {
  fileprivate init?(_ numbers: Numbers) {
    guard numbers.count == 6, let axis = Axis(rawValue: UInt8(numbers[0])),
      let test = NodeTest(rawValue: UInt8(numbers[1]))
    else { return nil }
    self.init(
      axis: axis, test: test,
      name: NameTest(
        mask: UInt64(bitPattern: Int64(numbers[2])), symbols: UInt64(bitPattern: Int64(numbers[3]))),
      firstPredicate: Int32(numbers[4]), predicateCount: Int32(numbers[5]))
  }

  fileprivate var numbers: Numbers {
    Numbers(
      Int(axis.rawValue), Int(test.rawValue), Int(Int64(bitPattern: name.mask)),
      Int(Int64(bitPattern: name.symbols)), Int(firstPredicate), Int(predicateCount))
  }
}
