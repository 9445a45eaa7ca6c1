internal import FaultModel
internal import XMLTree

/// The checks of a plan by subject, as far as the facts they need are known. Sorted out once for each set of facts, and
/// not once a message.
final class Program {
  struct Step<Check> {
    /// The index of the rule in the plan.
    let rule: Int
    let check: Check
  }

  private(set) var onMessages: [Step<@Sendable (Message, inout Findings) -> Void>] = []
  private(set) var onEnvelopes: [Step<@Sendable (Envelope, inout Findings) -> Void>] = []
  private(set) var onFaults11: [Step<@Sendable (Fault11, inout Findings) -> Void>] = []
  private(set) var onFaults12: [Step<@Sendable (Fault12, inout Findings) -> Void>] = []
  private(set) var onHeads: [Step<@Sendable (HTTPHead, Message?, inout Findings) -> Void>] = []
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
      case .message(let check): onMessages.append(Step(rule: index, check: check))
      case .envelope11(let check), .envelope12(let check): onEnvelopes.append(Step(rule: index, check: check))
      case .fault11(let check): onFaults11.append(Step(rule: index, check: check))
      case .fault12(let check): onFaults12.append(Step(rule: index, check: check))
      case .http(let check): onHeads.append(Step(rule: index, check: check))
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
