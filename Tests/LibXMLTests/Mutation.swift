import LibXML
import XMLTree

/// An element that can be changed and written again. Names are as written; text is markup as it stands.
struct MutableElement {
  var name: String
  /// Namespace declarations included.
  var attributes: [(name: String, value: String)]
  /// What stands before the first child.
  var text = ""
  var children: [MutableElement] = []
  /// What stands after the end tag.
  var tail = ""

  init(name: String, attributes: [(name: String, value: String)] = [], text: String = "") {
    self.name = name
    self.attributes = attributes
    self.text = text
  }

  init(_ element: ElementView) {
    let tree = element.tree
    name = element.qualifiedName
    let end =
      element.index + 1 < tree.elements.count
      ? Int(tree.elements[element.index + 1].firstDeclaration) : tree.declarations.count
    attributes = tree.declarations[Int(tree.elements[element.index].firstDeclaration)..<end].map {
      declaration in
      let prefix = tree.localNames.string(declaration.prefix.id)
      return (prefix.isEmpty ? "xmlns" : "xmlns:\(prefix)", tree.namespaces.string(declaration.namespace.id))
    }
    attributes += element.attributes.map { ($0.qualifiedName, $0.value.string) }
    text = element.text.string
    children = element.children.map { MutableElement($0) }
  }

  var markup: String {
    var result = ""
    write(to: &result)
    return result
  }

  private func write(to result: inout String) {
    result += "<\(name)"
    for attribute in attributes { result += " \(attribute.name)=\"\(attribute.value)\"" }
    if text.isEmpty, children.isEmpty {
      result += "/>"
    } else {
      result += ">\(text)"
      for child in children { child.write(to: &result) }
      result += "</\(name)>"
    }
    result += tail
  }

  /// The ways from this element to each in it, itself first.
  var paths: [[Int]] {
    [[]] + children.indices.flatMap { index in children[index].paths.map { [index] + $0 } }
  }

  subscript(path: ArraySlice<Int>) -> MutableElement {
    get { path.first.map { children[$0][path.dropFirst()] } ?? self }
    set {
      if let first = path.first {
        children[first][path.dropFirst()] = newValue
      } else {
        self = newValue
      }
    }
  }

  mutating func set(_ attribute: String, _ value: String) {
    if let index = attributes.firstIndex(where: { $0.name == attribute }) {
      attributes[index].value = value
    } else {
      attributes.append((attribute, value))
    }
  }

  mutating func removeOwnAttributes() { attributes.removeAll { !$0.name.hasPrefix("xmlns") } }

  var prefix: String { name.split(separator: ":").count == 2 ? String(name.split(separator: ":")[0]) : "" }
  var localName: String { String(name.split(separator: ":").last ?? "") }

  func renamed(prefix: String, localName: String) -> MutableElement {
    var copy = self
    copy.name = prefix.isEmpty ? localName : "\(prefix):\(localName)"
    return copy
  }
}

/// One change to the element at the end of a path. Nil if it cannot be made there.
struct Edit: Sendable {
  let name: String
  let apply: @Sendable (MutableElement, [Int]) -> MutableElement?

  /// A change of an element that leaves its neighbours alone.
  static func inside(_ name: String, _ change: @escaping @Sendable (inout MutableElement) -> Bool) -> Edit {
    Edit(name: name) { root, path in
      var root = root
      var element = root[path[...]]
      guard change(&element) else { return nil }
      root[path[...]] = element
      return root
    }
  }

  /// A change of an element's parent, which is told where among its children the element is.
  static func around(_ name: String, _ change: @escaping @Sendable (inout MutableElement, Int) -> Bool)
    -> Edit
  {
    Edit(name: name) { root, path in
      guard let position = path.last else { return nil }
      var root = root
      var parent = root[path.dropLast()]
      guard change(&parent, position) else { return nil }
      root[path.dropLast()] = parent
      return root
    }
  }
}

/// What is done to the documents of the comparison: the same kinds of change, names and values as in the study that
/// the schemas were written with.
enum Edits {
  static let prefixes = ["s", "e", "et", "m", ""]

  static let names = """
    Envelope Header Body Fault faultcode faultstring faultactor detail Code Reason Text Node Role Detail Value Subcode \
    Upgrade SupportedEnvelope NotUnderstood apifault Message LogID Params Param x faultCode
    """.split(separator: " ").map(String.init)

  static let types = """
    s:Envelope s:Header s:Body s:Fault s:detail s:encodingStyle e:Envelope e:Header e:Body e:Fault e:faultcode e:faultreason \
    e:reasontext e:faultcodeEnum e:subcode e:detail e:NotUnderstoodType e:SupportedEnvType e:UpgradeType xs:string xs:QName \
    xs:anyURI xs:int xs:anyType xs:language xs:token et:APIFault s:freeEntries e:nothing z:x m:none
    """.split(separator: " ").map(String.init)

