public import FaultModel
public import XMLTree

/// One requirement on a fault message: what it says, where it comes from, why it matters, and how it is checked.
/// Plans and findings point to it: as a class it is never copied.
public final class Rule: Sendable {
  /// Its name in every report. It never changes its meaning and is never used for another breach.
  public let id: String
  /// What is wrong, in one sentence.
  public let title: String
  /// How bad a breach is where no profile says otherwise.
  public let level: Level
  /// Where it is stated; the first is the one to cite.
  public let references: [Reference]
  /// Why it matters: what breaks, and for which client.
  public let rationale: String
  /// How to mend a breach; empty for a rule that is never reported.
  public let remedy: String
  /// The fact about the exchange without which it cannot be checked.
  public let needs: Fact?
  /// Rules of the base specification that say the same of the same place, so that one finding serves all.
  public let restates: [String]
  /// Rules that are left out where this one runs, because it says the same of more, or the contrary.
  public let supersedes: [String]
  /// Findings inside the same fault that are symptoms of this cause, and stand under it.
  public let absorbs: [String]
  /// The objections of the envelope schema that are this same defect.
  public let schemaAspects: [SchemaAspect]
  /// Whether it runs only when it is asked for by name.
  public let isOptIn: Bool
  /// How it is checked.
  public let check: Check
  private let conformingExamples: @Sendable () -> [Example]
  private let violatingExamples: @Sendable () -> [Example]

  /// The test assertions of WS-I that test the same.
  public var assertions: [Assertion] { Assertion.of(id) }

  /// Whether there can be a finding under it. One that says what is no breach, or that sums up others, has none.
  public var isReported: Bool {
    switch check {
    case .acceptance, .umbrella, .notCheckable: false
    case .http, .message, .envelope11, .envelope12, .fault11, .fault12, .reader, .schema: true
    }
  }

  /// Messages that keep it.
  public var conforming: [Example] { conformingExamples() }
  /// Messages that break it; `↓` stands before each element, attribute or text where a finding must be.
  public var violating: [Example] { violatingExamples() }

  /// A rule with every part given.
  public init(
    _ id: String, _ title: String, level: Level, references: [Reference], rationale: String,
    remedy: String = "", needs: Fact? = nil, restates: [String] = [], supersedes: [String] = [],
    absorbs: [String] = [],
    schema schemaAspects: [SchemaAspect] = [], isOptIn: Bool = false,
    conforming: @autoclosure @escaping @Sendable () -> [Example] = [],
    violating: @autoclosure @escaping @Sendable () -> [Example] = [],
    check: Check
  ) {
    self.id = id
    self.title = title
    self.level = level
    self.references = references
    self.rationale = rationale
    self.remedy = remedy
    self.needs = needs
    self.restates = restates
    self.supersedes = supersedes
    self.absorbs = absorbs
    self.schemaAspects = schemaAspects
    self.isOptIn = isOptIn
    self.check = check
    conformingExamples = conforming
    violatingExamples = violating
  }
}

/// How bad a finding is.
public enum Level: String, Sendable, Comparable, CaseIterable {
  /// Worth knowing; no breach.
  case note
  /// A SHOULD is not kept.
  case warning
  /// A MUST is broken.
  case error

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }

  /// The less bad one is the smaller.
  public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
}

/// Where a requirement is stated.
public struct Reference: Sendable, Hashable, CustomStringConvertible {
  /// The document and place, as a reader would cite it: `SOAP 1.1, section 4.4`.
  public let description: String

  /// The version of SOAP whose specification it is; nil if it is no specification of SOAP.
  let version: SOAPVersion?
  /// The number of a requirement that several profiles share, each of which may be cited for it.
  let requirement: String?

  /// A reference with this text.
  public init(_ description: String) { self.init(description, version: nil) }

  private init(_ description: String, version: SOAPVersion?, requirement: String? = nil) {
    self.description = description
    self.version = version
    self.requirement = requirement
  }

