internal import FaultlintModel
internal import FaultlintText

/// Reads the entries of every XML form.
final class XMLFormDecoder: EntryDecoder {
  /// An element that is an entry, and has not ended.
  private struct Open {
    var position: Segment.Position
    /// How many elements were open before it.
    let depth: Int
    let start: Int
    let name: Range<Int>
    let contentStart: Int
    var hasElements = false
    private var values = [FormValue?](repeating: nil, count: FormField.allCases.count)
    /// The header fields, which may stand in several elements.
    var headers: [Range<Int>] = []

    init(_ tag: MarkupScanner.Tag, _ position: Segment.Position, depth: Int) {
      self.position = position
      self.depth = depth
      start = tag.range.lowerBound
      name = tag.name
      contentStart = tag.range.upperBound
    }

    subscript(field: FormField) -> FormValue? {
      get { values[field.rawValue] }
      set { values[field.rawValue] = newValue }
    }
  }

  /// An element that has not ended.
  private struct Element {
    let name: Range<Int>
    let start: Int
    let contentStart: Int
    let field: FormField?
    let isBase64: Bool
    let isPacked: Bool
  }

  /// A path, the last name first.
  private struct Path {
    let field: FormField
    let names: [[UInt8]]
    let isAttribute: Bool
  }

  private let form: XMLForm
  private let paths: [Path]
  private let http: FormBody
  private let response: FormContent
  private let request: FormContent
  private let completed = MappedBuffer()

  // What is open while a segment is read.
  private var open: [Open] = []
  private var elements: [Element] = []
  /// How many elements were open before the envelope that is open.
  private var envelopeDepth: Int?
  /// As far out an element is looked for that an end tag closes.
  private static let lookback = 64

  init(_ form: XMLForm, limit: Int) {
    self.form = form
    paths = form.fields.flatMap { field, paths in
      paths.map { path in
        let names = path.split(separator: "/").reversed()
        return Path(
          field: field, names: names.map { Array(($0.hasPrefix("@") ? $0.dropFirst() : $0).utf8) },
          isAttribute: names.first?.hasPrefix("@") ?? false)
      }
    }
    http = FormBody(limit: limit)
    response = FormContent(limit: limit)
    request = FormContent(limit: limit)
  }

  func decode(_ segment: Segment, _ body: (Entry) -> Void) {
    for content in [response, request] { content.begin(segment) }
    http.begin(segment)
    segment.bytes.withUnsafeBufferPointer { bytes in
      if segment.holdsNoPayload {
        var entry = Entry(position: segment.position, payload: bytes)
        entry.isVerbatim = true
        entry.notSOAP = NotSOAP(
          kind: .noEnvelope, words: "a file of the form '\(form.name)' without a message in it")
        body(entry)
        return
      }
      open.removeAll(keepingCapacity: true)
      elements.removeAll(keepingCapacity: true)
      envelopeDepth = nil
      var place = PlaceCounter(bytes, segment.position)
      var scanner = MarkupScanner(bytes)
      while case .tag(let tag) = scanner.next() {
        if tag.isEnd { end(tag, bytes, &place, body) } else { start(tag, scanner, &place, bytes, body) }
      }
      if let error = segment.error { breakOff(error, bytes, &place, body) }
    }
  }

  // MARK: Tags

