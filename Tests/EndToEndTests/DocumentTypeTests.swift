import Foundation
import Testing

/// Document types: SOAP forbids them, and nothing they name is read or expanded.
///
/// Source: SOAP 1.1, section 3; WS-I Basic Profile 1.1, R1008.
@Suite struct DocumentTypeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let payload: @Sendable (_ canary: String) -> String
    var testDescription: String { name }
  }

  /// What the canary file holds; it must never be seen.
  static let secret = "canary-7f3a"

  static let cases = [
    Case(name: "empty") { _ in "<!DOCTYPE a>" + Payload.fault() },
    Case(name: "internal subset") { _ in
      "<!DOCTYPE a [<!ELEMENT a ANY><!ATTLIST a b CDATA 'c'><!ENTITY e 'f'>]>" + Payload.fault()
    },
    Case(name: "delimiters in quotes, comments and instructions") { _ in
      "<!DOCTYPE a [<!ENTITY e ']>'><!-- ]> ' --><?p ]> \" ?>]>" + Payload.fault()
    },
    Case(name: "comment and instruction of the subset before it") { _ in
      "<!-- <!DOCTYPE b> --><!DOCTYPE a>" + Payload.fault()
    },
    Case(name: "internal entity") { _ in "<!DOCTYPE a [<!ENTITY e 'f'>]>" + Payload.fault(string: "&e;") },
    Case(name: "internal entity in an attribute") { _ in
      "<!DOCTYPE a [<!ENTITY e 'f'>]>" + Payload.detail("<a b='&e;'/>")
    },
    Case(name: "external subset, local") { "<!DOCTYPE a SYSTEM '\($0)'>" + Payload.fault(string: "&e;") },
    Case(name: "external subset, file address") { "<!DOCTYPE a SYSTEM 'file://\($0)'>" + Payload.fault() },
    Case(name: "external subset, http") { _ in
      "<!DOCTYPE a PUBLIC '-//X//Y' 'http://127.0.0.1:9/canary.dtd'>" + Payload.fault()
    },
    Case(name: "external entity") {
      "<!DOCTYPE a [<!ENTITY e SYSTEM 'file://\($0)'>]>" + Payload.fault(string: "&e;")
    },
    Case(name: "external entity, /etc/passwd") { _ in
      "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + Payload.fault(string: "&e;")
    },
    Case(name: "external entity, http") { _ in
      "<!DOCTYPE a [<!ENTITY e SYSTEM 'http://127.0.0.1:9/canary'>]>" + Payload.fault(string: "&e;")
    },
    Case(name: "parameter entities") {
      "<!DOCTYPE a [<!ENTITY % p SYSTEM 'file://\($0)'>%p;<!ENTITY % q '<!ENTITY e SYSTEM \"\($0)\">'>%q;]>"
        + Payload.fault(string: "&e;")
    },
    Case(name: "default attributes") { _ in
      // If they were added, faultcode would have an attribute it must not have.
      "<!DOCTYPE a [<!ATTLIST faultcode x CDATA 'y'>]>" + Payload.fault()
    },
    Case(name: "notation and unparsed entity") {
      "<!DOCTYPE a [<!NOTATION n SYSTEM '\($0)'><!ENTITY e SYSTEM '\($0)' NDATA n>]>" + Payload.fault()
    },
    Case(name: "billion laughs") { _ in
      let entities = (1...12).map { "<!ENTITY e\($0) '\(String(repeating: "&e\($0 - 1);", count: 10))'>" }
      return "<!DOCTYPE a [<!ENTITY e0 'ha'>\(entities.joined())]>" + Payload.fault(string: "&e12;")
    },
    Case(name: "quadratic blow-up") { _ in
      "<!DOCTYPE a [<!ENTITY e '\(String(repeating: "x", count: 100_000))'>]>"
        + Payload.fault(string: String(repeating: "&e;", count: 100_000))
    },
    Case(name: "entities that refer to each other") { _ in
      "<!DOCTYPE a [<!ENTITY e '&f;'><!ENTITY f '&e;'>]>" + Payload.fault(string: "&e;")
    },
  ]

  @Test("A document type has one finding, and nothing it names is read or expanded", arguments: cases)
  func documentType(_ type: Case) throws {
    let scratch = try Scratch()
    let canary = try scratch.write("canary.dtd", "<!ENTITY e '\(Self.secret)'>\(Self.secret)")
    for options in [["--format", "json"], ["--verbose"]] {
      let outcome = try Program.run(
        options + ["-"], input: Data(type.payload(canary.path).utf8), shell: Memory.bound)
      #expect(outcome.status == 1)
      #expect(outcome.errors == "")
      #expect(!outcome.text.contains(Self.secret))
      #expect(!outcome.text.contains("root:"))
      guard options.contains("json") else { continue }
      let result = try outcome.result()
      #expect(result.verdict == "nonconforming")
      #expect(result.rules == ["BP-R1008"])
      #expect(result.findings.first?.also == ["SOAP11-dtd"])
    }
  }

  @Test(
    "A document type where or as the grammar of XML has none is not well-formed",
    arguments: [
      Payload.fault() + "<!DOCTYPE a>", "<!DOCTYPE a><!DOCTYPE b>" + Payload.fault(),
      "<!DOCTYPE a [<!ENTITY e SYSTEM '/etc/passwd'>" + Payload.fault(string: "&e;"),
      "<!DOCTYPE a [<!ENTITY e 'x>]>" + Payload.fault(), "<!DOCTYPE a", "<!DOCTYPE a [",
      Payload.fault(string: "<!DOCTYPE a>"),
    ])
  func misplaced(_ payload: String) throws {
    let outcome = try Program.check(payload)
    #expect(outcome.status == 1)
    #expect(try outcome.result().rules == ["XML-not-well-formed"])
  }

  /// Other things in a payload that name files and addresses, and have some programs fetch them.
  static let references = [
    Case(name: "xsi:schemaLocation") {
      Payload.detail(
        "<m:a xmlns:m='urn:m' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
          + "xsi:schemaLocation='urn:m file://\($0) urn:n http://127.0.0.1:9/canary.xsd' "
          + "xsi:noNamespaceSchemaLocation='\($0)'/>")
    },
    Case(name: "XInclude") {
      Payload.detail("<x:include xmlns:x='http://www.w3.org/2001/XInclude' href='\($0)' parse='text'/>")
    },
    Case(name: "stylesheet") { "<?xml-stylesheet href='file://\($0)'?>" + Payload.fault() },
    Case(name: "xml:base") { Payload.detail("<a xml:base='file://\($0)' href='\($0)'/>") },
    Case(name: "namespace name") { Payload.detail("<m:a xmlns:m='file://\($0)'/>") },
  ]

  @Test(
    "No file is opened and no address asked, as the system sees it",
    .enabled(if: SystemCalls.canBeTraced, "needs strace, and a system that lets it trace"),
    arguments: cases + references)
  func systemCalls(_ type: Case) throws {
    let scratch = try Scratch()
    let canary = try scratch.write("canary.dtd", "<!ENTITY e '\(Self.secret)'>")
    let payload = try scratch.write("payload.xml", type.payload(canary.path))
    let log = scratch.path("calls")
    _ = try Program.run([payload.path], by: ["strace", "-f", "-qq", "-e", "trace=%file,%network", "-o", log])
    let calls = try String(contentsOf: URL(filePath: log), encoding: .utf8)
    #expect(calls.contains("payload.xml"), "the trace shows what is opened")
    for forbidden in ["canary", "passwd", "socket(", "connect(", "catalog"] {
      let found = calls.split(separator: "\n").filter { $0.contains(forbidden) }
      #expect(found == [], "\(forbidden)")
    }
  }
}

/// Watching the system calls of the program.
enum SystemCalls {
  static let canBeTraced: Bool = {
    (try? Program.run(["--version"], by: ["strace", "-f", "-qq", "-o", "/dev/null"]).status) == 0
  }()
}

/// Bounds on memory.
enum Memory {
  /// Runs the program with an address space of 1.5 GB: far more than it needs, far less than a bomb does.
  static let bound = #"ulimit -v 1500000; exec "$@""#
}