  /// A section of the SOAP 1.1 Note.
  public static func soap11(_ section: String) -> Reference {
    Reference("SOAP 1.1, section \(section)", version: .v11)
  }
  /// A section of SOAP 1.2 part 1 (second edition).
  public static func soap12(_ section: String) -> Reference {
    Reference("SOAP 1.2 part 1, section \(section)", version: .v12)
  }
  /// A section of SOAP 1.2 part 2 (second edition).
  public static func soap12Part2(_ section: String) -> Reference {
    Reference("SOAP 1.2 part 2, section \(section)", version: .v12)
  }
  /// A requirement of the WS-I Basic Profiles, by the number all that have it share; `version` is one of them.
  public static func basicProfile(_ number: String, of version: String = "1.1") -> Reference {
    Reference("WS-I Basic Profile \(version) \(number)", version: nil, requirement: number)
  }

  /// It as a profile's findings cite it: a shared requirement as the profile's own.
  func citation(by profile: Profile) -> String {
    guard let requirement, let family = profile.family else { return description }
    return "\(family) \(requirement)"
  }

  /// The schema of the SOAP 1.1 envelope.
  public static let soap11Schema = Reference("SOAP 1.1 envelope schema")
  /// The schema of the SOAP 1.2 envelope.
  public static let soap12Schema = Reference("SOAP 1.2 envelope schema")
}

/// Something about an exchange that a payload does not show.
public enum Fact: String, Sendable, CaseIterable {
  /// Whether the sender is an intermediary.
  case senderRole
  /// Whether the Body of the request was processed.
  case bodyProcessed
  /// Whether the fault is about the Body or a header block.
  case faultScope
  /// How the operation is bound.
  case bindingStyle
  /// The start line of the HTTP message: the status, unless it is a request.
  case status
  /// The media type of the entity, or that none was sent.
  case contentType
  /// All HTTP header fields of the message.
  case fields
  /// The version of HTTP.
  case httpVersion
  /// The HTTP request that the payload answers, or is.
  case request
  /// The request that the payload answers, read as a message.
  case requestMessage
  /// The roles that the node plays.
  case nodeRoles
  /// Whether the endpoint demands WS-Addressing.
  case addressingRequired
  /// Whether the operation is one-way.
  case oneWay

  /// Why a rule that needs it is not run without it.
  public var reasonNotRun: String {
    switch self {
    case .senderRole: "the payload does not show whether its sender is an intermediary (--sender-role)"
    case .bodyProcessed: "the payload does not show whether the Body was processed (--body-processed)"
    case .faultScope: "the payload does not show which part of the request the fault is about (--fault-scope)"
    case .bindingStyle: "the payload does not show the style of its binding (--binding-style)"
    case .status: "the capture does not hold the HTTP status (--http-status)"
    case .contentType: "the capture does not hold the media type (--content-type)"
    case .fields: "the capture does not hold the HTTP header fields"
    case .httpVersion: "the capture does not hold the version of HTTP"
    case .request: "the capture does not hold the HTTP request"
    case .requestMessage: "the capture does not hold the request (--request)"
    case .nodeRoles: "the payload does not show the roles of its sender (--node-roles)"
    case .addressingRequired:
      "the payload does not show whether the endpoint demands WS-Addressing (--wsa-required)"
    case .oneWay: "the payload does not show whether the operation is one-way (--one-way)"
    }
  }

  func isKnown(_ exchange: Exchange) -> Bool {
    switch self {
    case .senderRole: exchange.senderRole != nil
    case .bodyProcessed: exchange.bodyProcessed != nil
    case .faultScope: exchange.faultScope != nil
    case .bindingStyle: exchange.bindingStyle != nil
    case .status: exchange.http?.start != nil
    case .contentType: exchange.http.map { $0.isComplete || $0.contentType != nil } ?? false
    case .fields: exchange.http?.isComplete ?? false
    case .httpVersion: exchange.http?.version != nil
    case .request: exchange.requestHead != nil
    case .requestMessage: exchange.requestMessage != nil
    case .nodeRoles: exchange.nodeRoles != nil
    case .addressingRequired: exchange.addressingRequired != nil
    case .oneWay: exchange.isOneWay != nil
    }
  }
}