  private func start(
    _ tag: MarkupScanner.Tag, _ scanner: MarkupScanner, _ place: inout PlaceCounter,
    _ bytes: UnsafeBufferPointer<UInt8>, _ body: (Entry) -> Void
  ) {
    let isEntry = form.isEntry(bytes.slice(tag.name))
    guard isEntry || !open.isEmpty else { return }
    if !open.isEmpty, !isEntry { open[open.count - 1].hasElements = true }
    if isEntry {
      place.move(to: tag.range.lowerBound)
      open.append(Open(tag, place.position, depth: elements.count))
      place.position.entry += 1
    }
    var field: FormField?
    if envelopeDepth == nil {
      for path in paths where path.isAttribute {
        guard let index = owner(of: path, tag, bytes, isEntry: isEntry),
          let range = attribute(path.names[0], of: tag, scanner)
        else { continue }
        if open[index][path.field] == nil { open[index][path.field] = FormValue(range: range) }
      }
      if !isEntry || open.count > 1 { field = self.field(of: tag, bytes, isEntry: isEntry) }
    }
    let element = Element(
      name: tag.name, start: tag.range.lowerBound, contentStart: tag.range.upperBound, field: field,
      isBase64: has(attribute: "base64", "true", tag, scanner),
      isPacked: has(attribute: "compression", "gzip", tag, scanner))
    if field == .envelope { envelopeDepth = elements.count }
    elements.append(element)
    if tag.isEmpty { close(contentEnd: tag.range.upperBound, end: tag.range.upperBound, bytes, &place, body) }
  }

  private func end(
    _ tag: MarkupScanner.Tag, _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout PlaceCounter,
    _ body: (Entry) -> Void
  ) {
    let name = bytes.slice(tag.name)
    // An end tag that does not fit closes what it can; one that fits nothing is passed over.
    let near = max(0, elements.count - Self.lookback)..<elements.count
    guard let index = near.last(where: { bytes.slice(elements[$0].name).elementsEqual(name) }) else { return }
    while elements.count > index {
      close(contentEnd: tag.range.lowerBound, end: tag.range.upperBound, bytes, &place, body)
    }
  }

  /// Closes the innermost element.
  private func close(
    contentEnd: Int, end: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout PlaceCounter,
    _ body: (Entry) -> Void
  ) {
    let element = elements.removeLast()
    if envelopeDepth == elements.count { envelopeDepth = nil }
    if let last = open.last, last.depth == elements.count {
      open.removeLast()
      // Nothing but text: a field of the entry around it, which may have the name of an entry.
      if element.field != nil, !open.isEmpty, !last.hasElements {
        open[open.count - 1].hasElements = true
        take(element, contentEnd, end)
        return
      }
      if !open.isEmpty { open[open.count - 1].hasElements = true }
      finish(last, contentEnd, end, bytes, &place, body)
      return
    }
    take(element, contentEnd, end)
  }

  private func take(_ element: Element, _ contentEnd: Int, _ end: Int) {
    guard let field = element.field, !open.isEmpty else { return }
    let content = element.contentStart..<max(contentEnd, element.contentStart)
    if field == .headers {
      open[open.count - 1].headers.append(content)
    } else if open[open.count - 1][field] == nil {
      open[open.count - 1][field] = FormValue(
        range: field == .envelope ? element.start..<end : content, isBase64: element.isBase64,
        isPacked: element.isPacked)
    }
  }

  /// The field that an element is.
  private func field(
    of tag: MarkupScanner.Tag, _ bytes: UnsafeBufferPointer<UInt8>, isEntry: Bool
  ) -> FormField? {
    for path in paths where !path.isAttribute && bytes.slice(tag.name).elementsEqual(path.names[0]) {
      // An entry in another is, as a field, a field of that one.
      let entry = isEntry ? open[open.count - 2] : open[open.count - 1]
      if path.names.count == 1 {
        if elements.count == entry.depth + 1 { return path.field }
      } else if matches(path.names.dropFirst(), from: entry.depth, bytes) {
        return path.field
      }
    }
    return nil
  }

  /// The open entry that an attribute of this tag is a field of, by its path; nil if it is none.
  private func owner(
    of path: Path, _ tag: MarkupScanner.Tag, _ bytes: UnsafeBufferPointer<UInt8>, isEntry: Bool
  ) -> Int? {
    guard let last = open.indices.last else { return nil }
    guard path.names.count > 1 else { return isEntry ? last : nil }
    guard !isEntry, bytes.slice(tag.name).elementsEqual(path.names[1]),
      matches(path.names.dropFirst(2), from: open[last].depth, bytes)
    else { return nil }
    return last
  }

