internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintLibXML
internal import FaultlintModel
internal import FaultlintRules
internal import FaultlintXMLTree

/// Judges payloads one after the other. Parser, schemas and rules are made when first needed and then reused; not for
/// use by two threads at once.
final class MessageChecker: @unchecked Sendable {
  // The linter's pool hands it from one thread to the next, and never to two.
  private let options: CheckOptions
  private let parser = TreeParser(vocabulary: .soap)
  /// What was made so far, by the version and the names of the contracts.
  private var checkers: [(key: String, checker: VersionChecker)] = []
  private let selector: ContractSelector
  /// Which namespaces are marks of contracts.
  private var namespaces = NameMemo()
  private let noContracts: Choice
  /// What messages are under, where that was chosen by marks alone.
  private var choices: [Choice] = []
  /// The Content-Types of the HTTP messages so far.
  private var contentTypes = ContentTypes()
  /// What evaluates the conditions of contracts.
  private lazy var conditions = XPathRules()

  private let adjustments: Adjustments

  init(_ options: CheckOptions) {
    self.options = options
    adjustments = options.adjustments
    selector = options.selector
    noContracts = Choice([], [], [], options.contracts.map(\.facts))
  }

  /// Judges a payload, whatever the bytes are.
  ///
  /// - Parameters:
  ///   - payload: The bytes as captured: an envelope, or a bare Fault or Body.
  ///   - source: Where they came from, for the report.
  ///   - exchange: What is known besides.
  ///   - remark: What is unusual about how it was captured, for a finding; nil if nothing is.
  ///   - remarkLevel: The level of that finding.
  ///   - content: What the payload is, if the capture shows that it is not SOAP: it is then not parsed.
  ///   - isText: Whether the bytes are those of a text, which are UTF-8 whatever its XML declaration and the charset
  ///     parameter say.
  /// - Returns: The verdict and every finding.
  func check(
    _ payload: UnsafeBufferPointer<UInt8>, from source: Source, in exchange: ExchangeFacts,
    remark: String? = nil, remarkLevel: Level = .note, content: String? = nil, isText: Bool = false
  ) -> Report {
    var report = Report(source: source, verdict: .notAFault)
    check(
      payload, in: exchange, remark: remark, remarkLevel: remarkLevel, content: content, isText: isText,
      &report)
    return report
  }

  private func check(
    _ payload: UnsafeBufferPointer<UInt8>, in exchange: ExchangeFacts, remark: String?, remarkLevel: Level,
    content: String?, isText: Bool, _ report: inout Report
  ) {
    var exchange = exchange
    if exchange.http != nil {
      exchange.entityLength = payload.count
      exchange.http?.settle(by: &contentTypes)
    }
    let limits = options.options.limits
    let told = Self.told(exchange.http, isText: isText)
    var document = parser.parse(payload, limits: limits, told: told)
    var notes: [Defect] = []
    if let fragment = Fragment(document) {
      document = parser.parse(payload, limits: limits, inside: fragment.enclosure, told: told)
      notes.append(
        Self.defect(.fragment, fragment.assumption, .element(fragment.enclosure.elements)))
    }
    report.document = document
    report.exchange = ReportedExchange(of: exchange.http, answering: exchange.request)

    var defects: [Defect]
    if let content {
      report.content = content
      defects = judgeHead(of: nil, exchange)
    } else if exchange.entityLength == 0 {
      report.content = "an empty entity"
      defects = judgeHead(of: nil, exchange)
    } else if let problem = document.problem {
      if let broken = ForeignContent.brokenXML(document, exchange) {
        defects = [Self.defect(broken)]
      } else if problem.kind != .limit, let content = ForeignContent.describe(document) {
        report.content = content
        defects = judgeHead(of: nil, exchange)
      } else {
        defects = [Self.defect(problem, told, document.prologue)]
      }
    } else if let tree = document.tree {
      let message = Message(tree: tree, prologue: document.prologue, isFragment: !notes.isEmpty)
      if exchange.description ?? options.description != nil {
        exchange.description = exchange.description ?? options.description
        exchange.readDescription(for: message, objection: objection)
      }
      defects = notes + judge(message, &exchange, &report)
    } else {
      defects = []
    }
    let content = report.content
    if options.options.expectsFault, report.fault == nil, document.problem == nil || content != nil {
      let what = content ?? "a SOAP message without a Fault"
      defects.append(
        Self.defect(.notAFault, "This is not a SOAP fault, but \(what)", .offset(0, element: nil)))
    }
    if let remark {
      defects.append(Self.defect(.capture, remark, .offset(0, element: nil), level: remarkLevel))
    }
    defects = adjustments.apply(to: defects)
    if defects.contains(where: { $0.excuse != nil }) {
      report.excused = FindingLocator.locate(defects.filter { $0.excuse != nil }, in: document, exchange.http)
      defects.removeAll { $0.excuse != nil }
    }
    report.findings = FindingLocator.locate(defects, in: document, exchange.http)
    report.settleVerdict()
  }