  static let qnames = [
    "s:Server", "s:Client", "e:Sender", "e:Receiver", "e:MustUnderstand", "e:VersionMismatch",
    "e:DataEncodingUnknown", "e:Envelope", "m:a",
    "Server", "z:x", "s:9", "9", "", "a b", ":a", "a:", "s:a:b", " e:Sender ", "\n s:Server", "e:Client",
    "e:Sender.x", "m:é", "e:sender",
  ]
  static let uris = [
    "", "urn:a", "http://a b", "%zz", "http://[x", "a b c", "##", "http://x/é", ":", "  urn:a ",
  ]
  static let languages = [
    "en", "en-US", "", "en_US", "x-klingon", "123", " en ", " ", "toolonglanguage", "de-1901", "é", "EN",
  ]
  static let booleans = ["0", "1", "true", "false", "yes", "", " 1 ", "TRUE", "00", "2", "\t0", "0|1"]
  static let integers = [
    "0", "-1", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1.0",
    "1e2", "", "x", " 5 ", "+7", "0002",
  ]
  static let texts = ["", "x", "  ", "\n\t", "<![CDATA[x]]>", "é"]

  static let attributes: [(name: String, values: [String])] = [
    ("xml:lang", languages), ("xml:space", ["default", "preserve", "x", "", " default ", "Preserve"]),
    ("xml:base", uris),
    ("xml:id", ["a", "b", "9", "", " a "]), ("lang", languages), ("m:a", ["1"]), ("a", ["1"]),
    ("qname", qnames), ("m:qname", qnames),
    ("e:qname", qnames), ("xsi:type", types), ("xsi:nil", ["true", "false", "1", "x"]),
    ("xsi:schemaLocation", ["urn:m none.xsd"]),
    ("s:encodingStyle", uris + ["urn:a urn:b", "urn:a %zz"]),
    ("e:encodingStyle", uris + ["urn:a urn:b", "urn:a %zz"]), ("encodingStyle", uris),
    ("s:mustUnderstand", booleans), ("e:mustUnderstand", booleans), ("mustUnderstand", booleans),
    ("s:actor", uris), ("e:actor", uris),
    ("e:role", uris), ("s:role", uris), ("e:relay", booleans), ("s:relay", booleans), ("s:undeclared", ["1"]),
    ("e:undeclared", ["1"]),
  ]

  /// Those that change the structure.
  static let structural: [Edit] = {
    var edits: [Edit] = [
      .around("delete") { parent, position in
        parent.children.remove(at: position)
        return true
      },
      .around("repeat") { parent, position in
        parent.children.insert(parent.children[position], at: position)
        return true
      },
      .around("swap") { parent, position in
        guard position + 1 < parent.children.count else { return false }
        parent.children.swapAt(position, position + 1)
        return true
      },
      .around("unwrap") { parent, position in
        parent.children.replaceSubrange(position...position, with: parent.children[position].children)
        return true
      },
      .around("wrap") { parent, position in
        var wrapper = MutableElement(name: "m:wrapper")
        wrapper.children = [parent.children[position]]
        parent.children[position] = wrapper
        return true
      },
      .inside("empty") { element in
        element.children = []
        element.text = ""
        return true
      },
      .inside("nil") { element in
        element.children = []
        element.text = ""
        element.set("xsi:nil", "true")
        return true
      },
      .inside("strip") { element in
        guard element.attributes.contains(where: { !$0.name.hasPrefix("xmlns") }) else { return false }
        element.removeOwnAttributes()
        return true
      },
    ]
    for prefix in prefixes {
      edits.append(
        .inside("namespace \(prefix)") { element in
          guard element.prefix != prefix else { return false }
          element = element.renamed(prefix: prefix, localName: element.localName)
          return true
        })
      for name in ["x", "detail", "Fault", "Header", "Body"] {
        let inserted = MutableElement(name: "x").renamed(prefix: prefix, localName: name)
        edits.append(
          .inside("first \(prefix):\(name)") { element in
            element.children.insert(inserted, at: 0)
            return true
          })
        edits.append(
          .inside("last \(prefix):\(name)") { element in
            element.children.append(inserted)
            return true
          })
      }
    }
    for text in texts {
      edits.append(
        .inside("text") { element in
          guard element.text != text else { return false }
          element.text = text
          return true
        })
      edits.append(
        .around("tail") { parent, position in
          guard !text.isEmpty else { return false }
          parent.children[position].tail = text
          return true
        })
    }
    return edits
  }()

