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

  @Test("A word or many words that no rule has cost no more than they are long")
  func long() {
    #expect(RuleSearch.rules(about: "fault fault").map(\.id) == RuleSearch.rules(about: "fault").map(\.id))
    let (letters, words) = (
      String(repeating: "x", count: 100_000), String(repeating: "fault ", count: 20_000)
    )
    let clock = ContinuousClock()
    func shortest(_ text: String) -> Duration {
      (0..<3).map { _ in clock.measure { _ = RuleSearch.rules(about: text) } }.min() ?? .zero
    }
    // What the rules themselves cost is in both; of the text, there was once the hundredfold for each rule.
    let usual = shortest("xxxx")
    #expect(shortest(letters) < usual * 3)
    #expect(shortest(words) < shortest("fault") * 3 + usual)
    #expect(RuleSearch.rules(about: letters).isEmpty)
    #expect(RuleSearch.rules(about: words).map(\.id) == RuleSearch.rules(about: "fault").map(\.id))
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

  @Test("Words find the rules that have to do with them")
  func words() {
    let ids = RuleSearch.rules(about: "FaultString").map(\.id)
    #expect(ids.first == "SOAP11-faultstring-missing" && ids.contains("SOAP11-faultstring-empty"))
    for rule in RuleSet.builtIn.rules
    where rule.id.contains("faultstring") || rule.title.contains("faultstring") {
      #expect(ids.contains(rule.id), "\(rule.id)")
    }
    // By the element at which its example is broken, and by why it matters.
    let dialect = RuleSearch.rules(about: "ExceptionDetail")
    #expect(dialect.contains { $0.id == "DOTNET-exceptiondetail-present" })
    #expect(RuleSearch.rules(about: "zeep").count > 5)
    // All words count, and their order does not.
    let both = RuleSearch.rules(about: "prefix faultcode").map(\.id)
    #expect(both.first == "SOAP11-faultcode-unbound-prefix")
    #expect(Set(both) == Set(RuleSearch.rules(about: "faultcode, prefix!").map(\.id)))
    #expect(RuleSearch.rules(about: "").isEmpty && RuleSearch.rules(about: "--").isEmpty)
  }

  @Test func aWordThatIsSpeltWrongGetsWhatWasMeant() {
    #expect(RuleSearch.rules(about: "fautlstring").isEmpty)
    #expect(RuleSearch.suggestions(for: "fautlstring").contains("faultstring"))
  }

  @Test func aVendorsProfileHasItsRulesAndThoseItBuildsOn() throws {
    let zuora = try #require(RuleSearch.rules(under: "zuora"))
    let ids = Set(zuora.map(\.rule.id))
    #expect(ids.isSuperset(of: ["ZUORA-fault-content", "SOAP11-faultstring-missing", "XML-not-well-formed"]))
    #expect(!ids.contains { $0.hasPrefix("OPENAIR-") || $0.hasPrefix("MC-") })
    #expect(RuleSearch.rules(under: "zuoar") == nil)
    let bp11 = try #require(RuleSearch.rules(under: "bp11"))
    #expect(!bp11.contains { $0.rule.id.hasPrefix("ZUORA-") })
  }
}
