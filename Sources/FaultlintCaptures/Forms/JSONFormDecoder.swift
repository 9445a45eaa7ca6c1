internal import FaultlintModel
internal import FaultlintText

/// Reads the entries of every JSON form.
final class JSONFormDecoder: EntryDecoder {
  /// Where a field was found.
  private struct Finding {
    var rank = Int.max
    var offset = 0
    var isFound: Bool { rank < .max }
  }

  /// What was found of an entry.
  private struct Findings {
    private var found = [Finding](repeating: Finding(), count: FormField.allCases.count)
    /// Where the array of the responses is.
    var answers: Int?

    subscript(field: FormField) -> Finding { found[field.rawValue] }

    /// Keeps the better of two places; of members with one name the last counts.
    mutating func keep(_ field: FormField, rank: Int, offset: Int) {
      if rank <= found[field.rawValue].rank { found[field.rawValue] = Finding(rank: rank, offset: offset) }
    }
  }

  private let form: JSONForm
  private let tree: JSONFormTree
  private let limit: Int
  private let payload = JSONPayload()
  private let requestPayload = JSONPayload()
  private let http: FormBody
  private let name = ByteBuffer()

  init(_ form: JSONForm, limit: Int) {
    self.form = form
    self.limit = limit
    tree = JSONFormTree(form)
    http = FormBody(limit: limit)
  }

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    begin(segment)
    guard form.nested == nil else { return decodeWhole(segment, body) }
    segment.readJSON(
      { scanner, position throws(JSONError) in body(try entry(&scanner, position)) },
      failed: { body(Entry($0, error: $1)) })
  }

  /// Begins with the entries of a segment.
  func begin(_ segment: Segment) { http.begin(segment) }

  /// Reads an entry from bytes that are one JSON value.
  func read(_ bytes: UnsafeBufferPointer<UInt8>, at position: Segment.Position) throws(JSONError) -> Entry {
    var scanner = JSONScanner(bytes)
    return try entry(&scanner, position)
  }

  private func entry(
    _ scanner: inout JSONScanner, _ position: Segment.Position
  ) throws(JSONError) -> Entry {
    var found = Findings()
    guard try scanner.kind() == .object else {
      throw JSONError("an object is expected", at: scanner.offset)
    }
    try object(&scanner, tree.root, &found) { (_) throws(JSONError) in }
    return try entry(found, scanner.bytes, position)
  }

  // MARK: Files that are read as a whole

  private func decodeWhole(_ segment: Segment, _ body: (Entry) -> Void) {
    segment.bytes.withUnsafeBufferPointer { bytes in
      var place = PlaceCounter(bytes, segment.position)
      guard bytes.count <= limit else {
        body(Entry(segment.position, error: .tooLarge("file", limit)))
        return
      }
      var scanner = JSONScanner(bytes)
      do throws(JSONError) {
        try item(&scanner, &place, body)
        try scanner.finish()
      } catch {
        let mistake = JSONPlace(bytes, error.offset, after: place, inLine: true)
        place.move(to: min(error.offset, bytes.count))
        let text = segment.error?.message ?? "\(error.message) at \(mistake); what follows is not read"
        body(Entry(place.position, error: CaptureError(text)))
      }
    }
  }

  /// Reads an entry that may hold others.
  private func item(
    _ scanner: inout JSONScanner, _ place: inout PlaceCounter, _ body: (Entry) -> Void
  ) throws(JSONError) {
    guard try scanner.kind() == .object else { return try scanner.skip() }
    let start = scanner.offset
    var found = Findings()
    try object(&scanner, tree.root, &found) { (scanner) throws(JSONError) in
      try scanner.enterArray()
      while try scanner.nextElement() { try item(&scanner, &place, body) }
    }
    var count = 0
    if let answers = found.answers, let node = tree.answer {
      var inner = JSONScanner(scanner.bytes, at: answers)
      try inner.enterArray()
      while try inner.nextElement() {
        guard try inner.kind() == .object else {
          try inner.skip()
          continue
        }
        place.move(to: inner.offset)
        var own = found
        try object(&inner, node, &own) { (_) throws(JSONError) in }
        emit(own, scanner.bytes, &place, body)
        count += 1
      }
    }
    // What has no method and no body is a folder, or something else than a message.
    guard count == 0, found[.method].isFound || found[.requestBody].isFound else { return }
    place.move(to: start)
    emit(found, scanner.bytes, &place, body)
  }

  private func emit(
    _ found: Findings, _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout PlaceCounter,
    _ body: (Entry) -> Void
  ) {
    do throws(JSONError) {
      body(try entry(found, bytes, place.position))
    } catch {
      let mistake = JSONPlace(bytes, error.offset, after: place, inLine: true)
      body(Entry(place.position, error: CaptureError("\(error.message) at \(mistake)")))
    }
    place.position.entry += 1
  }

  // MARK: Finding

  private func object(
    _ scanner: inout JSONScanner, _ node: JSONFormTree.Node, _ found: inout Findings,
    nested: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    try scanner.enterObject()
    while let token = try scanner.nextMember() {
      if let member = node.member(try scanner.name(token, or: name)) {
        try value(&scanner, member, &found, nested: nested)
      } else {
        try scanner.skip()
      }
    }
  }

  private func value(
    _ scanner: inout JSONScanner, _ node: JSONFormTree.Node, _ found: inout Findings,
    nested: (inout JSONScanner) throws(JSONError) -> Void
  ) throws(JSONError) {
    let kind = try scanner.kind()
    for place in node.places where place.field.takes(kind) {
      found.keep(place.field, rank: place.rank, offset: scanner.offset)
    }
    if kind == .object, !node.members.isEmpty {
      try object(&scanner, node, &found, nested: nested)
    } else if kind == .array, node.isNested {
      try nested(&scanner)
    } else if kind == .array, let first = node.first {
      try scanner.enterArray()
      var isFirst = true
      while try scanner.nextElement() {
        if isFirst { try value(&scanner, first, &found, nested: nested) } else { try scanner.skip() }
        isFirst = false
      }
    } else {
      if kind == .array, node.isAnswers { found.answers = scanner.offset }
      try scanner.skip()
    }
  }

  // MARK: Reading what was found

  private func entry(
    _ found: Findings, _ bytes: UnsafeBufferPointer<UInt8>, _ position: Segment.Position
  ) throws(JSONError) -> Entry {
    var entry = Entry(position: position, payload: UnsafeBufferPointer(start: nil, count: 0))
    entry.id = try id(found, bytes)
    entry.http = try head(found, bytes, .headers, .contentType)
    if let text = try text(.status, found, bytes) {
      entry.http = entry.http ?? .unknown
      entry.http?.start = HeaderText.status(text).map { .response(status: $0) }
      if entry.http?.start == nil { entry.note("the status '\(text.prefix(20))' is none of HTTP") }
    } else if let status = form.defaultStatus {
      entry.http = entry.http ?? .unknown
      entry.http?.start = .response(status: status)
    }
    if let text = try text(.version, found, bytes), let word = text.split(separator: " ").first {
      entry.http?.version = HeaderText.version(word)
    }
    try readRequest(found, bytes, &entry)
    try readBody(found, bytes, &entry)
    return entry
  }

  private func readRequest(
    _ found: Findings, _ bytes: UnsafeBufferPointer<UInt8>, _ entry: inout Entry
  ) throws(JSONError) {
    entry.request = try head(found, bytes, .requestHeaders, .requestContentType)
    if !form.hasWholeRequests { entry.request?.isComplete = false }
    if let method = try text(.method, found, bytes).flatMap(HeaderText.method) {
      entry.request = entry.request ?? .unknown
      entry.request?.start = .request(method: method)
    }
    if let target = try text(.target, found, bytes), !target.isEmpty {
      entry.request = entry.request ?? .unknown
      entry.request?.target = target
    }
    let hasBody = try read(.requestBody, .encodedRequestBody, .requestIsEncoded, found, bytes, requestPayload)
    if hasBody, !requestPayload.bytes.isEmpty { entry.requestPayload = requestPayload.bytes }
  }

  private func readBody(
    _ found: Findings, _ bytes: UnsafeBufferPointer<UInt8>, _ entry: inout Entry
  ) throws(JSONError) {
    if try read(.body, .encodedBody, .isEncoded, found, bytes, payload) {
      entry.take(payload)
      http.undo(&entry)
    } else if found[.json].isFound {
      var scanner = JSONScanner(bytes, at: found[.json].offset)
      try scanner.skip()
      entry.payload = bytes.slice(found[.json].offset..<scanner.offset)
      entry.isText = true
    } else if let file = try text(.file, found, bytes) {
      entry.error = CaptureError(
        "its body stands in another file, '\(file.prefix(200))', which is not read from here: check that file"
      )
    } else if entry.http == nil, entry.request != nil {
      // A request without a response is a message like any other.
      entry.http = entry.request
      entry.request = nil
      if entry.requestPayload != nil { entry.take(requestPayload) }
      entry.requestPayload = nil
      http.undo(&entry)
    } else {
      entry.note(form.withoutBody)
    }
  }

  private func id(_ found: Findings, _ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> String? {
    guard found[.id].isFound else { return nil }
    var scanner = JSONScanner(bytes, at: found[.id].offset)
    return try EntryIdentifier.json(&scanner)
  }

  private func text(
    _ field: FormField, _ found: Findings, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONError) -> String? {
    guard found[field].isFound else { return nil }
    var scanner = JSONScanner(bytes, at: found[field].offset)
    return try JSONHeaders.text(&scanner)
  }

  private func head(
    _ found: Findings, _ bytes: UnsafeBufferPointer<UInt8>, _ headers: FormField, _ contentType: FormField
  ) throws(JSONError) -> HTTPHead? {
    var head: HTTPHead?
    if found[headers].isFound {
      var scanner = JSONScanner(bytes, at: found[headers].offset)
      head = try JSONHeaders.read(&scanner)
      // Nothing is known of a message whose fields are an empty list: somebody left them out.
      if head?.fields.isEmpty == true { head?.isComplete = false }
    }
    if head?.field("Content-Type") == nil, let type = try text(contentType, found, bytes), !type.isEmpty {
      head = head ?? .unknown
      head?.fields.append(HTTPHead.Field(name: "Content-Type", value: HeaderText.trim(type)))
    }
    return head
  }

  /// Reads a body, if there is one.
  private func read(
    _ plain: FormField, _ encoded: FormField, _ encoding: FormField, _ found: Findings,
    _ bytes: UnsafeBufferPointer<UInt8>, _ payload: JSONPayload
  ) throws(JSONError) -> Bool {
    var isBase64 = true
    var place = found[encoded]
    if !place.isFound {
      place = found[plain]
      let said = try text(encoding, found, bytes)?.lowercased()
      isBase64 = said == "true" || said == "base64"
    }
    guard place.isFound else { return false }
    var scanner = JSONScanner(bytes, at: place.offset)
    try payload.read(&scanner, isBase64: isBase64)
    return true
  }
}
