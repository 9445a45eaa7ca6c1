import FaultlintTesting
import Testing

@Suite("Many assertions at once") struct ParallelTests {
  @Test("A thousand in parallel, each with its own failure", .timeLimit(.minutes(1))) func thousand() async {
    let failures = await failures {
      await withTaskGroup { group in
        for index in 0..<1000 {
          group.addTask {
            let message = Message.good11.replacing("Out of order", with: "Number \(index)")
            if !index.isMultiple(of: 10) {
              expectFault(message, code: "Server", reason: "Number \(index)")
              expectConformingFault(message, profile: [.bp11, .soap11, .bp10][index % 3], status: 500)
            } else {
              expectFault(message, reason: "Number \(index) and more")
            }
          }
        }
      }
    }
    #expect(failures.count == 100)
    for failure in failures {
      let numbers = failure.text.split { !$0.isNumber }.compactMap { Int($0) }
      let lines = failure.text.split(separator: "\n")
      #expect(lines.count == 5, "\(failure.text)")
      #expect(numbers.suffix(2).count == 2 && numbers.suffix(2).first == numbers.last)
    }
  }
}
