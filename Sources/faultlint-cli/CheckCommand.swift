internal import ArgumentParser
internal import Faultlint
internal import FaultlintCaptures
internal import FaultlintConfiguration
internal import FaultlintContracts
internal import FaultlintEngine
public import FaultlintModel
internal import FaultlintReports
internal import FaultlintRuleDocs
internal import FaultlintRules
internal import FaultlintText
internal import FaultlintXMLTree

/// `faultlint check`: judges captured payloads.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check captured SOAP faults (the default).",
    usage: "faultlint [check] [<options>] <path> ...",
    discussion: """
      A path is a file, a folder (walked; hidden files, links and what looks like no capture are skipped), or - for \
      standard input. A payload is a SOAP envelope or a bare Fault or Body.

      What a capture says of a payload (its status, its headers, the request) goes before what options say.

      Exit status: 0 nothing at or above --fail-on; 1 findings; 2 some input or option could not be used (with \
      --allow-unreadable, a payload that cannot be read is not among that); 130, 143 or \
      129 ended by SIGINT (Ctrl-C), SIGTERM or SIGHUP, with a report on what was done that says it is partial.
      """)

  enum FailOn: String, Choice { case error, warning, note, never }
  /// A form of captures by its name; `auto` for what the content tells.
  struct InputFormat: Choice {
    static let auto = InputFormat(form: nil)
    static var allCases: [InputFormat] { [auto] + CaptureFormat.all.map { InputFormat(form: $0) } }

    let form: CaptureFormat?
    var rawValue: String { form?.name ?? "auto" }

    init(form: CaptureFormat?) { self.form = form }

    init?(rawValue: String) {
      form = CaptureFormat.named(rawValue)
      if form == nil, rawValue != "auto" { return nil }
    }
  }
  enum Expectation: String, Choice { case fault, any }
  enum Answer: String, Choice { case yes, no }

  @Option(
    name: .customLong("profile"),
    help: ArgumentHelp(
      "Judge by this profile; may be repeated. Values: auto, \(ProfileNames.all.joined(separator: ", ")). auto takes bp11 for SOAP 1.1 and soap12 for SOAP 1.2, or the profile of the vendor whose namespaces it sees.",
      valueName: "name"))
  var profiles: [String] = []

  @Option(
    help: ArgumentHelp(
      "A profile file with rules of your own; may be repeated. It is used where a payload or its request has a mark of its 'selected-by', everywhere if it has none, and for all with --profile and its name.",
      valueName: "file"))
  var rules: [String] = []

  @Option(
    name: .customLong("schema"),
    help: ArgumentHelp(
      "An XML Schema for detail entries and header blocks; may be repeated. What it imports and includes is read from beside it.",
      valueName: "file"))
  var schemas: [String] = []

  @Option(
    name: .customLong("wsdl"),
    help: ArgumentHelp(
      "The WSDL 1.1 of the service: its faults, header blocks, bindings and schemas; may be repeated. What it imports is read from beside it.",
      valueName: "file"))
  var descriptions: [String] = []

  @Option(
    help: ArgumentHelp(
      "Go by this configuration, not by the .faultlint.yml that is found from the working folder upwards.",
      valueName: "file"))
  var config: String?

  @Flag(help: "Go by no configuration.")
  var noConfig = false

  @Option(
    help: ArgumentHelp(
      "The findings that are known, in place of the .faultlint-baseline.json that is found from the working folder upwards.",
      valueName: "file"))
  var baseline: String?

  @Flag(help: "Report what is known too.")
  var noBaseline = false

  @Option(
    name: .customLong("format"),
    help: ArgumentHelp(
      "How to report (default: text). With a file, as in html=report.html, in addition to the report that people see; may be repeated.",
      valueName: "format[=file]"))
  var formats: [FormatChoice] = []

  @Option(
    name: [.long, .short],
    help: ArgumentHelp("Write the report to this file, whole or not at all.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Run this rule, which is off unless asked for; may be repeated. faultlint explain says of a rule whether it is.",
      valueName: "id"))
  var enable: [String] = []

  @Option(
    help: ArgumentHelp(
      "Do not run this rule; may be repeated. Another rule that the same defect breaks may report it then.",
      valueName: "id"))
  var ignore: [String] = []

  @Option(
    name: .customLong("level"),
    help: ArgumentHelp(
      "Give findings of a rule this level, as in BP-R1004=error; may be repeated.", valueName: "id=level"))
  var levels: [String] = []

  @Option(help: "The lowest level that makes the exit status 1 (default: error).")
  var failOn: FailOn?

  @Option(help: "How to read the captures.")
  var inputFormat: InputFormat = .auto

  @Option(
    name: .customLong("field"),
    help: ArgumentHelp(
      "Where NDJSON objects have a thing, as in body=.response.text, or that they have it nowhere, as in status=; may be repeated.",
      valueName: "name=.path"))
  var fields: [String] = []

  @Option(
    help: ArgumentHelp(
      "Check the files named in this one too, one a line; - for standard input.", valueName: "file"))
  var filesFrom: [String] = []

  @Flag(
    name: [.customLong("null"), .customShort("0")],
    help: "Names in --files-from end with NUL, not with a line.")
  var null = false

  @Option(
    help: ArgumentHelp(
      "In folders, leave out what has this name, or this path below the folder if there is a / in it; may be repeated.",
      valueName: "glob"))
  var exclude: [String] = []

  @Flag(help: "In folders, follow links.")
  var followLinks = false

  @Option(help: "Whether a payload that is not a fault is an error (default: any, it is not).")
  var expect: Expectation?

  @Option(help: ArgumentHelp("What the node that sent the faults is on the message path.", valueName: "role"))
  var senderRole: SenderRole?

  @Option(help: "Whether the Body of the request was processed successfully.")
  var bodyProcessed: Answer?

  @Option(help: ArgumentHelp("What the faults are about.", valueName: "scope"))
  var faultScope: FaultScope?

  @Option(help: ArgumentHelp("How the operation is bound.", valueName: "style"))
  var bindingStyle: BindingStyle?

  @Option(help: ArgumentHelp("The HTTP status the payloads travelled under.", valueName: "n"))
  var httpStatus: Int?

  @Option(help: ArgumentHelp("The Content-Type the payloads travelled under.", valueName: "type"))
  var contentType: String?

  @Option(help: ArgumentHelp("The SOAP request that the payloads answer.", valueName: "file"))
  var request: String?

  @Option(
    help: ArgumentHelp(
      "A role in which the node that sent the faults acts, in addition to next; may be repeated.",
      valueName: "uri"))
  var nodeRoles: [String] = []

  @Flag(help: "The endpoint demands WS-Addressing.")
  var wsaRequired = false

  @Flag(help: "The operation is one-way: the payloads came back over HTTP where no message is expected.")
  var oneWay = false

  @Flag(help: "The receivers take SOAP 1.2 as text/xml: a note and not a warning.")
  var lenient = false

  @Option(
    name: [.long, .short],
    help: ArgumentHelp("How many payloads to check at once (default: one a core).", valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp("The largest payload, in bytes (default: \(ParseLimits().bytes)).", valueName: "n"))
  var maxBytes: Int?

  @Option(
    help: ArgumentHelp("The deepest nesting of elements (default: \(ParseLimits().depth)).", valueName: "n"))
  var maxDepth: Int?

  @Option(help: "Whether to colour the text report. NO_COLOR is obeyed.")
  var color: ColorChoice = .auto

  @Flag(help: "It is all right if there is no payload in what is given.")
  var allowEmpty = false

  @Flag(
    help:
      "It is all right if a payload cannot be read: it is a result like any other, and only what ends a capture or the run is exit status 2."
  )
  var allowUnreadable = false

  @Flag(
    help:
      "Leave out the summary at the end of the report. merge cannot tell such a report from one that was cut off."
  )
  var noSummary = false

  @OptionGroup var shown: PresentationOptions

  @Flag(name: [.long, .short], help: "One line a finding, and no summary.")
  var quiet = false

  @Flag(name: [.long, .short], help: "Show notes, clean payloads and which rules were not run.")
  var verbose = false

  mutating func validate() throws {
    _ = try levelsByID
    if let id = enable.first(where: ignore.contains) {
      throw ValidationError("--enable \(id) and --ignore \(id) contradict each other.")
    }
    if config != nil, noConfig { throw ValidationError("--config and --no-config contradict each other.") }
    if baseline != nil, noBaseline {
      throw ValidationError("--baseline and --no-baseline contradict each other.")
    }
    if let httpStatus, !(100...599).contains(httpStatus) {
      throw ValidationError("--http-status needs a number from 100 to 599.")
    }
    if let role = nodeRoles.first(where: { $0.isEmpty || !URIReference.matches($0) }) {
      throw ValidationError("--node-roles needs a URI, and '\(role)' is not one.")
    }
    if quiet, verbose { throw ValidationError("--quiet and --verbose contradict each other.") }
    if let problem = formats.problem(output: output)
      ?? shown.problem(in: formats.destinations(output: output))
    {
      throw ValidationError(problem)
    }
    if let jobs, jobs < 1 { throw ValidationError("--jobs needs a number from 1.") }
    if let field = fields.first(where: { !$0.contains("=") }) {
      throw ValidationError("--field needs a name and a path, as in body=.response.text, not '\(field)'.")
    }
    if let problem = CaptureField.problem(in: paths) { throw ValidationError("--field: \(problem).") }
    if null, filesFrom.isEmpty { throw ValidationError("--null is about --files-from, which is missing.") }
    guard filesFrom.count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("Standard input can be only one list of files.")
    }
    try Self.check(maxBytes, RunSettings.bytes, "--max-bytes")
    try Self.check(maxDepth, RunSettings.depths, "--max-depth")
  }

  private static func check(_ number: Int?, _ range: ClosedRange<Int>, _ option: String) throws {
    guard let number, !range.contains(number) else { return }
    throw ValidationError("\(option) needs a number from \(range.lowerBound) to \(range.upperBound).")
  }

  /// The levels that `--level` gives, by the ids of the rules.
  private var levelsByID: [String: Level] {
    get throws {
      var levels: [String: Level] = [:]
      for text in self.levels {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let level = Level(rawValue: String(parts[1])) else {
          let words = Level.allCases.reversed().map(\.rawValue)
          let word = parts.count == 2 ? String(parts[1]) : ""
          let question = Spelling.question(about: word, among: words).map { " \($0)" } ?? ""
          throw ValidationError(
            "--level needs an id and a level (\(words.joined(separator: ", "))), as in BP-R1004=error, not '\(text)'.\(question)"
          )
        }
        levels[String(parts[0])] = level
      }
      return levels
    }
  }

  /// The options that may be given any number of times.
  static let repeatable: Set<String> = [
    "--enable", "--exclude", "--field", "--files-from", "--ignore", "--level", "--node-roles", "--profile",
  ]

  /// The same with further values of such options.
  ///
  /// - Throws: If one of them is of no use.
  func adding(_ values: [String: [String]]) throws -> CheckCommand {
    guard !values.isEmpty else { return self }
    var check = self
    check.enable += values["--enable"] ?? []
    check.exclude += values["--exclude"] ?? []
    check.fields += values["--field"] ?? []
    check.filesFrom += values["--files-from"] ?? []
    check.ignore += values["--ignore"] ?? []
    check.levels += values["--level"] ?? []
    check.nodeRoles += values["--node-roles"] ?? []
    check.profiles += values["--profile"] ?? []
    try check.validate()
    return check
  }

  /// The paths that `--field` gives, by the names of the fields.
  private var paths: [String: String] {
    let pairs = fields.map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
    return Dictionary(
      pairs.map { (String($0[0]), $0.count > 1 ? String($0[1]) : "") }, uniquingKeysWith: { $1 })
  }

  /// What was asked for.
  var job: CheckJob {
    var job = CheckJob()
    job.choice.configuration = noConfig ? .none : config.map { .named($0) } ?? .found
    job.choice.baseline = noBaseline ? .none : baseline.map { .named($0) } ?? .found
    job.profiles = ProfileSelection(files: rules, schemas: schemas, descriptions: descriptions)
    job.settings = settings
    job.run.failOn = failOn.map { Sourced($0.rawValue, .option("--fail-on")) }
    job.run.maxBytes = maxBytes.map { Sourced($0, .option("--max-bytes")) }
    job.run.maxDepth = maxDepth.map { Sourced($0, .option("--max-depth")) }
    job.run.jobs = jobs.map { Sourced($0, .option("--jobs")) }
    job.form.destinations = formats.destinations(output: output)
    job.inputs.captures.format = inputFormat.form
    job.inputs.captures.fields = paths
    job.inputs.lists = filesFrom.map { RawPath($0) }
    job.inputs.separator = null ? 0 : UInt8(ascii: "\n")
    job.excluded = exclude
    job.inputs.folders = Folder.Rules(exclude: exclude, followsLinks: followLinks)
    job.form.detail = quiet ? .quiet : verbose ? .verbose : .normal
    job.form.color = color.isOn
    job.form.hasSummary = !noSummary
    job.form.presentation = shown.presentation
    job.allowsEmpty = allowEmpty
    job.allowsUnreadable = allowUnreadable
    return job
  }

  /// What options say of how payloads are judged.
  private var settings: CheckSettings {
    var settings = CheckSettings()
    let profile = Origin.option("--profile")
    if !profiles.isEmpty { settings.profiles = Sourced(profiles.map { Sourced($0, profile) }, profile) }
    for id in ignore { settings.rules[id] = Sourced(RuleChange(isOn: false), .option("--ignore")) }
    for id in enable { settings.rules[id] = Sourced(RuleChange(isOn: true), .option("--enable")) }
    for (id, level) in (try? levelsByID) ?? [:] {
      settings.rules[id] = Sourced(
        RuleChange(isOn: settings.rules[id]?.value.isOn, level: level), .option("--level"))
    }
    settings.expectsFault = expect.map { Sourced($0 == .fault, .option("--expect")) }
    func say(_ fact: FactSetting, _ values: [String?]) {
      let values = values.compactMap(\.self)
      if !values.isEmpty { settings.facts[fact] = Sourced(values, .option("--\(fact.rawValue)")) }
    }
    say(.senderRole, [senderRole?.rawValue])
    say(.bodyProcessed, [bodyProcessed?.rawValue])
    say(.faultScope, [faultScope?.rawValue])
    say(.bindingStyle, [bindingStyle?.rawValue])
    say(.httpStatus, [httpStatus.map { String($0) }])
    say(.contentType, [contentType])
    say(.request, [request])
    say(.nodeRoles, nodeRoles)
    say(.addressingRequired, [wsaRequired ? "yes" : nil])
    say(.oneWay, [oneWay ? "yes" : nil])
    say(.lenient, [lenient ? "yes" : nil])
    return settings
  }
}

extension SenderRole: Choice {}
extension FaultScope: Choice {}
extension BindingStyle: Choice {}
