internal import CFaultlintXML2

/// What schema documents say of themselves before they are compiled.
public enum SchemaDocuments {
  /// What a document says.
  public struct Content: Sendable {
    /// Its target namespace; empty if it has none.
    public let targetNamespace: String
    /// The documents it includes or imports by their place.
    public let references: [Reference]
  }

  /// A reference to another document.
  public struct Reference: Sendable {
    /// Where that is, as it is written.
    public let location: String
    /// The line of the reference.
    public let line: Int
  }

  /// Reads a schema document.
  ///
  /// - Parameters:
  ///   - bytes: The document.
  ///   - name: What to call it.
  /// - Returns: What it says of itself.
  /// - Throws: ``SchemaError`` if it is not a well-formed schema document.
  public static func read(_ bytes: [UInt8], named name: String) throws(SchemaError) -> Content {
    LibXML2.initialize()
    guard let context = xmlNewParserCtxt() else { fatalError("out of memory") }
    defer { xmlFreeParserCtxt(context) }
    let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    let document = bytes.withUnsafeBytes {
      xmlCtxtReadMemory(
        context, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count), nil, nil, options)
    }
    guard let document else {
      let error = context.pointee.lastError
      let message = error.message.map { String(cString: $0) } ?? ""
      let words = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      throw SchemaError(message: "\(name):\(error.line): it is not well-formed: \(words)")
    }
    defer { xmlFreeDoc(document) }
    guard let root = xmlDocGetRootElement(document), isSchema(root, "schema") else {
      throw SchemaError(message: "\(name): its root element is not a schema of XML Schema")
    }
    var references: [Reference] = []
    var next = root.pointee.children
    while let node = next {
      if isSchema(node, "include") || isSchema(node, "import") || isSchema(node, "redefine"),
        let location = attribute("schemaLocation", of: node)
      {
        references.append(Reference(location: location, line: Int(xmlGetLineNo(node))))
      }
      next = node.pointee.next
    }
    return Content(targetNamespace: attribute("targetNamespace", of: root) ?? "", references: references)
  }

  /// The name of a document that another one refers to, as libxml2 will ask for it.
  public static func resolve(_ location: String, in name: String) -> String {
    guard let uri = xmlBuildURI(location, name) else { return location }
    defer { fl_free(uri) }
    return String(cString: uri)
  }

  private static func isSchema(_ node: xmlNodePtr, _ name: String) -> Bool {
    guard node.pointee.type == XML_ELEMENT_NODE, let local = node.pointee.name,
      let namespace = node.pointee.ns?.pointee.href
    else { return false }
    return String(cString: local) == name
      && String(cString: namespace) == "http://www.w3.org/2001/XMLSchema"
  }

  private static func attribute(_ name: String, of node: xmlNodePtr) -> String? {
    guard let value = xmlGetNoNsProp(node, name) else { return nil }
    defer { fl_free(value) }
    return String(cString: value)
  }
}
