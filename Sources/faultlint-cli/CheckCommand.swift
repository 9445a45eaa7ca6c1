internal import ArgumentParser
public import FaultlintModel
internal import FaultlintXMLTree

/// `faultlint check`: judges captured payloads. Its options stand here for help and for what is wrong with them;
/// ``CheckArguments`` reads them.
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
  var failOn: ReportArguments.FailOn?

  @Option(help: "How to read the captures.")
  var inputFormat: CheckArguments.InputFormat = .auto

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
  var expect: CheckArguments.Expectation?

  @Option(help: ArgumentHelp("What the node that sent the faults is on the message path.", valueName: "role"))
  var senderRole: SenderRole?

  @Option(help: "Whether the Body of the request was processed successfully.")
  var bodyProcessed: CheckArguments.Answer?

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
}

extension SenderRole: Choice {}
extension FaultScope: Choice {}
extension BindingStyle: Choice {}
