package import FaultlintContracts
public import FaultlintEngine
internal import FaultlintLibXML
package import FaultlintModel
internal import FaultlintRules
internal import Synchronization

/// Checks payloads: whether they are SOAP faults, whether they keep the contract of SOAP, of profiles and of schemas,
/// and if not, what exactly is wrong and where.
///
/// Make one and keep it: what it needs (parsers, compiled schemas, selected rules) is made when it is first needed and
/// then reused. It may be used from any number of threads and tasks at once. It opens no file and no connection, prints
/// nothing, and resolves nothing that a payload refers to.
///
/// ```swift
/// let linter = Linter()
/// let report = linter.check(body, in: Exchange(status: 500, headers: ["Content-Type": "text/xml"]))
/// for finding in report.findings {
///   print("\(finding.line):\(finding.column): \(finding.level): \(finding.message) [\(finding.rule.id)]")
/// }
/// ```
public final class Linter: Sendable {
  let options: CheckOptions
  /// What is in use by nobody now. There are as many as checks ever ran at once.
  private let idle = Mutex<[MessageChecker]>([])

  /// A linter that chooses profiles by the message: `bp11` for SOAP 1.1, `soap12` for SOAP 1.2.
  public init() { options = CheckOptions() }

  /// A linter for certain profiles or options.
  ///
  /// - Parameters:
  ///   - profiles: What to judge by. A message is judged by those that are for its version of SOAP, and one of a version
  ///     that none is for is not conforming. Nil to choose by the message, as ``init()`` does.
  ///   - additions: Profiles to judge by in addition to those, such as ``Profile/leak``.
  ///   - options: How to judge besides.
  /// - Throws: ``LinterError`` if an option has an id that no rule has, or two descriptions have schemas for one namespace.
  public convenience init(
    profiles: [Profile]? = nil, adding additions: [Profile] = [], options: Options = Options()
  ) throws(LinterError) {
    try self.init(profiles: profiles, adding: additions, contracts: [], candidates: [], options: options)
  }

  /// A linter for contracts too.
  ///
  /// - Parameters:
  ///   - profiles: What to judge by; nil to choose by the message.
  ///   - additions: Profiles to judge by in addition to those.
  ///   - contracts: Contracts to judge every message by.
  ///   - candidates: Contracts to judge the messages by that have a mark of theirs.
  ///   - schemas: Schemas for what messages carry.
  ///   - options: How to judge besides.
  /// - Throws: ``LinterError`` if an option has an id that no rule has.
  package init(
    profiles: [Profile]?, adding additions: [Profile], contracts: [Contract], candidates: [Contract],
    schemas: [Contract.SchemaDocument] = [], options: Options
  ) throws(LinterError) {
    let ids = options.enabled.union(options.ignored).union(options.levels.keys)
    let unknown = ids.filter { id in
      RuleSet.builtIn[id] == nil
        && !(contracts + candidates).contains { contract in contract.rules.contains { $0.id == id } }
    }
    // The contracts that the program brings along are read where an id is of none of the others.
    if let id = unknown.sorted().first(where: { BuiltInContracts.rule($0) == nil }) {
      throw LinterError(description: "there is no rule '\(id)'")
    }
    var checks = CheckOptions(
      profiles: profiles, contracts: contracts, candidates: candidates, schemas: schemas,
      additions: additions, options: options)
    if !options.descriptions.isEmpty {
      do throws(ContractErrors) {
        let joined = try ServiceContract(joining: options.descriptions.map(\.contract), with: schemas)
        checks.description = joined.description
        checks.schemas += joined.schemas
      } catch {
        throw LinterError(description: error.errors.map(\.description).joined(separator: "; "))
      }
    }
    self.options = checks
  }

  /// The version of faultlint, which reports name.
  package static let version = "0.1.0"

  /// The version of libxml2 that it runs with, which reports name as well: what is well-formed and what fits a schema is
  /// its judgement.
  package static var libraryVersion: String { LibXML2.version }

  /// The names of the profiles by which messages are judged.
  ///
  /// - Parameter version: The version of SOAP of the messages.
  /// - Returns: The names, as in `bp11`; empty if no profile is for that version.
  public func profiles(for version: SOAPVersion) -> [String] {
    options.profiles(for: version).map(\.name)
  }

  // MARK: Checking

  /// Checks a payload.
  ///
  /// - Parameters:
  ///   - body: The payload, whatever it is: an envelope, a bare Fault or Body as logs hold them, or something else, which
  ///     is named as what it is. A text is UTF-8 whatever encoding its XML declaration names.
  ///   - exchange: What is known besides.
  ///   - name: What to call it in reports.
  /// - Returns: The verdict, every finding and the fault.
  public func check(_ body: String, in exchange: Exchange = Exchange(), name: String = "-") -> Report {
    var body = body
    return body.withUTF8 { check(buffer: $0, in: exchange, name: name, isText: true) }
  }

  /// Checks a payload of bytes, as they went over the wire: their encoding is found as XML has it.
  ///
  /// - Parameters:
  ///   - body: The payload: an array, `Data`, a buffer, a slice of one.
  ///   - exchange: What is known besides.
  ///   - name: What to call it in reports.
  /// - Returns: The verdict, every finding and the fault.
  public func check(_ body: some Collection<UInt8>, in exchange: Exchange = Exchange(), name: String = "-")
    -> Report
  {
    body.withContiguousStorageIfAvailable { check(buffer: $0, in: exchange, name: name) }
      ?? Array(body).withUnsafeBufferPointer { check(buffer: $0, in: exchange, name: name) }
  }

  /// Checks a payload in memory that somebody else owns.
  ///
  /// - Parameters:
  ///   - body: The payload.
  ///   - exchange: What is known besides.
  ///   - name: What to call it in reports.
  /// - Returns: The verdict, every finding and the fault.
  public func check(_ body: RawSpan, in exchange: Exchange = Exchange(), name: String = "-") -> Report {
    body.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: UInt8.self) { check(buffer: $0, in: exchange, name: name) }
    }
  }

  private func check(
    buffer: UnsafeBufferPointer<UInt8>, in exchange: Exchange, name: String, isText: Bool = false
  ) -> Report {
    withChecker { checker in
      var facts = exchange.facts
      exchange.requestBody?.withUnsafeBufferPointer { checker.readRequest($0, into: &facts) }
      return checker.check(buffer, from: Source(path: name), in: facts, isText: isText)
    }
  }

  /// Reads a payload as a message that another one answers; nil if it is not XML.
  package func message(_ payload: UnsafeBufferPointer<UInt8>) -> Message? {
    withChecker { checker in
      var facts = ExchangeFacts()
      checker.readRequest(payload, into: &facts)
      return facts.requestMessage
    }
  }

  // MARK: Checkers

  /// Takes a checker out of the pool, or makes one. Whoever checks much keeps it for the time.
  func takeChecker() -> MessageChecker { idle.withLock { $0.popLast() } ?? MessageChecker(options) }

  /// Gives it back.
  func giveBack(_ checker: MessageChecker) { idle.withLock { $0.append(checker) } }

  private func withChecker<Result: Sendable>(_ body: (MessageChecker) -> Result) -> Result {
    Self.inTurn {
      let checker = takeChecker()
      defer { giveBack(checker) }
      return body(checker)
    }
  }
}
