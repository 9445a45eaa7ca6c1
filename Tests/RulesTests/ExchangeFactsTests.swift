import FaultlintEngine
import FaultlintModel
import Testing

/// What is known of an exchange, and what is asked first: whether anything is.
@Suite struct ExchangeFactsTests {
  /// An exchange of which one thing is known.
  struct Known: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let facts: ExchangeFacts

    init(_ name: String, _ set: (inout ExchangeFacts) -> Void) {
      testDescription = name
      var facts = ExchangeFacts()
      set(&facts)
      self.facts = facts
    }
  }

  static let known = [
    Known("sender's role") { $0.senderRole = .intermediary },
    Known("body processed") { $0.bodyProcessed = false },
    Known("fault scope") { $0.faultScope = .header },
    Known("binding style") { $0.bindingStyle = .rpcLiteral },
    Known("node's roles") { $0.nodeRoles = [] },
    Known("addressing") { $0.addressingRequired = false },
    Known("one-way") { $0.isOneWay = false },
    Known("request that is not well-formed") { $0.isRequestIllFormed = true },
    Known("HTTP") { $0.http = HTTPHead(start: nil, version: nil, fields: [], isComplete: false) },
    Known("HTTP request") { $0.request = HTTPHead(start: nil, version: nil, fields: [], isComplete: false) },
  ]

  @Test("Where something is known, something is", arguments: known)
  func something(_ known: Known) { #expect(!known.facts.isUnknown) }

  @Test("Of an exchange of which nothing is known, no rule that needs something is run")
  func nothing() {
    #expect(ExchangeFacts().isUnknown)
    let facts = FactSet(ExchangeFacts())
    #expect(Fact.allCases.allSatisfy { !facts.contains($0) })
  }

  @Test("Each thing that is known is a fact to some rule, or a head is there", arguments: known)
  func facts(_ known: Known) {
    let facts = FactSet(known.facts)
    #expect(facts != FactSet(ExchangeFacts()))
  }
}
