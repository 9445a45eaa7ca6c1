import FaultlintLibXML
import FaultlintXMLTree

extension Vocabulary {
  /// Nothing but what every vocabulary must have: LibXML knows no SOAP.
  static let plain = Vocabulary(
    localNames: [], namespaces: [(.xml, "http://www.w3.org/XML/1998/namespace")])
}

extension TreeParser {
  convenience init() { self.init(vocabulary: .plain) }

  func parse(
    _ bytes: [UInt8], limits: ParseLimits = ParseLimits(), inside enclosure: Enclosure? = nil
  ) -> ParsedDocument {
    bytes.withUnsafeBufferPointer { parse($0, limits: limits, inside: enclosure) }
  }

  func parse(
    _ text: String, limits: ParseLimits = ParseLimits(), inside enclosure: Enclosure? = nil
  ) -> ParsedDocument {
    parse(Array(text.utf8), limits: limits, inside: enclosure)
  }
}

/// A text with the places to look for marked in it: `«` for the start of an element, `‹` for that of an attribute,
/// `¦` for that of a run of text or anything else. The marks are no part of the text.
struct Marked {
  private(set) var text = ""
  /// Offsets into the UTF-8 of `text`.
  private(set) var elements: [Int] = []
  private(set) var attributes: [Int] = []
  private(set) var points: [Int] = []

  init(_ marked: String) {
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "«": elements.append(text.utf8.count)
      case "‹": attributes.append(text.utf8.count)
      case "¦": points.append(text.utf8.count)
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// The only point of a text that has one.
  var point: Int { points.count == 1 ? points[0] : -1 }
}

extension XMLTree {
  var elementOffsets: [Int] { elements.map { Int($0.offset) } }
  var attributeOffsets: [Int] { attributes.indices.map { offset(ofAttribute: $0) } }
  var runTexts: [String] { runs.map { string($0.start, $0.length) } }
  var runOffsets: [Int] { runs.map { Int($0.offset) } }

  func string(_ start: UInt32, _ length: UInt32) -> String {
    String(decoding: text[Int(start)..<Int(start + length)], as: UTF8.self)
  }

  /// All there is in a tree, names spelled out: trees of two parsers number theirs differently.
  var canonical: String {
    var lines: [String] = []
    for (index, element) in elements.enumerated() {
      let name =
        "{\(namespaces.string(element.namespace.id))}\(localNames.string(element.prefix.id)):\(localNames.string(element.name.id))"
      lines.append(
        "\(index) \(name) parent \(element.parent) end \(element.end) at \(element.offset) attributes from "
          + "\(element.firstAttribute) declarations from \(element.firstDeclaration) runs from \(element.firstRun)"
      )
    }
    for attribute in attributes {
      let name =
        "{\(namespaces.string(attribute.namespace.id))}\(localNames.string(attribute.prefix.id)):\(localNames.string(attribute.name.id))"
      lines.append(
        "@\(name) of \(attribute.element) = \(string(attribute.valueStart, attribute.valueLength))")
    }
    for declaration in declarations {
      lines.append(
        "xmlns:\(localNames.string(declaration.prefix.id)) = \(namespaces.string(declaration.namespace.id))")
    }
    for run in runs {
      lines.append("run of \(run.parent) at \(run.offset) = \(string(run.start, run.length))")
    }
    lines.append("instructions \(Array(processingInstructions)) comments \(Array(commentsOutsideRoot))")
    lines.append("source " + String(decoding: source, as: UTF8.self))
    return lines.joined(separator: "\n")
  }
}

extension ElementView {
  /// The path to it, the outermost `omitted` elements left out.
  func path(omitting omitted: Int = 0) -> String {
    var finder = PathFinder(tree, omitting: omitted)
    return finder.path(of: self)
  }
}
