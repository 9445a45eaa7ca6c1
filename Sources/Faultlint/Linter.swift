public import FaultModel
internal import FaultProfiles
public import FaultRules
internal import LibXML
public import Reports
public import XMLTree

/// What to judge payloads by.
public struct LintOptions: Sendable {
  /// The profiles; empty to choose by the message: `bp11` for SOAP 1.1, `soap12` for SOAP 1.2.
  public var profiles: [Profile] = []
  /// Profiles for any version of SOAP, to judge by beside those.
  public var additions: [Profile] = []
  /// The ids of rules to run that are off unless asked for.
  public var optIn: Set<String> = []
  /// How large a payload may be.
  public var limits = ParseLimits()
  /// Whether a payload that is no fault is an error.
  public var expectsFault = false

  /// The default options.
  public init() {}
}

/// Judges payloads one after the other. One is to be kept per worker, because parser, schemas and rules are made
/// when first needed and then reused; not for use by two threads at once.
public final class Linter {
  private let options: LintOptions
  private let parser = TreeParser(vocabulary: .soap)
  private var courts: [SOAPVersion: Court] = [:]

  /// What is needed to judge messages of one version.
  private final class Court {
    let profiles: [Profile]
    let profileNames: [String]
    let judge: Judge
    let looksForDisclosures: Bool
    let schema: EnvelopeSchema
    private var lastNotRun: RulesNotRun?

    init(profiles: [Profile], version: SOAPVersion, optIn: Set<String>) {
      self.profiles = profiles
      profileNames = profiles.map(\.name)
      judge = Judge(profiles: profiles, optIn: optIn)
      looksForDisclosures = judge.rules.contains(where: \.isDisclosure)
      schema = EnvelopeSchema(version)
    }

    /// The rules that cannot be run. It is nearly always the same list, of the same program of the judge.
    func notRun(_ exchange: Exchange) -> RulesNotRun {
      let list = judge.notRun(exchange)
      let address = list.withUnsafeBufferPointer { $0.baseAddress }
      if let lastNotRun, lastNotRun.list.withUnsafeBufferPointer({ $0.baseAddress }) == address {
        return lastNotRun
      }
      let notRun = RulesNotRun(list)
      lastNotRun = notRun
      return notRun
    }
  }

  /// A linter.
  public init(options: LintOptions = LintOptions()) { self.options = options }

  /// Judges a payload.
  ///
  /// - Parameters:
  ///   - payload: The bytes as captured: an envelope, or a bare Fault or Body.
  ///   - source: Where they came from, for the report.
  ///   - exchange: What is known besides.
  ///   - remark: What is odd about how it was captured, for a finding; nil if nothing is.
  ///   - remarkLevel: The level of that finding.
  ///   - content: What the payload is, if the capture shows that it is not SOAP: it is then not parsed.
  /// - Returns: The verdict and every finding; whatever the bytes are.
  public func lint(
    _ payload: UnsafeBufferPointer<UInt8>, from source: Source, in exchange: Exchange = Exchange(),
    remark: String? = nil, remarkLevel: Level = .note, content: String? = nil
  ) -> PayloadResult {
    var exchange = exchange
    if exchange.http != nil {
      exchange.entityLength = payload.count
      exchange.http?.settle()
    }
    var document = parser.parse(payload, limits: options.limits)
    var notes: [Finding] = []
    if let fragment = Fragment(document) {
      document = parser.parse(payload, limits: options.limits, inside: fragment.enclosure)
      notes.append(
        Self.finding(Reading.fragment, fragment.assumption, .element(fragment.enclosure.elements)))
    }
    var result = PayloadResult(source: source, verdict: .notAFault)
    result.document = document

    var findings: [Finding]
    if let content {
      result.content = content
      findings = judgeHead(of: nil, exchange)
    } else if exchange.entityLength == 0 {
      result.content = "an empty entity"
      findings = judgeHead(of: nil, exchange)
    } else if let problem = document.problem {
      if problem.kind != .limit, let content = ForeignContent.describe(document) {
        result.content = content
        findings = judgeHead(of: nil, exchange)
      } else {
        findings = [Self.finding(problem)]
      }
    } else if let tree = document.tree {
      let message = Message(tree: tree, prologue: document.prologue, isFragment: !notes.isEmpty)
      findings = notes + judge(message, exchange, &result)
    } else {
      findings = []
    }
    if options.expectsFault, result.fault == nil, document.problem == nil || result.content != nil {
      let what = result.content ?? "a SOAP message without a Fault"
      findings.append(
        Self.finding(Reading.notAFault, "This is no SOAP fault, but \(what)", .offset(0, element: nil)))
    }
    if let remark {
      findings.append(
        Self.finding(Reading.capture, remark, .offset(0, element: nil), level: remarkLevel))
    }
    result.findings = locate(findings, in: document, exchange.http)
    result.verdict =
      findings.contains { $0.level == .error }
      ? .nonconforming : result.fault == nil ? .notAFault : .conforming
    return result
  }

