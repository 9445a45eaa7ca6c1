import FaultModel
import FaultRules
import Faultlint
import Foundation
import Reports
import Testing
import XMLTree

/// What is found in a message does not depend on how it is written.
@Suite struct DisguiseTests {
  /// The rules that are about the very thing that a disguise changes, and how.
  static let exempt: [Disguise: [String: String]] = {
    let encoding =
      "It holds the encoding of the bytes to the charset of the Content-Type, which stays as it is."
    let charsets = ["HTTP-charset-mismatch", "HTTP-charset-missing", "BP-R1018"]
    let byEncoding = Dictionary(uniqueKeysWithValues: charsets.map { ($0, encoding) })
    let ascii = "Without a charset it asks for a byte that is not ASCII, which references leave none of."
    return [
      .mark: byEncoding, .utf16LE: byEncoding, .utf16BE: byEncoding,
      .references: ["HTTP-charset-missing": ascii, "BP-R1018": ascii],
    ]
  }()

  /// What is found, and where: the number of the element, which no disguise changes, and the name of the attribute.
  struct Found: Comparable, CustomStringConvertible {
    let element: Int
    let attribute: String
    let level: Level
    let ids: [String]
    var description: String { "\(ids) \(level) at \(element)\(attribute)" }

    static func < (left: Found, right: Found) -> Bool {
      (left.element, left.description) < (right.element, right.description)
    }
  }

  static func findings(_ result: PayloadResult, without exempt: Set<String>) -> [Found] {
    guard let tree = result.document?.tree?.view else { return [] }
    return result.findings.compactMap { located in
      let ids = located.ids.filter { !exempt.contains($0) }
      guard !ids.isEmpty else { return nil }
      let place = located.finding.place
      var name = ""
      if case .attribute(let index) = place {
        let record = tree.attributes[index]
        name = " {\(tree.namespaces.string(record.namespace.id))}\(tree.localNames.string(record.name.id))"
      }
      return Found(
        element: place.element(in: tree) ?? -1, attribute: name, level: located.finding.level, ids: ids)
    }.sorted()
  }

  /// Holds a document to itself in disguise. Returns whether it can wear it.
  static func compare(
    _ name: String, _ document: String, in disguise: Disguise, _ lint: ([UInt8]) -> PayloadResult
  ) -> Bool {
    guard let dressed = disguise.dress(document) else { return false }
    let plain = lint(Array(document.utf8))
    guard plain.document?.problem == nil, plain.document?.tree != nil else { return false }
    let exempt = Set(exempt[disguise, default: [:]].keys)
    let result = lint(dressed)
    let expected = findings(plain, without: exempt)
    let actual = findings(result, without: exempt)
    let problem = result.document?.problem?.message
    if expected != actual || problem != nil {
      Issue.record(
        """
        \(name): \(expected) become \(actual)\(problem.map { ", \($0)" } ?? "") in
        \(String(decoding: dressed.prefix(2000), as: UTF8.self))
        """)
    }
    return true
  }

  @Test("An example has the same findings in disguise", arguments: Disguise.allCases)
  func examples(_ disguise: Disguise) {
    var linters: [String: Linter] = [:]
    var compared = 0
    for one in ExampleCase.all({ $0.conforming + $0.violating }) {
      let linter = linters[one.court] ?? one.linter
      linters[one.court] = linter
      let isCompared = Self.compare(one.testDescription, one.example.document, in: disguise) { bytes in
        one.lint(bytes, by: linter)
      }
      compared += isCompared ? 1 : 0
    }
    #expect(compared >= 1900)
  }

  @Test("A message of the suite has the same findings in disguise", arguments: Disguise.allCases)
  func suite(_ disguise: Disguise) {
    let linter = Linter()
    var compared = 0
    for (name, document) in Self.messages {
      let isCompared = Self.compare(name, document, in: disguise) { bytes in
        bytes.withUnsafeBufferPointer { linter.lint($0, from: Source(path: name)) }
      }
      compared += isCompared ? 1 : 0
    }
    #expect(compared >= 1200)
  }

  /// A disguise that changes nothing would show nothing.
  @Test func disguisesDiffer() throws {
    let document = """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>\
      <faultstring>x &amp; y</faultstring><detail><m:a xmlns:m="urn:m" m:b="c"/></detail></s:Fault></s:Body></s:Envelope>
      """
    let dressed = try Disguise.allCases.map { try #require($0.dress(document)) }
    #expect(Set(dressed + [Array(document.utf8)]).count == Disguise.allCases.count + 1)
    let expected: [Disguise: String] = [
      .otherPrefixes: "<faultcode>s-renamed:Server</faultcode>",
      .defaultNamespace: "<Fault><faultcode xmlns=\"\">s:Server</faultcode>",
      .cdata: "<faultcode><![CDATA[s:Server]]></faultcode>",
      .references: "<faultcode>&#115;&#58;&#83;",
      .singleQuotes: "<m:a xmlns:m='urn:m' m:b='c'/>",
    ]
    for (disguise, text) in expected {
      let bytes = try #require(disguise.dress(document))
      #expect(String(decoding: bytes, as: UTF8.self).contains(text), "\(disguise)")
    }
  }

  /// The messages of the suite that are UTF-8 and short.
  static let messages: [(name: String, document: String)] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "conformance")
    let files = FileManager.default.subpaths(atPath: folder.path) ?? []
    return files.filter { $0.hasSuffix(".xml") }.sorted().compactMap { file in
      guard let data = try? Data(contentsOf: folder.appending(path: file)), data.count < 20_000,
        !data.starts(with: [0xEF, 0xBB, 0xBF]), let text = String(data: data, encoding: .utf8)
      else { return nil }
      return (file, text)
    }
  }()
}