  /// Reads the payload of a request into what is known of an exchange, whose head says in which charset it is.
  ///
  /// - Parameters:
  ///   - payload: The bytes of the request; empty if they are not known.
  ///   - exchange: Takes the request as a message, or that it is not well-formed.
  ///   - isText: Whether the bytes are those of a text.
  func readRequest(
    _ payload: UnsafeBufferPointer<UInt8>, into exchange: inout ExchangeFacts, isText: Bool = false
  ) {
    guard !payload.isEmpty else { return }
    let told = Self.told(exchange.request, isText: isText)
    let document = parser.parse(payload, limits: options.options.limits, told: told)
    exchange.requestMessage = Self.message(document)
    // What is too large may be in order, and what nothing says to be XML was perhaps not meant to be SOAP.
    guard let problem = document.problem, problem.kind != .limit else { return }
    exchange.isRequestIllFormed =
      exchange.request?.contentType?.isXML ?? (ForeignContent.describe(document) == nil)
  }

  /// What the schemas object to first in the Body of a request; nil if nothing.
  private func objection(_ request: Message) -> String? {
    guard let envelope = request.envelope else { return nil }
    let violations = checker(envelope.version, under: noContracts).schema.violations(request.tree, envelope)
    let entries = Array(envelope.bodyEntries)
    let entry = violations.first {
      entries.element(around: ElementView(request.tree, $0.element)) != nil
    }
    return entry.map { SchemaMessages.sentence($0, request.tree.view) }
  }

  private static func message(_ document: ParsedDocument) -> Message? {
    guard document.problem == nil, let tree = document.tree else { return nil }
    return Message(tree: tree, prologue: document.prologue)
  }

  /// What the capture and the head say of the encoding of a payload.
  private static func told(_ head: HTTPHead?, isText: Bool) -> ToldEncoding {
    isText ? .text : head?.charset.map { .charset($0.name) } ?? .nothing
  }

  // MARK: Judging

  private func judge(
    _ message: Message, _ exchange: inout ExchangeFacts, _ report: inout Report
  ) -> [Defect] {
    switch message.content {
    case .envelope(let envelope):
      return judge(envelope, of: message, &exchange, &report)
    case .foreignEnvelope(let root):
      return [
        Self.defect(
          notTheEnvelope,
          "The Envelope is in the namespace '\(root.namespaceName)', which is not a version of SOAP\(root.namespaceHint)",
          .element(root.index))
      ]
    case .misnamedEnvelope(let root, let version):
      let isJudged = options.profiles?.contains { $0.version == nil || $0.version == version } ?? true
      return [
        Self.defect(
          isJudged ? .notTheEnvelope(version) : notTheEnvelope,
          "The root element '\(root.qualifiedName)' is in the namespace of SOAP \(version.rawValue), and its name is "
            + (root.isNamedButForCase("Envelope")
              ? "not Envelope: upper and lower case count" : "not Envelope"),
          .element(root.index))
      ]
    case .other(let root):
      report.content = ForeignContent.describe(root)
      let choice = choice(selector.contracts(for: root), message, exchange)
      let contracts = choice.contracts
      if !(contracts + options.contracts).isEmpty {
        let checker = checker(options.isOnly(for: .v12) ? .v12 : .v11, under: choice)
        report.profiles = checker.profileNames
        let defects = checker.judge(message, exchange, &report)
        let isKnown = (contracts + options.contracts).contains {
          $0.selection?.roots.contains(root.localName) ?? false
        }
        if isKnown || options.profiles == nil || !expectsSOAP(exchange) { return defects }
        return defects + [
          Self.defect(
            notTheEnvelope, "The root element is '\(root.qualifiedName)', not a SOAP Envelope",
            .element(root.index))
        ]
      }
      let defects = judgeHead(of: message, exchange)
      // Who asks for a version by name expects SOAP.
      guard options.profiles?.contains(where: { $0.version != nil }) ?? false, expectsSOAP(exchange) else {
        return defects
      }
      return defects + [
        Self.defect(
          notTheEnvelope, "The root element is '\(root.qualifiedName)', not a SOAP Envelope",
          .element(root.index))
      ]
    }
  }

