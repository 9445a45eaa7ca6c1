package import FaultlintEngine
package import FaultlintModel

/// What payloads are judged by, as far as one place says it: a configuration, one of its overrides, or options. Later
/// places go before earlier ones: ``add(_:)``.
package struct CheckSettings: Sendable {
  /// The profiles; those of a later place take the place of all of these.
  package var profiles: Sourced<[Sourced<String>]>?
  /// What is said of rules, by their ids.
  package var rules: [String: Sourced<RuleChange>] = [:]
  /// What is known of every exchange, by the names of the settings: a table by anything but texts would cost every start
  /// the type of its keys.
  private var facts: [String: Sourced<[String]>] = [:]
  /// Whether a payload that is not a fault is an error.
  package var expectsFault: Sourced<Bool>?
  /// The quirks that are accepted, by the names of their sets.
  package var accepted: [Sourced<String>] = []

  /// Nothing is said.
  package init() {}

  /// What is known of every exchange in one respect.
  package subscript(fact: FactSetting) -> Sourced<[String]>? {
    get { facts[fact.rawValue] }
    set { facts[fact.rawValue] = newValue }
  }

  /// Takes over what a later place says.
  package mutating func add(_ later: CheckSettings) {
    profiles = later.profiles ?? profiles
    rules.merge(later.rules) { earlier, later in
      var change = later.value
      // A level for a rule that was off asks for its findings.
      let isOff = earlier.value.isOn == false && change.level != nil
      change.isOn = change.isOn ?? (isOff ? nil : earlier.value.isOn)
      change.level = change.level ?? earlier.value.level
      return Sourced(change, later.origin)
    }
    facts.merge(later.facts) { $1 }
    expectsFault = later.expectsFault ?? expectsFault
    accepted += later.accepted.filter { new in !accepted.contains { $0.value == new.value } }
  }
}

/// What a place says of a rule.
package struct RuleChange: Sendable, Equatable {
  /// Whether it runs; nil if it is as the profiles have it.
  package var isOn: Bool?
  /// The level of its findings; nil if it is as the profiles have it.
  package var level: Level?

  /// A change.
  package init(isOn: Bool? = nil, level: Level? = nil) {
    self.isOn = isOn
    self.level = level
  }

  /// The words for it in files: off, on, or a level, which means on.
  package init?(word: String) {
    switch word {
    case "off", "false": self.init(isOn: false)
    case "on", "true": self.init(isOn: true)
    default:
      guard let level = Level(rawValue: word) else { return nil }
      self.init(isOn: true, level: level)
    }
  }

  /// The words that there are.
  package static let words = ["off", "on"] + Level.allCases.map(\.rawValue)

  /// The word for it.
  package var word: String { isOn == false ? "off" : level?.rawValue ?? "on" }
}

/// A fact about exchanges, by its name in a configuration, which is that of its option.
package enum FactSetting: String, Sendable, CaseIterable {
  case senderRole = "sender-role"
  case bodyProcessed = "body-processed"
  case faultScope = "fault-scope"
  case bindingStyle = "binding-style"
  case httpStatus = "http-status"
  case contentType = "content-type"
  case request
  case nodeRoles = "node-roles"
  case addressingRequired = "wsa-required"
  case oneWay = "one-way"
  case lenient

  /// The words that a value may be; empty if it is not one of a few.
  package var words: [String] {
    switch self {
    case .senderRole: SenderRole.allCases.map(\.rawValue)
    case .faultScope: FaultScope.allCases.map(\.rawValue)
    case .bindingStyle: BindingStyle.allCases.map(\.rawValue)
    case .bodyProcessed, .addressingRequired, .oneWay, .lenient: ["yes", "no"]
    case .httpStatus, .contentType, .request, .nodeRoles: []
    }
  }

  /// What is wrong with a value, in a sentence without a full stop; nil if nothing is.
  func problem(_ value: String) -> String? {
    switch self {
    case .httpStatus:
      Int(value).map { (100...599).contains($0) } ?? false ? nil : "a status is a number from 100 to 599"
    case .nodeRoles: !value.isEmpty && URIReference.matches(value) ? nil : "'\(value)' is not a URI"
    case .contentType, .request: value.isEmpty ? "a text is expected" : nil
    default: words.contains(value) ? nil : "it is one of \(words.joined(separator: ", "))"
    }
  }
}

extension CheckSettings {
  /// What it says of exchanges, without the request, which is in a file.
  package var exchange: ExchangeFacts {
    var exchange = ExchangeFacts()
    func word(_ fact: FactSetting) -> String? { self[fact]?.value.first }
    func isTrue(_ fact: FactSetting) -> Bool? { word(fact).map { $0 == "yes" } }
    exchange.senderRole = word(.senderRole).flatMap(SenderRole.init)
    exchange.bodyProcessed = isTrue(.bodyProcessed)
    exchange.faultScope = word(.faultScope).flatMap(FaultScope.init)
    exchange.bindingStyle = word(.bindingStyle).flatMap(BindingStyle.init)
    exchange.nodeRoles = self[.nodeRoles]?.value
    exchange.addressingRequired = isTrue(.addressingRequired)
    exchange.isOneWay = isTrue(.oneWay)
    exchange.isLenient = isTrue(.lenient) ?? false
    let status = word(.httpStatus).flatMap { Int($0) }
    let contentType = word(.contentType)
    if status != nil || contentType != nil || exchange.isOneWay == true {
      exchange.http = HTTPHead(
        start: status.map { .response(status: $0) }, version: nil,
        fields: contentType.map { [HTTPHead.Field(name: "Content-Type", value: $0)] } ?? [], isComplete: false
      )
    }
    return exchange
  }
}
