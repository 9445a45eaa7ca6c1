internal import ArgumentParser
internal import FaultlintText
internal import Glibc

/// Reads the command line of a command that takes paths. A hook checks one small file, and swift-argument-parser takes
/// longer than that for any option; and its time is quadratic in the number of arguments, of which people pass thousands.
///
/// It is asked only about what cannot be read, for what it says of that, and for help. A test holds what is read here
/// to what it reads.
struct CommandLineReader<Values> {
  private(set) var values: Values
  private(set) var paths: [RawPath] = []
  /// The words of the command.
  private let words: [String]
  /// Where the first of the paths stands among the arguments; nil if there is none before `--`.
  private var firstPath: Int?
  private var optionCount = 0
  /// What cannot be read of the options, the first of it.
  private var refused: [String] = []
  private var isHelpWanted = false
}

// What the values have to be stands here: where the type itself asks for it, the start of a run looks for it.
extension CommandLineReader where Values: OptionValues {
  /// Reads arguments.
  ///
  /// - Parameters:
  ///   - arguments: What follows the words of the command.
  ///   - words: Those; none if it was not named.
  /// - Throws: What is not UTF-8.
  init(_ arguments: [RawPath], of words: [String]) throws(UsageError) {
    values = Values()
    self.words = words
    var rest = arguments.indices
    while let index = rest.popFirst() {
      let argument = arguments[index]
      guard argument.isDashed, !argument.isDash else {
        if firstPath == nil { firstPath = index }
        paths.append(argument)
        continue
      }
      let text = try argument.asOption
      if text == "--" {
        paths += arguments[rest]
        break
      }
      optionCount += 1
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? String(parts[1]) : nil
      if let option = Self.option(parts[0]) {
        try read(option, text, value, arguments, &rest)
      } else if !text.hasPrefix("--"), value == nil, let group = Self.group(text) {
        for option in group { try read(option, text, nil, arguments, &rest) }
      } else {
        isHelpWanted = isHelpWanted || text == "--help" || text == "-h"
        refuse(text)
      }
    }
  }

  /// Reads an option, and the argument behind it if that is its value.
  private mutating func read(
    _ option: CommandOption<Values>, _ text: String, _ value: String?, _ arguments: [RawPath],
    _ rest: inout Range<Int>
  ) throws(UsageError) {
    switch option.effect {
    case .flag(let set):
      if value == nil { set(&values) } else { refuse(text) }
    case .value(let set):
      if let value {
        if value.isEmpty || !set(&values, value) { refuse(text) }
      } else if let next = rest.first, !arguments[next].isDashed || arguments[next].isDash {
        rest = rest.dropFirst()
        let value = try arguments[next].asOption
        if !set(&values, value) { refuse(text, value) }
      } else {
        refuse(text)
      }
    }
  }

  /// Whether something cannot be read, of which swift-argument-parser has to say what it is.
  var isRefused: Bool { !refused.isEmpty }

  private mutating func refuse(_ words: String...) { if refused.isEmpty { refused = words } }

  private static func option(_ name: Substring) -> CommandOption<Values>? {
    Values.options.first { $0.name == name || $0.short == name }
  }

  /// Several options in one, as in `-qv` and `-qj 2`; nil if it is no such thing.
  private static func group(_ text: String) -> [CommandOption<Values>]? {
    let options = text.dropFirst().map { option("-\($0)") }
    let known = options.compactMap(\.self)
    return known.count == options.count ? known : nil
  }

  /// Where a command stands that options stand before, as in `faultlint --format json check a.xml`; nil if there is
  /// none. A file of its name goes first.
  func command(in arguments: [RawPath], among commands: Set<String>) -> Int? {
    guard words.isEmpty, optionCount > 0, let index = firstPath, commands.contains(arguments[index].display),
      access(arguments[index].bytes, F_OK) != 0
    else { return nil }
    return index
  }

  /// Makes sure that the command line can be gone by.
  ///
  /// - Throws: Why it cannot, or what of swift-argument-parser's is to be shown instead.
  func check() throws {
    try noticeTypo()
    if !refused.isEmpty {
      try complain()
      throw UsageError("'\(refused[0])' is not an option here", of: words)
    }
    if let problem = values.problem { throw UsageError(problem, of: words) }
  }

  /// Has swift-argument-parser say what is wrong, or help.
  private func complain() throws {
    // Options without a command are those of check, and so is the help that is asked for among them.
    let command = words.isEmpty && isHelpWanted && optionCount > 1 ? ["check"] : words
    do {
      var parsed = try FaultlintCommand.parseAsRoot(command + (isHelpWanted ? ["--help"] : refused))
      if isHelpWanted { try parsed.run() }
    } catch  where !FaultlintCommand.exitCode(for: error).isSuccess {
      throw UsageError(error, of: words)
    }
  }

  /// What stands first and is the name of no file may be a command that is spelt wrong: what would follow is not about it.
  private func noticeTypo() throws(UsageError) {
    guard firstPath != nil, let first = paths.first, first.isWord, access(first.bytes, F_OK) != 0 else {
      return
    }
    let near = Spelling.nearest(to: first.display, in: CommandNames.main)
    guard let question = Spelling.question(near) else { return }
    throw UsageError(
      reason: "there is no file '\(first.display)', and no command of that name", help: question)
  }
}

extension RawPath {
  /// It as an option or its value, which are texts.
  var asOption: String {
    get throws(UsageError) {
      guard let text else {
        throw UsageError(reason: "'\(display)' is not UTF-8", help: "only paths to check may be any bytes")
      }
      return text
    }
  }
}