  private func judge(
    _ envelope: Envelope, of message: Message, _ exchange: inout ExchangeFacts, _ report: inout Report
  ) -> [Defect] {
    report.soapVersion = envelope.version
    report.fault = report.document.flatMap { Fault(envelope, in: $0) }
    let choice = choice(selector.contracts(for: message, envelope, &namespaces), message, exchange)
    addFacts(of: choice, to: &exchange)
    let checker = checker(envelope.version, under: choice)
    report.profiles = checker.profileNames
    guard !checker.profiles.isEmpty else {
      return [
        Self.defect(
          .profileMismatch,
          "The message is SOAP \(envelope.version.rawValue), and no selected profile is for it", .element(0))
      ]
    }
    let facts = FactSet(exchange)
    report.judged = checker.judged(exchange, facts)
    let defects = checker.rules.defects(
      in: message, envelope, schema: checker.schema.violations(message.tree, envelope), exchange: exchange,
      facts)
    if options.profiles == nil,
      defects.contains(where: { Profile.onlyInBasicProfile.contains(ObjectIdentifier($0.rule)) }),
      let reason = envelope.reasonAgainstBasicProfile
    {
      report.advice = .profile(Profile.soap11.name, because: reason)
    }
    checker.read(message, &report)
    // Who names a profile asks what SOAP says of it, and to SOAP it is an ordinary answer.
    if report.fault == nil, options.profiles == nil { LookAlike.find(in: envelope, &report) }
    guard checker.looksForDisclosures, defects.contains(where: \.isDisclosure) else { return defects }
    // A report that shows what was disclosed would be one more disclosure.
    let disclosed = Disclosed(envelope)
    report.disclosed = disclosed
    return defects.map { $0.rule.isDisclosure ? $0 : $0.withMessage(disclosed.shorten($0.message)) }
  }

  /// Judges the head of an HTTP message without a SOAP message in it, by the profiles of the version that its media
  /// type names, or by those of SOAP 1.1.
  private func judgeHead(of message: Message?, _ exchange: ExchangeFacts) -> [Defect] {
    guard let head = exchange.http, expectsSOAP(exchange) else { return [] }
    let isSOAP12 = options.isOnly(for: .v12) || head.contentType?.essence == "application/soap+xml"
    let choice = choice([], message, exchange)
    var exchange = exchange
    addFacts(of: choice, to: &exchange)
    return checker(isSOAP12 ? .v12 : .v11, under: choice).rules.defects(
      in: head, of: message, exchange: exchange, FactSet(exchange))
  }

  /// Whether an exchange in which there is no envelope is judged as one of SOAP.
  private func expectsSOAP(_ exchange: ExchangeFacts) -> Bool {
    !exchange.isOther || options.options.expectsFault
  }

  private var notTheEnvelope: InputError { .notTheEnvelope(options.isOnly(for: .v12) ? .v12 : .v11) }

  private func checker(_ version: SOAPVersion, under choice: Choice) -> VersionChecker {
    if let checker = version == .v11 ? choice.checker11 : choice.checker12 { return checker }
    let key = choice.contracts.reduce(version.rawValue) { "\($0) \($1.name)" }
    let known = checkers.first { $0.key == key }?.checker
    let checker = known ?? VersionChecker(version, options, under: choice.contracts)
    if known == nil { checkers.append((key, checker)) }
    switch version {
    case .v11: choice.checker11 = checker
    case .v12: choice.checker12 = checker
    }
    return checker
  }

  /// The contracts that a message is under, and what judges by them.
  private final class Choice {
    /// The names of those that the message and the head of its request have marks of, and those of its request.
    let (names, requested): ([String], [String])
    let contracts: [Contract]
    /// What is known of every exchange with the services.
    let facts: [Contract.ServiceFacts]
    var checker11: VersionChecker?
    var checker12: VersionChecker?

