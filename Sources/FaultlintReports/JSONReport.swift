public import Faultlint
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRuleDocs
internal import FaultlintRules
public import FaultlintText
internal import FaultlintXMLTree
internal import Synchronization

/// The JSON of reports: one document, or one object a line.
///
/// It is written by hand into a byte buffer, because an encoder costs more than all rules together.
public struct JSONReport: ReportRenderer {
  static let format = ReportFormat("json", "one JSON document") { JSONReport($0, lines: false) }
  static let linesFormat = ReportFormat("ndjson", "a JSON object a line, as results come") {
    JSONReport($0, lines: true)
  }

  /// Whether it is one object a line.
  public let isLines: Bool
  /// Whether somebody may read along.
  public var isForReadingAlong: Bool { isLines }
  private let settings: ReportSettings
  private let notRun = NotRunCache()
  private var isFirst = true

  /// A report.
  ///
  /// - Parameters:
  ///   - settings: How to write it.
  ///   - lines: Whether to write one result object a line and then the summary, instead of one document.
  public init(_ settings: ReportSettings, lines: Bool) {
    self.settings = settings
    isLines = lines
  }

  /// What comes before the results.
  public func begin(_ output: inout Output) {
    guard !isLines else { return }
    output.write("{")
    output.writeProgram(settings.version)
    output.write(",\"results\":[")
  }

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    part.summary.add(result)
    if !isLines { part.output.write(",\n") }
    write(result, &part.output)
    if isLines { part.output.write("\n") }
  }

  /// Takes over one result as a report in this form has it, on any thread.
  ///
  /// - Parameters:
  ///   - result: The result, for the counts.
  ///   - line: Its JSON on a line, without the end of the line.
  ///   - part: What to write to.
  public func write(_ result: Report, as line: UnsafeBufferPointer<UInt8>, to part: inout ReportPart) {
    part.summary.add(result)
    if !isLines { part.output.write(",\n") }
    part.output.bytes.append(contentsOf: line)
    if isLines { part.output.write("\n") }
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    guard !part.output.bytes.isEmpty else { return }
    // Every result has a comma before it, and the first is not to have one.
    output.bytes += isFirst && !isLines ? part.output.bytes[1...] : part.output.bytes[...]
    isFirst = false
  }

  /// What comes after the results.
  public func end(_ summary: Summary, _ output: inout Output) {
    if isLines {
      output.write("{")
      output.writeProgram(settings.version)
      output.write(",\"summary\":")
      write(summary, &output)
      output.write("}\n")
    } else {
      output.write("\n],\"summary\":")
      write(summary, &output)
      output.write("}\n")
    }
  }

  private func write(_ summary: Summary, _ output: inout Output) {
    output.write("{")
    for (name, value) in summary.counts {
      output.writeJSON(name)
      output.write(":")
      output.write(value)
      output.write(",")
    }
    output.write("\"skipped\":")
    output.write(summary.skipped)
    if summary.isPartial { output.write(",\"partial\":true") }
    output.write("}")
  }

  private func write(_ source: Source, _ output: inout Output) {
    output.write("{\"path\":")
    output.writeJSON(source.path)
    if let member = source.member {
      output.write(",\"member\":")
      output.writeJSON(member)
    }
    output.write(",\"entry\":")
    output.write(source.entry)
    output.write(",\"line\":")
    output.write(source.line)
    if let id = source.id {
      output.write(",\"id\":")
      output.write(id)
    }
    output.write("}")
  }

  private func write(_ result: Report, _ output: inout Output) {
    output.write("{\"source\":")
    write(result.source, &output)
    output.write(",\"verdict\":")
    output.writeJSON(result.verdict.rawValue)
    if let error = result.error {
      output.write(",\"trouble\":")
      output.writeJSON(error)
    }
    output.write(",\"soap\":")
    output.writeJSON(result.soapVersion?.rawValue)
    output.write(",\"profiles\":")
    output.writeJSON(result.profiles) { $0.writeJSON($1) }
    if let content = result.content {
      output.write(",\"content\":")
      output.writeJSON(content)
    }
    output.write(",\"fault\":")
    if let fault = result.fault { write(fault, result.disclosed, &output) } else { output.write("null") }
    output.write(",\"findings\":")
    output.writeJSON(result.findings) { write($1, result, &$0) }
    if let rules = result.judged, !rules.notRun.isEmpty {
      output.write(",\"notRun\":")
      notRun.write(rules, &output)
    }
    output.write("}")
  }

  /// How many characters of a text are reported.
  private static let textLimit = 4000
  /// How many characters of a name are.
  private static let nameLimit = 100
  /// How many detail entries are named: nobody reads more, and each may name a long namespace with a short prefix.
  private static let mostEntries = 100

  private func write(_ fault: Fault, _ disclosed: Disclosed?, _ output: inout Output) {
    func show(_ element: ElementView, isTrimmed: Bool = false, _ output: inout Output) {
      let text = isTrimmed ? element.text.trimmed : element.text
      if let disclosed {
        output.writeJSON(disclosed.string(text, limit: Self.textLimit))
      } else if fault.hasUnexpandedEntities {
        let marked = fault.text(element, isTrimmed: isTrimmed)
        output.writeJSON(String(cutting: ArraySlice(marked.utf8), after: Self.textLimit))
      } else {
        output.writeJSON(text, limit: Self.textLimit)
      }
    }
    let parts = fault.parts
    output.write("{\"code\":")
    if let code = parts.code.flatMap(FaultCode.init) { write(code, &output) } else { output.write("null") }
    let subcodes = parts.subcodes.compactMap(FaultCode.init)
    if !subcodes.isEmpty {
      output.write(",\"subcodes\":")
      output.writeJSON(subcodes) { write($1, &$0) }
    }
    output.write(",\"reason\":")
    output.writeJSON(parts.reasons) { output, reason in
      output.write("{\"text\":")
      show(reason, &output)
      if let language = reason.attribute(.xml, .lang)?.value {
        output.write(",\"lang\":")
        output.writeJSON(language, limit: Self.nameLimit)
      }
      output.write("}")
    }
    output.write(",\"actor\":")
    if let actor = parts.actor { show(actor, isTrimmed: true, &output) } else { output.write("null") }
    if let role = parts.role {
      output.write(",\"role\":")
      show(role, isTrimmed: true, &output)
    }
    output.write(",\"detail\":[")
    if let detail = parts.detail {
      var isFirst = true
      for entry in detail.children.prefix(Self.mostEntries) {
        if !isFirst { output.write(",") }
        output.writeJSON(expandedNameOf: entry)
        isFirst = false
      }
    }
    output.write("]}")
  }

  private func write(_ code: FaultCode, _ output: inout Output) {
    output.write("{\"namespace\":")
    if case .resolved(let namespace, let local, _) = code.name {
      output.writeJSON(namespace: namespace, of: code.element.tree)
      output.write(",\"local\":")
      output.writeJSON(local, limit: Self.nameLimit)
    } else {
      output.write("null,\"local\":null")
    }
    output.write(",\"text\":")
    output.writeJSON(code.text, limit: Self.nameLimit)
    output.write("}")
  }

  private func write(_ finding: Finding, _ result: Report, _ output: inout Output) {
    output.write("{\"rule\":")
    output.writeJSON(finding.rule.id)
    output.write(",\"level\":")
    output.writeJSON(finding.level.rawValue)
    output.write(",\"message\":")
    output.writeJSON(finding.message)
    output.write(",\"line\":")
    output.write(finding.line)
    output.write(",\"column\":")
    output.write(finding.column)
    output.write(",\"offset\":")
    output.write(finding.offset)
    if !result.source.isWhole {
      let place = result.capturePlace(of: finding)
      output.write(",\"captureLine\":")
      output.write(place.line)
      if let column = place.column {
        output.write(",\"captureColumn\":")
        output.write(column)
      }
    }
    output.write(",\"path\":")
    output.writeJSON(finding.path)
    output.write(",\"reference\":")
    output.writeJSON(finding.reference)
    output.write(",\"also\":")
    output.writeJSON(finding.also) { $0.writeJSON($1) }
    output.write("}")
  }
}

