public import FaultlintEngine

/// One defect of a payload: which rule it breaks, how bad that is, and where it is.
///
/// A defect is one finding, however many rules it breaks: the most specific one leads, and the others stand in ``also``.
public struct Finding: Sendable {
  /// The rule it breaks: the most specific one at the highest level.
  public let rule: Rule
  /// How bad it is under the selected profiles.
  public let level: Level
  /// What is wrong: a short statement that quotes the offending name, without a full stop.
  public let message: String
  /// The clause to cite, as in `WS-I Basic Profile 1.1 R1000`.
  public let reference: String
  /// The ids of the other rules that the same defect breaks; constraints of schemas last.
  public let also: [String]
  /// The line of the payload, from 1.
  public let line: Int
  /// The column of the payload, from 1, in Unicode scalars.
  public let column: Int
  /// The offset in the payload, in bytes as given.
  public let offset: Int
  /// The path of the element or attribute it is at, or of the element it is in, from the root of the payload:
  /// `/s:Envelope/s:Body/s:Fault/faultstring`. Empty if it is in none.
  public let path: String

  /// Why it is not held against the message: the vendor documents it as its own way. Nil if it is.
  public let excuse: String?
  /// Where it is in the tree of the payload.
  package let place: Place
  /// Where it begins in the UTF-8 form of the payload.
  package let sourceOffset: Int
  /// How many bytes of that form it spans, for marking; at least 1.
  package let sourceLength: Int
  /// Where it is in the capture, if that does not follow from the place in the payload: for what is in the head of an
  /// HTTP message.
  package var capturePlace: CapturePlace?
  /// A finding at a place in a payload.
  package init(
    _ defect: Defect, line: Int, column: Int, offset: Int, path: String, sourceOffset: Int, sourceLength: Int
  ) {
    rule = defect.rule
    level = defect.level
    message = defect.message
    reference = defect.reference
    also = defect.also
    excuse = defect.excuse
    self.line = line
    self.column = column
    self.offset = offset
    self.path = path
    place = defect.place
    self.sourceOffset = sourceOffset
    self.sourceLength = sourceLength
  }

  /// Whether it is in the head of the HTTP message and not in the payload.
  public var isInHead: Bool { if case .head = place { true } else { false } }

  /// Whether its line may be shown: that of a disclosure would be one more, and a head has none.
  package var hasExcerpt: Bool { !isInHead && !rule.isDisclosure }

  /// The field of the head it is at, by its index; nil for the start line, or if it is in none.
  package var headField: Int? { if case .head(let field) = place { field } else { nil } }
}
