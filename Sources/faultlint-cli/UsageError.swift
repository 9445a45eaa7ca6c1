internal import ArgumentParser
internal import FaultlintText

/// What is wrong with a command line and what to do about it, in the form of all errors. swift-argument-parser says it in
/// a form of its own, and what it knows cannot be asked for otherwise.
struct UsageError: Error {
  /// What is wrong, without a full stop.
  let reason: String
  /// What to do about it.
  let help: String

  /// An error whose parts are known.
  init(reason: String, help: String) {
    self.reason = reason
    self.help = help
  }

  /// What is wrong with the options of a command.
  ///
  /// - Parameters:
  ///   - message: What is wrong, as one sentence, and what to do about it.
  ///   - words: The words of the command; none for `check`.
  init(_ message: String, of words: [String]) {
    self.init(message) { Self.commandWithHelp(words) }
  }

  /// What swift-argument-parser says of the options of a command.
  init(_ error: any Error, of words: [String]) {
    self.init(FaultlintCommand.message(for: error)) { Self.commandWithHelp(words) }
  }

  private static func commandWithHelp(_ words: [String]) -> String {
    "faultlint \(words.isEmpty ? "check" : words.joined(separator: " ")) --help"
  }

  /// What swift-argument-parser says.
  init(_ error: any Error) {
    self.init(FaultlintCommand.message(for: error)) {
      Self.quoted(FaultlintCommand.fullMessage(for: error), after: "See ")
    }
  }

  private init(_ message: String, commandWithHelp: () -> String?) {
    let sentences = Self.sentences(message)
    reason = Self.withoutCapital(sentences.first)
    var help = sentences.rest
    if let value = Self.quoted(reason, after: "the value ") {
      let values = Self.values(sentences.rest)
      // Behind it may be a file.
      let near = Spelling.nearest(to: String(value.prefix { $0 != "=" }), in: values)
      help = values.isEmpty ? "" : Self.choice(near, "the values are \(values.joined(separator: ", "))")
    } else if let argument = Self.quoted(reason, after: "unexpected argument ") {
      help = Spelling.question(about: argument, among: CommandNames.all) ?? ""
    } else if let option = Self.quoted(help, after: "Did you mean ") {
      help = Spelling.question([option]) ?? ""
    } else {
      help = Self.withoutCapital(help)
    }
    if help.isEmpty, let command = commandWithHelp() {
      help = "'\(command)' says what there is"
    }
    self.help = help
  }

  /// A question whether one of some words was meant, and which there are.
  static func choice(_ near: [String], _ list: String) -> String {
    Spelling.question(near).map { "\($0) \(list.prefix(1).uppercased())\(list.dropFirst())" } ?? list
  }

  /// The first sentence of a message, and the others. What is quoted has no ends of sentences.
  private static func sentences(_ message: String) -> (first: String, rest: String) {
    let parts = message.split(separator: ". ", maxSplits: .max, omittingEmptySubsequences: false)
    var first = ""
    for (index, part) in parts.enumerated() {
      first += (index == 0 ? "" : ". ") + part
      guard first.count(where: { $0 == "'" }).isMultiple(of: 2) else { continue }
      return (withoutStop(first), withoutStop(parts[(index + 1)...].joined(separator: ". ")))
    }
    return (withoutStop(message), "")
  }

  private static func withoutStop(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  private static func withoutCapital(_ text: String) -> String {
    // A name in capitals, or an option, stays what it is.
    guard let second = text.dropFirst().first, second.isLowercase || second == " " else { return text }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// What is in quotes behind some words.
  private static func quoted(_ text: String, after words: String) -> String? {
    guard let start = text.firstRange(of: words + "'")?.upperBound else { return nil }
    return text[start...].firstIndex(of: "'").map { String(text[start..<$0]) }
  }

  /// The values that are listed, in one of two forms.
  private static func values(_ text: String) -> [String] {
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("  - ") }
    if !lines.isEmpty { return lines.map { String($0.dropFirst(4)) } }
    return text.split(separator: "'", omittingEmptySubsequences: false).enumerated()
      .compactMap { $0.offset.isMultiple(of: 2) ? nil : String($0.element) }
  }
}

/// The names of commands.
enum CommandNames {
  /// Those of the commands below the root.
  static var main: [String] { names(of: FaultlintCommand.self) }

  /// All of them.
  static var all: [String] {
    main + FaultlintCommand.configuration.subcommands.flatMap(names)
  }

  private static func names(of command: any ParsableCommand.Type) -> [String] {
    command.configuration.subcommands.compactMap { $0.configuration.commandName }
  }
}
