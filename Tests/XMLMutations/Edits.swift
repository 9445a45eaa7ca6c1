/// One change to the element at the end of a path. Nil if it cannot be made there.
package struct Edit: Sendable {
  package let name: String
  package let apply: @Sendable (MutableElement, [Int]) -> MutableElement?

  /// A change of an element that leaves its neighbours alone.
  package static func inside(_ name: String, _ change: @escaping @Sendable (inout MutableElement) -> Bool)
    -> Edit
  {
    Edit(name: name) { root, path in
      var root = root
      var element = root[path[...]]
      guard change(&element) else { return nil }
      root[path[...]] = element
      return root
    }
  }

  /// A change of an element's parent, which is told where among its children the element is.
  package static func around(
    _ name: String, _ change: @escaping @Sendable (inout MutableElement, Int) -> Bool
  )
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
package enum Edits {
  package static let prefixes = ["s", "e", "et", "m", ""]

  /// What the prefixes in names and values usually mean, for a document that declares them otherwise or not at all.
  package static let declarations = [
    ("s", "http://schemas.xmlsoap.org/soap/envelope/"), ("e", "http://www.w3.org/2003/05/soap-envelope"),
    ("et", "urn:fault.partner.exacttarget.com"), ("m", "urn:m"), ("xs", "http://www.w3.org/2001/XMLSchema"),
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
  ]

  package static let names = """
    Envelope Header Body Fault faultcode faultstring faultactor detail Code Reason Text Node Role Detail Value Subcode \
    Upgrade SupportedEnvelope NotUnderstood apifault Message LogID Params Param x faultCode
    """.split(separator: " ").map(String.init)

  package static let types = """
    s:Envelope s:Header s:Body s:Fault s:detail s:encodingStyle e:Envelope e:Header e:Body e:Fault e:faultcode e:faultreason \
    e:reasontext e:faultcodeEnum e:subcode e:detail e:NotUnderstoodType e:SupportedEnvType e:UpgradeType xs:string xs:QName \
    xs:anyURI xs:int xs:anyType xs:language xs:token et:APIFault s:freeEntries e:nothing z:x m:none
    """.split(separator: " ").map(String.init)

  package static let qnames = [
    "s:Server", "s:Client", "e:Sender", "e:Receiver", "e:MustUnderstand", "e:VersionMismatch",
    "e:DataEncodingUnknown", "e:Envelope", "m:a",
    "Server", "z:x", "s:9", "9", "", "a b", ":a", "a:", "s:a:b", " e:Sender ", "\n s:Server", "e:Client",
    "e:Sender.x", "m:é", "e:sender",
  ]
  package static let uris = [
    "", "urn:a", "http://a b", "%zz", "http://[x", "a b c", "##", "http://x/é", ":", "  urn:a ",
  ]
  package static let languages = [
    "en", "en-US", "", "en_US", "x-klingon", "123", " en ", " ", "toolonglanguage", "de-1901", "é", "EN",
  ]
  package static let booleans = [
    "0", "1", "true", "false", "yes", "", " 1 ", "TRUE", "00", "2", "\t0", "0|1",
  ]
  package static let integers = [
    "0", "-1", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1.0",
    "1e2", "", "x", " 5 ", "+7", "0002",
  ]
  package static let texts = ["", "x", "  ", "\n\t", "<![CDATA[x]]>", "é"]

  package static let attributes: [(name: String, values: [String])] = [
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
  package static let structural: [Edit] = {
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
  package static let values: [Edit] = {
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

  package static func random(using generator: inout Generator) -> Edit {
    let kind = Bool.random(using: &generator) ? structural : values
    return kind[Int.random(in: kind.indices, using: &generator)]
  }
}
