package import FaultlintText
internal import FaultlintXMLTree

/// A scope with what was compiled in it, kept in a file: compiling the expressions of a vendor takes as long as checking
/// forty messages.
extension XPathScope {
  /// A scope with expressions that were compiled before.
  ///
  /// - Parameters:
  ///   - prefixes: The namespaces of prefixes.
  ///   - codes: The codes of tables by the name of the table.
  ///   - json: What ``json`` was when they had been compiled; nil comes of anything else.
  package convenience init?(
    prefixes: [(prefix: String, namespace: String)], codes: [String: Deferred<[String: TableCode]>],
    compiled json: JSONValue
  ) {
    self.init(prefixes: prefixes, codes: codes)
    for name in ["operations", "steps", "predicates", "numbers"] {
      for row in json[name]?.items ?? [] {
        guard let numbers = row.text.map(Numbers.init) else { return nil }
        switch name {
        case "operations":
          guard let operation = Operation(numbers) else { return nil }
          operations.append(operation)
        case "steps":
          guard let step = Step(numbers) else { return nil }
          steps.append(step)
        case "predicates": predicates.append(Int32(numbers[0]))
        default: self.numbers.append(Double(numbers[0]))
        }
      }
    }
    for literal in json["literals"]?.items ?? [] {
      guard var text = literal.text else { return nil }
      text.withUTF8 { _ = append(Text($0)) }
    }
    for (name, symbols) in [("localNames", localNames), ("namespaces", namespaces)] {
      for item in json[name]?.items ?? [] { _ = symbols.symbol(item.text ?? "") }
    }
    guard let pairs = json["expressions"]?.items else { return nil }
    expressions.reserveCapacity(pairs.count)
    for pair in pairs {
      guard let pair = pair.items, pair.count == 2, let text = pair[0].text else { return nil }
      expressions[text] = .some(pair[1].text.flatMap { Compiled(Numbers($0)) })
    }
  }

  /// What was compiled in it. What consists of numbers is a text of them, which is read in a fraction of the time of an
  /// array.
  package var json: JSONValue {
    func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
    func rows(_ rows: [Numbers]) -> JSONValue { texts(rows.map(\.text)) }
    let pairs = expressions.sorted { $0.key < $1.key }.map { text, compiled in
      JSONValue.array([.string(text), .optional(compiled?.numbers.text)])
    }
    return .object([
      ("expressions", .array(pairs)), ("operations", rows(operations.all.map(\.numbers))),
      ("steps", rows(steps.all.map(\.numbers))),
      ("predicates", rows(predicates.all.map { Numbers(Int($0)) })),
      ("numbers", rows(numbers.all.map { Numbers(Int($0)) })),
      ("literals", texts(literals.all.map { String(decoding: $0.bytes, as: UTF8.self) })),
      ("localNames", texts(localNames.all)), ("namespaces", texts(namespaces.all)),
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
