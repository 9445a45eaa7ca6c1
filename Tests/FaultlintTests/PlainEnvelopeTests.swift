import FaultlintContracts
import FaultlintEngine
import FaultlintLibXML
import FaultlintModel
import FaultlintRules
import FaultlintXMLTree
import Foundation
import Testing
import XMLMutations

@testable import Faultlint

/// What is taken for certain to be valid is valid, and nearly everything that is valid is taken for it.
@Suite struct PlainEnvelopeTests {
  /// The judges of one message: the short cut, and the validator that it spares.
  final class Comparison {
    private let parser = TreeParser(vocabulary: .soap)
    private var validators: [SOAPVersion: SchemaValidator] = [:]
    private let blindness: Blindness?
    private let others: [Contract.SchemaDocument]

    /// A comparison, with schemas of what messages carry; of a short cut that is blind to something.
    init(_ blindness: Blindness? = nil, with others: [Contract.SchemaDocument] = []) {
      self.blindness = blindness
      self.others = others
    }

    /// What both say of a document, and the document itself; nil if there is no envelope.
    func judge(
      _ bytes: [UInt8], limits: ParseLimits = ParseLimits()
    ) -> (isPlain: Bool, isValid: Bool, root: ElementView, tree: XMLTree)? {
      bytes.withUnsafeBufferPointer { bytes in
        var document = parser.parse(bytes, limits: limits)
        if let fragment = Fragment(document) {
          document = parser.parse(bytes, limits: limits, inside: fragment.enclosure)
        }
        guard document.problem == nil, let tree = document.tree else { return nil }
        guard let envelope = Message(tree: tree, prologue: document.prologue).envelope else { return nil }
        let version = envelope.version
        let isPlain = isPlain(envelope, tree)
        let validator = validators[version] ?? SchemaValidator(EnvelopeSchema.schema(version, with: others))
        validators[version] = validator
        return (isPlain, validator.validate(tree).isEmpty, tree.root, tree)
      }
    }

    private func isPlain(_ envelope: Envelope, _ tree: XMLTree) -> Bool {
      guard let schemas = blindness == .entries ? PlainSchemas([]) : EnvelopeSchema.plainSchemas(with: others)
      else { return false }
      let plain = PlainEnvelope(envelope.version, with: schemas)
      guard let blindness, blindness != .entries else { return plain.accepts(envelope, in: tree) }
      var seen = MutableElement(tree.root)
      seen.hide(blindness)
      return Array(seen.markup.utf8).withUnsafeBufferPointer { bytes in
        guard let tree = TreeParser(vocabulary: .soap).parse(bytes).tree,
          let envelope = Message(tree: tree, prologue: Prologue()).envelope
        else { return false }
        return plain.accepts(envelope, in: tree)
      }
    }
  }

  /// What a short cut with a defect does not see.
  enum Blindness: String, CaseIterable, Sendable {
    /// That the vendor's schema declares detail entries.
    case entries
    case attributes
    /// Text behind elements.
    case tails
    /// Elements inside the children of Body.
    case children
  }

  struct Document: Sendable {
    let name: String
    let bytes: [UInt8]
  }

  private static let project = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The examples of all rules; every file of the suite and of the sample captures.
  static let documents: [Document] = {
    var documents: [Document] = []
    for rule in RuleSet.builtIn.rules {
      for (kind, examples) in [("conforming", rule.conforming), ("violating", rule.violating)] {
        for (index, example) in examples.enumerated() {
          documents.append(
            Document(name: "\(rule.id) \(kind) \(index)", bytes: Array(example.document.utf8)))
        }
      }
    }
    for folder in ["conformance", "examples/captures"] {
      let files = FileManager.default.subpaths(atPath: project.appending(path: folder).path) ?? []
      for file in files.sorted() where !file.hasSuffix(".json") && !file.hasSuffix(".py") {
        let path = "\(folder)/\(file)"
        guard let data = try? Data(contentsOf: project.appending(path: path)), !data.isEmpty else { continue }
        documents.append(Document(name: path, bytes: Array(data)))
      }
    }
    return documents
  }()

