/// A value of YAML with its place in the text it was read from, for files that people write and may be wrong.
package struct YAMLValue: Sendable {
  /// What it is.
  package enum Content: Sendable {
    /// A text; plain ones may stand for something else, such as a number.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLValue])
    /// The members in their order; no two have one name.
    case mapping([(key: YAMLKey, value: YAMLValue)])
  }

  /// What it is.
  package let content: Content
  /// The line it begins in, from 1.
  package let line: Int
  /// The column it begins in, in characters, from 1.
  package let column: Int

  /// A value.
  package init(content: Content, line: Int, column: Int) {
    self.content = content
    self.line = line
    self.column = column
  }

  /// Its text, if it is a scalar.
  package var text: String? { if case .scalar(let text, _) = content { text } else { nil } }
  /// Its items, if it is a sequence.
  package var items: [YAMLValue]? { if case .sequence(let items) = content { items } else { nil } }
  /// Its members, if it is a mapping.
  package var members: [(key: YAMLKey, value: YAMLValue)]? {
    if case .mapping(let members) = content { members } else { nil }
  }
  /// Whether there is nothing: an empty plain scalar, or what stands for nothing.
  package var isNull: Bool {
    if case .scalar(let text, isPlain: true) = content {
      text.isEmpty || text == "~" || text == "null"
    } else {
      false
    }
  }
}

/// The name of a member of a mapping.
package struct YAMLKey: Sendable {
  /// The name.
  package let name: String
  /// The line it is in, from 1.
  package let line: Int
  /// The column it begins in, from 1.
  package let column: Int

  /// A name.
  package init(name: String, line: Int, column: Int) {
    self.name = name
    self.line = line
    self.column = column
  }
}

extension YAMLValue {
  /// How much of a text is read: files that people write are far below, and aliases of aliases far above.
  package struct Limits: Sendable {
    /// The most values, those counted each time that an alias brings back.
    var values = 200_000
    /// The deepest nesting.
    var depth = 64

    /// The limits of files that people write.
    package init() {}
  }

  /// Reads a text that is one document.
  ///
  /// - Parameters:
  ///   - text: The bytes.
  ///   - limits: How much of it is read.
  /// - Throws: Why it is no YAML, or that it has a name twice or passes a limit; line and column are counted from 0.
  package init(reading text: [UInt8], limits: Limits = Limits()) throws(YAMLError) {
    self = try text.withUnsafeBufferPointer { text throws(YAMLError) in
      var reader = Reader(events: try YAMLEvents(text), limits: limits)
      return try reader.document()
    }
  }

  private struct Reader {
    let events: YAMLEvents
    let limits: Limits
    /// Values with an anchor, each with the number of values in it.
    var anchors: [String: (value: YAMLValue, count: Int)] = [:]
    var count = 0
    var depth = 0

    mutating func document() throws(YAMLError) -> YAMLValue {
      guard try events.next() == .document else { throw problem("there is nothing in it") }
      let value = try value(try events.next())
      // The end of the document, and of the text.
      _ = try events.next()
      guard try events.next() == .endOfText else {
        throw problem("a second document begins here: the file is to hold one")
      }
      return value
    }

    private mutating func value(_ kind: YAMLEvents.Kind) throws(YAMLError) -> YAMLValue {
      let (line, column, anchor) = (events.line + 1, events.column + 1, events.anchor)
      let before = count
      count += 1
      guard count <= limits.values else { throw problem("with its aliases it has too many values") }
      let content: Content
      switch kind {
      case .scalar(let isPlain, _):
        content = .scalar(String(decoding: events.scalar, as: UTF8.self), isPlain: isPlain)
      case .beginSequence:
        try enter()
        var items: [YAMLValue] = []
        while true {
          let next = try events.next()
          if next == .endSequence { break }
          items.append(try value(next))
        }
        depth -= 1
        content = .sequence(items)
      case .beginMapping:
        try enter()
        content = .mapping(try members())
        depth -= 1
      case .alias(let name):
        guard let known = anchors[name] else {
          throw problem(
            "the alias '*\(name)' has no anchor before it; a value that is no alias goes into quotation marks"
          )
        }
        count += known.count
        guard count <= limits.values else { throw problem("with its aliases it has too many values") }
        return known.value
      default: throw problem("a value is missing")
      }
      let value = YAMLValue(content: content, line: line, column: column)
      if let anchor { anchors[anchor] = (value, count - before) }
      return value
    }

    private mutating func members() throws(YAMLError) -> [(key: YAMLKey, value: YAMLValue)] {
      var members: [(key: YAMLKey, value: YAMLValue)] = []
      var names: Set<String> = []
      while true {
        let next = try events.next()
        if next == .endMapping { return members }
        guard case .scalar = next else { throw problem("a name is a list or a mapping") }
        let key = YAMLKey(
          name: String(decoding: events.scalar, as: UTF8.self), line: events.line + 1,
          column: events.column + 1)
        guard names.insert(key.name).inserted else { throw problem("'\(key.name)' stands there twice") }
        members.append((key, try value(try events.next())))
      }
    }

    private mutating func enter() throws(YAMLError) {
      depth += 1
      guard depth <= limits.depth else { throw problem("the nesting is deeper than \(limits.depth)") }
    }

    private func problem(_ message: String) -> YAMLError {
      YAMLError(message: message, line: events.line, column: events.column)
    }
  }
}
