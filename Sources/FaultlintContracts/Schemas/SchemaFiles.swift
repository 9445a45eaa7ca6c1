internal import FaultlintFiles
package import FaultlintLibXML
internal import FaultlintModel
internal import FaultlintText
internal import FaultlintXMLTree

/// Reads schema files with what they import and include: files beside them, and nothing remote.
package enum SchemaFiles {
  /// Reads a schema.
  ///
  /// - Parameters:
  ///   - name: The name of its file.
  ///   - load: The bytes of a file that is named relative to the same folder as `name` is.
  /// - Returns: The schema and all that it refers to; the first is the one that was asked for.
  /// - Throws: What cannot be had or used, and where it is asked for.
  package static func read(
    _ name: String, _ load: (String) -> Result<[UInt8], ContractReader.LoadError>
  ) throws(ContractErrors) -> [Contract.SchemaDocument] {
    var set = SchemaSet()
    set.add(file: name, load)
    set.follow(load)
    guard set.errors.isEmpty else { throw ContractErrors(errors: set.errors) }
    return set.documents
  }

  /// Says where in the files of users an error of the schema compiler is.
  ///
  /// - Parameters:
  ///   - error: The error.
  ///   - documents: What was compiled.
  ///   - file: What to call what was given, where the compiler does not say.
  /// - Returns: The same as an error of a file.
  package static func located(
    _ error: SchemaError, in documents: [Contract.SchemaDocument], of file: String
  ) -> ContractError {
    let message = error.message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .replacing("{\(SchemaText.namespace)}", with: "xs:")
    let document = documents.first { $0.name == error.document }
    guard let document, let line = error.line, document.places.indices.contains(line - 1) else {
      return ContractError(file: document?.file ?? file, message: message)
    }
    let place = document.places[line - 1]
    return ContractError(file: document.file, line: place.line, column: place.column, message: message)
  }
}

/// Schema documents that refer to each other, as they are found.
struct SchemaSet {
  /// Those found so far, written so that they name each other as the compiler knows them.
  private(set) var documents: [Contract.SchemaDocument] = []
  /// What is wrong with them.
  private(set) var errors: [ContractError] = []
  /// The global elements of all, and the types: `{namespace}name`.
  private(set) var elements: Set<String> = []
  private(set) var types: Set<String> = []
  /// The target namespaces of all.
  private(set) var namespaces: Set<String> = []
  /// Namespaces whose schema the caller has from elsewhere.
  var provided: Set<String> = []

  /// What other documents of the set are to be found.
  private struct Reference {
    let path: String
    let asker: ContractError
  }
  private var waiting: [Reference] = []
  private var known: Set<String> = []
  /// The namespaces of schemas inside descriptions, for which no file is needed.
  private var inline: Set<String> = []
  /// The first schema inside a description of each namespace, and where its global components are declared.
  private var firstInline: [String: Int] = [:]
  private var components: [String: String] = [:]
  /// Imports without a place of namespaces that no document has so far.
  private var placeless: [(namespace: String, asker: ContractError)] = []

  /// How many files a schema may refer to.
  private static let limit = 500

  /// Adds a file that was asked for.
  mutating func add(file path: String, _ load: (String) -> Result<[UInt8], ContractReader.LoadError>) {
    known.insert(path)
    switch load(path) {
    case .success(let bytes): add(bytes, named: path, isEntry: true)
    case .failure(let error):
      errors.append(ContractError(file: path, message: error.message))
    }
  }

  /// Adds a file that is an entry of the set, which has been read.
  mutating func add(_ file: XMLFile, isEntry: Bool) {
    known.insert(file.name)
    guard file.root.isNamed(SchemaText.namespace, "schema") else {
      errors.append(file.error("its root element is not a schema of XML Schema", at: file.root))
      return
    }
    add(file.root, of: file, name: Self.documentName(file.name), isEntry: isEntry, adding: "")
  }

  private mutating func add(_ bytes: [UInt8], named path: String, isEntry: Bool) {
    do throws(ContractError) {
      add(try XMLFile(bytes, named: path, isSchema: true), isEntry: isEntry)
    } catch {
      errors.append(error)
    }
  }

  /// Adds the schemas inside a description. They may refer to each other without saying so: many do that were made by
  /// hand, and every client takes them.
  mutating func add(inline schemas: [(element: ElementView, file: XMLFile)]) {
    let targets = schemas.map { $0.element.value(of: "targetNamespace") ?? "" }
    inline.formUnion(targets)
    for (index, schema) in schemas.enumerated() {
      let target = targets[index]
      let imported = schema.element.children.filter { $0.isNamed(SchemaText.namespace, "import") }
        .map { $0.value(of: "namespace") ?? "" }
      var additions = ""
      var missing = Set(targets).subtracting(imported).subtracting([target, ""])
      // Schemas that have a part each of one namespace are one.
      if let first = targets.firstIndex(of: target), first == index {
        for (other, name) in targets.enumerated() where other > index && name == target {
          additions +=
            #"<xs:include xmlns:xs="\#(SchemaText.namespace)" schemaLocation="\#(Self.inlineName(schemas[other].file, other))"/>"#
        }
      }
      missing.remove(SchemaText.namespace)
      for namespace in missing.sorted() {
        additions +=
          #"<xs:import xmlns:xs="\#(SchemaText.namespace)" namespace="\#(Self.escaped(namespace))"/>"#
      }
      add(
        schema.element, of: schema.file, name: Self.inlineName(schema.file, index),
        isEntry: targets.firstIndex(of: target) == index, adding: additions)
      check(schema.element, of: schema.file, target)
    }
  }