  /// A detail entry that the schemas know, in any state: mostly as it should be, so that the short cut has to look twice.
  private static func entry(using random: inout Generator) -> Edit {
    func pick(_ list: [String]) -> String { list[Int.random(in: list.indices, using: &random)] }
    func usually() -> Bool { Int.random(in: 0..<8, using: &random) > 0 }
    let numbers =
      Edits.integers + ["1", "42", "999999999", "1000000000", "999999999999999999", "9999999999999999999"]
    var fields: [MutableElement] = []
    if usually() { fields.append(MutableElement(name: "et:Code", text: pick(numbers))) }
    if usually() {
      fields.append(MutableElement(name: "et:Message", text: pick(["m", "", " ", "<x/>", "<!-- c -->"])))
    }
    if Bool.random(using: &random) { fields.append(MutableElement(name: "et:LogID", text: pick(numbers))) }
    if Bool.random(using: &random) {
      var parameters = MutableElement(name: "et:Params", text: pick(["", "", "\n", "x", "<![CDATA[]]>"]))
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        parameters.children.append(
          MutableElement(
            name: usually() ? "et:Param" : pick(["Param", "et:Code", "m:x"]),
            text: pick(["", "p", "<et:Param/>"])))
      }
      fields.append(parameters)
    }
    if !usually() { fields.shuffle(using: &random) }
    if !usually(), let field = fields.randomElement(using: &random) { fields.append(field) }
    var made = MutableElement(
      name: usually() ? "et:apifault" : pick(["et:apifaults", "apifault", "et:Code", "m:apifault"]))
    made.text = pick(["", "", "\n  ", "x"])
    if !usually() {
      made.set(
        pick(["a", "xsi:nil", "xsi:type", "m:a", "xml:lang"]), pick(["1", "true", "et:APIFault", "en"]))
    }
    made.children = fields
    let entry = made
    return .inside("entry \(entry.markup)") { element in
      element.children.append(entry)
      return true
    }
  }

  /// An attribute of SOAP's own, on whatever it happens to be.
  private static func attribute(using random: inout Generator) -> Edit {
    let names = ["mustUnderstand", "actor", "role", "relay", "encodingStyle"]
    let values = [
      "1", "0", "true", "false", " true", "True", "", "urn:a", "http://a.example/b", "http:", "urn:", "a b",
      "urn:é",
    ]
    let name =
      (Bool.random(using: &random) ? "s:" : "e:") + names[Int.random(in: names.indices, using: &random)]
    let value = values[Int.random(in: values.indices, using: &random)]
    return .inside("attribute \(name)=\(value)") { element in
      element.set(name, value)
      return true
    }
  }

  /// Texts that parse to others than they look like, or are blank to some only.
  private static let odd: [Edit] = [
    "<!-- c -->", "<?p i?>", "&#32;", "&#160;", "&#13;", "<![CDATA[ ]]>", "<!-- c -->x", "x<!-- c -->y",
  ].map { text in
    .inside("odd \(text)") { element in
      element.text += text
      return true
    }
  }

  /// A value of the kind that is taken for a URI, a name, a language or a flag, or nearly.
  private static func value(using random: inout Generator) -> Edit {
    let starts = ["http://", "https://", "urn:", "s:", "e:", "m:", ""]
    let characters = Array("aZ09.-_/:1")
    var value = starts[Int.random(in: starts.indices, using: &random)]
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      value.append(characters[Int.random(in: characters.indices, using: &random)])
    }
    let made = value
    return .inside("value \(made)") { element in
      guard element.children.isEmpty else { return false }
      if let index = element.attributes.firstIndex(where: { !$0.name.hasPrefix("xmlns") }) {
        element.attributes[index].value = made
      } else {
        element.text = made
      }
      return true
    }
  }

  private static func edit(using random: inout Generator) -> Edit {
    switch Int.random(in: 0..<8, using: &random) {
    case 2, 3: value(using: &random)
    case 0: entry(using: &random)
    case 4: attribute(using: &random)
    case 1: odd[Int.random(in: odd.indices, using: &random)]
    default: Edits.random(using: &random)
    }
  }

  /// Calls with documents of which one to three things were changed.
  static func mutate(rounds: Int, seed: UInt64, _ use: (String, [UInt8]) -> Void) {
    let comparison = Comparison()
    var random = Generator(state: seed)
    for document in documents {
      guard let judged = comparison.judge(document.bytes), judged.tree.elements.count <= 200 else { continue }
      var root = MutableElement(judged.root)
      for (prefix, namespace) in Edits.declarations
      where !root.attributes.contains(where: { $0.name == "xmlns:\(prefix)" }) {
        root.attributes.append(("xmlns:\(prefix)", namespace))
      }
      let paths = root.paths
      for _ in 0..<rounds {
        var mutant = root
        var name = document.name
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let edit = edit(using: &random)
          // An edit may have taken the element away; then the next one makes do with the root.
          let path = paths[Int.random(in: paths.indices, using: &random)]
          guard let edited = edit.apply(mutant, mutant.has(path) ? path : []) else { continue }
          mutant = edited
          name += " \(path) \(edit.name)"
        }
        use(name, Array(mutant.markup.utf8))
      }
    }
  }

  /// More of them can be asked for, for a search that takes longer.
  private static let rounds =
    ProcessInfo.processInfo.environment["FAULTLINT_ROUNDS"].flatMap { Int($0) } ?? 16

  @Test func whatIsTakenForValidIsValid() {
    let comparison = Comparison()
    var (judged, plain) = (0, 0)
    for document in Self.documents {
      guard let result = comparison.judge(document.bytes) else { continue }
      judged += 1
      plain += result.isPlain ? 1 : 0
      #expect(!result.isPlain || result.isValid, "\(document.name)")
    }
    #expect(judged >= 1500)
    #expect(plain >= judged / 4)
  }

  @Test func mutantsThatAreTakenForValidAreValid() {
    let comparison = Comparison()
    var (judged, plain, valid) = (0, 0, 0)
    Self.mutate(rounds: Self.rounds, seed: 1) { name, bytes in
      guard let result = comparison.judge(bytes) else { return }
      judged += 1
      plain += result.isPlain ? 1 : 0
      valid += result.isValid ? 1 : 0
      #expect(!result.isPlain || result.isValid, "\(name): \(String(decoding: bytes, as: UTF8.self))")
    }
    // Agreement counts only where there is something to agree about.
    #expect(judged >= 20_000)
    #expect(plain >= judged / 20)
    #expect(judged - valid >= judged / 5)
  }

  @Test("A short cut that is blind to something is found out", arguments: Blindness.allCases)
  func aPlantedDefectIsFound(_ blindness: Blindness) {
    let comparison = Comparison(blindness)
    var found = 0
    Self.mutate(rounds: 2, seed: 2) { _, bytes in
      guard let result = comparison.judge(bytes) else { return }
      found += result.isPlain && !result.isValid ? 1 : 0
    }
    #expect(found > 0)
  }

  @Test func mostValidExamplesArePlain() {
    let comparison = Comparison()
    let examples = RuleSet.builtIn.rules.flatMap(\.conforming)
    let judged = examples.compactMap { comparison.judge(Array($0.document.utf8)) }
    let plain = judged.count(where: \.isPlain)
    #expect(judged.count >= 300)
    #expect(plain * 2 >= judged.count)
  }
}

extension MutableElement {
  /// Takes away what a short cut with a defect does not see.
  fileprivate mutating func hide(_ blindness: PlainEnvelopeTests.Blindness, depth: Int = 0) {
    switch blindness {
    case .entries: break
    case .attributes: attributes.removeAll { !$0.name.hasPrefix("xmlns") && $0.name != "xml:lang" }
    case .tails: tail = ""
    // Envelope, Body, Fault and its fields stay.
    case .children: if depth == 4 { children = [] }
    }
    for index in children.indices { children[index].hide(blindness, depth: depth + 1) }
  }

  /// Whether there is an element at the end of a path.
  fileprivate func has(_ path: [Int]) -> Bool {
    guard let first = path.first else { return true }
    return children.indices.contains(first) && children[first].has(Array(path.dropFirst()))
  }
}
