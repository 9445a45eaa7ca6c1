package import Faultlint
package import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintFiles
package import FaultlintModel
internal import FaultlintYAML
internal import Synchronization

/// A quirk of SOAP stacks that a project can take as it is: which findings come of it, and who has it. Each is a file in
/// the folder `accept`.
package struct AcceptedSet: Sendable {
  /// Its name, as in `accept: [sender-500]`.
  package let name: String
  /// What it is, in a sentence without a full stop.
  package let title: String
  /// Why it can be lived with, and what it costs.
  package let reason: String
  /// Which findings come of it.
  package let findings: [Kind]
  /// Who has it.
  package let evidence: [Evidence]

  /// Findings that come of a quirk. What is empty or nil is not asked for.
  package struct Kind: Sendable {
    /// The ids of the rules.
    package let rules: [String]
    /// The version of SOAP.
    package let version: SOAPVersion?
    /// The HTTP statuses.
    package let statuses: [Int]
    /// Patterns for the code of the fault as written, without its prefix.
    let codes: [Glob]
    /// Patterns for the path of the element.
    let elements: [ElementPattern]

    func fits(_ finding: Finding, in report: Report) -> Bool {
      guard rules.contains(finding.rule.id), version == nil || version == report.soapVersion,
        statuses.isEmpty || report.exchange?.status.map(statuses.contains) ?? false,
        elements.isEmpty || elements.contains(where: { $0.matches(finding.path) })
      else { return false }
      guard !codes.isEmpty else { return true }
      let code = report.fault?.code.text ?? ""
      let local = code.firstIndex(of: ":").map { code[code.index(after: $0)...] } ?? code[...]
      return codes.contains { $0.matches([local]) }
    }
  }

  /// A stack that has a quirk.
  package struct Evidence: Sendable {
    /// The stack.
    package let stack: String
    /// Which versions of it.
    package let versions: String
    /// What it does.
    package let says: String
    /// Where that is said.
    package let source: String
  }

  /// Whether a finding of a report comes of the quirk.
  package func fits(_ finding: Finding, in report: Report) -> Bool {
    findings.contains { $0.fits(finding, in: report) }
  }

  // MARK: Those there are

  /// The names of the sets, in the order a list shows them.
  package static var names: [String] { AcceptedFiles.names }

  /// The set with a name; nil if there is none. Its file is read when it is first asked for.
  package static func named(_ name: String) -> AcceptedSet? {
    if let set = known.withLock({ $0[name] }) { return set }
    guard let text = AcceptedFiles.file(name) else { return nil }
    do throws(ContractErrors) {
      let set = try AcceptedSet(reading: text, file: name + ".yml")
      known.withLock { $0[name] = set }
      return set
    } catch {
      preconditionFailure("a set of quirks of our own is wrong: \(error.errors)")
    }
  }

  /// All of them.
  package static var all: [AcceptedSet] { names.compactMap(named) }

  private static let known = Mutex<[String: AcceptedSet]>([:])

  // MARK: Reading

  /// Reads the file of a set.
  ///
  /// - Parameters:
  ///   - text: Its bytes.
  ///   - file: What to call it.
  /// - Throws: Everything that is wrong with it.
  package init(reading text: [UInt8], file: String) throws(ContractErrors) {
    var source = ContractSource(file: file, text: text)
    let value: YAMLValue
    do throws(YAMLError) {
      value = try YAMLValue(reading: text)
    } catch {
      source.report(error)
      throw ContractErrors(errors: source.errors)
    }
    let keys = ["accept", "title", "reason", "findings", "evidence"]
    guard let fields = ContractFields(value, keys, what: "a set of quirks", &source) else {
      throw ContractErrors(errors: source.errors)
    }
    func needed(_ name: String, _ fields: ContractFields, _ place: YAMLValue) -> String {
      fields.needed(name, of: "it", at: place, &source)?.oneLine ?? ""
    }
    name = needed("accept", fields, value)
    title = needed("title", fields, value)
    reason = needed("reason", fields, value)
    findings = fields.items("findings", &source).compactMap { Kind($0, &source) }
    evidence = fields.items("evidence", &source).compactMap { item in
      let keys = ["stack", "versions", "says", "source"]
      guard let fields = ContractFields(item, keys, what: "evidence", &source) else { return nil }
      return Evidence(
        stack: needed("stack", fields, item), versions: needed("versions", fields, item),
        says: needed("says", fields, item), source: needed("source", fields, item))
    }
    if findings.isEmpty { source.report("it needs 'findings'", at: value) }
    if evidence.isEmpty { source.report("it needs 'evidence'", at: value) }
    guard source.errors.isEmpty else { throw ContractErrors(errors: source.errors) }
  }
}

extension AcceptedSet.Kind {
  fileprivate init?(_ value: YAMLValue, _ source: inout ContractSource) {
    let keys = ["rules", "soap", "statuses", "codes", "elements"]
    guard let fields = ContractFields(value, keys, what: "'findings'", &source) else { return nil }
    rules = fields.texts("rules", &source).map(\.text)
    version = fields.text("soap", &source).flatMap(SOAPVersion.init)
    if fields["soap"] != nil, version == nil { source.report("'soap' is 1.1 or 1.2", at: value) }
    var numbers: [Int] = []
    for (text, place) in fields.texts("statuses", &source) {
      guard let number = Int(text) else {
        source.report("a status is a number", at: place)
        continue
      }
      numbers.append(number)
    }
    statuses = numbers
    var globs: [Glob] = []
    var patterns: [ElementPattern] = []
    for (name, isElement) in [("codes", false), ("elements", true)] {
      for (text, place) in fields.texts(name, &source) {
        do throws(GlobError) {
          if isElement { patterns.append(try ElementPattern(text)) } else { globs.append(try Glob(text)) }
        } catch {
          source.report(error.message, at: place)
        }
      }
    }
    codes = globs
    elements = patterns
    if rules.isEmpty { source.report("it needs 'rules'", at: value) }
  }
}
