internal import Faultlint
internal import FaultlintEngine
internal import FaultlintRules
internal import FaultlintText

/// Makes a suite from captures, with the expectations filled in from what faultlint finds.
public struct Recorder {
  private let profiles: [String]
  private let target: String
  private let itself: BuiltInImplementation
  private var cases: [(id: String, bytes: [UInt8], result: Report)] = []
  /// What was left out, and why.
  public private(set) var problems: [String] = []

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
  }

  /// Takes in a capture, or all in a folder.
  public mutating func add(_ path: String) {
    if Files.isFolder(path) {
      for name in Files.list(path) ?? [] {
        let entry = Files.join(path, name)
        if Files.isFolder(entry) || name.hasSuffix(".xml") { add(entry) }
      }
      return
    }
    do {
      let bytes = try Files.read(path)
      let result = try itself.check(bytes, path, profiles, CaseFacts(json: .object([])))
      cases.append((id(for: path), bytes, result))
    } catch {
      problems.append("\(error)")
    }
  }

  /// Writes the suite.
  ///
  /// - Returns: How many cases it has; nil if it could not be written, and why in ``problems``.
  public mutating func write() -> Int? {
    guard !cases.isEmpty else {
      problems.append("there is nothing to record")
      return nil
    }
    if Files.isFile(Files.join(target, "manifest.json")) {
      problems.append("\(target): there is a suite already; name another folder, or remove it first")
      return nil
    }
    do {
      try Files.makeFolder(target)
      for item in cases { try Files.write(item.bytes, to: Files.join(target, item.id + ".xml")) }
      try Files.write(Array(manifest.pretty.utf8), to: Files.join(target, "manifest.json"))
      return cases.count
    } catch {
      problems.append("\(error)")
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
      ("cases", .array(cases.map { Self.record($0.id, $0.result, profiles) })),
    ])
  }

  private static func record(_ id: String, _ result: Report, _ profiles: [String]) -> JSONValue {
    let findings = result.findings.map(ExpectedFinding.init)
    let rules = findings.map(\.id).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return .object([
      ("id", .string(id)), ("title", .string(title(result))), ("file", .string(id + ".xml")),
      ("kind", .string(result.verdict == .nonconforming ? "violating" : "conforming")),
      ("rules", .array(rules.map(JSONValue.string))),
      ("sources", .array([.string("recorded by faultlint from \(fileName(result.source.path))")])),
      ("review", JSONValue(.bool(true))),
      (
        "expect",
        .array([
          .object([
            ("profiles", .array(profiles.map(JSONValue.string))),
            ("verdict", .string(result.verdict.rawValue)),
            ("findings", .array(findings.map(\.json))),
          ])
        ])
      ),
    ])
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
  private func id(for path: String) -> String {
    let name = Self.fileName(path)
    var id = ""
    let stem = name.hasSuffix(".xml") ? name.dropLast(4) : name[...]
    for character in stem.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber {
        id.append(character)
      } else if !id.isEmpty, !id.hasSuffix("-") {
        id.append("-")
      }
    }
    while id.hasSuffix("-") { id.removeLast() }
    if id.isEmpty { id = "capture" }
    let taken = Set(cases.map(\.id))
    if !taken.contains(id) { return id }
    var number = 2
    while taken.contains("\(id)-\(number)") { number += 1 }
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
