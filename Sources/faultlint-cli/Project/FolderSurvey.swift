internal import Faultlint
internal import FaultlintCaptures
internal import FaultlintConfiguration
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintLibXML
internal import FaultlintModel
internal import FaultlintReports
internal import FaultlintText
internal import Glibc

/// What is in a folder that a configuration could say something of.
struct FolderSurvey {
  private var payloads = 0
  /// How many payloads the captures of each folder have.
  private var folders: [String: Int] = [:]
  /// How many payloads each profile was chosen for.
  private var profiles: [String: Int] = [:]
  /// How many findings each quirk explains.
  private var quirks: [String: Int] = [:]
  private var findings = 0
  /// Schemas that can be used, and the namespace of each.
  private var schemas: [(path: String, namespace: String)] = []
  /// WSDLs that can be used together.
  private var descriptions: [String] = []
  /// The namespaces that their schemas are for.
  private var described: Set<String> = []
  private var profileFiles: [String] = []
  /// Whether there was more than is looked at.
  private var isCut = false

  /// As many files show what there is.
  private static let mostFiles = 500
  private static let mostEntries = 20_000
  private static let largestFile = 4 << 20

  /// Looks at a folder and what is below it.
  init(_ path: String) {
    var names: [String] = []
    collect(path, &names)
    let linter = Linter()
    var read = 0
    for name in names {
      let lower = name.lowercased()
      if lower.hasSuffix(".xsd") {
        addSchema(name)
      } else if lower.hasSuffix(".wsdl") {
        addDescription(name)
      } else if lower.hasSuffix(".yml") || lower.hasSuffix(".yaml") {
        if Self.isProfileFile(name) { profileFiles.append(name) }
      } else if read < Self.mostFiles, let bytes = Self.bytes(name) {
        read += 1
        add(linter.check(capture: bytes, name: name), of: name)
      } else if read == Self.mostFiles {
        isCut = true
      }
    }
    dropPartsOfOthers()
  }

  // MARK: Looking

  private mutating func collect(_ path: String, _ names: inout [String]) {
    var pending: [Folder] = []
    func open(_ path: RawPath, in parent: Folder?) {
      guard let info = path.info, info.st_mode & S_IFMT == S_IFDIR,
        let folder = try? Folder(path, info, in: parent, Folder.Rules())
      else { return }
      pending.append(folder)
    }
    open(RawPath(path), in: nil)
    while let folder = pending.last {
      guard let entry = folder.nextEntry() else {
        pending.removeLast()
        continue
      }
      guard names.count < Self.mostEntries else {
        isCut = true
        return
      }
      if entry.isFile {
        let name = String(entry.path.display.dropFirst(path.count + 1))
        // A name that is not UTF-8 cannot stand in a configuration.
        if !name.unicodeScalars.contains("\u{FFFD}") { names.append(name) }
      } else {
        open(entry.path, in: folder)
      }
    }
  }

  private static func bytes(_ path: String) -> [UInt8]? {
    guard let info = RawPath(path).info, info.st_size <= largestFile else { return nil }
    return try? ProjectFiles.read(path, limit: largestFile, isFound: false).contents
  }

  private mutating func add(_ reports: [Report], of name: String) {
    for report in reports where report.soapVersion != nil || report.verdict == .errorResponse {
      payloads += 1
      folders[name.firstIndex(of: "/").map { String(name[..<$0]) } ?? ".", default: 0] += 1
      findings += report.findings.count
      for profile in report.profiles { profiles[profile, default: 0] += 1 }
      for finding in report.findings {
        for set in AcceptedSet.all where set.fits(finding, in: report) { quirks[set.name, default: 0] += 1 }
      }
    }
  }

  /// Schemas that can be used, with those that they refer to.
  private var parts: Set<String> = []

  private mutating func addSchema(_ path: String) {
    guard let read = try? SchemaFiles.read(path, Self.load), let entry = read.first,
      (try? EnvelopeSchema.check(read, of: path)) != nil,
      ![SOAPVersion.v11, .v12].contains(where: { $0.namespaceName == entry.namespace })
    else { return }
    schemas.append((path, entry.namespace))
    parts.formUnion(read.dropFirst().map(\.name))
  }

