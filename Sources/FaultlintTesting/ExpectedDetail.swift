internal import Faultlint

/// The content of detail that is expected: XML compared by what it means.
///
/// Names count by namespace and not by prefix. The order of attributes, comments, white space between elements and how
/// much of it stands between words do not count; the order of elements does.
public struct ExpectedDetail: Sendable, ExpressibleByStringInterpolation {
  private enum Kind: Sendable {
    case xml(String)
    case entry(QualifiedName)
    case absent
  }

  private let kind: Kind

  private init(_ kind: Kind) { self.kind = kind }

  /// The detail entries as XML, each with the declarations it needs; or `detail`, or `Detail`, as a whole.
  public init(stringLiteral value: String) { kind = .xml(value) }

  /// The detail entries as XML, each with the declarations it needs; or `detail`, or `Detail`, as a whole.
  public static func xml(_ xml: String) -> ExpectedDetail { ExpectedDetail(.xml(xml)) }

  /// There is an entry with this name, whatever is in it and beside it.
  public static func entry(_ name: QualifiedName) -> ExpectedDetail { ExpectedDetail(.entry(name)) }

  /// There is no entry.
  public static var absent: ExpectedDetail { ExpectedDetail(.absent) }

  /// What differs in a fault; nil if nothing does.
  func difference(from fault: Fault) -> Difference? {
    let detail = fault.detail
    switch kind {
    case .entry(let name):
      if detail.entries.contains(where: { $0.name == name }) { return nil }
      return Difference("detail", expected: ["an entry \(name)"], found: detail.entries.map { "\($0.name)" })
    case .absent:
      if detail.entries.isEmpty { return nil }
      return Difference("detail", expected: [], found: detail.entries.map { "\($0.name)" })
    case .xml(let xml):
      let found = detail.xml.map { XMLMeaning(of: $0) }?.content ?? []
      let meaning = XMLMeaning(ofContent: xml)
      guard let expected = meaning.content else {
        return Difference(
          "detail", problem: "what is expected is not XML: \(meaning.problem ?? "")", found: found)
      }
      return expected == found ? nil : Difference("detail", expected: expected, found: found)
    }
  }
}
