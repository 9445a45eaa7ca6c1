internal import Faultlint
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules
internal import FaultlintText

/// Reads a manifest. What is wrong with it is collected, and the cases that are right are kept.
struct ManifestReader {
  /// The profiles there are, or will be.
  static let profiles: Set<String> = Set(Profile.names + BuiltInContracts.names + ["auto"])

  /// The folder of the manifest, from that of the suite; empty if it is that.
  let folder: String
  /// The folder of the suite.
  let root: String
  private(set) var problems: [SuiteError] = []
  /// Where the lines of the manifest begin.
  private var lines: [Int] = []

  init(folder: String, root: String) {
    self.folder = folder
    self.root = root
  }

  private var manifest: String { Files.join(folder, "manifest.json") }

  private mutating func complain(_ error: JSONError, about item: String = "") {
    problems.append(
      SuiteError(path: manifest, line: line(of: error.offset), message: item + error.message))
  }

  /// The line of an offset, from 1: the number of lines that begin at it or before.
  private func line(of offset: Int) -> Int {
    var (low, high) = (0, lines.count)
    while low < high {
      let middle = (low + high) / 2
      if lines[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Reads the manifest; nil if it is none at all.
  mutating func read(_ text: [UInt8]) -> SuiteSection? {
    lines = [0] + text.indices.filter { text[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    do throws(JSONError) {
      let json = try JSONValue(reading: text)
      try Self.check(json, has: ["section", "cases"], may: ["$schema", "format"])
      if let format = json["format"], format.integer != 1 {
        throw JSONError("the format is not 1, the only one known here", at: format.offset)
      }
      let section = try Self.member(json, "section")
      try Self.check(section, has: ["document", "number", "title"], may: ["url"])
      var result = SuiteSection(
        folder: folder, document: try Self.text(section, "document"),
        number: try Self.text(section, "number"),
        title: try Self.text(section, "title"), cases: [])
      for item in try Self.list(json, "cases") {
        do throws(JSONError) {
          result.cases.append(try readCase(item))
        } catch {
          complain(error, about: item["id"]?.text.map { "case '\($0.shortened)': " } ?? "")
        }
      }
      return result
    } catch {
      complain(error)
      return nil
    }
  }

  private func readCase(_ json: JSONValue) throws(JSONError) -> ConformanceCase {
    try Self.check(
      json, has: ["id", "title", "file", "kind", "sources", "expect"],
      may: ["rules", "facts", "twin", "contested", "comment", "review"])
    let (file, path) = try self.file(json, "file")
    var facts = try json["facts"].map { json throws(JSONError) in try Self.facts(json) }
    if let known = json["facts"], known["requestMessage"] != nil {
      let request = try self.file(known, "requestMessage")
      facts?.request = request.file
      facts?.requestPath = request.path
    }
    if let known = json["facts"], known["wsdl"] != nil {
      let description = try self.file(known, "wsdl")
      facts?.description = description.file
      facts?.descriptionPath = description.path
    }
    let kindName = try Self.text(json, "kind")
    guard kindName.isASCII, let kind = ConformanceCase.Kind(rawValue: kindName) else {
      throw JSONError("there is no kind '\(kindName.shortened)'", at: json["kind"]?.offset ?? json.offset)
    }
    let rules = json["rules"] == nil ? [] : try Self.ids(json, "rules")
    let expectations = try Self.list(json, "expect").map { item throws(JSONError) in
      try Self.expectation(item)
    }
    guard !expectations.isEmpty else { throw JSONError("nothing is expected", at: json.offset) }
    return ConformanceCase(
      id: try Self.text(json, "id"), title: try Self.text(json, "title"), file: file, path: path,
      kind: kind, rules: rules, sources: try Self.texts(json, "sources"),
      facts: facts ?? CaseFacts(json: .object([])), expectations: expectations,
      contested: json["contested"]?.text, twin: json["twin"]?.text,
      line: line(of: json.offset))
  }

  /// A file that a member names: from the folder of the suite, and on disk.
  private func file(_ json: JSONValue, _ name: String) throws(JSONError) -> (file: String, path: String) {
    let file = try Self.text(json, name)
    let place = json[name]?.offset ?? json.offset
    guard !file.isEmpty, !file.hasPrefix("/"), !file.split(separator: "/").contains("..") else {
      throw JSONError("the file '\(file.shortened)' is not in the folder", at: place)
    }
    let path = Files.join(Files.join(root, folder), file)
    guard Files.isFile(path) else { throw JSONError("there is no file '\(file.shortened)'", at: place) }
    return (Files.join(folder, file), path)
  }

  private static func expectation(_ json: JSONValue) throws(JSONError) -> CaseExpectation {
    try check(json, has: ["profiles", "verdict", "findings"])
    let names = try texts(json, "profiles")
    if let unknown = names.first(where: { !$0.isASCII || !profiles.contains($0) }) {
      throw JSONError(
        "there is no profile '\(unknown.shortened)'", at: json["profiles"]?.offset ?? json.offset)
    }
    guard !names.isEmpty, names == ["auto"] || !names.contains("auto") else {
      throw JSONError("profiles are 'auto' alone, or names", at: json["profiles"]?.offset ?? json.offset)
    }
    let name = try text(json, "verdict")
    guard name.isASCII, let verdict = Verdict(rawValue: name) else {
      throw JSONError("there is no verdict '\(name.shortened)'", at: json["verdict"]?.offset ?? json.offset)
    }
    var findings: [ExpectedFinding] = []
    for item in try list(json, "findings") {
      try check(item, has: ["id", "level", "line"], may: ["also", "path"])
      let level = try text(item, "level")
      guard level.isASCII, let level = Level(rawValue: level) else {
        throw JSONError("there is no level '\(level.shortened)'", at: item.offset)
      }
      let line = try member(item, "line")
      if case .null = line.content {
      } else if (line.integer ?? 0) < 1 {
        throw JSONError("'line' is neither a number from 1 nor null", at: line.offset)
      }
      let also = item["also"] == nil ? [] : try ids(item, "also")
      findings.append(
        ExpectedFinding(
          id: try id(member(item, "id")), level: level, line: line.integer,
          also: also.filter { !$0.hasPrefix("XSD-") }))
    }
    return CaseExpectation(profiles: names, verdict: verdict, findings: findings)
  }

  private static func facts(_ json: JSONValue) throws(JSONError) -> CaseFacts {
    try check(
      json,
      may: [
        "senderRole", "bodyProcessed", "faultScope", "bindingStyle", "nodeRoles", "addressingRequired",
        "oneWay", "lenient", "faultExpected", "optIn", "http", "request", "requestMessage",
        "wsdl",
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
    facts.exchange.facts.http = try json["http"].map { json throws(JSONError) in try head(json) }
    facts.exchange.facts.request = try json["request"].map { json throws(JSONError) in try head(json) }
    return facts
  }

  /// The head of an HTTP message: `status` or `method`, `version`, `headers` and whether these are all.
  private static func head(_ json: JSONValue) throws(JSONError) -> HTTPHead {
    try check(json, may: ["status", "method", "version", "headers", "complete"])
    var fields: [HTTPHead.Field] = []
    for pair in json["headers"] == nil ? [] : try list(json, "headers") {
      guard let parts = pair.items, parts.count == 2, let name = parts[0].text, let value = parts[1].text
      else {
        throw JSONError("a header is not a list of a name and a value", at: pair.offset)
      }
      fields.append(HTTPHead.Field(name: name, value: value))
    }
    var start: HTTPHead.Start?
    if let status = json["status"] {
      guard let number = status.integer else {
        throw JSONError("'status' is no number", at: status.offset)
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
  ) throws(JSONError) {
    guard let members = json.members else { throw JSONError("this is no object", at: json.offset) }
    for member in members
    where !member.key.isASCII || !required.contains(member.key) && !optional.contains(member.key) {
      throw JSONError("'\(member.key.shortened)' is no member of this", at: member.value.offset)
    }
    for name in required where json[name] == nil {
      throw JSONError("'\(name)' is missing", at: json.offset)
    }
  }

  private static func member(_ json: JSONValue, _ name: String) throws(JSONError) -> JSONValue {
    guard let value = json[name] else { throw JSONError("'\(name)' is missing", at: json.offset) }
    return value
  }

  private static func text(_ json: JSONValue, _ name: String) throws(JSONError) -> String {
    let value = try member(json, name)
    guard let text = value.text else { throw JSONError("'\(name)' is no text", at: value.offset) }
    return text
  }

  private static func list(_ json: JSONValue, _ name: String) throws(JSONError) -> [JSONValue] {
    let value = try member(json, name)
    guard let items = value.items else {
      throw JSONError("'\(name)' is no list", at: value.offset)
    }
    return items
  }

  private static func texts(_ json: JSONValue, _ name: String) throws(JSONError) -> [String] {
    var texts: [String] = []
    for item in try list(json, name) {
      guard let text = item.text else {
        throw JSONError("'\(name)' holds no text", at: item.offset)
      }
      texts.append(text)
    }
    return texts
  }

  private static func flag(_ json: JSONValue, _ name: String) throws(JSONError) -> Bool? {
    guard let value = json[name] else { return nil }
    guard case .bool(let flag) = value.content else {
      throw JSONError("'\(name)' is neither true nor false", at: value.offset)
    }
    return flag
  }

  private static func choice<Choice: RawRepresentable<String>>(
    _ json: JSONValue, _ name: String
  ) throws(JSONError) -> Choice? {
    guard let value = json[name] else { return nil }
    guard let choice = value.word.flatMap(Choice.init(rawValue:)) else {
      throw JSONError("there is no \(name) '\(value.text?.shortened ?? "")'", at: value.offset)
    }
    return choice
  }

  private static func ids(_ json: JSONValue, _ name: String) throws(JSONError) -> [String] {
    var ids: [String] = []
    for item in try list(json, name) { ids.append(try id(item)) }
    return ids
  }

  private static func id(_ json: JSONValue) throws(JSONError) -> String {
    guard let id = json.text, RuleSet.builtIn[id] ?? BuiltInContracts.rule(id) != nil else {
      throw JSONError("there is no rule '\(json.text?.shortened ?? "")'", at: json.offset)
    }
    return id
  }
}