  /// Whether names, the last first, are those of the innermost elements that are open, of those from a depth on.
  private func matches(
    _ names: ArraySlice<[UInt8]>, from depth: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard names.count <= elements.count - depth else { return false }
    // By number: a slice of them would keep them from being changed in place.
    return zip(names, 1...).allSatisfy { name, back in
      bytes.slice(elements[elements.count - back].name).elementsEqual(name)
    }
  }

  private func attribute(_ name: [UInt8], of tag: MarkupScanner.Tag, _ scanner: MarkupScanner) -> Range<Int>?
  {
    name.withUnsafeBufferPointer { scanner.attribute($0, of: tag) }
  }

  private func has(
    attribute name: StaticString, _ value: StaticString, _ tag: MarkupScanner.Tag, _ scanner: MarkupScanner
  ) -> Bool {
    scanner.attribute(name, of: tag).map { scanner.bytes.slice($0).equals(value) } ?? false
  }

  // MARK: Entries

  private func finish(
    _ entry: Open, _ contentEnd: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>,
    _ place: inout PlaceCounter, _ body: (Entry) -> Void
  ) {
    if let mark = form.entryMark, bytes.slice(entry.start..<end).next(mark, from: 0) == nil {
      place.position.entry = entry.position.entry
      return
    }
    var entry = entry
    if !entry.hasElements, paths.contains(where: { bytes.slice(entry.name).elementsEqual($0.names[0]) }) {
      // A request that is nothing but its text.
      entry[.requestBody] = FormValue(range: entry.contentStart..<max(contentEnd, entry.contentStart))
    }
    if let result = read(entry, bytes) { body(result) }
  }

  /// What is open where the bytes end: an entry is read as far as it goes if it has a body.
  private func breakOff(
    _ error: CaptureError, _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout PlaceCounter,
    _ body: (Entry) -> Void
  ) {
    guard let first = open.first else {
      body(place.end(in: error))
      return
    }
    if let element = elements.last(where: { $0.field == .envelope || $0.field == .body }) {
      // What looks like an entry and began inside of it is a part of it.
      while let inner = open.last, inner.start > element.start { open.removeLast() }
      take(element, bytes.count, bytes.count)
    }
    // Its line and offset are its own, as its bytes are.
    var last = open.last ?? first
    last.position.entry = first.position.entry
    if last[.envelope] != nil || last[.body] != nil, var entry = read(last, bytes) {
      entry.note(error.message)
      body(entry)
    } else {
      body(Entry(first.position, error: error))
    }
    open.removeAll()
  }

  private func read(_ found: Open, _ bytes: UnsafeBufferPointer<UInt8>) -> Entry? {
    var entry = Entry(position: found.position, payload: bytes.slice(0..<0))
    entry.id = found[.id].flatMap { FormContent.identifier(XMLText.text($0.range, of: bytes)) }
    do throws(CaptureError) {
      try readRequest(found, bytes, &entry)
      try readResponse(found, bytes, &entry)
    } catch {
      entry.error = error
    }
    if entry.http == nil, entry.request == nil, entry.payload.isEmpty, entry.error == nil,
      found[.body] == nil
    {
      return nil
    }
    return entry
  }

  private func readRequest(
    _ found: Open, _ bytes: UnsafeBufferPointer<UInt8>, _ entry: inout Entry
  ) throws(CaptureError) {
    if let value = found[.requestMessage], let read = try request.message(value, bytes) {
      entry.request = read.head
      if read.body.error == nil, !read.body.payload.isEmpty { entry.requestPayload = read.body.payload }
    } else {
      if let value = found[.requestHeaders] { entry.request = head(XMLHeaders.read(value.range, of: bytes)) }
      if let value = found[.requestBody] {
        let payload = try request.content(value, bytes)
        if !payload.isEmpty { entry.requestPayload = payload }
      }
      let method = found[.method].map { XMLText.text($0.range, of: bytes) } ?? form.defaultMethod
      if entry.request?.start == nil, let method = method.flatMap(HeaderText.method),
        found[.method] != nil || entry.requestPayload != nil
      {
        entry.request = entry.request ?? .unknown
        entry.request?.start = .request(method: method)
      }
    }
    if let target = found[.target].map({ XMLText.text($0.range, of: bytes) }), !target.isEmpty {
      entry.request?.target = target
    }
  }

