internal import FaultModel
internal import XMLTree

/// The checks of a plan by subject, as far as the facts they need are known. Sorted out once for each set of facts, and
/// not once a message.
final class Program {
  // Each with the index of its rule in the plan. One generic type for all would hold every check in a closure around
  // it and count references to that at each call: 3 % of the time of the whole check.
  struct OnMessage {
    let rule: Int
    let check: @Sendable (Message, inout Findings) -> Void
  }
  struct OnEnvelope {
    let rule: Int
    let check: @Sendable (Envelope, inout Findings) -> Void
  }
  struct OnFault11 {
    let rule: Int
    let check: @Sendable (Fault11, inout Findings) -> Void
  }
  struct OnFault12 {
    let rule: Int
    let check: @Sendable (Fault12, inout Findings) -> Void
  }
  struct OnHead {
    let rule: Int
    let check: @Sendable (HTTPHead, Message?, inout Findings) -> Void
  }

  private(set) var onMessages: [OnMessage] = []
  private(set) var onEnvelopes: [OnEnvelope] = []
  private(set) var onFaults11: [OnFault11] = []
  private(set) var onFaults12: [OnFault12] = []
  private(set) var onHeads: [OnHead] = []
  /// The rules that are left out, and why.
  private(set) var notRun: [(rule: String, reason: String)] = []

  init(_ plan: Plan, knowing facts: FactSet) {
    for (index, entry) in plan.entries.enumerated() {
      if let fact = entry.rule.needs, !facts.contains(fact) {
        // Where nothing says that a payload came over HTTP, that is no lack.
        if case .http = entry.rule.check, !facts.hasHead { continue }
        notRun.append((entry.rule.id, fact.reasonNotRun))
        continue
      }
      switch entry.rule.check {
      case .message(let check): onMessages.append(OnMessage(rule: index, check: check))
      case .envelope11(let check), .envelope12(let check):
        onEnvelopes.append(OnEnvelope(rule: index, check: check))
      case .fault11(let check): onFaults11.append(OnFault11(rule: index, check: check))
      case .fault12(let check): onFaults12.append(OnFault12(rule: index, check: check))
      case .http(let check): onHeads.append(OnHead(rule: index, check: check))
      case .acceptance, .umbrella, .reader, .schema, .notCheckable: break
      }
    }
  }
}

/// Which facts are known about an exchange.
struct FactSet: Hashable {
  private var bits: UInt32 = 0
  /// Whether the head of an HTTP message is known, or a part of it.
  let hasHead: Bool

  init(_ exchange: Exchange) {
    hasHead = exchange.http != nil
    for (index, fact) in Self.facts.enumerated() where fact.isKnown(exchange) { bits |= 1 << index }
  }

  // A new array each time it is asked for, and it is once a message.
  private static let facts = Fact.allCases

  func contains(_ fact: Fact) -> Bool { bits & (1 << fact.index) != 0 }
}

extension Fact {
  fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
