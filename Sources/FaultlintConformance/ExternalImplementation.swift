internal import Faultlint
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintRules
internal import FaultlintText

/// Another implementation, asked over its standard input and output: one object of JSON a line, one answer a line.
/// `conformance/README.md` has the messages.
public final class ExternalImplementation: Implementation {
  /// What it is called, with its version.
  public private(set) var name: String
  /// What it can tell.
  public private(set) var capabilities: Set<Capability> = []
  /// The profiles it has; nil if it did not say.
  public private(set) var profiles: Set<String>?
  private let command: String
  private let limit: Int
  private var process: ChildProcess?
  private var sequence = 0
  /// How often in a row it could not be started again.
  private var failedStarts = 0

  /// Why an implementation cannot be asked at all.
  public struct AnswerError: Error, CustomStringConvertible {
    /// What happened, without a full stop.
    public let description: String
  }

  /// Starts one.
  ///
  /// - Parameters:
  ///   - command: A command for the shell.
  ///   - limit: The milliseconds it has for each answer.
  /// - Throws: ``AnswerError`` if it does not answer the greeting.
  public init(command: String, limit: Int) throws(AnswerError) {
    self.command = command
    self.limit = limit
    name = command
    if let error = start() { throw AnswerError(description: error) }
  }

  /// Judges the message of a case under the profiles of an expectation.
  public func judge(_ item: ConformanceCase, _ expectation: CaseExpectation) -> Reply {
    if process == nil {
      guard failedStarts < 3 else { return .broken("not asked: it could not be started again") }
      if let error = start() {
        failedStarts += 1
        return .broken("it could not be started again: \(error)")
      }
    }
    failedStarts = 0
    sequence += 1
    let request = JSONValue.object([
      ("cmd", .string("check")), ("seq", .number(sequence)), ("id", .string(item.id)),
      ("path", .string(item.path)),
      ("profiles", .array(expectation.profiles.map(JSONValue.string))), ("facts", item.facts.json),
    ])
    do {
      return try understand(try ask(request))
    } catch {
      drop()
      return .broken(error.description)
    }
  }

  /// Tells it to stop, and ends it if it does not.
  public func stop() {
    process?.write(JSONValue.object([("cmd", .string("stop"))]).compact)
    process?.finish(within: 500)
    process = nil
  }

  // MARK: The protocol

  /// Starts the process and greets it; what went wrong, or nil.
  private func start() -> String? {
    process = ChildProcess(command)
    guard process != nil else { return "'\(command)' cannot be started" }
    do throws(AnswerError) {
      let hello = try ask(.object([("cmd", .string("hello")), ("protocol", .number(1))]))
      guard let name = hello["name"]?.text else {
        throw AnswerError(description: "its greeting has no 'name'")
      }
      self.name = name + (hello["version"]?.text.map { " \($0)" } ?? "")
      profiles = hello["profiles"]?.items.map { Set($0.compactMap(\.text)) }
      capabilities = []
      for item in hello["capabilities"]?.items ?? [] {
        guard let capability = item.text.flatMap(Capability.init(rawValue:)) else {
          throw AnswerError(
            description: "its greeting has the unknown capability '\(item.text ?? item.compact)'")
        }
        capabilities.insert(capability)
      }
      return nil
    } catch {
      drop()
      return error.description
    }
  }

  private func drop() {
    process?.end()
    process = nil
  }

  private func ask(_ request: JSONValue) throws(AnswerError) -> JSONValue {
    guard let process else { throw AnswerError(description: "it is not running") }
    process.write(request.compact)
    let line: [UInt8]
    do {
      line = try process.readLine(within: limit)
    } catch {
      switch error {
      case .timeout: throw AnswerError(description: "no answer within \(Double(limit) / 1000) s")
      case .ended(let how): throw AnswerError(description: "crashed: \(how)")
      case .tooLong: throw AnswerError(description: "nonsense: the answer has no end")
      }
    }
    do {
      return try JSONValue(reading: line)
    } catch {
      let text = String(decoding: line.prefix(80), as: UTF8.self)
      throw AnswerError(description: "nonsense: '\(text)' is no JSON: \(error.message)")
    }
  }

  private func understand(_ answer: JSONValue) throws(AnswerError) -> Reply {
    guard let number = answer["seq"]?.integer else {
      throw AnswerError(description: "nonsense: the answer has no 'seq'")
    }
    guard number == sequence else {
      throw AnswerError(
        description: "nonsense: it answers question \(number) when asked question \(sequence)")
    }
    if let reason = answer["skipped"] { return .skipped(reason.text ?? "it does not say why") }
    if let error = answer["error"] { return .broken("it says: \(error.text ?? error.compact)") }
    guard let verdict = answer["verdict"]?.text,
      Verdict(rawValue: verdict) != nil || verdict == "valid" || verdict == "invalid"
    else { throw AnswerError(description: "nonsense: the answer has no verdict that there is") }
    var findings: [ExpectedFinding] = []
    for item in answer["findings"]?.items ?? [] {
      guard let id = item["id"]?.text else {
        throw AnswerError(description: "nonsense: a finding has no 'id'")
      }
      for id in [id] + (item["also"]?.items ?? []).compactMap(\.text)
      where RuleSet.builtIn[id] ?? BuiltInContracts.rule(id) == nil {
        throw AnswerError(description: "nonsense: it reports '\(id)', which is no rule")
      }
      findings.append(
        ExpectedFinding(
          id: id, level: item["level"]?.text.flatMap(Level.init(rawValue:)), line: item["line"]?.integer,
          also: item["also"]?.items.map { $0.compactMap(\.text).filter { !$0.hasPrefix("XSD-") } }))
    }
    return .answer(Answer(verdict: verdict, findings: findings))
  }
}