  /// Reads a payload as a message, for an exchange; nil if it is no XML.
  public func message(_ payload: UnsafeBufferPointer<UInt8>) -> Message? {
    let document = parser.parse(payload, limits: options.limits)
    guard document.problem == nil, let tree = document.tree else { return nil }
    return Message(tree: tree, prologue: document.prologue)
  }

  // MARK: Judging

  private func judge(_ message: Message, _ exchange: Exchange, _ result: inout PayloadResult) -> [Finding] {
    switch message.content {
    case .envelope(let envelope):
      result.soap = envelope.version.rawValue
      result.fault = FaultSummary(envelope, nil)
      let court = court(envelope.version)
      result.profiles = court.profileNames
      guard !court.profiles.isEmpty else {
        return [
          Self.finding(
            Reading.profileMismatch,
            "The message is SOAP \(envelope.version.rawValue), and no selected profile is for it",
            .element(0))
        ]
      }
      result.notRun = court.notRun(exchange)
      let findings = court.judge.findings(
        message, envelope, schema: court.schema.violations(message.tree, envelope), exchange: exchange)
      guard court.looksForDisclosures, findings.contains(where: \.isDisclosure) else { return findings }
      // A report that shows what was disclosed would be one more disclosure.
      let disclosed = Disclosed(envelope)
      result.disclosed = disclosed.sourceRanges
      result.fault = FaultSummary(envelope, disclosed)
      return findings.map { $0.rule.isDisclosure ? $0 : $0.saying(disclosed.shorten($0.message)) }
    case .foreignEnvelope(let root):
      return [
        Self.finding(
          envelopeNamespaceRule,
          "The Envelope is in the namespace '\(root.namespaceName)', which is no version of SOAP\(Self.hint(root))",
          .element(root.index))
      ]
    case .other(let root):
      result.content = ForeignContent.describe(root)
      let findings = judgeHead(of: message, exchange)
      // Who asks for a version by name expects SOAP.
      guard options.profiles.contains(where: { $0.version != nil }) else { return findings }
      return findings + [
        Self.finding(
          envelopeNamespaceRule, "The root element is '\(root.qualifiedName)', no SOAP Envelope",
          .element(root.index))
      ]
    }
  }

  /// Judges the head of an HTTP message without a SOAP message in it, by the profiles of the version that its media
  /// type names, or by those of SOAP 1.1.
  private func judgeHead(of message: Message?, _ exchange: Exchange) -> [Finding] {
    guard let head = exchange.http else { return [] }
    let isSOAP12 = isOnly12 || head.contentType?.essence == "application/soap+xml"
    return court(isSOAP12 ? .v12 : .v11).judge.findings(in: head, of: message, exchange: exchange)
  }

  private var envelopeNamespaceRule: Rule {
    Catalogue.rule(isOnly12 ? "SOAP12-envelope-namespace" : "SOAP11-envelope-namespace")
  }

  private var isOnly12: Bool {
    options.profiles.contains { $0.version == .v12 } && !options.profiles.contains { $0.version == .v11 }
  }

  /// What a namespace that is none of SOAP's was probably meant to be.
  private static func hint(_ root: ElementView) -> String {
    let name = root.namespaceName
    if name == "http://schemas.xmlsoap.org/soap/envelope" { return ": SOAP 1.1 has a slash at the end" }
    if name == "http://www.w3.org/2003/05/soap-envelope/" { return ": SOAP 1.2 has no slash at the end" }
    if name.hasPrefix("http://www.w3.org/200"), name.hasSuffix("/soap-envelope") {
      return ": it is that of a draft of SOAP 1.2"
    }
    return ""
  }

  private func court(_ version: SOAPVersion) -> Court {
    if let court = courts[version] { return court }
    let chosen =
      options.additions
      + (options.profiles.isEmpty
        ? [version == .v11 ? Profile.bp11 : .soap12]
        : options.profiles.filter { $0.version == nil || $0.version == version })
    let court = Court(profiles: chosen, version: version, optIn: options.optIn)
    courts[version] = court
    return court
  }

  // MARK: Findings of the reader

  private static func finding(
    _ rule: Rule, _ message: String, _ place: Place, level: Level? = nil
  ) -> Finding {
    Finding(
      rule: rule, level: level ?? rule.level, message: message, place: place,
      reference: rule.references[0].description,
      also: [])
  }

  private static func finding(_ problem: XMLProblem) -> Finding {
    let rule =
      switch problem.kind {
      case .notWellFormed: Reading.notWellFormed
      case .namespace: Reading.namespaceNotWellFormed
      case .encoding: Reading.encoding
      case .limit: Reading.limit
      }
    return finding(rule, problem.message, .offset(problem.offset, element: nil))
  }

  // MARK: Places

