internal import Faultlint
internal import FaultlintEngine
internal import FaultlintText

extension TextLayout {
  /// Adds what of a payload is suppressed, and why.
  func writeSuppressed(_ result: Report, _ output: inout Output) {
    for suppressed in result.suppressed {
      let finding = suppressed.finding
      let word = suppressed.kind == .baseline ? "known" : "suppressed"
      let place = "\(finding.line):\(finding.column)"
      write(
        "note", "\(finding.rule.id.printable) at \(place) is \(word): \(suppressed.reason.printable)", &output
      )
    }
  }
}

extension Summary {
  /// How much is suppressed, a text each for what a baseline has and for what a configuration says, with the word for it.
  var suppressedInWords: [(words: String, them: String)] {
    [(known, "in the baseline"), (suppressed, "suppressed by the configuration")].filter { $0.0 > 0 }
      .map { count, what in
        count == 1 ? ("1 finding is \(what)", "it") : ("\(count) findings are \(what)", "them")
      }
  }
}
