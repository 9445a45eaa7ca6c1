internal import ArgumentParser
internal import Faultlint
internal import FaultlintCaptures
internal import FaultlintConfiguration
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintText
internal import FaultlintXMLTree

/// What the options of `check` ask for, and their names. Each is called as in ``CheckCommand``, which has its help.
struct CheckArguments: ReportingValues {
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

  var report = ReportArguments()
  var profiles: [String] = []
  var rules: [String] = []
  var schemas: [String] = []
  var descriptions: [String] = []
  var config: String?
  var noConfig = false
  var baseline: String?
  var noBaseline = false
  var enable: [String] = []
  var ignore: [String] = []
  var levels: [String] = []
  var inputFormat = InputFormat.auto
  var fields: [String] = []
  var filesFrom: [String] = []
  var null = false
  var exclude: [String] = []
  var followLinks = false
  var expect: Expectation?
  var senderRole: SenderRole?
  var bodyProcessed: Answer?
  var faultScope: FaultScope?
  var bindingStyle: BindingStyle?
  var httpStatus: Int?
  var contentType: String?
  var request: String?
  var nodeRoles: [String] = []
  var wsaRequired = false
  var oneWay = false
  var lenient = false
  var jobs: Int?
  var maxBytes: Int?
  var maxDepth: Int?
  var allowEmpty = false
  var noSummary = false

  static let options: [CommandOption<CheckArguments>] =
    reportOptions + [
      .text("--profile") { $0.profiles.append($1) },
      .text("--rules") { $0.rules.append($1) },
      .text("--schema") { $0.schemas.append($1) },
      .text("--wsdl") { $0.descriptions.append($1) },
      .text("--config") { $0.config = $1 },
      .flag("--no-config") { $0.noConfig = true },
      .text("--baseline") { $0.baseline = $1 },
      .flag("--no-baseline") { $0.noBaseline = true },
      .text("--enable") { $0.enable.append($1) },
      .text("--ignore") { $0.ignore.append($1) },
      .text("--level") { $0.levels.append($1) },
      .choice("--input-format") { $0.inputFormat = $1 },
      .text("--field") { $0.fields.append($1) },
      .text("--files-from") { $0.filesFrom.append($1) },
      .flag("--null", "-0") { $0.null = true },
      .text("--exclude") { $0.exclude.append($1) },
      .flag("--follow-links") { $0.followLinks = true },
      .choice("--expect") { $0.expect = $1 },
      .choice("--sender-role") { $0.senderRole = $1 },
      .choice("--body-processed") { $0.bodyProcessed = $1 },
      .choice("--fault-scope") { $0.faultScope = $1 },
      .choice("--binding-style") { $0.bindingStyle = $1 },
      .number("--http-status") { $0.httpStatus = $1 },
      .text("--content-type") { $0.contentType = $1 },
      .text("--request") { $0.request = $1 },
      .text("--node-roles") { $0.nodeRoles.append($1) },
      .flag("--wsa-required") { $0.wsaRequired = true },
      .flag("--one-way") { $0.oneWay = true },
      .flag("--lenient") { $0.lenient = true },
      .number("--jobs", "-j") { $0.jobs = $1 },
      .number("--max-bytes") { $0.maxBytes = $1 },
      .number("--max-depth") { $0.maxDepth = $1 },
      .flag("--allow-empty") { $0.allowEmpty = true },
      .flag("--no-summary") { $0.noSummary = true },
    ]

  var problem: String? {
    for text in levels where Self.level(text) == nil { return Self.problem(ofLevel: text) }
    if let id = enable.first(where: ignore.contains) {
      return "--enable \(id) and --ignore \(id) contradict each other."
    }
    if config != nil, noConfig { return "--config and --no-config contradict each other." }
    if baseline != nil, noBaseline {
      return "--baseline and --no-baseline contradict each other."
    }
    if let httpStatus, !(100...599).contains(httpStatus) {
      return "--http-status needs a number from 100 to 599."
    }
    if let role = nodeRoles.first(where: { $0.isEmpty || !URIReference.matches($0) }) {
      return "--node-roles needs a URI, and '\(role)' is not one."
    }
    if let problem = report.problem { return problem }
    if let jobs, jobs < 1 { return "--jobs needs a number from 1." }
    if let field = fields.first(where: { !$0.contains("=") }) {
      return "--field needs a name and a path, as in body=.response.text, not '\(field)'."
    }
    if let problem = CaptureField.problem(in: paths) { return "--field: \(problem)." }
    if null, filesFrom.isEmpty { return "--null is about --files-from, which is missing." }
    guard filesFrom.count(where: { $0 == "-" }) < 2 else {
      return "Standard input can be only one list of files."
    }
    return Self.problem(maxBytes, RunSettings.bytes, "--max-bytes")
      ?? Self.problem(maxDepth, RunSettings.depths, "--max-depth")
  }

  private static func problem(_ number: Int?, _ range: ClosedRange<Int>, _ option: String) -> String? {
    guard let number, !range.contains(number) else { return nil }
    return "\(option) needs a number from \(range.lowerBound) to \(range.upperBound)."
  }

  /// The rule and the level that a value of `--level` has; nil if it has none.
  private static func level(_ text: String) -> (rule: String, level: Level)? {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let level = Level(rawValue: String(parts[1])) else { return nil }
    return (String(parts[0]), level)
  }

  private static func problem(ofLevel text: String) -> String {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let words = Level.allCases.reversed().map(\.rawValue)
    let word = parts.count == 2 ? String(parts[1]) : ""
    let question = Spelling.question(about: word, among: words).map { " \($0)" } ?? ""
    return
      "--level needs an id and a level (\(words.joined(separator: ", "))), as in BP-R1004=error, not '\(text)'.\(question)"
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
    job.run.failOn = report.failOn.map { Sourced($0.rawValue, .option("--fail-on")) }
    job.run.maxBytes = maxBytes.map { Sourced($0, .option("--max-bytes")) }
    job.run.maxDepth = maxDepth.map { Sourced($0, .option("--max-depth")) }
    job.run.jobs = jobs.map { Sourced($0, .option("--jobs")) }
    job.form = report.form
    job.form.hasSummary = !noSummary
    job.inputs.captures.format = inputFormat.form
    job.inputs.captures.fields = paths
    job.inputs.lists = filesFrom.map { RawPath($0) }
    job.inputs.separator = null ? 0 : UInt8(ascii: "\n")
    job.excluded = exclude
    job.inputs.folders = Folder.Rules(exclude: exclude, followsLinks: followLinks)
    job.allowsEmpty = allowEmpty
    job.allowsUnreadable = report.allowUnreadable
    return job
  }

  /// What options say of how payloads are judged.
  private var settings: CheckSettings {
    var settings = CheckSettings()
    let profile = Origin.option("--profile")
    if !profiles.isEmpty { settings.profiles = Sourced(profiles.map { Sourced($0, profile) }, profile) }
    for id in ignore { settings.rules[id] = Sourced(RuleChange(isOn: false), .option("--ignore")) }
    for id in enable { settings.rules[id] = Sourced(RuleChange(isOn: true), .option("--enable")) }
    for (id, level) in levels.compactMap(Self.level) {
      settings.rules[id] = Sourced(
        RuleChange(isOn: settings.rules[id]?.value.isOn, level: level), .option("--level"))
    }
    settings.expectsFault = expect.map { Sourced($0 == .fault, .option("--expect")) }
    func say(_ fact: FactSetting, _ values: [String?]) {
      let values = values.compactMap(\.self)
      if !values.isEmpty { settings[fact] = Sourced(values, .option("--\(fact.rawValue)")) }
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
