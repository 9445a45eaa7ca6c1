/// Many patterns for paths, each with a number. A path is held against all of them at once: what patterns have in common
/// is looked at once, and names without wild cards are looked up.
package struct GlobTable: Sendable {
  /// What is left of the patterns that begin alike.
  private struct Node: Sendable {
    /// Where names without wild cards lead to.
    var names: [Name: Int] = [:]
    /// Where others lead to.
    var patterns: [[Glob.Token]: Int] = [:]
    /// Where any number of names leads to, none among them.
    var anyDepth: Int?
    /// The patterns that end here, in order.
    var numbers: [Int] = []
  }

  /// A name, whose characters are compared and not what they look like.
  private struct Name: Sendable, Hashable {
    let text: Substring

    static func == (left: Name, right: Name) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }

  private var nodes = [Node()]

  /// Has no patterns.
  package init() {}

  /// Whether it has no patterns.
  package var isEmpty: Bool { nodes.count == 1 }

  /// Adds a pattern.
  ///
  /// - Parameters:
  ///   - glob: The pattern.
  ///   - number: Its number, not less than those before; several may have the same.
  package mutating func add(_ glob: Glob, as number: Int) {
    var node = 0
    var isAfterAnyDepth = false
    for step in Self.needed(glob.steps) {
      switch step {
      case .anyDepth:
        if !isAfterAnyDepth {
          node = nodes[node].anyDepth ?? grow { nodes, new in nodes[node].anyDepth = new }
        }
        isAfterAnyDepth = true
      case .name(let tokens):
        if let name = Self.name(tokens) {
          node = nodes[node].names[name] ?? grow { nodes, new in nodes[node].names[name] = new }
        } else {
          node = nodes[node].patterns[tokens] ?? grow { nodes, new in nodes[node].patterns[tokens] = new }
        }
        isAfterAnyDepth = false
      }
    }
    if nodes[node].numbers.last != number { nodes[node].numbers.append(number) }
  }

  private mutating func grow(_ attach: (inout [Node], Int) -> Void) -> Int {
    nodes.append(Node())
    attach(&nodes, nodes.count - 1)
    return nodes.count - 1
  }

  /// The steps up to the last name: what fits a folder fits all in it, and `**` alone fits whatever has a name.
  private static func needed(_ steps: [Glob.Step]) -> [Glob.Step] {
    let last = steps.lastIndex { if case .name = $0 { true } else { false } }
    return last.map { Array(steps[...$0]) } ?? [.name([.any])]
  }

  /// The only name that tokens fit; nil if they fit others.
  private static func name(_ tokens: [Glob.Token]) -> Name? {
    var text = ""
    for token in tokens {
      guard case .scalar(let scalar) = token else { return nil }
      text.unicodeScalars.append(scalar)
    }
    return Name(text: text[...])
  }

  /// The least number of the patterns that fit a path, or one of the folders it is in; nil if none does.
  package func first(fitting names: [Substring]) -> Int? {
    var first: Int?
    visit(names) { numbers in first = min(numbers[0], first ?? numbers[0]) }
    return first
  }

  /// The numbers of all patterns that fit a path, or one of the folders it is in, in order.
  package func all(fitting names: [Substring]) -> [Int] {
    var all: Set<Int> = []
    visit(names) { all.formUnion($0) }
    return all.sorted()
  }

  /// Goes through the numbers of patterns that fit, those that end alike together and once.
  private func visit(_ names: [Substring], _ body: ([Int]) -> Void) {
    guard !isEmpty else { return }
    var reached = [0]
    // Any number of names may come there, so that they are never left.
    var kept: [Int] = []
    var known: Set<Int> = []
    for name in names {
      for node in reached {
        if let deep = nodes[node].anyDepth, known.insert(deep).inserted { kept.append(deep) }
      }
      if reached.isEmpty, kept.isEmpty { return }
      var next: [Int] = []
      func enter(_ node: Int) {
        next.append(node)
        if !nodes[node].numbers.isEmpty, known.insert(node).inserted { body(nodes[node].numbers) }
      }
      let key = Name(text: name)
      func leave(_ node: Int) {
        if let child = nodes[node].names[key] { enter(child) }
        for (tokens, child) in nodes[node].patterns where Glob.matches(tokens, name) { enter(child) }
      }
      reached.forEach(leave)
      kept.forEach(leave)
      reached = next
    }
  }
}

/// Many patterns for the paths of elements, each with a number.
struct ElementTable: Sendable {
  private var tables: [ElementPattern.Form: GlobTable] = [:]

  /// Whether it has no patterns.
  var isEmpty: Bool { tables.isEmpty }

  /// Adds a pattern with a number that is not less than those before.
  mutating func add(_ pattern: ElementPattern, as number: Int) {
    tables[pattern.form, default: GlobTable()].add(pattern.glob, as: number)
  }

  /// The least number of the patterns that fit the steps of a path; nil if none does.
  func first(fitting steps: [Substring]) -> Int? {
    tables.lazy.compactMap { form, table in table.first(fitting: form.names(of: steps)) }.min()
  }
}
