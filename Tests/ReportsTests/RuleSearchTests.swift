import FaultlintEngine
import FaultlintRuleDocs
import FaultlintRules
import Testing

/// What `faultlint explain` finds.
@Suite struct RuleSearchTests {
  @Test(
    "A rule is found by id, number and assertion, in any case",
    arguments: [
      ("BP-R1004", "BP-R1004"), ("bp-r1004", "BP-R1004"), ("R1004", "BP-R1004"), ("r1004", "BP-R1004"),
      ("R9704", "BP-R1033"), ("r2750", "BP-R2714"), ("R9701", "BP-R9701"),
      ("soap11-FAULTCODE-missing", "SOAP11-faultcode-missing"), ("XSD-cvc-elt-1", "XSD-cvc-elt-1"),
    ])
  func found(_ name: String, _ id: String) {
    #expect(RuleSearch.rules(named: name).map(\.id) == [id])
  }

  @Test func anAssertionStandsForTheRulesThatTestTheSame() {
    for name in ["BP1302", "bp1302"] {
      let ids = RuleSearch.rules(named: name).map(\.id)
      #expect(ids.contains("BP-R1004"))
      #expect(ids.count > 1)
    }
    for rule in RuleSet.builtIn.rules {
      for assertion in rule.assertions {
        #expect(RuleSearch.rules(named: assertion.id).contains { $0.id == rule.id })
      }
    }
  }

  @Test("Every id finds its rule and no other", arguments: RuleSet.builtIn.rules.map(\.id))
  func every(_ id: String) {
    #expect(RuleSearch.rules(named: id.uppercased()).map(\.id) == [id])
  }

  @Test(
    "A typo gets what was meant",
    arguments: [
      ("SOAP11-faultcode-mising", "SOAP11-faultcode-missing"),
      ("SOAP11-fautlcode-missing", "SOAP11-faultcode-missing"),
      ("BP-R104", "BP-R1004"), ("R1O04", "R1004"), ("BP130", "BP1302"),
      ("soap12_reason_missing", "SOAP12-reason-missing"),
    ])
  func near(_ typo: String, _ meant: String) {
    #expect(RuleSearch.rules(named: typo).isEmpty)
    #expect(RuleSearch.suggestions(for: typo).contains(meant), "\(RuleSearch.suggestions(for: typo))")
  }

  @Test("What is like nothing gets no suggestion", arguments: ["", "xyzzyqq", "completely-different-thing"])
  func nothing(_ name: String) {
    #expect(RuleSearch.rules(named: name).isEmpty)
    #expect(RuleSearch.suggestions(for: name).isEmpty)
  }
}
