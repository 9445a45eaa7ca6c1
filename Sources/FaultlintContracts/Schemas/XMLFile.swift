internal import FaultlintLibXML
internal import FaultlintModel
internal import FaultlintText
package import FaultlintXMLTree

/// An XML file that a user has given, a schema or a WSDL: its tree, and where things in it are.
final class XMLFile {
  /// What to call it.
  let name: String
  /// Its document element. Valid as long as the file is.
  let root: ElementView
  private let document: ParsedDocument
  private let tree: XMLTree
  private var places = TextPlaces()

  /// Reads a file. Nothing that it refers to is looked at.
  ///
  /// - Parameters:
  ///   - bytes: Its bytes.
  ///   - name: What to call it.
  ///   - isSchema: Whether it may have a document type declaration, as some published schemas do.
  /// - Throws: Why it cannot be read, and where.
  init(_ bytes: [UInt8], named name: String, isSchema: Bool = false) throws(ContractError) {
    let document = bytes.withUnsafeBufferPointer { TreeParser(vocabulary: .soap).parse($0) }
    func error(_ message: String, at offset: Int) -> ContractError {
      let place = TextPosition(of: offset, in: document.source)
      return ContractError(file: name, line: place.line, column: place.column, message: message)
    }
    if let problem = document.problem {
      throw error("it cannot be read: \(problem.message)", at: problem.offset)
    }
    guard let tree = document.tree else { throw error("it has no elements", at: 0) }
    if let start = document.prologue.documentType, !isSchema || document.hasUnreadEntities {
      throw error(
        "it has a document type declaration, and none of its entities is read: take it out, and write what the entities stand for in their places",
        at: start)
    }
    self.name = name
    self.document = document
    self.tree = tree
    root = tree.root
  }

  /// Where an element begins.
  func place(of element: ElementView) -> TextPosition {
    places.place(of: element.offset, in: document.source)
  }

  /// Where an element begins, for messages: `orders.wsdl:12:5`.
  func placeText(of element: ElementView) -> String {
    let place = place(of: element)
    return "\(name):\(place.line):\(place.column)"
  }

  /// Something that is wrong at an element.
  func error(_ message: String, at element: ElementView) -> ContractError {
    let place = place(of: element)
    return ContractError(file: name, line: place.line, column: place.column, message: message)
  }

  /// Something that is wrong at an attribute.
  func error(_ message: String, at attribute: AttributeView) -> ContractError {
    let place = places.place(of: tree.offset(ofAttribute: attribute.index), in: document.source)
    return ContractError(file: name, line: place.line, column: place.column, message: message)
  }
}

extension ElementView {
  /// Whether it has this name in this namespace. For files of users, of which few are read and once.
  func isNamed(_ namespace: String, _ local: String) -> Bool {
    localName == local && namespaceName == namespace
  }

  /// Its attribute with this name in no namespace.
  package func attribute(named name: String) -> AttributeView? {
    attributes.first { $0.namespace == .none && $0.localName == name }
  }

  /// The value of that attribute, white space at the ends left out.
  package func value(of name: String) -> String? { attribute(named: name)?.text }
}

extension AttributeView {
  /// Its value, white space at the ends left out.
  var text: String { value.trimmed.string(limit: 100_000) }
}

/// Addresses of files, as schemas and descriptions refer to each other.
///
/// Source: RFC 3986, section 5.2; of it no more than files beside each other need.
enum FileReference {
  /// The path of a file that another one refers to; nil if it is not a file.
  static func path(_ reference: String, from file: String) -> String? {
    var text = reference
    if text.hasPrefix("file://") {
      text = String(text.dropFirst("file://".count))
    } else if let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/"),
      text.distance(from: text.startIndex, to: colon) > 1 || isRemote(file)
    {
      return nil
    }
    if text.hasPrefix("//") || isRemote(file) { return nil }
    text = decoded(String(text.prefix { $0 != "#" }))
    guard !text.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return normal(text) }
    return normal(String(file[...slash]) + text)
  }

  /// Whether something is an address and not a path.
  static func isRemote(_ text: String) -> Bool { text.contains("://") }

  /// A path without `.` and `..`, as far as they can be taken out, so that one file has one name.
  private static func normal(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// A text with what is written as `%20` as what it stands for.
  private static func decoded(_ text: String) -> String {
    guard text.contains("%") else { return text }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
