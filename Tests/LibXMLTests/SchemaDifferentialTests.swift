import FaultlintFiles
import FaultlintLibXML
import FaultlintXMLTree
import Foundation
import Testing
import XMLMutations

/// The official schemas, which may not be part of this repository.
enum Reference {
  /// The folder `shared/reference` beside the checkout, or the one that FAULTLINT_REFERENCE names.
  static let folder: URL = {
    if let named = ProcessInfo.processInfo.environment["FAULTLINT_REFERENCE"] {
      return URL(fileURLWithPath: named)
    }
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while folder.path != "/",
      !FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path)
    {
      folder.deleteLastPathComponent()
    }
    return folder.deletingLastPathComponent().appendingPathComponent("shared/reference")
  }()

  static let files = ["soap11-envelope.xsd", "soap12-envelope.xsd", "xml.xsd"]

  static let isThere = files.allSatisfy {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
  }

  static func bytes(_ file: String) throws -> [UInt8] {
    try Array(Data(contentsOf: folder.appendingPathComponent(file)))
  }

  /// The documents of ours with the official ones in their place. Of apifault there is no official schema.
  static func documents(_ version: SOAP) throws -> [String: [UInt8]] {
    var documents = version.documents
    switch version {
    case .v11: documents["soap11-envelope.xsd"] = try bytes("soap11-envelope.xsd")
    case .v12:
      documents["soap12-envelope.xsd"] = try bytes("soap12-envelope.xsd")
      documents["xml-attributes.xsd"] = try bytes("xml.xsd")
      documents["http://www.w3.org/2001/xml.xsd"] = try bytes("xml.xsd")
    }
    return documents
  }

  static func schema(_ version: SOAP) throws -> Schema {
    try Schema(
      documents: documents(version), entry: Schemas.entry, targetNamespaces: version.targetNamespaces)
  }
}

/// Our schemas are written anew, from facts. Here they are held against the official ones: a document gets the same
/// verdict from both, whatever is wrong with it.
@Suite(
  .enabled(
    if: Reference.isThere,
    "needs the schemas that come with SOAP 1.1, SOAP 1.2 and XML, which are not ours to pass on: a folder with \(Reference.files.joined(separator: ", ")), named in FAULTLINT_REFERENCE"
  ))
struct SchemaDifferentialTests {
  struct Case: Sendable {
    let description: String
    let tree: XMLTree
  }

  /// Every structural edit on every element of every seed, every seventh change of a name or value with a different
  /// seventh at every element, and chains of two to four edits.
  static func cases(_ version: SOAP) -> [Case] {
    let parser = TreeParser(vocabulary: .schemas)
    var seen: Set<String> = []
    var cases: [Case] = []
    func add(_ description: String, _ root: MutableElement) {
      let markup = root.markup
      guard seen.insert(markup).inserted, let tree = parser.parse(markup).tree else { return }
      cases.append(Case(description: description, tree: tree))
    }
    var roots: [(name: String, root: MutableElement)] = []
    var turn = 0
    for seed in Seeds.all where seed.version == version {
      guard let tree = parser.parse(seed.document).tree else { continue }
      let root = MutableElement(tree.root)
      roots.append((seed.name, root))
      add(seed.name, root)
      for path in root.paths {
        for edit in Edits.structural {
          if let edited = edit.apply(root, path) { add("\(seed.name) \(path) \(edit.name)", edited) }
        }
        turn += 3
        for (index, edit) in Edits.values.enumerated() where (index + turn) % 7 == 0 {
          if let edited = edit.apply(root, path) { add("\(seed.name) \(path) \(edit.name)", edited) }
        }
      }
    }
    var random = Generator(state: version == .v11 ? 11 : 12)
    for _ in 0..<1000 {
      var (description, root) = roots[Int.random(in: roots.indices, using: &random)]
      for _ in 0..<Int.random(in: 2...4, using: &random) {
        let paths = root.paths
        let path = paths[Int.random(in: paths.indices, using: &random)]
        let edit = Edits.random(using: &random)
        guard let edited = edit.apply(root, path) else { continue }
        root = edited
        description += " \(path) \(edit.name)"
      }
      add(description, root)
    }
    return cases
  }

  /// What a schema says of a document, messages left out: they quote the names of types and groups.
  static func verdict(_ validator: SchemaValidator, _ tree: XMLTree) -> Set<String> {
    Set(validator.validate(tree).map { "\($0.element) \($0.constraint)" })
  }

  @Test(arguments: SOAP.allCases)
  func verdictsAreThoseOfTheOfficialSchema(version: SOAP) throws {
    let ours = SchemaValidator(try Schema.ours(version))
    let official = SchemaValidator(try Reference.schema(version))
    let cases = Self.cases(version)
    var valid = 0
    var constraints: Set<Substring> = []
    for one in cases {
      let expected = Self.verdict(official, one.tree)
      let actual = Self.verdict(ours, one.tree)
      if expected != actual {
        Issue.record("\(one.description): official \(expected.sorted()), ours \(actual.sorted())")
      }
      if expected.isEmpty { valid += 1 }
      constraints.formUnion(expected.compactMap { $0.split(separator: " ").last })
    }
    // Agreement counts only where there is something to agree about.
    #expect(cases.count >= 4000)
    #expect(valid >= cases.count / 10)
    #expect(cases.count - valid >= cases.count / 10)
    #expect(constraints.count >= 12)
  }

