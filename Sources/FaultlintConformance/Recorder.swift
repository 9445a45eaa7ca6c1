internal import Faultlint
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules
internal import FaultlintText

/// Makes a suite from captures of every form, with the expectations filled in from what faultlint finds.
///
/// What is recorded is a message with what the capture knows of its exchange, and is judged once more as the suite will
/// be: a payload of which that gives another verdict than the capture does is left out, and named.
public struct Recorder {
  private let profiles: [String]
  private let target: String
  private let itself: BuiltInImplementation
  private let linter: Linter
  private var cases: [Case] = []
  /// The ids that are taken, and up to which number those that are made from each.
  private var taken: [String: Int] = [:]
  private var folders: Set<Files.Identity> = []
  /// What should have been recorded and could not be, and why.
  public private(set) var problems: [String] = []
  /// What was left out because there is nothing in it that a suite can hold, and why.
  public private(set) var leftOut: [String] = []

  private struct Case {
    let id: String
    let payload: CapturedPayload
    let facts: JSONValue?
    /// What faultlint says of it in the suite.
    let result: Report
  }

  /// A recorder.
  ///
  /// - Parameters:
  ///   - target: The folder to make.
  ///   - profiles: The profiles to judge by; empty to choose by the message.
  ///   - version: The version of faultlint.
  public init(into target: String, profiles: [String], version: String) {
    self.target = target
    self.profiles = profiles.isEmpty ? ["auto"] : profiles
    itself = BuiltInImplementation(version: version)
    linter =
      (try? Linter(
        profiles: profiles.isEmpty ? nil : profiles.compactMap(Profile.named), adding: [],
        contracts: profiles.compactMap(BuiltInContracts.named), candidates: [], options: Linter.Options()))
      ?? Linter()
  }

  /// Takes in a capture, or all in a folder. Each folder is taken in once, in however many ways links lead to it.
  public mutating func add(_ path: String) { add(path, isNamed: true) }

  private mutating func add(_ path: String, isNamed: Bool) {
    if Files.isFolder(path) {
      if let identity = Files.Identity(path), !folders.insert(identity).inserted { return }
      guard let names = Files.list(path) else {
        problems.append("\(path): this folder cannot be read")
        return
      }
      for name in names { add(Files.join(path, name), isNamed: false) }
      return
    }
    do {
      let payloads = linter.payloads(of: try Files.read(path), name: path, isWanted: isNamed)
      if payloads.isEmpty { leftOut.append("\(path): there is no payload in it") }
      for payload in payloads { try add(payload, from: path) }
    } catch {
      problems.append("\(error)")
    }
  }

  private mutating func add(_ payload: CapturedPayload, from path: String) throws(LinterError) {
    let source = payload.report.source
    let place = source.isWhole ? source.name : "\(source.name):\(source.line): entry \(source.entry)"
    if let error = payload.report.error {
      problems.append("\(place): \(error)")
      return
    }
    let id = id(for: source.name)
    let (known, facts) = recordable(payload, id)
    let result = try itself.check(payload.bytes, path, profiles, known)
    guard result.verdict == payload.report.verdict else {
      let verdicts = "\(result.verdict.rawValue) instead of \(payload.report.verdict.rawValue)"
      leftOut.append("\(place): without its capture it would be \(verdicts)")
      return
    }
    cases.append(Case(id: id, payload: payload, facts: facts, result: result))
  }

  /// What a suite can say about the exchange of a payload, and the same as its manifest has it; nil if that is nothing.
  private func recordable(_ payload: CapturedPayload, _ id: String) -> (CaseFacts, JSONValue?) {
    var members: [(key: String, value: JSONValue)] = []
    if let http = payload.facts.http { members.append(("http", http.json)) }
    if let request = payload.facts.request { members.append(("request", request.json)) }
    if payload.request != nil { members.append(("requestMessage", .string(Self.requestFile(id)))) }
    var facts = CaseFacts(json: .object(members))
    facts.exchange.facts.http = payload.facts.http
    facts.exchange.facts.request = payload.facts.request
    facts.exchange.requestBody = payload.request
    return (facts, members.isEmpty ? nil : facts.json)
  }

  private static func requestFile(_ id: String) -> String { id + ".request.xml" }

