internal import FaultlintText
internal import FaultlintXMLTree

/// Writes a schema out of a tree as a document of its own: what a WSDL has inside it has to become one, and what refers to
/// other files has to name them as the compiler knows them.
///
/// Every start tag begins a line and nothing else does, so that the line of an error tells the element it is about.
struct SchemaText {
  private(set) var bytes: [UInt8] = []
  /// The elements by the lines they are on, from line 1.
  private(set) var elements: [ElementView] = []

  private let schema: ElementView
  /// The new value of the schemaLocation of an element; an empty one takes it away, and nil leaves it.
  private let location: (ElementView) -> String?

  /// Writes a schema.
  ///
  /// - Parameters:
  ///   - schema: Its document element, wherever that stands.
  ///   - additions: What to put before its content.
  ///   - location: The new value of the schemaLocation of an element, by its name as the compiler knows it; an empty one
  ///     takes it away, and nil leaves it.
  init(_ schema: ElementView, adding additions: String, location: @escaping (ElementView) -> String?) {
    self.schema = schema
    self.location = location
    write(additions)
  }

  private mutating func write(_ additions: String) {
    var open: [ElementView] = []
    let tree = schema.tree
    let end = Int(tree.elements[schema.index].end)
    var index = schema.index
    while index < end {
      let element = ElementView(tree, index)
      while let last = open.last, Int(tree.elements[last.index].end) <= index { close(&open) }
      // What is said to people may be anything.
      if element.isNamed(Self.namespace, "annotation") {
        index = Int(tree.elements[index].end)
        continue
      }
      if !elements.isEmpty { bytes.append(UInt8(ascii: "\n")) }
      elements.append(element)
      start(element)
      if index == schema.index { bytes += additions.utf8 }
      for run in element.textRuns {
        let text = TextView(run, in: tree)
        if !text.isBlank { escape(text) }
      }
      open.append(element)
      index += 1
    }
    while !open.isEmpty { close(&open) }
  }

  private mutating func close(_ open: inout [ElementView]) {
    guard let element = open.popLast() else { return }
    bytes += "</\(element.qualifiedName)>".utf8
  }

  private mutating func start(_ element: ElementView) {
    bytes += "<\(element.qualifiedName)".utf8
    declare(element)
    let location = location(element)
    for attribute in element.attributes {
      let isLocation = attribute.namespace == .none && attribute.localName == "schemaLocation"
      if isLocation, let location {
        if !location.isEmpty { bytes += #" schemaLocation="\#(location)""#.utf8 }
        continue
      }
      bytes += " \(attribute.qualifiedName)=\"".utf8
      escape(attribute.value)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: ">"))
  }

  /// Writes the declarations of an element; those around the schema go with its start tag.
  private mutating func declare(_ element: ElementView) {
    let tree = element.tree
    var known: Set<UInt32> = []
    var next: ElementView? = element
    while let current = next {
      let range = tree.firstDeclaration(current.index)..<tree.firstDeclaration(current.index + 1)
      for declaration in tree.declarations[range] where known.insert(declaration.prefix.id).inserted {
        // A default namespace that is taken back further out was never there.
        if declaration.namespace == .none, current.index != element.index { continue }
        let prefix = String(decoding: tree.localNames[declaration.prefix.id], as: UTF8.self)
        bytes += (prefix.isEmpty ? " xmlns=\"" : " xmlns:\(prefix)=\"").utf8
        escape(tree.namespaces[declaration.namespace.id])
        bytes.append(UInt8(ascii: "\""))
      }
      next = element.index == schema.index ? current.parent : nil
    }
  }

  private mutating func escape(_ text: TextView) { escape(text.bytes) }

  private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      case 0x09, 0x0A, 0x0D: bytes += "&#\(byte);".utf8
      default: bytes.append(byte)
      }
    }
  }

  /// The namespace of XML Schema.
  static let namespace = "http://www.w3.org/2001/XMLSchema"
}
