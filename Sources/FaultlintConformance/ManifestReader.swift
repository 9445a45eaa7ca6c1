internal import Faultlint
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintReports
internal import FaultlintRules

/// Reads a manifest. What is wrong with it is collected, and the cases that are right are kept.
struct ManifestReader {
  /// The profiles there are, or will be.
  static let profiles: Set<String> = Set(Profile.names).union([
    "auto", "soap11", "soap12", "bp10", "bp11", "bp12", "bp20", "ssbp10", "marketing-cloud", "zuora",
    "openair",
    "dotnet", "ibm-cics",
  ])

  /// The folder of the manifest, from that of the suite; empty if it is that.
  let folder: String
  /// The folder of the suite.
  let root: String
  private(set) var problems: [SuiteProblem] = []

  init(folder: String, root: String) {
    self.folder = folder
    self.root = root
  }

  private var manifest: String { Files.join(folder, "manifest.json") }

  private mutating func complain(_ message: String, line: Int?) {
    problems.append(SuiteProblem(path: manifest, line: line, message: message))
  }

  /// Reads the manifest; nil if it is none at all.
  mutating func read(_ bytes: [UInt8]) -> SuiteSection? {
    do throws(JSONProblem) {
      let json = try JSONReader.read(bytes)
      try Self.check(json, has: ["section", "cases"], may: ["$schema", "format"])
      if let format = json["format"], format.integer != 1 {
        throw JSONProblem(message: "the format is not 1, the only one known here", line: format.line)
      }
      let section = try Self.member(json, "section")
      try Self.check(section, has: ["document", "number", "title"], may: ["url"])
      var result = SuiteSection(
        folder: folder, document: try Self.text(section, "document"),
        number: try Self.text(section, "number"),
        title: try Self.text(section, "title"), cases: [])
      for item in try Self.list(json, "cases") {
        do throws(JSONProblem) {
          result.cases.append(try readCase(item))
        } catch {
          let id = item["id"]?.text.map { "case '\($0)': " } ?? ""
          complain(id + error.message, line: error.line)
        }
      }
      return result
    } catch {
      complain(error.message, line: error.line)
      return nil
    }
  }

  private func readCase(_ json: JSONValue) throws(JSONProblem) -> ConformanceCase {
    try Self.check(
      json, has: ["id", "title", "file", "kind", "sources", "expect"],
      may: ["rules", "facts", "twin", "contested", "comment", "review"])
    let (file, path) = try self.file(json, "file")
    var facts = try json["facts"].map { json throws(JSONProblem) in try Self.facts(json) }
    if let known = json["facts"], known["requestMessage"] != nil {
      let request = try self.file(known, "requestMessage")
      facts?.request = request.file
      facts?.requestPath = request.path
    }
    let kindName = try Self.text(json, "kind")
    guard let kind = ConformanceCase.Kind(rawValue: kindName) else {
      throw JSONProblem(message: "there is no kind '\(kindName)'", line: json["kind"]?.line ?? json.line)
    }
    let rules = json["rules"] == nil ? [] : try Self.ids(json, "rules")
    let expectations = try Self.list(json, "expect").map { item throws(JSONProblem) in
      try Self.expectation(item)
    }
    guard !expectations.isEmpty else { throw JSONProblem(message: "nothing is expected", line: json.line) }
    return ConformanceCase(
      id: try Self.text(json, "id"), title: try Self.text(json, "title"), file: file, path: path,
      kind: kind, rules: rules, sources: try Self.texts(json, "sources"),
      facts: facts ?? CaseFacts(json: .object([])), expectations: expectations,
      contested: json["contested"]?.text, twin: json["twin"]?.text, place: "\(manifest):\(json.line)")
  }

  /// A file that a member names: from the folder of the suite, and on disk.
  private func file(_ json: JSONValue, _ name: String) throws(JSONProblem) -> (file: String, path: String) {
    let file = try Self.text(json, name)
    let line = json[name]?.line ?? json.line
    guard !file.isEmpty, !file.hasPrefix("/"), !file.split(separator: "/").contains("..") else {
      throw JSONProblem(message: "the file '\(file)' is not in the folder", line: line)
    }
    let path = Files.join(Files.join(root, folder), file)
    guard Files.isFile(path) else { throw JSONProblem(message: "there is no file '\(file)'", line: line) }
    return (Files.join(folder, file), path)
  }

  private static func expectation(_ json: JSONValue) throws(JSONProblem) -> CaseExpectation {
    try check(json, has: ["profiles", "verdict", "findings"])
    let names = try texts(json, "profiles")
    if let unknown = names.first(where: { !profiles.contains($0) }) {
      throw JSONProblem(
        message: "there is no profile '\(unknown)'", line: json["profiles"]?.line ?? json.line)
    }
    guard !names.isEmpty, names == ["auto"] || !names.contains("auto") else {
      throw JSONProblem(
        message: "profiles are 'auto' alone, or names", line: json["profiles"]?.line ?? json.line)
    }
    let name = try text(json, "verdict")
    guard let verdict = Verdict(rawValue: name) else {
      throw JSONProblem(message: "there is no verdict '\(name)'", line: json["verdict"]?.line ?? json.line)
    }
    var findings: [ExpectedFinding] = []
    for item in try list(json, "findings") {
      try check(item, has: ["id", "level", "line"], may: ["also", "path"])
      let level = try text(item, "level")
      guard let level = Level(rawValue: level) else {
        throw JSONProblem(message: "there is no level '\(level)'", line: item.line)
      }
      let line = try member(item, "line")
      if case .null = line.content {
      } else if (line.integer ?? 0) < 1 {
        throw JSONProblem(message: "'line' is neither a number from 1 nor null", line: line.line)
      }
      let also = item["also"] == nil ? [] : try ids(item, "also")
      findings.append(
        ExpectedFinding(
          id: try id(member(item, "id")), level: level, line: line.integer,
          also: also.filter { !$0.hasPrefix("XSD-") }))
    }
    return CaseExpectation(profiles: names, verdict: verdict, findings: findings)
  }