  /// Writes the suite, whole or not at all.
  ///
  /// - Parameter isToEnd: Asked before each file: whether it is not to be written after all.
  /// - Returns: How many cases it has; nil if it was not written, and why in ``problems``.
  public mutating func write(unless isToEnd: () -> Bool = { false }) -> Int? {
    guard !cases.isEmpty else {
      problems.append("there is nothing to record")
      return nil
    }
    if Files.isFile(Files.join(target, "manifest.json")) {
      problems.append("\(target): there is a suite already; name another folder, or remove it first")
      return nil
    }
    let messages = cases.flatMap { item in
      [(name: item.id + ".xml", bytes: item.payload.bytes)]
        + (item.payload.request.map { [(name: Self.requestFile(item.id), bytes: $0)] } ?? [])
    }
    var folders: [String] = []
    var files: [String] = []
    do {
      try Files.makeFolder(target, &folders)
      for file in messages + [(name: "manifest.json", bytes: Array(manifest.pretty.utf8))] {
        let path = Files.join(target, file.name)
        guard !isToEnd() else {
          throw FileError(path: path, reason: "the run was ended before it was written")
        }
        try Files.write(file.bytes, to: path)
        files.append(path)
      }
      return cases.count
    } catch {
      Files.remove(files: files, folders: folders)
      problems.append("\(error); no suite was written")
      return nil
    }
  }

  private var manifest: JSONValue {
    .object([
      ("format", .number(1)),
      (
        "section",
        .object([
          ("document", .string("Recorded captures")), ("number", .string("1")),
          ("title", .string("What faultlint found, to be reviewed")),
        ])
      ),
      ("cases", .array(cases.map { Self.record($0, profiles) })),
    ])
  }

  private static func record(_ item: Case, _ profiles: [String]) -> JSONValue {
    let result = item.result
    let findings = result.findings.map(ExpectedFinding.init)
    let rules = findings.map(\.id).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let source = item.payload.report.source
    let entry = source.isWhole ? "" : ", entry \(source.entry)"
    var members: [(key: String, value: JSONValue)] = [
      ("id", .string(item.id)), ("title", .string(title(result))), ("file", .string(item.id + ".xml")),
      ("kind", .string(result.verdict == .nonconforming ? "violating" : "conforming")),
      ("rules", .array(rules.map(JSONValue.string))),
      ("sources", .array([.string("recorded by faultlint from \(fileName(source.name))\(entry)")])),
      ("review", JSONValue(.bool(true))),
    ]
    if let facts = item.facts { members.append(("facts", facts)) }
    members.append(
      (
        "expect",
        .array([
          .object([
            ("profiles", .array(profiles.map(JSONValue.string))),
            ("verdict", .string(result.verdict.rawValue)),
            ("findings", .array(findings.map(\.json))),
          ])
        ])
      ))
    return .object(members)
  }

  private static func title(_ result: Report) -> String {
    if let code = result.fault?.code, !code.text.isEmpty {
      return "A fault with the code \(code.text.prefix(100))"
    }
    if result.fault != nil { return "A fault without a code" }
    return result.content.map { "No SOAP, but \($0)" } ?? "A message that is no fault"
  }

  private static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// An id from the name of a file: small letters, digits and hyphens, and unlike those before.
  private mutating func id(for path: String) -> String {
    let name = Self.fileName(path)
    var id = ""
    let stem = name.lastIndex(of: ".").map { $0 == name.startIndex ? name[...] : name[..<$0] } ?? name[...]
    for character in stem.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber {
        id.append(character)
      } else if !id.isEmpty, !id.hasSuffix("-") {
        id.append("-")
      }
    }
    while id.hasSuffix("-") { id.removeLast() }
    if id.isEmpty { id = "capture" }
    if taken[id] == nil {
      taken[id] = 1
      return id
    }
    // A capture may hold thousands, so that the numbers are not tried from the first on each time.
    var number = taken[id, default: 1]
    repeat { number += 1 } while taken["\(id)-\(number)"] != nil
    taken[id] = number
    taken["\(id)-\(number)"] = 1
    return "\(id)-\(number)"
  }
}

extension ExpectedFinding {
  /// It as a manifest has it.
  var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("id", .string(id)), ("level", .optional(level?.rawValue)),
      ("line", line.map(JSONValue.number) ?? .null),
    ]
    if let also, !also.isEmpty { members.append(("also", .array(also.map(JSONValue.string)))) }
    return .object(members)
  }
}

extension HTTPHead {
  /// It as a manifest has it.
  fileprivate var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = []
    if let status { members.append(("status", .number(status))) }
    if let method { members.append(("method", .string(method))) }
    if let version { members.append(("version", .string(version))) }
    if !fields.isEmpty {
      members.append(("headers", .array(fields.map { .array([.string($0.name), .string($0.value)]) })))
    }
    if isComplete { members.append(("complete", JSONValue(.bool(true)))) }
    return .object(members)
  }
}
