internal import CFaultlintYAML

/// Why a text is not YAML.
package struct YAMLError: Error {
  /// What is wrong, in a sentence without a full stop.
  package let message: String
  /// The line, from 0.
  package let line: Int
  /// The column, in characters, from 0.
  package let column: Int
  /// Whether it may be YAML but passes a limit of its reader.
  package let isLimit: Bool

  /// An error at a place.
  package init(message: String, line: Int, column: Int = 0, isLimit: Bool = false) {
    self.message = message
    self.line = line
    self.column = column
    self.isLimit = isLimit
  }
}

/// A YAML text as the events that libyaml makes of it.
package final class YAMLEvents {
  /// What comes next in the text.
  package enum Kind: Equatable, Sendable {
    /// A scalar: its bytes are ``YAMLEvents/scalar``. Plain ones may stand for something else than text.
    case scalar(isPlain: Bool, isBinary: Bool)
    case beginSequence
    case endSequence
    case beginMapping
    case endMapping
    /// Another place of the node that has an anchor.
    case alias(String)
    /// The start or end of a document.
    case document
    case endOfText
  }

  /// How many bytes libyaml is handed at a time. It decodes all that it is handed, and who takes up again behind a mistake
  /// over and over throws nearly all of that away.
  private static let pieceBytes = 512

  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  private let bytes: UnsafeBufferPointer<UInt8>
  /// What it has not been handed.
  @exclusivity(unchecked) private var rest: UnsafeBufferPointer<UInt8>
  @exclusivity(unchecked) private var event = yaml_event_t()
  @exclusivity(unchecked) private var hasEvent = false

  /// The line that the last event begins in, from 0.
  @exclusivity(unchecked) package private(set) var line = 0
  /// The column that it begins in, in characters, from 0.
  @exclusivity(unchecked) package private(set) var column = 0
  /// The anchor that it has.
  @exclusivity(unchecked) package private(set) var anchor: String?

  /// Events of bytes, which have to stay.
  ///
  /// - Throws: If there is no memory.
  package init(_ bytes: UnsafeBufferPointer<UInt8>) throws(YAMLError) {
    rest = bytes
    self.bytes = bytes
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      throw YAMLError(message: "there is no memory to read it", line: 0)
    }
    yaml_parser_set_input(
      parser,
      { events, buffer, size, count in
        guard let events, let buffer, let count else { return 0 }
        count.pointee = Unmanaged<YAMLEvents>.fromOpaque(events).takeUnretainedValue().hand(buffer, size)
        return 1
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Hands libyaml the next piece.
  ///
  /// - Returns: How many bytes it has; 0 at the end.
  private func hand(_ buffer: UnsafeMutablePointer<UInt8>, _ size: Int) -> Int {
    let count = min(rest.count, size, Self.pieceBytes)
    guard let base = rest.baseAddress, count > 0 else { return 0 }
    buffer.update(from: base, count: count)
    rest = UnsafeBufferPointer(rebasing: rest[count...])
    return count
  }

  deinit {
    if hasEvent { yaml_event_delete(&event) }
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// How far the text has been read, in characters.
  package var consumed: Int { parser.pointee.mark.index }

  /// The bytes of the scalar that came last. Valid until the next event.
  package var scalar: UnsafeBufferPointer<UInt8> {
    guard hasEvent, event.type == YAML_SCALAR_EVENT else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(start: event.data.scalar.value, count: event.data.scalar.length)
  }

  /// The next event.
  /// - Returns: What it is.
  /// - Throws: Why the text is not YAML.
  package func next() throws(YAMLError) -> Kind {
    while true {
      if hasEvent { yaml_event_delete(&event) }
      hasEvent = false
      guard yaml_parser_parse(parser, &event) == 1 else { throw problem }
      hasEvent = true
      line = event.start_mark.line
      column = event.start_mark.column
      anchor = nil
      switch event.type {
      case YAML_SCALAR_EVENT:
        let scalar = event.data.scalar
        anchor = Self.text(scalar.anchor)
        let tag = Self.text(scalar.tag)
        return .scalar(
          isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE && tag == nil,
          isBinary: tag == "tag:yaml.org,2002:binary" || tag == "!binary")
      case YAML_SEQUENCE_START_EVENT:
        anchor = Self.text(event.data.sequence_start.anchor)
        return .beginSequence
      case YAML_MAPPING_START_EVENT:
        anchor = Self.text(event.data.mapping_start.anchor)
        return .beginMapping
      case YAML_SEQUENCE_END_EVENT: return .endSequence
      case YAML_MAPPING_END_EVENT: return .endMapping
      case YAML_ALIAS_EVENT: return .alias(Self.text(event.data.alias.anchor) ?? "")
      case YAML_DOCUMENT_START_EVENT, YAML_DOCUMENT_END_EVENT: return .document
      case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return .endOfText
      default: continue
      }
    }
  }

  private var problem: YAMLError {
    guard let problem = parser.pointee.problem.map({ String(cString: $0) }) else {
      return YAMLError(message: "there is no memory to read it", line: 0)
    }
    if parser.pointee.error == YAML_READER_ERROR {
      // What is no character has no mark: libyaml has not come so far.
      let before = bytes[..<min(parser.pointee.problem_offset, bytes.count)]
      let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      return YAMLError(
        message: "it is not YAML: \(problem)", line: before.count { $0 == 0x0A },
        column: before[lineStart...].count { $0 & 0xC0 != 0x80 })
    }
    let mark = parser.pointee.problem_mark
    let start = parser.pointee.context_mark
    return YAMLError(
      message: YAMLProblem.words(
        for: problem, context: parser.pointee.context.map { String(cString: $0) } ?? "",
        beginning: start.line + 1, at: YAMLProblem.character(line: mark.line, column: mark.column, in: bytes)),
      line: mark.line, column: mark.column)
  }

  private static func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    bytes.map { String(cString: $0) }
  }
}
