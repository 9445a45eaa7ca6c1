internal import FaultlintModel
internal import FaultlintText

/// Reads JSON objects that hold an exchange each.
final class NDJSONDecoder: EntryDecoder {
  /// Where a field was found.
  private struct Finding {
    var rank = Int.max
    var offset = 0
    var kind = JSONKind.null
    /// Where it is, once it was gone over.
    var place: ScannedJSON?
    var isBase64 = false

    var isFound: Bool { rank < .max }
  }

  private let tree: FieldTree
  /// What was found of each field.
  private let found = UnsafeMutableBufferPointer<Finding>.allocate(capacity: CaptureField.allCases.count)
  private let payload = JSONPayload()
  private let requestPayload = JSONPayload()
  private let name = ByteBuffer()
  private let embedded = EmbeddedMessage()
  private let limit: Int

  init(_ options: CaptureOptions) {
    tree = FieldTree(options.fields)
    limit = options.entryBytes
    found.initialize(repeating: Finding())
  }

  deinit { found.deallocate() }

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    segment.readJSON(
      { scanner, position throws(JSONError) in
        for index in found.indices { found[index].rank = .max }
        payload.begin()
        guard try scanner.kind() == .object else {
          throw JSONError("an object is expected", at: scanner.offset)
        }
        let start = scanner
        try object(&scanner, tree.root)
        if segment.entriesAreLines { try scanner.finish() }
        body(try entry(scanner, from: start, position))
      }, failed: { body(Entry($0, error: $1)) })
  }

  // MARK: Finding

  private func object(_ scanner: inout JSONScanner, _ node: FieldTree.Node) throws(JSONError) {
    try scanner.enterObject()
    while let token = try scanner.nextMember() {
      if let member = node.member(try scanner.name(token, or: name)) {
        try value(&scanner, member)
      } else {
        try scanner.skip()
      }
    }
  }

  private func value(_ scanner: inout JSONScanner, _ node: FieldTree.Node) throws(JSONError) {
    let kind = try scanner.kind()
    for place in node.places where place.takes(kind) {
      // Of members with one name the last counts.
      guard place.rank <= found[place.index].rank else { continue }
      found[place.index] = Finding(
        rank: place.rank, offset: scanner.offset, kind: kind, isBase64: node.isBase64)
    }
    if kind == .string {
      let isBody = self[.body].isFound && self[.body].offset == scanner.offset
      let place = isBody ? try payload.goOver(&scanner) : try ScannedJSON(goingOver: &scanner)
      for field in node.places where found[field.index].offset == place.offset {
        found[field.index].place = place
      }
    } else if kind == .object, node.hasMembers {
      try object(&scanner, node)
    } else if kind == .array, !node.elements.isEmpty {
      try scanner.enterArray()
      var index = 0
      while try scanner.nextElement() {
        if let element = node.elements.first(where: { $0.index == index }) {
          try value(&scanner, element.node)
        } else {
          try scanner.skip()
        }
        index += 1
      }
    } else {
      try scanner.skip()
    }
  }

  // MARK: Reading what was found

  private subscript(field: CaptureField) -> Finding { found[field.index] }

  private func entry(
    _ line: JSONScanner, from start: JSONScanner, _ position: Segment.Position
  ) throws(JSONError) -> Entry {
    var entry = Entry(position: position, payload: UnsafeBufferPointer(start: nil, count: 0))
    entry.id = try id(line)
    entry.http = try head(line, headers: .headers, contentType: .contentType)
    if self[.status].isFound, let text = try text(.status, line) {
      entry.http = entry.http ?? .unknown
      let status = HeaderText.status(text)
      entry.http?.start = status.map { .response(status: $0) }
      if status == nil { entry.note("the status '\(text.prefix(20))' is none of HTTP") }
    }
    entry.request = try head(line, headers: .requestHeaders, contentType: .requestContentType)
    if let method = try text(.requestMethod, line), !method.isEmpty {
      entry.request = entry.request ?? .unknown
      entry.request?.start = .request(method: method)
    }
    if entry.http != nil, let text = try text(.version, line), let version = HeaderText.version(text) {
      entry.http?.version = version
    }

    let request = try read(.requestBody, .requestEncoding, line, requestPayload)
    if request { entry.requestPayload = requestPayload.bytes }
    if try read(.body, .encoding, line, payload) {
      entry.take(payload)
      embedded.take(from: &entry, limit: limit)
    } else if request, entry.http == nil {
      // A request that was captured without its response is a message like any other.
      entry.take(requestPayload)
      entry.http = entry.request
      entry.request = nil
      entry.requestPayload = nil
    } else if tree.paths[.body] == nil, var scanner = try findEnvelope(start, before: line.offset) {
      try payload.read(&scanner, isBase64: false)
      entry.take(payload)
      entry.note("it stands in a member that is not known to hold a body")
      embedded.take(from: &entry, limit: limit)
    } else {
      entry.error = CaptureError(
        tree.paths[.body].map { "there is no body at '\($0)'" }
          ?? "there is no body in this object where faultlint looks for one", cause: .fields)
    }
    return entry
  }

  /// A scanner before the first string of an object in which an envelope begins; nil if there is none.
  private func findEnvelope(_ start: JSONScanner, before end: Int) throws(JSONError) -> JSONScanner? {
    let bytes = start.bytes.slice(0..<end)
    guard bytes.next("Envelope", from: start.offset) ?? bytes.next("Fault", from: start.offset) != nil else {
      return nil
    }
    var scanner = start
    return try findEnvelope(&scanner)
  }

  private func findEnvelope(_ scanner: inout JSONScanner) throws(JSONError) -> JSONScanner? {
    var found: JSONScanner?
    switch try scanner.kind() {
    case .object:
      try scanner.enterObject()
      while found == nil, try scanner.nextMember() != nil { found = try findEnvelope(&scanner) }
    case .array:
      try scanner.enterArray()
      while found == nil, try scanner.nextElement() { found = try findEnvelope(&scanner) }
    case .string:
      let start = scanner
      name.removeAll()
      _ = try scanner.unescape(try scanner.string(), into: name)
      if EnvelopeFinder.hasEnvelope(name.bytes) { found = start }
    default: try scanner.skip()
    }
    return found
  }

  private func id(_ line: JSONScanner) throws(JSONError) -> String? {
    let finding = self[.id]
    guard finding.isFound else { return nil }
    var scanner = JSONScanner(line.bytes, at: finding.offset)
    return try EntryIdentifier.json(&scanner)
  }

  private func text(_ field: CaptureField, _ line: JSONScanner) throws(JSONError) -> String? {
    let finding = self[field]
    guard finding.isFound else { return nil }
    var scanner = JSONScanner(line.bytes, at: finding.offset)
    if finding.kind == .array {
      try scanner.enterArray()
      guard try scanner.nextElement() else { return nil }
    }
    return try JSONHeaders.text(&scanner)
  }

  private func head(
    _ line: JSONScanner, headers: CaptureField, contentType: CaptureField
  ) throws(JSONError) -> HTTPHead? {
    var head: HTTPHead?
    if self[headers].isFound {
      var scanner = JSONScanner(line.bytes, at: self[headers].offset)
      head = try JSONHeaders.read(&scanner)
      // Nothing is known of a message whose fields are an empty list: somebody left them out.
      if head?.fields.isEmpty == true { head?.isComplete = false }
    }
    if self[contentType].isFound, head?.field("Content-Type") == nil,
      let value = try text(contentType, line)
    {
      head = head ?? .unknown
      head?.fields.append(HTTPHead.Field(name: "Content-Type", value: HeaderText.trim(value)))
    }
    return head
  }

  /// Reads a body, if there is one.
  private func read(
    _ field: CaptureField, _ encoding: CaptureField, _ line: JSONScanner, _ payload: JSONPayload
  ) throws(JSONError) -> Bool {
    let finding = self[field]
    guard finding.isFound else { return false }
    var isBase64 = finding.isBase64
    if self[encoding].isFound, let text = try text(encoding, line)?.lowercased() {
      isBase64 = isBase64 || text == "true" || text == "base64"
    }
    if let place = finding.place {
      try payload.read(place, in: line.bytes, isBase64: isBase64)
    } else {
      var scanner = JSONScanner(line.bytes, at: finding.offset)
      try payload.read(&scanner, isBase64: isBase64)
    }
    return true
  }
}

extension CaptureField {
  /// Its number.
  var index: Int {
    switch self {
    case .status: 0
    case .headers: 1
    case .body: 2
    case .encoding: 3
    case .contentType: 4
    case .version: 5
    case .id: 6
    case .requestMethod: 7
    case .requestHeaders: 8
    case .requestBody: 9
    case .requestEncoding: 10
    case .requestContentType: 11
    }
  }
}

extension FieldTree.Place {
  /// The number of the field.
  var index: Int { field.index }

  /// Whether a value of this kind can be the field.
  func takes(_ kind: JSONKind) -> Bool {
    switch field {
    case .status, .version, .id: kind == .string || kind == .number
    case .headers, .requestHeaders: kind == .object || kind == .array || kind == .string
    case .contentType, .requestContentType: kind == .string || kind == .array
    case .requestMethod: kind == .string
    case .encoding, .requestEncoding: kind == .string || kind == .bool
    case .body, .requestBody: kind == .string || takesAnything
    }
  }
}