    /// A choice, and the facts of contracts that every message is under.
    init(
      _ names: [String] = [], _ requested: [String] = [], _ contracts: [Contract] = [],
      _ facts: [Contract.ServiceFacts]
    ) {
      (self.names, self.requested, self.contracts) = (names, requested, contracts)
      self.facts = facts + contracts.map(\.facts)
    }
  }

  /// As many choices are kept as there may be services in one capture.
  private static let keptChoices = 16

  /// The contracts that a message is under. Most messages have the same marks as one before.
  ///
  /// - Parameters:
  ///   - names: Those that it has a mark of.
  ///   - message: The message; nil if there is none.
  ///   - exchange: What is known of its request, which may have marks too.
  /// - Returns: The contracts, each once, and what judges by them.
  private func choice(_ names: [String], _ message: Message?, _ exchange: ExchangeFacts) -> Choice {
    var names = names
    var requested: [String] = []
    if let asked = exchange.requestMessage, asked.envelope != nil {
      requested = selector.contracts(forRequest: asked, &namespaces)
      // A fault that names its service goes before the request, unless somebody gave a contract for what was asked.
      if !names.isEmpty { requested.removeAll { name in !options.candidates.contains { $0.name == name } } }
    }
    if selector.looksAtHeads, let asked = exchange.requestHead {
      names += selector.contracts(forRequest: asked)
    }
    if names.isEmpty, requested.isEmpty { return noContracts }
    if let known = choices.first(where: { $0.names == names && $0.requested == requested }) { return known }
    var chosen: [Contract] = []
    add(names, message, to: &chosen)
    add(requested, exchange.requestMessage, to: &chosen)
    // One that builds on another stands in its place.
    let all = chosen + options.contracts
    let choice = Choice(
      names, requested, chosen.filter { contract in !all.contains { $0.ancestors.contains(contract.name) } },
      options.contracts.map(\.facts))
    let isByMarksAlone = (names + requested).compactMap(options.candidate(named:)).allSatisfy {
      $0.selection?.condition == nil
    }
    if isByMarksAlone {
      if choices.count == Self.keptChoices { choices.removeFirst() }
      choices.append(choice)
    }
    return choice
  }

  /// Adds the contracts with these names whose conditions are true of the document that has their marks.
  private func add(_ names: [String], _ message: Message?, to chosen: inout [Contract]) {
    for name in names where !chosen.contains(where: { $0.name == name }) {
      guard let contract = options.candidate(named: name) else { continue }
      if let condition = contract.selection?.condition {
        guard let message, (try? conditions.holds(condition, at: .element(0), in: message)) ?? false
        else { continue }
      }
      chosen.append(contract)
    }
    conditions.forgetMessage()
  }

  /// Adds what contracts say of every exchange to what is known of this one.
  private func addFacts(of choice: Choice, to exchange: inout ExchangeFacts) {
    for facts in choice.facts { facts.add(to: &exchange) }
  }

  // MARK: Defects of the input

  private static func defect(
    _ problem: InputError, _ message: String, _ place: Place, level: Level? = nil, reference: Int = 0
  ) -> Defect {
    let rule = StandingRules.builtIn.input(problem)
    return Defect(
      rule: rule, level: level ?? rule.level, message: message, place: place,
      reference: rule.references[reference].description, also: [])
  }

  /// What keeps a document from being read. Where a charset parameter was gone by, that is said of its encoding.
  private static func defect(
    _ problem: XMLError, _ told: ToldEncoding = .nothing, _ prologue: Prologue = Prologue()
  ) -> Defect {
    if problem.kind == .encoding, case .charset(let name) = told, prologue.byteOrderMark == nil {
      return defect(
        .encoding, problem.message + ": the charset parameter says \(String(cutting: ArraySlice(name.utf8)))",
        .offset(problem.offset, element: nil), reference: 1)
    }
    let kind: InputError =
      switch problem.kind {
      case .notWellFormed: .notWellFormed
      case .namespace: .namespace
      case .encoding: .encoding
      case .limit: .limit
      }
    return defect(kind, problem.message, .offset(problem.offset, element: nil))
  }
}