  /// Reports global components that a namespace has twice.
  private mutating func check(_ schema: ElementView, of file: XMLFile, _ target: String) {
    for component in schema.children where component.namespace == .schema {
      guard let kind = Self.spaces[component.localName], let name = component.value(of: "name") else {
        continue
      }
      let key = "\(kind) {\(target)}\(name)"
      if let other = components[key] {
        errors.append(
          file.error(
            "two schemas for the namespace '\(target)' declare the \(kind) '\(name)', here and at \(other): leave one of them out",
            at: component))
      } else {
        components[key] = file.placeText(of: component)
      }
    }
  }

  /// The symbol spaces of XML Schema that matter here, by the elements that declare something in them.
  private static let spaces = [
    "element": "element", "attribute": "attribute", "complexType": "type", "simpleType": "type",
    "group": "group", "attributeGroup": "attribute group",
  ]

  private mutating func add(
    _ schema: ElementView, of file: XMLFile, name: String, isEntry: Bool, adding additions: String
  ) {
    let target = schema.value(of: "targetNamespace") ?? ""
    namespaces.insert(target)
    var locations: [Int: String] = [:]
    for child in schema.children where child.namespace == .schema {
      switch child.localName {
      case "import", "include", "redefine": locations[child.index] = refer(child, file)
      case "element": elements.insert("{\(target)}\(child.value(of: "name") ?? "")")
      case "complexType", "simpleType": types.insert("{\(target)}\(child.value(of: "name") ?? "")")
      default: break
      }
    }
    let text = SchemaText(schema, adding: additions) { locations[$0.index] }
    documents.append(
      Contract.SchemaDocument(
        namespace: target, name: name, bytes: text.bytes, isEntry: isEntry, file: file.name,
        places: text.elements.map { file.place(of: $0) }))
  }

  /// Notes what an import, include or redefine refers to.
  ///
  /// - Returns: What its schemaLocation is to be; empty for none, nil if it has none.
  private mutating func refer(_ element: ElementView, _ file: XMLFile) -> String? {
    let isImport = element.localName == "import"
    let namespace = element.value(of: "namespace") ?? ""
    guard let attribute = element.attribute(named: "schemaLocation") else {
      if isImport {
        placeless.append(
          (namespace, file.error("there is no schema of the namespace '\(namespace)'", at: element)))
      }
      return nil
    }
    // A schema that is at hand needs no file.
    if isImport, inline.contains(namespace) || provided.contains(namespace) { return "" }
    let location = attribute.text
    let asker: ContractError
    let path: String
    if let local = FileReference.path(location, from: file.name) {
      path = local
      asker = file.error("'\(location)' cannot be read", at: attribute)
    } else if isImport, let name = Schemas.file(ofNamespace: namespace) {
      path = Self.ownFolder + name
      asker = file.error("", at: attribute)
    } else {
      errors.append(
        file.error(
          "it refers to '\(location)', which is remote: put a copy beside it and name that", at: attribute))
      return ""
    }
    if known.insert(path).inserted { waiting.append(Reference(path: path, asker: asker)) }
    return Self.documentName(path)
  }

  /// Reads what the documents refer to, and what that does.
  mutating func follow(_ load: (String) -> Result<[UInt8], ContractReader.LoadError>) {
    while true {
      while !waiting.isEmpty {
        let reference = waiting.removeFirst()
        guard documents.count < Self.limit else {
          errors.append(reference.asker.saying("more than \(Self.limit) files are referred to"))
          return
        }
        if reference.path.hasPrefix(Self.ownFolder) {
          let name = String(reference.path.dropFirst(Self.ownFolder.count))
          add(Schemas.file(name) ?? [], named: reference.path, isEntry: false)
          continue
        }
        switch load(reference.path) {
        case .success(let bytes): add(bytes, named: reference.path, isEntry: false)
        case .failure(let error):
          errors.append(reference.asker.saying("\(reference.asker.message): \(error.message)"))
        }
      }
      // An import without a place is of something that is at hand, or that we have.
      let missing = placeless.first { !namespaces.contains($0.namespace) && !provided.contains($0.namespace) }
      guard let missing, let name = Schemas.file(ofNamespace: missing.namespace),
        known.insert(Self.ownFolder + name).inserted
      else { return }
      add(Schemas.file(name) ?? [], named: Self.ownFolder + name, isEntry: true)
    }
  }

  /// Where schemas of ours are said to be.
  private static let ownFolder = "faultlint/schemas/"

  /// The name of a document as the compiler knows it: one that is an address without a folder in it, whatever the path.
  private static func documentName(_ path: String) -> String {
    let letters = path.utf8.map { byte -> String in
      let isPlain =
        byte >= 0x30 && byte <= 0x39 || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      return isPlain ? String(UnicodeScalar(byte)) : "_" + String(byte, radix: 16)
    }
    return "user-" + letters.joined()
  }

  private static func inlineName(_ file: XMLFile, _ index: Int) -> String {
    documentName(file.name) + "-schema-\(index + 1)"
  }

  /// A text as the value of an attribute.
  private static func escaped(_ text: String) -> String {
    var output = Output()
    output.writeXML(text)
    return String(decoding: output.bytes, as: UTF8.self)
  }
}

extension ContractError {
  /// The same with another message.
  fileprivate func saying(_ message: String) -> ContractError {
    ContractError(file: file, line: line, column: column, message: message)
  }
}