  /// Those that change a name or a value, of which there are many.
  static let values: [Edit] = {
    var edits: [Edit] = []
    for name in names {
      edits.append(
        .inside("rename \(name)") { element in
          guard element.localName != name else { return false }
          element = element.renamed(prefix: element.prefix, localName: name)
          return true
        })
    }
    for value in qnames + uris + integers {
      edits.append(
        .inside("value \(value)") { element in
          guard element.children.isEmpty, element.text != value else { return false }
          element.text = value
          return true
        })
    }
    for (name, values) in attributes {
      for value in values {
        edits.append(
          .inside("attribute \(name)=\(value)") { element in
            element.set(name, value)
            return true
          })
      }
    }
    return edits
  }()

  static func random(using generator: inout Generator) -> Edit {
    let kind = Bool.random(using: &generator) ? structural : values
    return kind[Int.random(in: kind.indices, using: &generator)]
  }
}

/// The documents that are changed.
enum Seeds {
  private static let fault11 =
    "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>"
  private static let apifault = """
    <et:apifault><et:Code>2</et:Code><et:Message>m</et:Message><et:LogID>9</et:LogID><et:Params><et:Param>a</et:Param>\
    <et:Param>b</et:Param></et:Params></et:apifault>
    """
  private static let code = "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
  private static let reason = "<e:Reason><e:Text xml:lang=\"en\">x</e:Text></e:Reason>"
  private static let fault12 = "<e:Fault>\(code)\(reason)</e:Fault>"
  private static let upgrade = """
    <e:Upgrade><e:SupportedEnvelope qname="e:Envelope"/><e:SupportedEnvelope qname="s:Envelope"/></e:Upgrade>
    """

  static let all: [(name: String, version: SOAP, document: String)] = [
    (
      "full", .v11,
      SOAP.v11.envelope(
        """
        <s:Fault><faultcode>s:Client.Auth</faultcode><faultstring>x</faultstring><faultactor>http://a.example/</faultactor>\
        <detail a="1" m:b="2"><m:d s:encodingStyle="">t</m:d><u/></detail></s:Fault>
        """,
        header: """
          <s:Header m:a="1"><m:h s:mustUnderstand="1" s:actor="urn:a"><m:i/></m:h></s:Header>
          """)
    ),
    (
      "apifault", .v11,
      SOAP.v11.envelope(
        """
        <s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>urn:a</faultactor>\
        <detail>\(apifault)</detail></s:Fault>
        """)
    ),
    (
      "body", .v11, SOAP.v11.envelope("<m:ok s:encodingStyle=\"urn:a urn:b\"><u/></m:ok>\(fault12)\(fault11)")
    ),
    (
      "default", .v11,
      """
      <Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/" xmlns:p="http://schemas.xmlsoap.org/soap/envelope/" \(LibXMLTests.prefixes)>\
      <Body><Fault><faultcode xmlns="">p:Server</faultcode><faultstring xmlns="">x</faultstring></Fault></Body></Envelope>
      """
    ),
    (
      "full", .v12,
      SOAP.v12.envelope(
        """
        <e:Fault><e:Code><e:Value>e:Receiver</e:Value><e:Subcode><e:Value>m:a</e:Value><e:Subcode><e:Value>m:b</e:Value></e:Subcode>\
        </e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">x</e:Text><e:Text xml:lang="">y</e:Text></e:Reason>\
        <e:Node>http://n.example/</e:Node><e:Role>http://www.w3.org/2003/05/soap-envelope/role/next</e:Role>\
        <e:Detail m:a="1"><m:d e:encodingStyle="urn:e">t</m:d><u/></e:Detail></e:Fault>
        """,
        header: """
          <e:Header m:a="1"><m:h e:mustUnderstand="true" e:role="urn:r" e:relay="0"><m:i/></m:h></e:Header>
          """)
    ),
    (
      "blocks", .v12,
      SOAP.v12.envelope(
        fault12,
        header:
          "<e:Header>\(upgrade)<e:NotUnderstood qname=\"m:h\"/><e:NotUnderstood qname=\"m:i\"/></e:Header>")
    ),
    (
      "codes", .v12,
      SOAP.v12.envelope(
        ["VersionMismatch", "MustUnderstand", "DataEncodingUnknown", "Receiver"].map {
          "<e:Fault><e:Code><e:Value>e:\($0)</e:Value></e:Code>\(reason)</e:Fault>"
        }.joined())
    ),
    (
      "default", .v12,
      """
      <Envelope xmlns="http://www.w3.org/2003/05/soap-envelope" xmlns:p="http://www.w3.org/2003/05/soap-envelope" xmlns:q="urn:q" \
      \(LibXMLTests.prefixes)><Header><p:NotUnderstood qname="q:h"/></Header><Body><Fault><Code><Value>Sender</Value><Subcode><Value>q:a</Value>\
      </Subcode></Code><Reason><Text xml:lang="en">x</Text></Reason></Fault></Body></Envelope>
      """
    ),
    (
      "detail", .v12,
      SOAP.v12.envelope("<e:Fault>\(code)\(reason)<e:Detail>\(apifault)\(fault11)</e:Detail></e:Fault>")
    ),
  ]
}
