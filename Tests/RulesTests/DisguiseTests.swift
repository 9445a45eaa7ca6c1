import Faultlint
import FaultlintEngine
import FaultlintModel
import FaultlintReports
import FaultlintRules
import FaultlintXMLTree
import Foundation
import Testing

/// What is found in a message does not depend on how it is written.
@Suite struct DisguiseTests {
  /// The rules that are about the very thing that a disguise changes, and how.
  static let exempt: [Disguise: [String: String]] = {
    let encoding =
      "It holds the encoding of the bytes to the charset of the Content-Type, which stays as it is."
    let charsets = ["HTTP-charset-mismatch", "HTTP-charset-missing", "BP-R1018", "BP-R1012"]
    var byEncoding = Dictionary(uniqueKeysWithValues: charsets.map { ($0, encoding) })
    byEncoding["HTTP-byte-order-mark"] = "It is about the mark."
    let ascii = "It asks for a byte that is not ASCII, which references leave none of."
    return [
      .mark: byEncoding, .utf16LE: byEncoding, .utf16BE: byEncoding,
      .references: [
        "HTTP-charset-missing": ascii, "HTTP-charset-mismatch": ascii, "BP-R1018": ascii, "BP-R1012": ascii,
      ],
    ]
  }()

  /// What is found, and where: the number of the element, which no disguise changes, and the name of the attribute.
  struct Found: Comparable, CustomStringConvertible, Sendable {
    let element: Int
    let attribute: String
    let level: Level
    let ids: [String]

    /// The same without some rules; nil if that is nothing.
    func without(_ exempt: Set<String>) -> Found? {
      let ids = ids.filter { !exempt.contains($0) }
      return ids.isEmpty ? nil : Found(element: element, attribute: attribute, level: level, ids: ids)
    }

    var description: String { "\(ids) \(level) at \(element)\(attribute)" }

    static func < (left: Found, right: Found) -> Bool {
      (left.element, left.description) < (right.element, right.description)
    }
  }

  static func findings(_ result: Report) -> [Found] {
    guard let tree = result.document?.tree?.view else { return [] }
    return result.findings.map { located in
      let place = located.place
      var name = ""
      if case .attribute(let index) = place {
        let record = tree.attributes[index]
        name = " {\(tree.namespaces.string(record.namespace.id))}\(tree.localNames.string(record.name.id))"
      }
      return Found(
        element: place.element(in: tree) ?? -1, attribute: name, level: located.level,
        ids: located.ids)
    }
  }

  /// A well-formed document as it is, and what is found in it.
  struct Plain: Sendable {
    let name: String
    let document: String
    let findings: [Found]

    /// Nil if it is not well-formed.
    init?(_ name: String, _ document: String, _ result: Report) {
      guard let read = result.document, read.problem == nil, read.tree != nil else { return nil }
      self.name = name
      self.document = document
      findings = DisguiseTests.findings(result)
    }
  }

  /// Holds a document to itself in disguise. Returns whether it can wear it.
  static func compare(_ plain: Plain, in disguise: Disguise, _ lint: ([UInt8]) -> Report) -> Bool {
    guard let dressed = disguise.dress(plain.document) else { return false }
    let exempt = Set(exempt[disguise, default: [:]].keys)
    let result = lint(dressed)
    let expected = plain.findings.compactMap { $0.without(exempt) }.sorted()
    let actual = findings(result).compactMap { $0.without(exempt) }.sorted()
    let problem = result.document?.problem?.message
    if expected != actual || problem != nil {
      Issue.record(
        """
        \(plain.name): \(expected) become \(actual)\(problem.map { ", \($0)" } ?? "") in
        \(String(decoding: dressed.prefix(2000), as: UTF8.self))
        """)
    }
    return true
  }

  @Test("An example has the same findings in disguise", arguments: Disguise.allCases)
  func examples(_ disguise: Disguise) {
    var linters: [String: Linter] = [:]
    var compared = 0
    for (one, plain) in Self.examples {
      let linter = linters[one.court] ?? one.linter
      linters[one.court] = linter
      compared += Self.compare(plain, in: disguise) { one.lint($0, by: linter) } ? 1 : 0
    }
    // Nearly all examples are written in one line.
    #expect(compared >= (disguise == .lineEnds ? 1 : 1900))
  }

  @Test("A message of the suite has the same findings in disguise", arguments: Disguise.allCases)
  func suite(_ disguise: Disguise) {
    let linter = Linter()
    var compared = 0
    for plain in Self.messages {
      compared += Self.compare(plain, in: disguise) { Self.lint($0, by: linter) } ? 1 : 0
    }
    #expect(compared >= 1200)
  }

  /// A disguise that changes nothing would show nothing.
  @Test func disguisesDiffer() throws {
    let document = """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>\
      <faultstring>x &amp; y</faultstring><detail><m:a xmlns:m="urn:m" m:b="c"/>\n</detail></s:Fault></s:Body></s:Envelope>
      """
    let dressed = try Disguise.allCases.map { try #require($0.dress(document)) }
    #expect(Set(dressed + [Array(document.utf8)]).count == Disguise.allCases.count + 1)
    let expected: [Disguise: String] = [
      .otherPrefixes: "<faultcode>s-renamed:Server</faultcode>",
      .defaultNamespace: "<Fault><faultcode xmlns=\"\">s:Server</faultcode>",
      .cdata: "<faultcode><![CDATA[s:Server]]></faultcode>",
      .references: "<faultcode>&#115;&#58;&#83;",
      .singleQuotes: "<m:a xmlns:m='urn:m' m:b='c'/>",
      .attributesReversed: "<m:a m:b=\"c\" xmlns:m=\"urn:m\"/>",
      .endTags: "<m:a xmlns:m=\"urn:m\" m:b=\"c\"></m:a>", .lineEnds: "/>\r\n</detail>",
    ]
    for (disguise, text) in expected {
      let bytes = try #require(disguise.dress(document))
      #expect(String(decoding: bytes, as: UTF8.self).contains(text), "\(disguise)")
    }
  }

  static func lint(_ bytes: [UInt8], by linter: Linter) -> Report {
    linter.check(bytes, name: "message")
  }

  /// The examples of all rules under all their profiles.
  static let examples: [(example: ExampleCase, plain: Plain)] = {
    var linters: [String: Linter] = [:]
    return ExampleCase.all { $0.conforming + $0.violating }.compactMap { one in
      let linter = linters[one.court] ?? one.linter
      linters[one.court] = linter
      return Plain(one.testDescription, one.example.document, one.lint(by: linter)).map { (one, $0) }
    }
  }()

  /// The messages of the suite that are UTF-8 and short.
  static let messages: [Plain] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "conformance")
    let files = FileManager.default.subpaths(atPath: folder.path) ?? []
    let linter = Linter()
    return files.filter { $0.hasSuffix(".xml") }.sorted().compactMap { file in
      guard let data = try? Data(contentsOf: folder.appending(path: file)), data.count < 20_000,
        !data.starts(with: [0xEF, 0xBB, 0xBF]), let text = String(data: data, encoding: .utf8)
      else { return nil }
      return Plain(file, text, lint(Array(data), by: linter))
    }
  }()
}