  private mutating func addDescription(_ path: String) {
    let all = descriptions + [path]
    guard let contract = try? WSDLFiles.read(all, Self.load),
      (try? EnvelopeSchema.check(contract.schemas, of: path)) != nil
    else { return }
    descriptions = all
    described = Set(contract.schemas.map(\.namespace))
  }

  private static func load(_ path: String) -> Result<[UInt8], ContractReader.LoadError> {
    bytes(path).map { .success($0) } ?? .failure(ContractReader.LoadError("it cannot be read"))
  }

  /// Leaves the schemas that others include or import, or a WSDL brings along, and of several for one namespace the first.
  private mutating func dropPartsOfOthers() {
    var namespaces = described
    schemas = schemas.filter { !parts.contains($0.path) && namespaces.insert($0.namespace).inserted }
  }

  private static func isProfileFile(_ path: String) -> Bool {
    guard let bytes = bytes(path) else { return false }
    return bytes.split(separator: 0x0A).contains { $0.starts(with: Array("profile:".utf8)) }
  }

  // MARK: What comes of it

  /// What was found, in a line.
  var summary: String {
    func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
    let parts = folders.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5).map { folder, count in
      "\(folder.printable): \(count)"
    }
    let places = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    return "\(count(payloads, "payload"))\(places), \(count(findings, "finding")), "
      + "\(count(schemas.count, "schema")), \(count(descriptions.count, "WSDL")), \(count(profileFiles.count, "profile file"))"
      + (isCut ? "; there is more than was looked at" : "")
  }

  /// A configuration for it.
  var configuration: [UInt8] {
    var output = Output()
    output.write(
      """
      # What faultlint check goes by in this folder and in all below it. docs/configuration.md has every key;
      # `faultlint config show` prints what is in force.
      #
      # faultlint init found: \(summary)

      # auto takes bp11 for SOAP 1.1, soap12 for SOAP 1.2, or the profile of the vendor whose marks a message has.

      """)
    if !profiles.isEmpty {
      let seen = profiles.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) (\($0.value))" }
      output.write("# Here it takes: \(seen.joined(separator: ", "))\n")
    }
    output.write("profiles: [auto]\n\n")
    writeList(
      "schemas", "Schemas of detail entries and header blocks.", schemas.map(\.path), "orders.xsd", &output)
    writeList(
      "wsdls", "WSDLs of the services (docs/wsdl.md).", descriptions, "orders.wsdl", &output)
    writeList(
      "rules", "Profile files: rules of your own (docs/profiles.md).", profileFiles, "orders.yml", &output)
    output.write(
      """
      # The lowest level that fails a run: error, warning, note or never.
      fail-on: error

      # What rules are set to: off, on, note, warning or error. `faultlint rules` lists them.
      # levels:
      #   BP-R1004: error

      # What captures do not say of their exchanges; `faultlint check --verbose` names the rules that wait for it.
      # facts:
      #   sender-role: ultimate
      #   body-processed: no

      # What is left out when folders are walked.
      # exclude: ["attic", "captures/broken/**"]

      # What is different for some paths.
      # overrides:
      #   - paths: ["legacy/**"]
      #     profiles: [soap11]

      # Findings that are not to be reported, and why.
      # suppressions:
      #   - rules: BP-R1004
      #     paths: ["legacy/**"]
      #     reason: The gateway is replaced in the autumn.
      #     until: 2030-10-01

      # Quirks of SOAP stacks that are taken as they are; `faultlint config accept` lists them.

      """)
    let explained = quirks.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    for (name, count) in explained {
      output.write("# \(name) would explain \(count) of the \(findings) findings here.\n")
    }
    output.write("# accept: [\(explained.first?.key ?? "sender-500")]\n")
    if findings > 0 {
      output.write("\n# Findings that are to stay for now: faultlint baseline create .\n")
    }
    return output.bytes
  }

  private func writeList(
    _ name: String, _ comment: String, _ values: [String], _ example: String, _ output: inout Output
  ) {
    output.write("# \(comment)\n")
    guard !values.isEmpty else { return output.write("# \(name): [\(example)]\n\n") }
    output.write("\(name):\n")
    for value in values {
      output.write("  - ")
      if value.utf8.allSatisfy(Self.isPlain) { output.write(value) } else { output.writeJSON(value) }
      output.write("\n")
    }
    output.write("\n")
  }

  /// Whether a byte may stand in a text of YAML without quotes wherever it comes.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == 0x2E
      || byte == 0x2F || byte == 0x5F
  }
}