  private static func facts(_ json: JSONValue) throws(JSONProblem) -> CaseFacts {
    try check(
      json,
      may: [
        "senderRole", "bodyProcessed", "faultScope", "bindingStyle", "nodeRoles", "addressingRequired",
        "oneWay", "lenient", "faultExpected", "optIn", "http", "request", "requestMessage",
      ])
    var facts = CaseFacts(json: json)
    facts.exchange.senderRole = try choice(json, "senderRole")
    facts.exchange.faultScope = try choice(json, "faultScope")
    facts.exchange.bindingStyle = try choice(json, "bindingStyle")
    facts.exchange.bodyProcessed = try flag(json, "bodyProcessed")
    facts.exchange.nodeRoles = json["nodeRoles"] == nil ? nil : try texts(json, "nodeRoles")
    facts.exchange.addressingRequired = try flag(json, "addressingRequired")
    facts.exchange.isOneWay = try flag(json, "oneWay")
    facts.exchange.isLenient = try flag(json, "lenient") ?? false
    facts.expectsFault = try flag(json, "faultExpected") ?? false
    facts.optIn = json["optIn"] == nil ? [] : try ids(json, "optIn")
    facts.exchange.facts.http = try json["http"].map { json throws(JSONProblem) in try head(json) }
    facts.exchange.facts.request = try json["request"].map { json throws(JSONProblem) in try head(json) }
    return facts
  }

  /// The head of an HTTP message: `status` or `method`, `version`, `headers` and whether these are all.
  private static func head(_ json: JSONValue) throws(JSONProblem) -> HTTPHead {
    try check(json, may: ["status", "method", "version", "headers", "complete"])
    var fields: [HTTPHead.Field] = []
    for pair in json["headers"] == nil ? [] : try list(json, "headers") {
      guard let parts = pair.items, parts.count == 2, let name = parts[0].text, let value = parts[1].text
      else {
        throw JSONProblem(message: "a header is not a list of a name and a value", line: pair.line)
      }
      fields.append(HTTPHead.Field(name: name, value: value))
    }
    var start: HTTPHead.Start?
    if let status = json["status"] {
      guard let number = status.integer else {
        throw JSONProblem(message: "'status' is no number", line: status.line)
      }
      start = .response(status: number)
    } else if json["method"] != nil {
      start = .request(method: try text(json, "method"))
    }
    let version = json["version"] == nil ? nil : try text(json, "version")
    return HTTPHead(
      start: start, version: version, fields: fields,
      isComplete: try flag(json, "complete") ?? false)
  }

  // MARK: Parts

  /// Holds an object to its members.
  private static func check(
    _ json: JSONValue, has required: [String] = [], may optional: [String] = []
  ) throws(JSONProblem) {
    guard let members = json.members else { throw JSONProblem(message: "this is no object", line: json.line) }
    for member in members where !required.contains(member.key) && !optional.contains(member.key) {
      throw JSONProblem(message: "'\(member.key)' is no member of this", line: member.value.line)
    }
    for name in required where json[name] == nil {
      throw JSONProblem(message: "'\(name)' is missing", line: json.line)
    }
  }

  private static func member(_ json: JSONValue, _ name: String) throws(JSONProblem) -> JSONValue {
    guard let value = json[name] else { throw JSONProblem(message: "'\(name)' is missing", line: json.line) }
    return value
  }

  private static func text(_ json: JSONValue, _ name: String) throws(JSONProblem) -> String {
    let value = try member(json, name)
    guard let text = value.text else { throw JSONProblem(message: "'\(name)' is no text", line: value.line) }
    return text
  }

  private static func list(_ json: JSONValue, _ name: String) throws(JSONProblem) -> [JSONValue] {
    let value = try member(json, name)
    guard let items = value.items else {
      throw JSONProblem(message: "'\(name)' is no list", line: value.line)
    }
    return items
  }

  private static func texts(_ json: JSONValue, _ name: String) throws(JSONProblem) -> [String] {
    var texts: [String] = []
    for item in try list(json, name) {
      guard let text = item.text else {
        throw JSONProblem(message: "'\(name)' holds no text", line: item.line)
      }
      texts.append(text)
    }
    return texts
  }

  private static func flag(_ json: JSONValue, _ name: String) throws(JSONProblem) -> Bool? {
    guard let value = json[name] else { return nil }
    guard case .bool(let flag) = value.content else {
      throw JSONProblem(message: "'\(name)' is neither true nor false", line: value.line)
    }
    return flag
  }

  private static func choice<Choice: RawRepresentable<String>>(
    _ json: JSONValue, _ name: String
  ) throws(JSONProblem) -> Choice? {
    guard let value = json[name] else { return nil }
    guard let choice = value.text.flatMap(Choice.init(rawValue:)) else {
      throw JSONProblem(message: "there is no \(name) '\(value.text ?? "")'", line: value.line)
    }
    return choice
  }

  private static func ids(_ json: JSONValue, _ name: String) throws(JSONProblem) -> [String] {
    var ids: [String] = []
    for item in try list(json, name) { ids.append(try id(item)) }
    return ids
  }

  private static func id(_ json: JSONValue) throws(JSONProblem) -> String {
    guard let id = json.text, RuleSet.builtIn[id] != nil else {
      throw JSONProblem(message: "there is no rule '\(json.text ?? "")'", line: json.line)
    }
    return id
  }
}
