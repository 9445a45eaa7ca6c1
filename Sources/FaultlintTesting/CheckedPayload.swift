internal import Faultlint
internal import FaultlintModel

/// How to judge a payload, as an assertion was told.
struct Conditions {
  var profiles: [Profile] = []
  var exchange: Exchange
  var linter: Linter?
  var enabledRules: Set<String> = []

  init(
    _ profile: Profile?, _ profiles: [Profile], _ status: Int?, _ headers: Exchange.Headers?,
    _ exchange: Exchange,
    _ linter: Linter?
  ) {
    self.profiles = (profile.map { [$0] } ?? []) + profiles
    self.exchange = exchange.overridden(by: Exchange(status: status, headers: headers))
    self.linter = linter
  }
}

/// A payload and what a linter says of it.
struct CheckedPayload {
  let received: ReceivedPayload
  let exchange: Exchange
  let report: Report

  init(_ payload: some FaultPayload, _ conditions: Conditions) {
    received = payload.received
    exchange = received.exchange.overridden(by: conditions.exchange)
    let name = received.name ?? "payload"
    let profiles = conditions.profiles.isEmpty ? received.profiles : conditions.profiles
    let linter =
      conditions.linter
      ?? LinterCache.linter(profiles, enabling: received.enabledRules.union(conditions.enabledRules))
    switch received.content {
    case .text(let text): report = linter.check(text, in: exchange, name: name)
    case .bytes(let bytes): report = linter.check(bytes, in: exchange, name: name)
    case .nothing: report = linter.check([UInt8](), in: exchange, name: name)
    case .unreadable(let reason): report = Report(source: Source(path: name), error: reason)
    }
  }
}

extension Exchange {
  /// It with what another knows in place of what it knows itself.
  func overridden(by other: Exchange) -> Exchange {
    var result = self
    let (new, old) = (other.facts, facts)
    if let head = new.http {
      result.facts.http = HTTPHead(
        start: head.start ?? old.http?.start, version: head.version ?? old.http?.version,
        fields: head.isComplete ? head.fields : old.http?.fields ?? [],
        isComplete: head.isComplete || old.http?.isComplete ?? false)
    }
    if new.request != nil {
      result.facts.request = new.request
      result.requestBody = other.requestBody
    }
    result.facts.requestMessage = new.requestMessage ?? old.requestMessage
    result.facts.isRequestIllFormed = new.isRequestIllFormed || old.isRequestIllFormed
    result.facts.senderRole = new.senderRole ?? old.senderRole
    result.facts.bodyProcessed = new.bodyProcessed ?? old.bodyProcessed
    result.facts.faultScope = new.faultScope ?? old.faultScope
    result.facts.bindingStyle = new.bindingStyle ?? old.bindingStyle
    result.facts.nodeRoles = new.nodeRoles ?? old.nodeRoles
    result.facts.addressingRequired = new.addressingRequired ?? old.addressingRequired
    result.facts.isOneWay = new.isOneWay ?? old.isOneWay
    result.facts.description = new.description ?? old.description
    result.facts.isLenient = new.isLenient || old.isLenient
    return result
  }
}
