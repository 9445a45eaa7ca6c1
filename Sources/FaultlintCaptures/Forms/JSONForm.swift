/// A form in which a product keeps exchanges as JSON: where its entries are, and where each field of them is. All of
/// them are read by one splitter and one decoder.
///
/// A path is made of names with dots between them; `[0]` is the first element of an array. Paths of fields begin at the
/// entry.
struct JSONForm: Sendable {
  /// Members by which a file is known.
  struct Mark: Sendable {
    let certainty: Certainty
    /// The members that it has to have, as ``JSONOutline`` writes their paths.
    let members: [String]
    /// Members of which it has to have one; none if there is no such condition.
    var oneOf: [String] = []
  }

  /// The name of its row.
  let name: String
  let summary: String
  let marks: [Mark]
  /// The arrays that the entries are in: the first that a file has. If it has none of them, it is an entry itself or an
  /// array of entries.
  var arrays: [[String]] = []
  /// Where the fields are.
  let fields: FormPaths
  /// The array of the responses to the request of an entry; with it, each response is an entry.
  var answers: (path: String, fields: FormPaths)?
  /// The array of further entries in an entry. Such a file is read as a whole.
  var nested: String?
  /// Whether the header fields of a request are all that were sent, and not those that somebody asks for.
  var hasWholeRequests = true
  /// The status of a response that gives none.
  var defaultStatus: Int?
  /// What is said of an entry that has no body.
  var withoutBody = "it has no body"

  /// How sure it is of a capture.
  func certainty(of head: CaptureHead) -> Certainty {
    guard let json = head.json else { return .no }
    var best = Certainty.no
    for mark in marks where mark.certainty > best {
      if mark.members.allSatisfy(json.has), mark.oneOf.isEmpty || mark.oneOf.contains(where: json.has) {
        best = mark.certainty
      }
    }
    return best
  }
}

extension CaptureFormat {
  /// The row of a form.
  init(_ form: JSONForm) {
    self.init(
      name: form.name, summary: form.summary, recognize: form.certainty,
      makeSplitter: { JSONFormSplitter(form, as: CaptureFormat(form), limit: $0.entryBytes) },
      makeDecoder: { JSONFormDecoder(form, limit: $0.entryBytes) })
  }
}

/// Cuts a file of a JSON form at its entries.
struct JSONFormSplitter: Splitter {
  private enum State {
    case start
    case whole(WholeSplitter)
    case array(JSONArraySplitter)
    case elements(JSONElementSplitter)
  }

  private let form: JSONForm
  private let format: CaptureFormat
  private let limit: Int
  private var state = State.start

  /// A splitter of a form, whose segments a decoder of a row of the table reads.
  init(_ form: JSONForm, as format: CaptureFormat, limit: Int) {
    self.form = form
    self.format = format
    self.limit = limit
  }

  mutating func next(_ stream: ByteStream) -> Segment? {
    switch state {
    case .start:
      state = start(stream)
      return next(stream)
    case .whole(var splitter):
      defer { state = .whole(splitter) }
      return splitter.next(stream)
    case .array(var splitter):
      defer { state = .array(splitter) }
      return splitter.next(stream)
    case .elements(var splitter):
      defer { state = .elements(splitter) }
      return splitter.next(stream)
    }
  }

  /// Sees where the entries are.
  private func start(_ stream: ByteStream) -> State {
    stream.skipByteOrderMark()
    let first = stream.skipBlanks()
    if form.nested != nil { return .whole(WholeSplitter(format, limit: limit)) }
    if first == UInt8(ascii: "[") {
      stream.consume(1)
      return .elements(JSONElementSplitter(format, .array, limit: limit))
    }
    _ = stream.fill(to: CaptureHead.bytes)
    let outline = JSONOutline(UnsafeBufferPointer(rebasing: stream.window.prefix(CaptureHead.bytes)), at: 0)
    if let way = form.arrays.first(where: { outline.has($0.joined(separator: ".")) }) {
      return .array(JSONArraySplitter(format, way: way, limit: limit))
    }
    return .elements(JSONElementSplitter(format, .text, limit: limit))
  }
}
