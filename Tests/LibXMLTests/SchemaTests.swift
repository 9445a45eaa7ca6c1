import FaultlintFiles
import FaultlintLibXML
import FaultlintXMLTree
import Foundation
import Testing

/// Compiling schemas from memory, and from nothing else.
struct SchemaTests {
  private static let head = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'"

  private static func compile(_ documents: [String: String], entry: String = "main.xsd") throws -> Schema {
    try Schema(documents: documents.mapValues { Array($0.utf8) }, entry: entry, targetNamespaces: [])
  }

  @Test(arguments: SOAP.allCases)
  func oursCompile(version: SOAP) throws {
    let schema = try Schema.ours(version)
    #expect(schema.targetNamespaces == version.targetNamespaces)
    #expect(schema.objections(to: version.fault(detail: "<m:d/>")) == [])
  }

  @Test func documentsImportEachOtherByName() throws {
    let schema = try Self.compile([
      "main.xsd": """
      \(Self.head) xmlns:b='urn:b' targetNamespace='urn:a'><xs:import namespace='urn:b' schemaLocation='http://example.invalid/b.xsd'/>\
      <xs:include schemaLocation='more.xsd'/><xs:element name='a' type='b:B'/></xs:schema>
      """,
      "http://example.invalid/b.xsd": """
      \(Self.head) xmlns:c='urn:c' targetNamespace='urn:b'><xs:import namespace='urn:c' schemaLocation='c.xsd'/>\
      <xs:complexType name='B'><xs:attribute ref='c:c'/></xs:complexType></xs:schema>
      """,
      // Relative to the document that names it.
      "http://example.invalid/c.xsd":
        "\(Self.head) targetNamespace='urn:c'><xs:attribute name='c' type='xs:int'/></xs:schema>",
      "more.xsd": "\(Self.head) targetNamespace='urn:a'><xs:element name='more' type='xs:int'/></xs:schema>",
    ])
    #expect(schema.objections(to: "<a xmlns='urn:a' xmlns:c='urn:c' c:c='1'/>") == [])
    #expect(
      schema.objections(to: "<a xmlns='urn:a' xmlns:c='urn:c' c:c='x'/>") == [
        "cvc-datatype-valid-1-2-1 /a/@c:c"
      ])
    #expect(schema.objections(to: "<more xmlns='urn:a'>x</more>") == ["cvc-datatype-valid-1-2-1 /more"])
  }

  // MARK: What is not given

  /// A document that is there to be read, were anybody to read it.
  private static func withFile(_ text: String, _ body: (URL) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "faultlint-\(UUID().uuidString).xsd")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try body(file)
  }

  @Test(arguments: ["import", "include", "redefine"])
  func noFileIsRead(reference: String) throws {
    let namespace = reference == "import" ? "urn:b" : "urn:a"
    let foreign =
      "\(Self.head) targetNamespace='\(namespace)'><xs:element name='b' type='xs:int'/></xs:schema>"
    try Self.withFile(foreign) { file in
      for location in [file.path, file.absoluteString, "file://localhost" + file.path] {
        let main = """
          \(Self.head) targetNamespace='urn:a'><xs:\(reference) \(reference == "import" ? "namespace='urn:b'" : "") \
          schemaLocation='\(location)'/><xs:element name='a'/></xs:schema>
          """
        #expect(throws: SchemaError.self) { try Self.compile(["main.xsd": main]) }
        // The same document is taken where it is given.
        #expect(throws: Never.self) { try Self.compile(["main.xsd": main, location: foreign]) }
      }
    }
  }

  @Test(arguments: [
    "http://127.0.0.1:9/b.xsd", "ftp://127.0.0.1:9/b.xsd", "b.xsd", "../b.xsd", "/etc/passwd", "/dev/stdin",
    "http://www.w3.org/2001/xml.xsd",
  ])
  func anImportThatIsNotGivenIsAnError(location: String) throws {
    let main =
      "\(Self.head) targetNamespace='urn:a'><xs:import namespace='urn:b' schemaLocation='\(location)'/><xs:element name='a'/></xs:schema>"
    do {
      _ = try Self.compile(["main.xsd": main])
      Issue.record("compiled without \(location)")
    } catch let error as SchemaError {
      #expect(error.message.contains(location))
    }
  }

  @Test func noExternalEntityIsRead() throws {
    try Self.withFile("<xs:element xmlns:xs='http://www.w3.org/2001/XMLSchema' name='secret'/>") { file in
      let main = """
        <!DOCTYPE xs:schema [<!ENTITY e SYSTEM '\(file.path)'>]>
        \(Self.head)><xs:element name='a'/>&e;</xs:schema>
        """
      #expect(throws: SchemaError.self) { try Self.compile(["main.xsd": main]) }
      let subset = "<!DOCTYPE xs:schema SYSTEM '\(file.path)'>\(Self.head)><xs:element name='a'/></xs:schema>"
      #expect((try? Self.compile(["main.xsd": subset]))?.objections(to: "<secret/>") != [])
    }
  }

  /// A document names schemas, too. Nobody follows.
  @Test func schemaLocationsOfDocumentsAreNotFollowed() throws {
    try Self.withFile("\(Self.head) targetNamespace='urn:m'><xs:element name='d' type='xs:int'/></xs:schema>")
    { file in
      let schema = try Schema.ours(.v11)
      let hint = "xsi:schemaLocation='urn:m \(file.path)'"
      let document = SOAP.v11.fault(detail: "<m:d \(hint)>x</m:d>")
      #expect(schema.objections(to: document) == [])
      #expect(
        schema.objections(to: document.replacingOccurrences(of: "<s:Envelope", with: "<s:Envelope \(hint)"))
          == [])
    }
  }

  /// Ours is the loader of the whole process while it compiles: others must not suffer from it.
  @Test func compilingInSeveralThreads() async {
    await withTaskGroup(of: Bool.self) { group in
      for worker in 0..<8 {
        group.addTask {
          let documents = [
            "main.xsd": "\(Self.head)><xs:include schemaLocation='b\(worker).xsd'/></xs:schema>",
            "b\(worker).xsd": "\(Self.head)><xs:element name='e\(worker)'/></xs:schema>",
          ]
          return (0..<20).allSatisfy { _ in
            (try? Self.compile(documents))?.objections(to: "<e\(worker)/>") == []
              && (try? Self.compile(["main.xsd": documents["main.xsd"] ?? ""])) == nil
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  // MARK: What is no schema

  @Test(arguments: [
    "", "<a/>", "<xs:schema",
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element/></xs:schema>",
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a' type='none'/></xs:schema>",
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:nonsense/></xs:schema>",
  ])
  func whatIsNoSchemaIsAnError(document: String) throws {
    do {
      _ = try Self.compile(["main.xsd": document])
      Issue.record("compiled \(document)")
    } catch let error as SchemaError {
      #expect(!error.message.isEmpty)
    }
  }

  @Test func theEntryMustBeGiven() {
    #expect(throws: SchemaError.self) { try Self.compile(["a.xsd": "\(Self.head)/>"], entry: "b.xsd") }
    #expect(throws: SchemaError.self) { try Self.compile([:]) }
  }
}
