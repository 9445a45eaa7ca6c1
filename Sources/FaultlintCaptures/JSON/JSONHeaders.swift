internal import FaultlintModel
internal import FaultlintText

/// Header fields as JSON has them: an object of strings or lists of strings, a list of objects with a name and a
/// value, a list of pairs, a list of lines, or one text.
enum JSONHeaders {
  /// Reads the value that the scanner stands before. A start line in it, or its pseudo-header fields of HTTP/2, become
  /// the start of the head.
  static func read(_ scanner: inout JSONScanner) throws(JSONError) -> HTTPHead {
    var found = Found()
    switch try scanner.kind() {
    case .object:
      try scanner.enterObject()
      while let token = try scanner.nextMember() {
        let name = try scanner.text(token)
        try values(&scanner) { found.add(name, $0) }
      }
    case .array:
      try scanner.enterArray()
      while try scanner.nextElement() { try element(&scanner, &found) }
    case .string:
      let token = try scanner.string()
      return HeaderText.read(try scanner.text(token))
    case .number, .bool, .null: try scanner.skip()
    }
    return HTTPHead(start: found.start, version: nil, fields: found.fields, isComplete: true)
  }

  /// What was found so far.
  private struct Found {
    var start: HTTPHead.Start?
    var fields: [HTTPHead.Field] = []
    /// As many fields as most messages have.
    private static let usual = 8

    mutating func add(_ name: String, _ value: String) {
      guard name.utf8.first == UInt8(ascii: ":") else {
        if fields.isEmpty { fields.reserveCapacity(Self.usual) }
        fields.append(HTTPHead.Field(name: name, value: HeaderText.trim(value)))
        return
      }
      switch name {
      case ":status": start = HeaderText.status(value).map { .response(status: $0) }
      case ":method": start = .request(method: value)
      default: break
      }
    }
  }

  /// The text of a string, number or truth value; nil for what has none, which is skipped.
  static func text(_ scanner: inout JSONScanner) throws(JSONError) -> String? {
    switch try scanner.kind() {
    case .string:
      let token = try scanner.string()
      return try scanner.text(token)
    case .number:
      let range = try scanner.number()
      return scanner.bytes.text(range)
    case .bool: return try scanner.bool() ? "true" : "false"
    case .null, .object, .array:
      try scanner.skip()
      return nil
    }
  }

  /// The values of a field, each of which was a field of its own.
  private static func values(
    _ scanner: inout JSONScanner, _ body: (String) -> Void
  ) throws(JSONError) {
    guard try scanner.kind() == .array else {
      if let value = try text(&scanner) { body(value) }
      return
    }
    try scanner.enterArray()
    while try scanner.nextElement() { if let value = try text(&scanner) { body(value) } }
  }

  private static func element(_ scanner: inout JSONScanner, _ found: inout Found) throws(JSONError) {
    var name: String?
    var value: String?
    switch try scanner.kind() {
    case .object:
      try scanner.enterObject()
      while let token = try scanner.nextMember() {
        if scanner.token(token, is: "name") || scanner.token(token, is: "key") {
          name = try text(&scanner)
        } else if scanner.token(token, is: "value") {
          value = try text(&scanner)
        } else {
          try scanner.skip()
        }
      }
    case .array:
      try scanner.enterArray()
      while try scanner.nextElement() {
        let part = try text(&scanner)
        if name == nil { name = part } else if value == nil { value = part }
      }
    case .string:
      let line = try text(&scanner) ?? ""
      if let colon = line.dropFirst().firstIndex(of: ":") {
        name = String(line[..<colon])
        value = String(line[line.index(after: colon)...])
      }
    case .number, .bool, .null: try scanner.skip()
    }
    if let name { found.add(name, value ?? "") }
  }
}
