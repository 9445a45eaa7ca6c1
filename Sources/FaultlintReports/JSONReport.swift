public import Faultlint
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRuleDocs
internal import FaultlintRules
public import FaultlintText
internal import FaultlintXMLTree

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
  private var tally = Tally()
  private var isFirst = true

  /// The version of the form, which every document names.
  package static let version = 2

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
    output.writeProgram(settings.version, library: settings.library, format: Self.version)
    output.write(",\"results\":[")
  }

  /// Writes one result into a part of the report, on any thread.
  public func write(_ result: Report, to part: inout ReportPart) {
    part.add(result)
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
    part.add(result)
    if !isLines { part.output.write(",\n") }
    part.output.writeJSON(copying: line)
    if isLines { part.output.write("\n") }
  }

  /// The next part.
  public mutating func add(_ part: ReportPart, _ output: inout Output) {
    tally += part.tally
    if isLines {
      output.write(part.output)
    } else {
      output.write(elements: part.output.bytes, isFirst: &isFirst)
    }
  }

  /// What comes after the results.
  public func end(_ summary: Summary, _ output: inout Output) {
    if isLines {
      guard settings.hasSummary else { return }
      output.write("{")
      output.writeProgram(settings.version, library: settings.library, format: Self.version)
      output.write(",\"summary\":")
      write(summary, &output)
      output.write("}\n")
    } else {
      output.write("\n]")
      if settings.hasSummary {
        output.write(",\"summary\":")
        write(summary, &output)
      }
      output.write("}\n")
    }
  }

  /// How many faults, and how many other things, the summary tells apart.
  private static let mostCounted = 100

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
    if summary.known > 0 { output.writeMember("known", summary.known) }
    if summary.suppressed > 0 { output.writeMember("suppressed", summary.suppressed) }
    if summary.isPartial { output.write(",\"partial\":true") }
    let faults = tally.frequentFaults(Self.mostCounted)
    output.write(",\"faults\":")
    output.writeJSON(faults.shown) { output, row in
      output.write("{\"code\":")
      output.writeJSON(row.thing.code.isEmpty ? nil : row.thing.code)
      if !row.thing.subcodes.isEmpty {
        output.write(",\"subcodes\":")
        output.writeJSON(row.thing.subcodes) { $0.writeJSON($1) }
      }
      output.write(",\"reason\":")
      output.writeJSON(row.thing.text)
      output.writeMember("payloads", row.count)
      output.write("}")
    }
    if faults.rest > 0 { output.writeMember("otherFaults", faults.rest) }
    let others = tally.others.first(Self.mostCounted, by: <)
    output.write(",\"insteadOfFaults\":")
    output.writeJSON(others.shown) { output, row in
      output.write("{\"content\":")
      output.writeJSON(row.thing.content)
      if let status = row.thing.status { output.writeMember("status", status) }
      output.writeMember("payloads", row.count)
      output.write("}")
    }
    if others.rest > 0 { output.writeMember("otherContents", others.rest) }
    output.write(",\"notRun\":")
    output.writeJSON(tally.notRun) { output, row in
      output.write("{\"rule\":")
      output.writeJSON(row.rule.id)
      output.write(",\"reason\":")
      output.writeJSON(row.reason)
      output.writeMember("payloads", row.count)
      output.write("}")
    }
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
    // In captures with a payload a line, and in files that are one, it need not be said.
    if source.line != source.entry + 1 { output.writeMember("line", source.line) }
    if var id = source.id {
      output.write(",\"id\":")
      id.withUTF8 { output.writeJSON(copying: $0) }
    }
    output.write("}")
  }

  private func write(_ result: Report, _ output: inout Output) {
    output.write("{\"source\":")
    write(result.source, &output)
    output.write(",\"verdict\":")
    output.writeJSON(result.verdict.rawValue)
    if let error = result.errorWithOption {
      output.write(",\"error\":")
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
    if let advice = result.advice {
      output.write(",\"advice\":")
      output.writeJSON(advice.textWithOption)
    }
    if let exchange = result.exchange { write(exchange, &output) }
    output.write(",\"fault\":")
    // Not bound to a name, which would copy it.
    if result.fault != nil {
      write(result.fault.unsafelyUnwrapped, result.disclosed, &output)
    } else {
      output.write("null")
    }
    output.write(",\"findings\":")
    output.writeJSON(result.findings) { write($1, result, by: nil, &$0) }
    if !result.excused.isEmpty {
      output.write(",\"excused\":")
      output.writeJSON(result.excused) { output, finding in
        output.write("{\"rule\":")
        output.writeJSON(finding.rule.id)
        output.writeMember("line", finding.line)
        output.writeMember("column", finding.column)
        output.write(",\"reason\":")
        output.writeJSON(finding.excuse)
        output.write("}")
      }
    }
    if !result.suppressed.isEmpty {
      output.write(",\"suppressed\":")
      output.writeJSON(result.suppressed) { output, suppressed in
        write(suppressed.finding, result, by: suppressed, &output)
      }
    }
    // What was disclosed is not to be shown again in the words of a vendor.
    if result.disclosed == nil {
      if !result.codes.isEmpty {
        output.write(",\"codes\":")
        output.writeJSON(result.codes) { write($1, &$0) }
      }
      if !result.errors.isEmpty {
        output.write(",\"errors\":")
        output.writeJSON(result.errors.prefix(Self.mostEntries)) { output, error in
          output.write("{\"profile\":")
          output.writeJSON(error.profile)
          output.write(",\"title\":")
          output.writeJSON(error.title)
          output.write(",\"text\":")
          output.writeJSON(error.text)
          if let code = error.code {
            output.write(",\"code\":")
            write(code, &output)
          }
          output.write("}")
        }
      }
    }
    output.write("}")
  }

  private func write(_ code: FaultCodeMeaning, _ output: inout Output) {
    output.write("{\"profile\":")
    output.writeJSON(code.profile)
    output.write(",\"kind\":")
    output.writeJSON(code.kind)
    output.write(",\"code\":")
    output.writeJSON(code.code)
    output.write(",\"name\":")
    output.writeJSON(code.name)
    output.write(",\"meaning\":")
    output.writeJSON(code.meaning)
    output.write(",\"remedy\":")
    output.writeJSON(code.remedy)
    output.write("}")
  }

  private func write(_ exchange: ReportedExchange, _ output: inout Output) {
    output.write(",\"exchange\":{")
    var separator: StaticString = ""
    if let method = exchange.method {
      output.write("\"method\":")
      output.writeJSON(method)
      separator = ","
    }
    if let url = exchange.url {
      output.write(separator)
      output.write("\"url\":")
      output.writeJSON(url)
      separator = ","
    }
    if let status = exchange.status {
      output.write(separator)
      output.write("\"status\":")
      output.write(status)
    }
    output.write("}")
  }

  /// How many characters of a text are reported: a stack trace is, a file that somebody put there is not.
  private static let longestText = 1 << 16
  /// How many detail entries are named: nobody reads more, and each may name a long namespace with a short prefix.
  private static let mostEntries = 100

  private func write(_ fault: Fault, _ disclosed: Disclosed?, _ output: inout Output) {
    var isCut = false
    let parts = fault.parts
    output.write("{\"code\":")
    if let code = parts.codeName {
      write(code, of: fault, &isCut, &output)
    } else {
      output.write("null")
    }
    let subcodes = parts.subcodes.compactMap(FaultCode.init)
    if !subcodes.isEmpty {
      output.write(",\"subcodes\":")
      output.writeJSON(subcodes) { write($1, of: fault, &isCut, &$0) }
    }
    output.write(",\"reason\":")
    output.writeJSON(parts.reasons) { output, reason in
      output.write("{\"text\":")
      write(textOf: reason, of: fault, disclosed, &isCut, &output)
      if let language = reason.attribute(.xml, .lang)?.value {
        output.write(",\"lang\":")
        output.writeJSON(language, limit: FaultHeadline.longestName, &isCut)
      }
      output.write("}")
    }
    if let actor = parts.actor {
      output.write(",\"actor\":")
      write(textOf: actor, isTrimmed: true, of: fault, disclosed, &isCut, &output)
    }
    if let role = parts.role {
      output.write(",\"role\":")
      write(textOf: role, isTrimmed: true, of: fault, disclosed, &isCut, &output)
    }
    if let detail = parts.detail {
      output.write(",\"detail\":[")
      for (index, entry) in detail.children.enumerated() {
        if index == Self.mostEntries {
          isCut = true
          break
        }
        if index > 0 { output.write(",") }
        output.writeJSON(expandedNameOf: entry, &isCut)
      }
      output.write("]")
    }
    if isCut { output.write(",\"cut\":true") }
    output.write("}")
  }

  /// Writes the text straight inside an element.
  private func write(
    textOf element: ElementView, isTrimmed: Bool = false, of fault: Fault, _ disclosed: Disclosed?,
    _ isCut: inout Bool, _ output: inout Output
  ) {
    let text = isTrimmed ? element.text.trimmed : element.text
    if let disclosed {
      let shown = disclosed.string(text, limit: text.count)
      output.writeJSON(shown, limit: Self.longestText, &isCut)
    } else if fault.hasUnexpandedEntities {
      output.writeJSON(fault.text(element, isTrimmed: isTrimmed), limit: Self.longestText, &isCut)
    } else {
      output.writeJSON(text, limit: Self.longestText, &isCut)
    }
  }

  /// Writes a code: its name, without the namespace where that is the one of SOAP itself; or, if it names nothing, what is
  /// written there.
  private func write(_ code: FaultCode, of fault: Fault, _ isCut: inout Bool, _ output: inout Output) {
    guard case .resolved(let namespace, let local, _) = code.name else {
      output.write("{\"text\":")
      if fault.hasUnexpandedEntities {
        let text = fault.text(code.element, isTrimmed: true)
        output.writeJSON(text, limit: FaultHeadline.longestName, &isCut)
      } else {
        output.writeJSON(code.text, limit: FaultHeadline.longestName, &isCut)
      }
      output.write("}")
      return
    }
    output.write("{")
    if namespace != fault.version.namespace {
      output.write("\"namespace\":")
      output.writeJSON(namespace: namespace, of: code.element.tree, &isCut)
      output.write(",")
    }
    output.write("\"local\":")
    output.writeJSON(local, limit: FaultHeadline.longestName, &isCut)
    output.write("}")
  }

  private func write(
    _ finding: Finding, _ result: Report, by suppressed: SuppressedFinding? = nil, _ output: inout Output
  ) {
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
    if let suppressed {
      output.write(",\"by\":")
      output.writeJSON(suppressed.kind.rawValue)
      output.write(",\"reason\":")
      output.writeJSON(suppressed.reason)
    }
    output.write("}")
  }
}