  /// Were ours wrong, the comparison would show it.
  @Test(arguments: SOAP.allCases)
  func plantedDefectsAreFound(version: SOAP) throws {
    let official = SchemaValidator(try Reference.schema(version))
    let cases = Self.cases(version)
    let expected = cases.map { Self.verdict(official, $0.tree).isEmpty }
    for defect in Self.defects where defect.version == version {
      var documents = version.documents
      let text = String(decoding: try #require(documents[defect.file]), as: UTF8.self)
      try #require(text.contains(defect.original), "\(defect.original) is gone")
      documents[defect.file] = Array(
        text.replacing(defect.original, with: defect.planted, maxReplacements: 1).utf8)
      let planted = SchemaValidator(
        try Schema(documents: documents, entry: Schemas.entry, targetNamespaces: version.targetNamespaces))
      let found = cases.indices.contains { planted.validate(cases[$0].tree).isEmpty != expected[$0] }
      #expect(found, "\(defect.original) → \(defect.planted)")
    }
  }

  private struct Defect: Sendable {
    let version: SOAP
    let file: String
    let original: String
    let planted: String

    init(_ version: SOAP, _ original: String, _ planted: String, file: String? = nil) {
      self.version = version
      self.file = file ?? (version == .v11 ? "soap11-envelope.xsd" : "soap12-envelope.xsd")
      self.original = original
      self.planted = planted
    }
  }

  private static let defects: [Defect] = [
    Defect(
      .v11, #"name="faultactor" type="xs:anyURI" minOccurs="0""#, #"name="faultactor" type="xs:anyURI""#),
    Defect(.v11, #"name="faultactor" type="xs:anyURI""#, #"name="faultactor" type="xs:string""#),
    Defect(.v11, #"name="faultcode" type="xs:QName""#, #"name="faultcode" type="xs:NCName""#),
    Defect(.v11, #"name="faultstring" type="xs:string""#, #"name="faultstring" type="xs:anyType""#),
    Defect(.v11, #"type="s:detail" minOccurs="0""#, #"type="s:detail" minOccurs="0" maxOccurs="2""#),
    Defect(.v11, ###"<xs:any namespace="##other""###, ###"<xs:any namespace="##any""###),
    Defect(
      .v11, ###"<xs:any namespace="##any" processContents="lax""###,
      ###"<xs:any namespace="##any" processContents="skip""###),
    Defect(.v11, ###"<xs:anyAttribute namespace="##other""###, ###"<xs:anyAttribute namespace="##any""###),
    Defect(
      .v11, ###"<xs:anyAttribute namespace="##any" processContents="lax""###,
      ###"<xs:anyAttribute namespace="##any" processContents="strict""###),
    Defect(.v11, #"<xs:element ref="s:Header" minOccurs="0"/>"#, #"<xs:element ref="s:Header"/>"#),
    Defect(.v11, #"<xs:pattern value="[01]"/>"#, ""),
    Defect(.v11, #"<xs:list itemType="xs:anyURI"/>"#, #"<xs:list itemType="xs:NCName"/>"#),
    Defect(.v11, #"elementFormDefault="unqualified""#, #"elementFormDefault="qualified""#),
    Defect(.v12, #"<xs:enumeration value="e:Receiver"/>"#, ""),
    Defect(
      .v12, #"<xs:enumeration value="e:DataEncodingUnknown"/>"#,
      #"<xs:enumeration value="e:DataEncodingUnknow"/>"#),
    Defect(.v12, #"ref="xml:lang" use="required""#, #"ref="xml:lang""#),
    Defect(.v12, #"type="e:reasontext" maxOccurs="unbounded""#, #"type="e:reasontext""#),
    Defect(.v12, #"type="e:subcode" minOccurs="0""#, #"type="e:subcode""#),
    Defect(.v12, #"name="qname" type="xs:QName" use="required""#, #"name="qname" type="xs:QName""#),
    Defect(.v12, #"name="qname" type="xs:QName""#, #"name="qname" type="xs:string""#),
    Defect(.v12, ###"<xs:anyAttribute namespace="##other""###, ###"<xs:anyAttribute namespace="##any""###),
    Defect(
      .v12, #"name="Node" type="xs:anyURI" minOccurs="0""#,
      #"name="Node" type="xs:anyURI" minOccurs="0" maxOccurs="unbounded""#),
    Defect(.v12, #"name="relay" type="xs:boolean""#, #"name="relay" type="xs:string""#),
    Defect(.v12, #"name="encodingStyle" type="xs:anyURI""#, #"name="encodingStyle" type="xs:NCName""#),
    Defect(.v12, #"<xs:element ref="e:Body"/>"#, #"<xs:element ref="e:Body" minOccurs="0"/>"#),
    Defect(.v12, #"<xs:maxLength value="0"/>"#, #"<xs:maxLength value="1"/>"#, file: "xml-attributes.xsd"),
    Defect(.v12, #"<xs:enumeration value="default"/>"#, "", file: "xml-attributes.xsd"),
    Defect(
      .v12, #"name="base" type="xs:anyURI""#, #"name="base" type="xs:NCName""#, file: "xml-attributes.xsd"),
  ]
}
