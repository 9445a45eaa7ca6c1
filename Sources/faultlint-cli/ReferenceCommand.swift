internal import ArgumentParser
internal import FaultlintReports
internal import FaultlintRuleDocs
internal import FaultlintText

/// A command that answers from what faultlint knows, without an input.
protocol ReferenceCommand: ParsableCommand {
  /// Writes the answer.
  func write(_ output: inout Output) throws(ReferenceTrouble)
}

/// Why there is no answer.
struct ReferenceTrouble: Error {
  let text: String
}

extension ReferenceCommand {
  /// Writes the answer to standard output, or the trouble to standard error.
  ///
  /// - Returns: The exit status.
  func answer() -> Int32 {
    var output = Output()
    do throws(ReferenceTrouble) {
      try write(&output)
    } catch {
      StandardStream.complain("faultlint: \(error.text)")
      return ExitStatus.trouble
    }
    var stream = StandardStream.output
    return stream.write(output.bytes) ? ExitStatus.clean : ExitStatus.trouble
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
