import FaultlintTesting
import Testing

@Suite("expectConformingFault and expectNoFault") struct ConformingTests {
  @Test("A conforming fault passes and is returned") func passes() {
    let fault = expectConformingFault(
      Message.good11, profile: .bp11, status: 500, headers: ["Content-Type": "text/xml"])
    #expect(fault?.code.local == "Server")
    #expect(fault?.reason() == "Out of order")
  }

  @Test("A failure has verdict, place, excerpt, reason, remedy, clause and command") func text() throws {
    let text = failureText { expectConformingFault(Message.qualified11) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0] == "Expected a conforming fault, received a SOAP 1.1 fault with 2 errors (profile bp11)")
    #expect(lines.contains("error: 's:faultcode' is in the SOAP namespace instead of none [BP-R1001]"))
    #expect(lines.contains("  at 4:7, /s:Envelope/s:Body/s:Fault/s:faultcode"))
    #expect(lines.contains("  at 5:7, /s:Envelope/s:Body/s:Fault/s:faultstring"))
    let excerpt = try #require(lines.firstIndex { $0.contains("| ") && $0.contains("<s:faultcode>s:Server") })
    let column = try #require(lines[excerpt].firstRange(of: "<s:faultcode>")).lowerBound
    let caret = try #require(lines[excerpt + 1].firstIndex(of: "^"))
    #expect(lines[excerpt].distance(to: column) == lines[excerpt + 1].distance(to: caret))
    #expect(text.contains("  why: "))
    #expect(text.contains("  fix: "))
    #expect(text.contains("  reference: WS-I Basic Profile 1.1 R1001"))
    #expect(text.contains("faultlint explain BP-R1001"))
    #expect(lines.count { $0.hasPrefix("  why: ") } == 1, "a rule is explained once")
  }

  @Test("A failing assertion still returns the fault") func faultOfFailure() {
    var fault: Fault?
    #expect(failures { fault = expectConformingFault(Message.qualified11) }.count == 1)
    #expect(fault?.code.local == "Server")
  }

  @Test("A status that does not belong to the fault is found") func status() {
    let text = failureText {
      expectConformingFault(Message.good11, status: 200, headers: ["Content-Type": "text/xml"])
    }
    #expect(text.contains("status 200, Content-Type text/xml"))
    #expect(text.contains("  at the HTTP head, status 200\n"))
  }

  @Test("A header field that is wrong is shown") func field() {
    let text = failureText {
      expectConformingFault(Message.good11, status: 500, headers: ["Content-Type": "text/html"])
    }
    #expect(text.contains("  at the HTTP head, Content-Type: text/html\n"), "\(text)")
  }

  @Test("Warnings count where they are asked for") func warnings() {
    let message = Message.fault11("<faultcode>o:Busy</faultcode><faultstring>x</faultstring>")
      .replacing("o:Busy", with: "Busy")
    #expect(failures { expectConformingFault(message) }.isEmpty)
    let text = failureText { expectConformingFault(message, failOn: .warning) }
    #expect(text.contains("warning: ") && text.contains("[BP-R1004]"))
  }

  @Test("The linter of the caller is used") func linter() throws {
    var options = Linter.Options()
    options.limits.bytes = 100
    let linter = try Linter(options: options)
    #expect(failureText { expectConformingFault(Message.good11, linter: linter) }.contains("[XML-limit]"))
  }

  // MARK: Accepted rules

  @Test("An accepted rule may be broken") func accepted() {
    expectConformingFault(
      Message.qualified11, accepting: [.rule("BP-R1001", because: "the mainframe does it")])
  }

  @Test("An accepted rule that is kept fails, and says so") func unneeded() {
    let text = failureText {
      expectConformingFault(Message.good11, accepting: [.rule("BP-R1001", because: "the mainframe does it")])
    }
    #expect(text.hasPrefix("Expected a conforming fault with an exception that is needed"))
    #expect(text.contains("BP-R1001 is accepted (the mainframe does it), but is not broken any more"))
  }

  @Test("An accepted rule needs to exist, and needs a reason") func badExceptions() {
    let unknown = failureText {
      expectConformingFault(Message.good11, accepting: [.rule("R1001", because: "x")])
    }
    #expect(unknown.contains("there is no rule 'R1001'; did you mean BP-R1001?"))
    let blank = failureText {
      expectConformingFault(Message.qualified11, accepting: [.rule("BP-R1001", because: " ")])
    }
    #expect(blank.contains("BP-R1001 is accepted without a reason"))
  }

  @Test("What is accepted does not hide what is not") func acceptedAndNot() {
    let message = Message.fault11(
      "<s:faultcode>s:Server</s:faultcode><s:faultstring>x</s:faultstring><more/>")
    let text = failureText {
      expectConformingFault(message, accepting: [.rule("BP-R1001", because: "known")])
    }
    #expect(text.contains("[BP-R1000]"))
    #expect(text.contains("\naccepted:\n"))
  }

  // MARK: No fault

  @Test("A result is not a fault") func noFault() {
    let report = expectNoFault(Message.result11)
    #expect(report.verdict == .notAFault)
  }

  @Test("A fault is not a result") func faultWhereNoneShouldBe() {
    let text = failureText { expectNoFault(Message.good11) }
    #expect(text.hasPrefix("Expected a message without a fault, received a SOAP 1.1 fault"))
  }

  @Test("An empty body is an answer only with a status that reports success") func emptyBody() {
    expectNoFault("", status: 202)
    #expect(failureText { expectNoFault("") }.contains("received an empty body"))
    #expect(failureText { expectNoFault("", status: 500) }.contains("received an empty body"))
  }
}

extension String {
  /// How many characters stand before an index.
  fileprivate func distance(to index: Index) -> Int { distance(from: startIndex, to: index) }
}