  private func locate(
    _ findings: [Finding], in document: ParsedDocument, _ head: HTTPHead?
  ) -> [LocatedFinding] {
    guard !findings.isEmpty else { return [] }
    var finder = PositionFinder(document)
    var offsets = document.tree.map { OffsetFinder($0.view) }
    let placed = findings.map { finding -> (Finding, Int) in
      if let offset = offsets?.offset(of: finding.place) { return (finding, offset) }
      if case .offset(let offset, _) = finding.place { return (finding, offset) }
      return (finding, 0)
    }
    var paths = document.tree.map { PathFinder($0.view, omitting: document.assumedElements) }
    return placed.sorted { $0.1 < $1.1 }.map { finding, offset in
      if case .head(let field) = finding.place {
        let start = field.flatMap { head?.fields[$0].offset } ?? 0
        return LocatedFinding(
          finding: finding, line: 1, column: 1, offset: start, path: "", sourceOffset: offset,
          sourceLength: 1)
      }
      let position = finder.position(of: offset)
      return LocatedFinding(
        finding: finding, line: position.line, column: position.column, offset: position.offset,
        path: document.tree.map { finding.place.path(in: $0.view, &paths) } ?? "",
        sourceOffset: offset, sourceLength: finding.place.length(in: document))
    }
  }
}

extension Place {
  fileprivate func path(in tree: TreeView, _ paths: inout PathFinder?) -> String {
    guard let element = element(in: tree), let path = paths?.path(of: ElementView(tree, element)) else {
      return ""
    }
    if case .attribute(let index) = self { return path + "/@" + AttributeView(tree, index).qualifiedName }
    return path
  }

  /// How many bytes to mark: the name of an element with its bracket, an attribute's name, the text of a line.
  fileprivate func length(in document: ParsedDocument) -> Int {
    guard let tree = document.tree else { return 1 }
    switch self {
    case .element(let index): return ElementView(tree, index).qualifiedName.utf8.count + 1
    case .attribute(let index): return AttributeView(tree, index).qualifiedName.utf8.count
    case .offset, .head: return 1
    }
  }
}

extension FaultSummary {
  /// The facts of the first fault without what is not to be shown again, if anything.
  init?(_ envelope: Envelope, _ disclosed: Disclosed?) {
    func show(_ text: TextView) -> String {
      disclosed?.string(text, limit: Self.limit) ?? text.string(limit: Self.limit)
    }
    if let fault = envelope.faults11.first {
      self.init(fault, show)
    } else if let fault = envelope.faults12.first {
      self.init(fault, show)
    } else {
      return nil
    }
  }

  private init(_ fault: Fault11, _ show: (TextView) -> String) {
    self.init()
    code = fault.code.map(Code.init)
    if let faultstring = fault.faultstring {
      reasons = [
        (show(faultstring.text), faultstring.attribute(.xml, .lang)?.value.string)
      ]
    }
    actor = (fault.faultactor?.text.trimmed).map(show)
    detail = fault.detail.map(Self.entries) ?? []
  }

  private init(_ fault: Fault12, _ show: (TextView) -> String) {
    self.init()
    code = fault.code?.value.map(Code.init)
    subcodes = fault.subcodes.compactMap { $0.value.map(Code.init) }
    reasons = fault.texts.map { (show($0.text), $0.attribute(.xml, .lang)?.value.string) }
    actor = (fault.node?.text.trimmed).map(show)
    role = (fault.role?.text.trimmed).map(show)
    detail = fault.detail.map(Self.entries) ?? []
  }

  /// How many characters of a text are reported.
  private static let limit = 4000

  private static func entries(_ detail: ElementView) -> [String] {
    // Nobody reads more of them, and each may name a long namespace with a short prefix.
    detail.children.prefix(100).map(\.expandedName)
  }
}

extension FaultSummary.Code {
  init(_ code: FaultCode) {
    switch code.name {
    case .resolved(let namespace, let local, _):
      self.init(
        text: code.text.string, namespace: code.element.tree.namespaces.string(namespace.id),
        local: local.string)
    case .malformed, .unbound:
      self.init(text: code.text.string, namespace: nil, local: nil)
    }
  }
}

extension ElementView {
  /// `{namespace}name`, or the name alone if it is in none.
  fileprivate var expandedName: String {
    guard namespace != .none else { return localName }
    let (uri, local) = (tree.namespaces[namespace.id], tree.localNames[name.id])
    guard uri.count <= 300, local.count <= 300 else { return "{\(namespaceName)}\(localName)" }
    return String(unsafeUninitializedCapacity: uri.count + local.count + 2) { text in
      text[0] = UInt8(ascii: "{")
      _ = UnsafeMutableBufferPointer(rebasing: text[1...]).update(fromContentsOf: uri)
      text[uri.count + 1] = UInt8(ascii: "}")
      _ = UnsafeMutableBufferPointer(rebasing: text[(uri.count + 2)...]).update(fromContentsOf: local)
      return uri.count + local.count + 2
    }
  }
}