extension Output {
  /// Adds a member with a number, and the comma before it.
  fileprivate mutating func writeMember(_ name: StaticString, _ value: Int) {
    write(",\"")
    write(name)
    write("\":")
    write(value)
  }

  /// Adds a text as a string of JSON, cut after so many characters.
  /// `isCut` becomes true if it had to be cut.
  fileprivate mutating func writeJSON(_ text: TextView, limit: Int, _ isCut: inout Bool) {
    // A text with no more bytes has no more characters, and need not become a String.
    guard text.count > limit else { return writeJSON(text.bytes) }
    let cut = text.string(limit: limit)
    isCut = isCut || !cut.utf8.elementsEqual(text.bytes)
    writeJSON(cut)
  }

  /// The same of a text that lies elsewhere.
  fileprivate mutating func writeJSON(_ text: String, limit: Int, _ isCut: inout Bool) {
    guard text.utf8.count > limit else { return writeJSON(text) }
    let cut = String(cutting: Array(text.utf8)[...], after: limit)
    isCut = isCut || cut != text
    writeJSON(cut)
  }

  /// Adds the name of a namespace as a string of JSON.
  /// `isCut` becomes true if it had to be cut.
  fileprivate mutating func writeJSON(namespace: Namespace, of tree: TreeView, _ isCut: inout Bool) {
    let name = tree.namespaces[namespace.id]
    if name.count <= FaultHeadline.longestName {
      writeJSON(name)
    } else {
      let text = tree.namespaces.string(namespace.id)
      isCut = isCut || !text.utf8.elementsEqual(name)
      writeJSON(text)
    }
  }

  /// Adds `{namespace}name`, or the name alone if it is in none, as a string of JSON.
  /// `isCut` becomes true if it had to be cut.
  fileprivate mutating func writeJSON(expandedNameOf element: ElementView, _ isCut: inout Bool) {
    let (uri, local) = (
      element.tree.namespaces[element.namespace.id], element.tree.localNames[element.name.id]
    )
    guard uri.count <= FaultHeadline.longestName, local.count <= FaultHeadline.longestName else {
      let (uriText, localText) = (element.namespaceName, element.localName)
      isCut = isCut || !uriText.utf8.elementsEqual(uri) || !localText.utf8.elementsEqual(local)
      return writeJSON((element.namespace == .none ? "" : "{\(uriText)}") + localText)
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
}
