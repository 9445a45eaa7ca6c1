internal import ArgumentParser
internal import FaultlintContracts
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
  /// What is wrong; nil if that has been said.
  let reason: String?
  /// What to do about it.
  let help: String

  /// An error with its text.
  init(_ text: (reason: String, help: String)) {
    reason = text.reason
    help = text.help
  }

  /// An error that has been said.
  static let said = ReferenceError(reason: nil)

  private init(reason: String?) {
    self.reason = reason
    help = ""
  }

  /// That no rule has an id, and which ids are like it; if there are codes that are like it, these.
  init(unknown id: String, codes: [String] = [], contracts: [Contract] = []) {
    reason = "there is no rule '\(id.printable)'"
    let near = codes.isEmpty ? RuleSearch.suggestions(for: id, in: contracts) : codes
    help = Spelling.question(near) ?? "'faultlint rules' lists them, and with --search WORD finds them"
  }

  /// That no profile has a name.
  init(unknownProfile name: String, among names: [String]) {
    reason = "there is no profile '\(name.printable)'"
    help =
      Spelling.question(about: name, among: names)
      ?? "profiles are \(names.joined(separator: ", ").printable)"
  }

  /// That no rule has to do with some words.
  init(nothingAbout words: String) {
    reason = "no rule has to do with '\(words.printable)'"
    help = Spelling.question(RuleSearch.suggestions(for: words)) ?? "'faultlint rules' lists all"
  }

  /// Says it on standard error, if it has not been said.
  func complain() {
    if let reason { StandardStream.complain(reason, help: help) }
  }

  /// The error as an option has it.
  var validationError: ValidationError { ValidationError("\(reason ?? ""). \(help)") }
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
      error.complain()
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
    RuleText(color: isOn ?? Terminal.showsColor, width: Terminal.width, tableWidth: Terminal.tableWidth)
  }
}