/// What a rule is about, and the function that looks. The engine calls it once for each subject of a message, so
/// it never asks whether it applies.
public enum Check: Sendable {
  /// Any SOAP message.
  case message(@Sendable (Message, inout Findings) -> Void)
  /// The envelope of a SOAP 1.1 message.
  case envelope11(@Sendable (Envelope, inout Findings) -> Void)
  /// The envelope of a SOAP 1.2 message.
  case envelope12(@Sendable (Envelope, inout Findings) -> Void)
  /// Each Fault in the Body of a SOAP 1.1 message.
  case fault11(@Sendable (Fault11, inout Findings) -> Void)
  /// Each Fault in the Body of a SOAP 1.2 message.
  case fault12(@Sendable (Fault12, inout Findings) -> Void)
  /// The head of the HTTP message whose entity the payload is, and the payload as a message; nil if it is no XML.
  case http(@Sendable (HTTPHead, Message?, inout Findings) -> Void)
  /// Nothing is looked for: the rule says what must not be reported, and which objections of a schema it waives.
  case acceptance(waives: @Sendable (SchemaViolation, Message) -> Bool)
  /// It says no more than that the rules of a group are kept, by the prefix of their ids; never reported itself.
  case umbrella(over: String)
  /// The reader of the bytes reports it.
  case reader
  /// The schema validator reports it.
  case schema
  /// No payload and no exchange shows it; why.
  case notCheckable(reason: String)
}

/// Kinds of objection that the envelope schema has, to tell which of our findings says the same.
public enum SchemaAspect: Sendable {
  /// Which children an element has, and in which order.
  case children
  /// Text where only elements may be.
  case text
  /// An attribute that has no place.
  case attribute
  /// The value of an attribute.
  case attributeValue
  /// The value of an element.
  case value
  /// An xsi:type or xsi:nil.
  case type
}

/// A message for a rule's page and tests.
public struct Example: Sendable {
  /// The whole document, marks included.
  public let marked: String

  /// What is known about the exchange.
  public private(set) var exchange = Exchange()

  /// The document that it answers, if an example of an answer.
  public private(set) var request: String?

  init(marked: String) { self.marked = marked }

  /// The document as it is.
  public var document: String { marked.filter { $0 != "↓" } }

  /// The same in an exchange of which something is known.
  public func given(_ know: (inout Exchange) -> Void) -> Example {
    var copy = self
    know(&copy.exchange)
    return copy
  }

  /// The same as an answer to another, whose marks mean nothing.
  public func answering(_ request: Example) -> Example {
    var copy = self
    copy.request = request.document
    return copy
  }

  /// The same with one more mark at the start, where findings in the HTTP head and on the whole document are.
  public var markedAtStart: Example {
    var copy = Example(marked: "↓" + marked)
    copy.exchange = exchange
    copy.request = request
    return copy
  }

  /// A whole document.
  public static func document(_ text: String) -> Example { Example(marked: text) }

  /// The children of a SOAP 1.1 Envelope. The prefixes `s` (SOAP 1.1), `e` (SOAP 1.2) and `m` are declared.
  public static func envelope11(_ content: String) -> Example {
    Example(
      marked: #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" "#
        + #"xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:m="urn:m">"# + content + "</s:Envelope>")
  }

  /// The children of the Body of a SOAP 1.1 message.
  public static func body11(_ content: String) -> Example { envelope11("<s:Body>" + content + "</s:Body>") }

  /// The children of a SOAP 1.1 Fault.
  public static func fault11(_ content: String) -> Example { body11("<s:Fault>" + content + "</s:Fault>") }

  /// The children of a SOAP 1.2 Envelope, with the same prefixes.
  public static func envelope12(_ content: String) -> Example {
    Example(
      marked: #"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" "#
        + #"xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="urn:m">"# + content + "</e:Envelope>"
    )
  }

  /// The children of the Body of a SOAP 1.2 message.
  public static func body12(_ content: String) -> Example { envelope12("<e:Body>" + content + "</e:Body>") }

  /// The children of a SOAP 1.2 Fault.
  public static func fault12(_ content: String) -> Example { body12("<e:Fault>" + content + "</e:Fault>") }
}
