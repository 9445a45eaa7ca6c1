package import Faultlint
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintRules
package import FaultlintText
internal import FaultlintXMLTree

/// Reads back the lines that a ``JSONReport`` of lines has. Not for use by two threads at once.
package final class JSONReportReader {
  /// What a line is.
  package enum Line {
    case result(Report)
    case summary(StatedSummary)
  }

  /// What a summary says.
  package struct StatedSummary {
    /// Its counts by their names, as ``Summary/counts`` has them.
    package fileprivate(set) var counts: [String: Int] = [:]
    /// Whether it says that not everything was checked.
    package fileprivate(set) var isPartial = false
    /// The rules that it says were not run, why, and on how many payloads.
    package fileprivate(set) var notRun: [(rule: Rule, reason: String, count: Int)] = []
  }

  /// Rules that a later version may have, by their ids as bytes: to compare texts takes time that is quadratic in the
  /// marks that may stand on one letter.
  private var unknownRules: [[UInt8]: Rule] = [:]

  /// A reader.
  package init() {}

  /// Reads a line.
  ///
  /// - Throws: Why it is none of a report.
  package func read(_ line: UnsafeBufferPointer<UInt8>) throws(JSONError) -> Line {
    var scanner = JSONScanner(line)
    guard let line = try read(&scanner) else {
      throw JSONError("it has neither source, verdict and findings nor a summary", at: 0)
    }
    return line
  }

  private func read(_ scanner: inout JSONScanner) throws(JSONError) -> Line? {
    var parts = ResultParts()
    var summary: StatedSummary?
    try members(&scanner) { name, scanner throws(JSONError) in
      switch name {
      case "source": parts.source = try source(&scanner)
      case "verdict":
        let text = try string(&scanner)
        guard text.isASCII, let verdict = Verdict(rawValue: text) else {
          throw JSONError("'\(text.shortened)' is no verdict", at: scanner.offset)
        }
        parts.verdict = verdict
      case "error": parts.error = try string(&scanner)
      case "trouble", "notRun":
        throw JSONError("it is of format 1, not \(JSONReport.version)", at: scanner.offset)
      case "soap": parts.soap = try optionalString(&scanner)
      case "profiles":
        try elements(&scanner) { scanner throws(JSONError) in parts.profiles.append(try string(&scanner)) }
      case "content": parts.content = try string(&scanner)
      case "advice": parts.advice = try string(&scanner)
      case "exchange": parts.exchange = try exchange(&scanner)
      case "fault":
        if try scanner.kind() == .null { try scanner.null() } else { parts.fault = try fault(&scanner) }
      case "findings":
        var findings: [Finding] = []
        try elements(&scanner) { scanner throws(JSONError) in findings.append(try finding(&scanner)) }
        parts.findings = findings
      case "excused":
        try elements(&scanner) { scanner throws(JSONError) in parts.excused.append(try excused(&scanner)) }
      case "codes":
        try elements(&scanner) { scanner throws(JSONError) in parts.codes.append(try meaning(&scanner)) }
      case "errors":
        try elements(&scanner) { scanner throws(JSONError) in parts.errors.append(try failure(&scanner)) }
      case "suppressed":
        try elements(&scanner) { scanner throws(JSONError) in
          parts.suppressed.append(try suppressed(&scanner))
        }
      case "faultlint":
        try members(&scanner) { name, scanner throws(JSONError) in
          guard name == "format" else { return try scanner.skip() }
          let format = try integer(&scanner)
          guard format == JSONReport.version else {
            throw JSONError("it is of format \(format), not \(JSONReport.version)", at: scanner.offset)
          }
        }
      case "summary": summary = try self.summary(&scanner)
      default: try scanner.skip()
      }
    }
    try scanner.finish()
    guard let summary else { return parts.result.map(Line.result) }
    guard parts.result == nil else { throw JSONError("it has both a result and a summary", at: 0) }
    return .summary(summary)
  }

  /// What a result is put together from, in whatever order it comes.
  private struct ResultParts {
    var source: Source?
    var verdict: Verdict?
    var error: String?
    var soap: String?
    var profiles: [String] = []
    var content: String?
    var advice: String?
    var exchange: ReportedExchange?
    var fault: FaultParts?
    var findings: [Finding]?
    var excused: [Finding] = []
    var codes: [FaultCodeMeaning] = []
    var errors: [ReportedError] = []
    var suppressed: [SuppressedFinding] = []

    var result: Report? {
      guard var source, let verdict, let findings else { return nil }
      source.isWhole =
        source.entry == 0 && source.line == 1 && source.id == nil
        && findings.allSatisfy { $0.capturePlace == nil }
      var result = Report(source: source, verdict: verdict)
      result.error = error
      result.soapVersion = soap.flatMap { $0.isASCII ? SOAPVersion(rawValue: $0) : nil }
      result.profiles = profiles.map(JSONReportReader.shortened)
      result.content = content.map(JSONReportReader.shortened)
      result.advice = advice.map(JSONReportReader.shortened).map(Advice.give)
      result.exchange = exchange
      result.headline = fault?.headline(of: result.soapVersion)
      result.findings = findings
      result.excused = excused
      result.codes = codes
      result.errors = errors
      result.suppressed = suppressed
      return result
    }
  }

  /// What is read of a fault.
  private struct FaultParts {
    var code: CodeParts?
    var subcodes: [CodeParts] = []
    var text = ""

    func headline(of version: SOAPVersion?) -> FaultHeadline {
      FaultHeadline(
        code: code?.name(in: version) ?? "", subcodes: subcodes.map { $0.name(in: version) }, text: text)
    }
  }

  private struct CodeParts {
    var namespace: String?
    var local: String?
    var text = ""

    /// The expanded name, or the text of what is none. No namespace is that of SOAP itself.
    func name(in version: SOAPVersion?) -> String {
      guard let local else { return text }
      let namespace = namespace ?? version?.namespaceName ?? ""
      return namespace.isEmpty ? local : "{\(namespace)}\(local)"
    }
  }

  private func fault(_ scanner: inout JSONScanner) throws(JSONError) -> FaultParts {
    var fault = FaultParts()
    try members(&scanner) { name, scanner throws(JSONError) in
      switch name {
      case "code":
        if try scanner.kind() == .null { try scanner.null() } else { fault.code = try code(&scanner) }
      case "subcodes":
        try elements(&scanner) { scanner throws(JSONError) in fault.subcodes.append(try code(&scanner)) }
      case "reason":
        var isFirst = true
        try elements(&scanner) { scanner throws(JSONError) in
          try members(&scanner) { name, scanner throws(JSONError) in
            guard isFirst, name == "text" else { return try scanner.skip() }
            fault.text = try string(&scanner)
          }
          isFirst = false
        }
      default: try scanner.skip()
      }
    }
    return fault
  }

  private func code(_ scanner: inout JSONScanner) throws(JSONError) -> CodeParts {
    var code = CodeParts()
    try members(&scanner) { name, scanner throws(JSONError) in
      switch name {
      case "namespace": code.namespace = try string(&scanner)
      case "local": code.local = try string(&scanner)
      case "text": code.text = try string(&scanner)
      default: try scanner.skip()
      }
    }
    return code
  }

  private func exchange(_ scanner: inout JSONScanner) throws(JSONError) -> ReportedExchange? {
    var texts: [String: String] = [:]
    var status: Int?
    try members(&scanner) { name, scanner throws(JSONError) in
      switch name {
      case "method", "url": texts[name] = try string(&scanner)
      case "status": status = try integer(&scanner)
      default: try scanner.skip()
      }
    }
    return ReportedExchange(method: texts["method"], url: texts["url"], status: status)
  }

  private func source(_ scanner: inout JSONScanner) throws(JSONError) -> Source {
    var path: String?
    var member: String?
    var entry = 0
    var line: Int?
    var id: String?
    try members(&scanner) { name, scanner throws(JSONError) in
      switch name {
      case "path": path = try string(&scanner)
      case "member": member = try string(&scanner)
      case "entry": entry = try integer(&scanner)
      case "line": line = try integer(&scanner)
      case "id":
        _ = try scanner.kind()
        let start = scanner.offset
        try scanner.skip()
        id = scanner.bytes.text(start..<scanner.offset)
      default: try scanner.skip()
      }
    }
    guard let path else { throw JSONError("the source has no path", at: scanner.offset) }
    var source = Source(path: path, entry: entry)
    source.member = member
    source.line = line ?? entry + 1
    source.id = id
    return source
  }

  private func finding(_ scanner: inout JSONScanner) throws(JSONError) -> Finding {
    var texts: [String: String] = [:]
    return try finding(&scanner, &texts)
  }

  private func suppressed(_ scanner: inout JSONScanner) throws(JSONError) -> SuppressedFinding {
    var texts: [String: String] = [:]
    let finding = try finding(&scanner, &texts)
    guard let kind = texts["by"].flatMap({ $0.isASCII ? SuppressedFinding.Kind(rawValue: $0) : nil }) else {
      throw JSONError("a suppressed finding does not say by what", at: scanner.offset)
    }
    return SuppressedFinding(finding, kind, reason: Self.shortened(texts["reason"] ?? ""))
  }

  private func finding(
    _ scanner: inout JSONScanner, _ texts: inout [String: String]
  ) throws(JSONError) -> Finding {
    var numbers: [String: Int] = [:]
    var also: [String] = []
    var found: [String: String] = [:]
    try members(&scanner) { name, scanner throws(JSONError) in
      switch name {
      case "rule", "level", "message", "path", "reference", "by", "reason":
        found[name] = try string(&scanner)
      case "line", "column", "offset", "captureLine", "captureColumn":
        numbers[name] = try integer(&scanner)
      case "also":
        try elements(&scanner) { scanner throws(JSONError) in also.append(try string(&scanner)) }
      default: try scanner.skip()
      }
    }
    texts = found
    guard let id = texts["rule"],
      let level = texts["level"].flatMap({ $0.isASCII ? Level(rawValue: $0) : nil }),
      let message = texts["message"],
      let line = numbers["line"], let column = numbers["column"]
    else { throw JSONError("a finding is not whole", at: scanner.offset) }
    let rule = rule(id, level)
    let path = texts["path"] ?? ""
    let offset = numbers["offset"] ?? 0
    var isInHead = false
    if case .http = rule.check { isInHead = path.isEmpty }
    var located = Finding(
      Defect(
        rule: rule, level: level, message: message,
        place: isInHead ? .head(field: nil) : .offset(offset, element: nil),
        reference: texts["reference"] ?? "", also: also),
      line: line, column: column, offset: offset, path: path, sourceOffset: offset, sourceLength: 1)
    located.capturePlace = numbers["captureLine"].map {
      CapturePlace(line: $0, column: numbers["captureColumn"])
    }
    return located
  }

  /// What was found and is the vendor's own way.
  private func excused(_ scanner: inout JSONScanner) throws(JSONError) -> Finding {
    var texts: [String: String] = [:]
    var numbers: [String: Int] = [:]
    try members(&scanner) { name, scanner throws(JSONError) in
      switch name {
      case "rule", "reason": texts[name] = try string(&scanner)
      case "line", "column": numbers[name] = try integer(&scanner)
      default: try scanner.skip()
      }
    }
    guard let id = texts["rule"], let line = numbers["line"], let column = numbers["column"] else {
      throw JSONError("what is excused is not whole", at: scanner.offset)
    }
    let rule = rule(id, .note)
    let defect = Defect(
      rule: rule, level: rule.level, message: rule.title, place: .offset(0, element: nil), reference: "",
      also: [])
    return Finding(
      defect.excused(texts["reason"] ?? ""), line: line, column: column, offset: 0, path: "", sourceOffset: 0,
      sourceLength: 1)
  }

  /// A code of a vendor and what it means.
  private func meaning(_ scanner: inout JSONScanner) throws(JSONError) -> FaultCodeMeaning {
    var texts: [String: String] = [:]
    try members(&scanner) { name, scanner throws(JSONError) in
      switch name {
      case "profile", "kind", "code", "name", "meaning", "remedy": texts[name] = try optionalString(&scanner)
      default: try scanner.skip()
      }
    }
    return FaultCodeMeaning(
      profile: texts["profile"] ?? "", kind: texts["kind"] ?? FaultCodeMeaning.kindWithoutTable,
      code: texts["code"] ?? "", name: texts["name"], meaning: texts["meaning"], remedy: texts["remedy"],
      // The report does not say so; a table whose title is this one is rare.
      isOfTable: texts["meaning"] != nil || texts["kind"] != FaultCodeMeaning.kindWithoutTable)
  }

  /// Something that an answer says that failed.
  private func failure(_ scanner: inout JSONScanner) throws(JSONError) -> ReportedError {
    var texts: [String: String] = [:]
    var code: FaultCodeMeaning?
    try members(&scanner) { name, scanner throws(JSONError) in
      switch name {
      case "profile", "title", "text": texts[name] = try optionalString(&scanner)
      case "code":
        if try scanner.kind() == .null { try scanner.null() } else { code = try meaning(&scanner) }
      default: try scanner.skip()
      }
    }
    return ReportedError(
      profile: texts["profile"], title: texts["title"] ?? "something failed", code: code,
      text: texts["text"] ?? "")
  }

  private func rule(_ id: String, _ level: Level) -> Rule {
    if let rule = RuleSet.builtIn[id] ?? BuiltInContracts.rule(id) ?? unknownRules[Array(id.utf8)] {
      return rule
    }
    // Reports write the ids of rules as they are: those of ours need no escapes.
    let name = Self.shortened(id).printable
    let rule = Rule(name, name, level: level, references: [], rationale: "", check: .input(.capture))
    unknownRules[Array(id.utf8)] = rule
    return rule
  }

  private func summary(_ scanner: inout JSONScanner) throws(JSONError) -> StatedSummary {
    var summary = StatedSummary()
    try members(&scanner) { name, scanner throws(JSONError) in
      switch try scanner.kind() {
      case .array where name == "notRun":
        try elements(&scanner) { scanner throws(JSONError) in summary.notRun.append(try notRun(&scanner)) }
      case .number: summary.counts[name] = try integer(&scanner)
      case .bool:
        let value = try scanner.bool()
        if name == "partial" { summary.isPartial = value }
      default: try scanner.skip()
      }
    }
    return summary
  }

  private func notRun(
    _ scanner: inout JSONScanner
  ) throws(JSONError) -> (rule: Rule, reason: String, count: Int) {
    var texts: [String: String] = [:]
    var count = 0
    try members(&scanner) { name, scanner throws(JSONError) in
      switch name {
      case "rule", "reason": texts[name] = try string(&scanner)
      case "payloads": count = try integer(&scanner)
      default: try scanner.skip()
      }
    }
    return (rule(texts["rule"] ?? "", .note), Self.shortened(texts["reason"] ?? ""), count)
  }

  // MARK: Steps

  /// No line, column, offset or count is larger, and two of them can be added.
  ///
  /// Source: RFC 8259, section 6: the numbers that every reader of JSON holds exactly.
  private static let largestNumber = 1 << 53 - 1

  /// What is compared as a text. The longest that faultlint writes is what a stack trace says of a fault, some 550
  /// characters: the same text is to be the same again.
  private static func shortened(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.prefix(1000)))
  }

  private func members(
    _ scanner: inout JSONScanner, _ body: (String, inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    try scanner.enterObject()
    while let token = try scanner.nextMember() {
      let name = try scanner.text(token)
      // Any other is none that is read.
      try body(name.isASCII ? name : "", &scanner)
    }
  }

  private func elements(
    _ scanner: inout JSONScanner, _ body: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    try scanner.enterArray()
    while try scanner.nextElement() { try body(&scanner) }
  }

  private func string(_ scanner: inout JSONScanner) throws(JSONError) -> String {
    try scanner.text(try scanner.string())
  }

  private func optionalString(_ scanner: inout JSONScanner) throws(JSONError) -> String? {
    guard try scanner.kind() == .null else { return try string(&scanner) }
    try scanner.null()
    return nil
  }

  private func integer(_ scanner: inout JSONScanner) throws(JSONError) -> Int {
    _ = try scanner.kind()
    let start = scanner.offset
    guard let number = try scanner.integer(), number >= 0 else {
      throw JSONError("a whole number is expected", at: start)
    }
    guard number <= Self.largestNumber else {
      throw JSONError("no number of a report is larger than \(Self.largestNumber)", at: start)
    }
    return number
  }
}