/// The lists of rules not run as JSON. Nearly all payloads of a run share one for each version of SOAP.
private final class NotRunCache: Sendable {
  private let lists = Mutex<[(rules: JudgedRules, json: [UInt8])]>([])
  /// How many are kept: what is known of payloads may differ from one to the next.
  private static let most = 8

  func write(_ rules: JudgedRules, _ output: inout Output) {
    output.bytes += lists.withLock { lists in
      if let known = lists.first(where: { $0.rules === rules }) { return known.json }
      if lists.count == Self.most { lists.removeFirst() }
      lists.append((rules, Self.json(rules)))
      return lists[lists.count - 1].json
    }
  }

  private static func json(_ rules: JudgedRules) -> [UInt8] {
    var output = Output()
    output.writeJSON(rules.notRun) { output, item in
      output.write("{\"rule\":")
      output.writeJSON(item.rule.id)
      output.write(",\"reason\":")
      output.writeJSON(item.reasonWithOption)
      output.write("}")
    }
    return output.bytes
  }
}

extension Output {
  /// Adds a text as a string of JSON, cut after so many characters.
  fileprivate mutating func writeJSON(_ text: TextView, limit: Int) {
    // A text with no more bytes has no more characters, and need not become a String.
    if text.count <= limit { writeJSON(text.bytes) } else { writeJSON(text.string(limit: limit)) }
  }

  /// Adds the name of a namespace as a string of JSON.
  fileprivate mutating func writeJSON(namespace: Namespace, of tree: TreeView) {
    let name = tree.namespaces[namespace.id]
    if name.count <= Self.longestName {
      writeJSON(name)
    } else {
      writeJSON(tree.namespaces.string(namespace.id))
    }
  }

  /// Adds `{namespace}name`, or the name alone if it is in none, as a string of JSON.
  fileprivate mutating func writeJSON(expandedNameOf element: ElementView) {
    let (uri, local) = (
      element.tree.namespaces[element.namespace.id], element.tree.localNames[element.name.id]
    )
    guard uri.count <= Self.longestName, local.count <= Self.longestName else {
      let isQualified = element.namespace != .none
      return writeJSON((isQualified ? "{\(element.namespaceName)}" : "") + element.localName)
    }
    write("\"")
    if element.namespace != .none {
      write("{")
      writeEscaped(uri)
      write("}")
    }
    writeEscaped(local)
    write("\"")
  }

  /// Names that are no longer are written as they lie in the tree, which cuts longer ones.
  private static let longestName = 300
}
