package import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintLibXML
internal import FaultlintModel
internal import FaultlintXMLTree

/// Runs the examples of the rules of a contract, and its tests.
package struct ContractTest {
  /// What came of it.
  package struct Result: Sendable {
    /// How many rules there are.
    package var rules = 0
    /// How many examples they have.
    package var examples = 0
    /// How many tests there are.
    package var tests = 0
    /// What is not as it should be, a sentence each with its place in the file.
    package var failures: [String] = []
    /// The ids of rules without a violating example.
    package var untested: [String] = []
    /// What no example and no test shows to work, and what is worth knowing besides, likewise.
    package var remarks: [String] = []
  }

  private let contract: Contract
  private var result = Result()
  /// What examples and tests showed to work: excuses by rule and reason, kinds of codes, titles of responses.
  private var excused: Set<[String]> = []
  private var kinds: Set<String> = []
  private var responses: Set<String> = []
  /// The ids of rules with a violating example that the profile would not be selected for.
  private var unselected: [String] = []

  /// Runs them.
  package static func run(_ contract: Contract) -> Result {
    var test = ContractTest(contract)
    test.run()
    return test.result
  }

  private init(_ contract: Contract) { self.contract = contract }

  private mutating func run() {
    result.rules = contract.rules.count
    for rule in contract.rules {
      if rule.violating.isEmpty { result.untested.append(rule.id) }
      run(contract.examples.filter { $0.rule === rule }, of: rule)
    }
    for test in contract.tests { run(test) }
    result.failures += contract.idle.map(\.description)
    addRemarks()
  }

  // MARK: Examples

  private mutating func run(_ examples: [Contract.RuleExample], of rule: Rule) {
    var options = Linter.Options()
    options.enabled = [rule.id]
    guard
      let linter = try? Linter(
        profiles: [], adding: [], contracts: [contract], candidates: [], options: options),
      let choosing = chooser(options)
    else { return }
    for example in examples {
      result.examples += 1
      let what = "\(rule.id): \(example.isViolating ? "violating" : "conforming") example \(example.number)"
      func fail(_ words: String) {
        result.failures.append(place(example.line, example.column, "\(what) \(words)"))
      }
      if let problem = problem(of: example.example.document, example.assumedBytes) {
        fail(problem)
        continue
      }
      let report = linter.check(example.example.document)
      note(report)
      let found = report.findings.filter { $0.rule.id == rule.id || $0.also.contains(rule.id) }
      guard example.isViolating else {
        if let found = found.first { fail("has a finding at \(found.path): \(found.message)") }
        continue
      }
      let marks = Self.marks(of: example.example)
      if found.isEmpty {
        fail("has no finding")
      } else if !marks.isEmpty, Set(found.map(\.offset)) != Set(marks) {
        fail("has its finding at \(found.map(\.path).joined(separator: ", ")), and not where the mark is")
      }
      let isSelected = choosing.check(example.example.document).profiles.contains(contract.name)
      if !isSelected, !unselected.contains(rule.id) { unselected.append(rule.id) }
    }
  }

  /// A linter that chooses the contract as `check` does.
  private func chooser(_ options: Linter.Options = Linter.Options()) -> Linter? {
    let isForAll = contract.selection == nil
    return try? Linter(
      profiles: nil, adding: [], contracts: isForAll ? [contract] : [],
      candidates: isForAll ? [] : [contract],
      options: options)
  }

  /// Why a text of the file cannot be read, or is not a message; nil if it is one.
  private func problem(of document: String, _ assumedBytes: Int) -> String? {
    let parsed = Self.parse(document)
    if let reason = reasonNotRead(parsed, document, assumedBytes) { return reason }
    guard let tree = parsed.tree, let selection = contract.selection,
      case .other(let root) = Message(tree: tree, prologue: parsed.prologue, isFragment: false).content,
      Fragment(parsed) == nil, root.namespace != .none || !selection.roots.contains(root.localName)
    else { return nil }
    return
      "is not a SOAP message: its document element is '\(root.qualifiedName)', where an Envelope, or a Fault or Body with the prefix s or e, is to stand"
  }

  private static func parse(_ document: String) -> ParsedDocument {
    Array(document.utf8).withUnsafeBufferPointer { TreeParser(vocabulary: .soap).parse($0) }
  }

  /// Why a text of the file cannot be read; nil if it can.
  private func reasonNotRead(_ parsed: ParsedDocument, _ document: String, _ assumedBytes: Int) -> String? {
    guard let problem = parsed.problem else { return nil }
    let written = Array(document.utf8.dropFirst(assumedBytes))
    let before = written[..<min(max(problem.offset - assumedBytes, 0), written.count)]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    // Somebody who writes one may take the prefixes of the file for declared everywhere.
    let hint =
      problem.kind == .namespace && assumedBytes == 0
      ? ": the prefixes of the file are declared only for what begins with <s:Fault, <s:Body, <e:Fault or <e:Body"
      : ""
    return "cannot be read: \(problem.message)\(hint) (line \(line), column \(column) of it)"
  }

  /// Where the marks stand, in bytes of the document without them.
  private static func marks(of example: Example) -> [Int] {
    var marks: [Int] = []
    var offset = 0
    for character in example.marked {
      if character == "↓" { marks.append(offset) } else { offset += character.utf8.count }
    }
    return marks
  }

  // MARK: Tests

  private mutating func run(_ test: Contract.Test) {
    result.tests += 1
    func fail(_ words: String) {
      result.failures.append(place(test.line, test.column, "the test '\(test.title)' \(words)"))
    }
    if let problem = problem(of: test.message.document, test.assumedBytes) {
      return fail("has a message that \(problem)")
    }
    if let request = test.request?.document,
      let reason = reasonNotRead(Self.parse(request), request, test.requestAssumedBytes)
    {
      return fail("has a request that \(reason)")
    }
    guard let linter = chooser() else { return }
    let report = linter.check(
      test.message.document,
      in: Exchange(
        status: test.status, request: test.request.map { Exchange.Request(body: $0.document) }))
    note(report)
    let isChosen = report.profiles.contains(contract.name)
    if test.profile == contract.name ? !isChosen : isChosen || !report.profiles.contains(test.profile) {
      fail("is judged by \(Self.list(report.profiles)), and not by \(test.profile)")
    }
    if let verdict = test.verdict, verdict != report.verdict.rawValue {
      fail("has the verdict \(report.verdict.rawValue), and not \(verdict)")
    }
    func compare(_ what: String, _ found: [String], _ expected: [String]?) {
      guard let expected, found.sorted() != expected.sorted() else { return }
      fail("has the \(what) \(Self.list(found)), and not \(Self.list(expected))")
    }
    compare("findings", report.findings.map(\.rule.id), test.findings)
    compare("excused findings", report.excused.map(\.rule.id), test.excused)
    compare("codes", report.codes.map(\.code) + report.errors.compactMap { $0.code?.code }, test.codes)
    compare("responses", report.errors.map(\.title), test.responses)
  }

  private static func list(_ words: [String]) -> String {
    words.isEmpty ? "none" : words.sorted().joined(separator: ", ")
  }

  // MARK: Remarks

  /// Takes down what a report shows to work.
  private mutating func note(_ report: Report) {
    for finding in report.excused {
      for id in [finding.rule.id] + finding.also { excused.insert([id, finding.excuse ?? ""]) }
    }
    for code in report.codes where code.profile == contract.name { kinds.insert(code.kind) }
    for error in report.errors where error.profile == contract.name {
      responses.insert(error.title)
      if let code = error.code { kinds.insert(code.kind) }
    }
  }

  private mutating func addRemarks() {
    let places = contract.places
    func remark(_ message: String, at place: (line: Int, column: Int)) {
      result.remarks.append(places.remark(message, at: place).description)
    }
    let unknown = "so nobody knows whether it works"
    for (excuse, place) in zip(contract.excuses, places.excuses)
    where !excused.contains([excuse.rule, excuse.reason]) {
      // That it never applies is said already.
      if contract.idle.contains(where: { ($0.line, $0.column) == place }) { continue }
      remark("no example and no test has a finding of \(excuse.rule) that is excused, \(unknown)", at: place)
    }
    for (response, place) in zip(contract.responses, places.responses)
    where !responses.contains(response.title) {
      remark("no test has an answer that says '\(response.title)', \(unknown)", at: place)
    }
    for (table, place) in zip(contract.tables, places.tables) {
      if table.context != nil, !kinds.contains(table.title) {
        remark(
          "no example and no test has a code where 'at' of the table '\(table.name)' looks, \(unknown)",
          at: place)
      } else if table.context == nil, !places.tablesAsked.contains(table.name) {
        remark(
          "the table '\(table.name)' is never asked: it has no 'at', and no rule and no response names it",
          at: place)
      }
    }
    if contract.selection == nil, !contract.ancestors.isDisjoint(with: BuiltInContracts.names) {
      remark(
        "without 'selected-by' it is used for all messages: that of what it extends does not count",
        at: (1, 1))
    }
    guard !unselected.isEmpty else { return }
    let (rules, their) = unselected.count == 1 ? ("has", "its") : ("have", "their")
    remark(
      "\(unselected.joined(separator: ", ")) \(rules) violating examples without a mark of 'selected-by': in \(their) case check uses the profile only where the request has one, or with --profile \(contract.name)",
      at: (1, 1))
  }

  private func place(_ line: Int, _ column: Int, _ message: String) -> String {
    contract.places.remark(message, at: (line, column)).description
  }
}