  private func readResponse(
    _ found: Open, _ bytes: UnsafeBufferPointer<UInt8>, _ entry: inout Entry
  ) throws(CaptureError) {
    if let value = found[.message], let read = try response.message(value, bytes) {
      entry.http = read.head
      entry.payload = read.body.payload
      entry.error = read.body.error
      if let remark = read.body.remark { entry.note(remark) }
      return
    }
    if let first = found.headers.first {
      var all = XMLHeaders.read(first, of: bytes)
      var fields = all.fields
      for range in found.headers.dropFirst() { fields += XMLHeaders.read(range, of: bytes).fields }
      all.fields = fields
      entry.http = head(all)
    }
    if let value = found[.status], let status = HeaderText.status(named: XMLText.text(value.range, of: bytes))
    {
      entry.http = entry.http ?? .unknown
      entry.http?.start = .response(status: status)
    }
    if let value = found[.contentType], found[.body] != nil, entry.http?.field("Content-Type") == nil {
      entry.http = entry.http ?? .unknown
      entry.http?.fields.append(
        HTTPHead.Field(name: "Content-Type", value: XMLText.text(value.range, of: bytes)))
    }
    if let value = found[.envelope] {
      takeEnvelope(value.range, found, bytes, &entry)
    } else if let value = found[.body] {
      entry.payload = try response.content(value, bytes)
      entry.isText = !value.isBase64 && !value.isPacked
      note(entry.payload, in: bytes, found, &entry)
      http.undo(&entry)
      return
    } else if let file = found[.file] {
      let name = XMLText.text(file.range, of: bytes).prefix(200)
      throw CaptureError(
        "its body stands in another file, '\(name)', which is not read from here: check that file")
    } else if entry.http?.status != nil {
      throw CaptureError(form.withoutBody)
    }
    // A request without a response is a message like any other.
    guard entry.http == nil, entry.request != nil else { return }
    entry.http = entry.request
    entry.request = nil
    guard found[.envelope] == nil else { return }
    guard let payload = entry.requestPayload else { return }
    entry.payload = payload
    entry.requestPayload = nil
    entry.isText = found[.requestMessage] == nil
    note(payload, in: bytes, found, &entry)
  }

  /// Tells whether a payload stands in the capture as it is, and in which line.
  private func note(
    _ payload: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, _ found: Open,
    _ entry: inout Entry
  ) {
    guard let start = payload.baseAddress, let base = bytes.baseAddress, start >= base,
      start < base + bytes.count
    else { return }
    entry.isVerbatim = true
    let before = bytes.slice(found.start..<start - base)
    entry.payloadLine = found.position.line + before.count(of: 0x0A, before: before.count)
  }

  /// Takes an element as the payload, with the namespaces that it inherits.
  private func takeEnvelope(
    _ range: Range<Int>, _ found: Open, _ bytes: UnsafeBufferPointer<UInt8>, _ entry: inout Entry
  ) {
    entry.payload = bytes.slice(range)
    entry.isText = true
    note(entry.payload, in: bytes, found, &entry)
    guard let local = XMLOutline.localName(ByteView(bytes), at: range.lowerBound),
      let scope = NamespaceScope(rootOf: bytes.slice(found.start..<bytes.count)),
      let missing = scope.missing(in: bytes, of: range, context: found.start)
    else { return }
    completed.removeAll()
    completed.copy(bytes, range.lowerBound..<local.upperBound)
    for byte in missing { completed.append(byte, from: local.upperBound - 1) }
    completed.copy(bytes, local.upperBound..<range.upperBound)
    entry.payload = completed.bytes
    entry.places = completed.map(from: found.position.offset - found.start)
    entry.isVerbatim = false
  }

  private func head(_ read: HTTPHead) -> HTTPHead {
    var head = read
    head.isComplete = form.hasWholeHeads && !head.fields.isEmpty
    return head
  }
}
