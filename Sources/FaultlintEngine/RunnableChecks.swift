package import FaultlintModel
internal import FaultlintXMLTree

/// The checks of the selected rules by subject, as far as the facts they need are known. Sorted out once for each set of facts, and
/// not once a message.
final class RunnableChecks {
  // Each with the index of its rule in the selection. One generic type for all would hold every check in a closure around
  // it and count references to that at each call: 3 % of the time of the whole check. Objects, so that `forEachHeld` need
  // count none at all.
  final class OnMessage: Sendable {
    let rule: Int
    let check: @Sendable (Message, inout FindingCollector) -> Void

    init(rule: Int, check: @escaping @Sendable (Message, inout FindingCollector) -> Void) {
      self.rule = rule
      self.check = check
    }
  }
  final class OnEnvelope: Sendable {
    let rule: Int
    let check: @Sendable (Envelope, inout FindingCollector) -> Void

    init(rule: Int, check: @escaping @Sendable (Envelope, inout FindingCollector) -> Void) {
      self.rule = rule
      self.check = check
    }
  }
  final class OnFault11: Sendable {
    let rule: Int
    let check: @Sendable (Fault11, inout FindingCollector) -> Void

    init(rule: Int, check: @escaping @Sendable (Fault11, inout FindingCollector) -> Void) {
      self.rule = rule
      self.check = check
    }
  }
  final class OnFault12: Sendable {
    let rule: Int
    let check: @Sendable (Fault12, inout FindingCollector) -> Void

    init(rule: Int, check: @escaping @Sendable (Fault12, inout FindingCollector) -> Void) {
      self.rule = rule
      self.check = check
    }
  }
  final class OnHead: Sendable {
    let rule: Int
    let check: @Sendable (HTTPHead, Message?, inout FindingCollector) -> Void

    init(rule: Int, check: @escaping @Sendable (HTTPHead, Message?, inout FindingCollector) -> Void) {
      self.rule = rule
      self.check = check
    }
  }

  // Constants: what may change is asked for its turn at each use.
  let onMessages: [OnMessage]
  let onEnvelopes: [OnEnvelope]
  let onFaults11: [OnFault11]
  let onFaults12: [OnFault12]
  let onHeads: [OnHead]
  let onDocuments: [DocumentTest]
  /// The rules that are left out, and why.
  let notRun: [NotRun]

  init(_ selected: SelectedRules, knowing facts: FactSet) {
    var onMessages: [OnMessage] = []
    var onEnvelopes: [OnEnvelope] = []
    var onFaults11: [OnFault11] = []
    var onFaults12: [OnFault12] = []
    var onHeads: [OnHead] = []
    var onDocuments: [DocumentTest] = []
    var notRun: [NotRun] = []
    for (index, entry) in selected.entries.enumerated() {
      if let fact = entry.rule.needs, !facts.contains(fact) {
        // Where nothing says that a payload came over HTTP, that is no lack.
        if case .http = entry.check, !facts.hasHead { continue }
        notRun.append(NotRun(rule: entry.rule, fact: fact))
        continue
      }
      switch entry.check {
      case .message(let check): onMessages.append(OnMessage(rule: index, check: check))
      case .envelope(let check), .envelope11(let check), .envelope12(let check):
        onEnvelopes.append(OnEnvelope(rule: index, check: check))
      case .fault11(let check): onFaults11.append(OnFault11(rule: index, check: check))
      case .fault12(let check): onFaults12.append(OnFault12(rule: index, check: check))
      case .http(let check): onHeads.append(OnHead(rule: index, check: check))
      case .expression(let expression):
        onDocuments.append(DocumentTest(rule: index, expression: expression))
      case .acceptance, .umbrella, .input, .schema, .notCheckable: break
      }
    }
    (self.onMessages, self.onEnvelopes) = (onMessages, onEnvelopes)
    (self.onFaults11, self.onFaults12) = (onFaults11, onFaults12)
    (self.onHeads, self.onDocuments, self.notRun) = (onHeads, onDocuments, notRun)
  }
}

extension Array where Element: AnyObject {
  /// Calls a function with each element, without counting a reference to it: the array keeps them all the while.
  @inline(__always) func forEachHeld(_ body: (Element) -> Void) {
    withUnsafeBufferPointer { elements in
      for index in elements.indices {
        Unmanaged.passUnretained(elements[index])._withUnsafeGuaranteedRef(body)
      }
    }
  }
}

/// A rule that was not run because it needs a fact about the exchange that is not known.
public struct NotRun: Sendable {
  /// The rule.
  public let rule: Rule
  /// Why it was not run, in a sentence without a full stop.
  public let reason: String
  /// What it needs to know of the exchange; nil if that is not known.
  package let fact: Fact?

  /// A rule that was not run because a fact is not known.
  package init(rule: Rule, fact: Fact) {
    self.rule = rule
    self.fact = fact
    reason = fact.reasonNotRun
  }

  /// A rule of which somebody else says why it was not run.
  package init(rule: Rule, reason: String) {
    self.rule = rule
    self.reason = reason
    fact = nil
  }
}

/// Which facts are known about an exchange.
package struct FactSet: Hashable {
  private var bits: UInt32 = 0
  /// Whether the head of an HTTP message is known, or a part of it.
  let hasHead: Bool

  /// What is known about an exchange.
  package init(_ exchange: ExchangeFacts) {
    hasHead = exchange.http != nil
    // Of most payloads of a run nothing is known, and this is asked of each.
    if exchange.isUnknown { return }
    for (index, fact) in Self.facts.enumerated() where fact.isKnown(exchange) { bits |= 1 << index }
  }

  // A new array each time it is asked for, and it is once a message.
  private static let facts = Fact.allCases

  package func contains(_ fact: Fact) -> Bool { bits & (1 << fact.index) != 0 }
}

extension Fact {
  fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
