internal import ArgumentParser
internal import FaultlintReports
internal import FaultlintRuleDocs
internal import FaultlintText

/// A command that answers from what faultlint knows, without an input.
protocol ReferenceCommand: ParsableCommand {
  /// Writes the answer.
  func write(_ output: inout Output) throws(ReferenceError)
}

/// Why there is no answer.
struct ReferenceError: Error {
  let text: String

  /// An error with a text.
  init(text: String) { self.text = text }

  /// That no rule has an id, and which ids are like it; if there are codes that are like it, these.
  init(unknown id: String, codes: [String] = []) {
    let near = codes.isEmpty ? RuleSearch.suggestions(for: id) : codes
    let hint =
      near.isEmpty ? "'faultlint rules' lists them" : "did you mean \(near.joined(separator: " or "))?"
    text = "no rule '\(id.printable)'; \(hint)"
  }
}

extension ReferenceCommand {
  /// Writes the answer to standard output, or the error to standard error.
  ///
  /// - Returns: The exit status.
  func answer() -> Int32 {
    var output = Output()
    do throws(ReferenceError) {
      try write(&output)
    } catch {
      StandardStream.complain("faultlint: \(error.text)")
      return ExitStatus.error
    }
    return StandardStream.answer(output.bytes) ? ExitStatus.clean : ExitStatus.error
  }
}

/// Whether to use colours.
enum ColorChoice: String, Choice {
  case auto, always, never

  /// Nil to look at the terminal.
  var isOn: Bool? {
    switch self {
    case .auto: nil
    case .always: true
    case .never: false
    }
  }

  /// Rules as text in the terminal there is.
  var ruleText: RuleText {
    RuleText(color: isOn ?? Terminal.showsColor, width: Terminal.width, cutsTitles: Terminal.isThere)
  }
}
