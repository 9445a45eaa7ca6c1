internal import CFaultlintXML2

/// What schema documents say of themselves before they are compiled.
public enum SchemaDocuments {
  /// The target namespace of a schema document; empty if it has none.
  ///
  /// - Parameter bytes: The document.
  /// - Throws: ``SchemaError`` if it is not a well-formed schema document.
  public static func targetNamespace(of bytes: [UInt8]) throws(SchemaError) -> String {
    LibXML2.initialize()
    guard let context = xmlNewParserCtxt() else { fatalError("out of memory") }
    defer { xmlFreeParserCtxt(context) }
    let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    let document = bytes.withUnsafeBytes {
      xmlCtxtReadMemory(
        context, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count), nil, nil, options)
    }
    guard let document else {
      let line = context.pointee.lastError.line
      let message = context.pointee.lastError.message.map { String(cString: $0) } ?? ""
      let words = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      throw SchemaError(message: "it is not well-formed at line \(line): \(words)")
    }
    defer { xmlFreeDoc(document) }
    guard let root = xmlDocGetRootElement(document), let name = root.pointee.name,
      String(cString: name) == "schema", let namespace = root.pointee.ns?.pointee.href,
      String(cString: namespace) == "http://www.w3.org/2001/XMLSchema"
    else { throw SchemaError(message: "its root element is not a schema of XML Schema") }
    guard let target = xmlGetNoNsProp(root, "targetNamespace") else { return "" }
    defer { fl_free(target) }
    return String(cString: target)
  }
}
