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
  private let interruption: Int32
  private let watch: (Int32) -> Void
  private var process: ChildProcess?
  private var sequence = 0
  /// How often in a row it could not be started again.
  private var failedStarts = 0

  /// Starts one.
  ///
  /// - Parameters:
  ///   - command: A command for the shell.
  ///   - limit: The milliseconds it has for each answer.
  ///   - interruption: A descriptor that becomes readable when the run is to end: then no answer is waited for. -1 for
  ///     none.
  ///   - watch: Told the process group that it runs in, and 0 when that has ended, so that whoever ends this program
  ///     at once can end it too.
  /// - Throws: ``AnswerError`` if it does not answer the greeting.
  public init(
    command: String, limit: Int, interruption: Int32 = -1, watch: @escaping (Int32) -> Void = { _ in }
  ) throws(AnswerError) {
    self.command = command
    self.limit = limit
    self.interruption = interruption
    self.watch = watch
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
      return try Reply(reading: try ask(request), to: sequence)
    } catch {
      drop()
      return .broken(error.description)
    }
  }

  /// Tells it to stop, and ends it if it does not.
  public func stop() {
    process?.finish(JSONValue.object([("cmd", .string("stop"))]).compact, within: 500)
    drop()
  }

  // MARK: The protocol

  /// Starts the process and greets it; what went wrong, or nil.
  private func start() -> String? {
    process = ChildProcess(command, interruption: interruption)
    guard let process else { return "'\(command)' cannot be started" }
    watch(process.group)
    do throws(AnswerError) {
      let hello = JSONValue.object([("cmd", .string("hello")), ("protocol", .number(1))])
      let greeting = try Greeting(reading: try ask(hello))
      name = greeting.name
      profiles = greeting.profiles
      capabilities = greeting.capabilities
      return nil
    } catch {
      drop()
      return error.description
    }
  }

  private func drop() {
    process?.end()
    process = nil
    watch(0)
  }

  private func ask(_ request: JSONValue) throws(AnswerError) -> [UInt8] {
    guard let process else { throw AnswerError(description: "it is not running") }
    do {
      return try process.ask(request.compact, within: limit)
    } catch {
      let seconds = Double(limit) / 1000
      switch error {
      case .timeout: throw AnswerError(description: "no answer within \(seconds) s")
      case .unread: throw AnswerError(description: "it does not read the question within \(seconds) s")
      case .ended(let how): throw AnswerError(description: "crashed: \(how)")
      case .tooLong: throw AnswerError(description: "nonsense: the answer has no end")
      case .interrupted: throw AnswerError(description: "the run was ended while it was asked")
      }
    }
  }
}
