import FaultlintTesting
import Testing

@Suite("A failure stands where the assertion was called") struct PlaceTests {
  @Test("In a test") func direct() {
    let line = #line + 1
    let failures = knownIssues { expectConformingFault("") }
    #expect(failures.map(\.line) == [line])
    #expect(failures.map(\.file) == ["TestingTests/PlaceTests.swift"])
    #expect(failures.first?.text.hasPrefix("Expected a conforming fault, received an empty body") ?? false)
  }

  @Test("In a test that is async, on another actor and in a child task") func asynchronous() async {
    let line = #line + 2
    let failures = await knownIssues {
      await MainActor.run { _ = expectConformingFault("") }
      await withTaskGroup { group in
        group.addTask { _ = expectConformingFault("") }
      }
      async let fault = expectConformingFault("")
      _ = await fault
    }
    #expect(failures.map(\.line).sorted() == [line, line + 2, line + 4])
  }

  @Test("In a helper in a helper") func nested() {
    func inner(
      _ body: String, fileID: StaticString = #fileID, filePath: StaticString = #filePath, line: UInt = #line,
      column: UInt = #column
    ) {
      expectNoFault(body, fileID: fileID, filePath: filePath, line: line, column: column)
    }
    func outer(_ body: String, line: UInt = #line) { inner(body, line: line) }
    let line = #line + 1
    let failures = knownIssues { outer(Message.good11) }
    #expect(failures.map(\.line) == [line])
  }

  @Test("Every function") func functions() {
    let line = #line + 2
    let failures = knownIssues {
      expectConformingFault("")
      expectNoFault("")
      expectFault("", violates: ["BP-R1000"])
      expectFault("", code: "Server")
    }
    #expect(failures.map(\.line) == [line, line + 1, line + 2, line + 3])
  }
}
