public import FaultRules
public import XMLTree

/// What a payload turned out to be.
public enum Verdict: String, Sendable, CaseIterable {
  /// A fault with no finding at error level.
  case conforming
  /// Something with a finding at error level.
  case nonconforming
  /// No fault, and nothing wrong at error level.
  case notAFault = "not-a-fault"
  /// The bytes could not be had.
  case unreadable
}

/// Where a payload came from.
public struct Source: Sendable {
  /// The path as given or found; `-` for standard input.
  public let path: String
  /// The path inside the archive that `path` is; nil if it is none.
  public var member: String?
  /// Which payload of the capture it is, from 0.
  public let entry: Int
  /// The identifier that the capture gives the payload, as JSON; nil if it gives none.
  public var id: String?
  /// The line of the capture that the payload begins in, from 1.
  public var line = 1
  /// The column of that line that it begins at, from 1, in Unicode scalars.
  public var column = 1
  /// Whether the payload stands in the capture byte for byte, so that its lines are lines of the capture.
  public var isVerbatim = true
  /// Whether the payload is all there is in the capture, so that there is only one place to give.
  public var isWhole = true

  /// A source: the whole of a capture, if nothing else is set.
  public init(path: String, entry: Int = 0) {
    self.path = path
    self.entry = entry
  }

  /// The path for people: that of the member in its archive.
  public var name: String { member.map { "\(path)/\($0)" } ?? path }
}

/// A place in a capture.
public struct CapturePlace: Sendable, Equatable {
  /// The line, from 1.
  public let line: Int
  /// The column, from 1, in Unicode scalars; nil if the payload does not stand in the capture as it is, so that only
  /// the line of its entry can be given.
  public let column: Int?

  /// A place.
  public init(line: Int, column: Int?) {
    self.line = line
    self.column = column
  }
}

/// A finding with its place in the input.
public struct LocatedFinding: Sendable {
  /// What was found.
  public let finding: Finding
  /// The line in the input, from 1.
  public let line: Int
  /// The column in the input, from 1, in Unicode scalars.
  public let column: Int
  /// The offset in the input, in bytes.
  public let offset: Int
  /// The path of the element or attribute it is at, or of the element it is in, from the root of the input; empty
  /// if it is in none.
  public let path: String
  /// Where it begins in the UTF-8 form of the input.
  public let sourceOffset: Int
  /// How many bytes of that form it spans, for marking; at least 1.
  public let sourceLength: Int
  /// Where it is in the capture, if that does not follow from the place in the payload: for what is in the head of an
  /// HTTP message.
  public var capturePlace: CapturePlace?

  /// A located finding with every field given.
  public init(
    finding: Finding, line: Int, column: Int, offset: Int, path: String,
    sourceOffset: Int, sourceLength: Int
  ) {
    self.finding = finding
    self.line = line
    self.column = column
    self.offset = offset
    self.path = path
    self.sourceOffset = sourceOffset
    self.sourceLength = sourceLength
  }
}

/// The main facts of a fault, for reports.
public struct FaultSummary: Sendable {
  /// A fault code or subcode.
  public struct Code: Sendable {
    /// The text as written, white space at the ends left out.
    public let text: String
    /// The namespace it resolves to, empty for none; nil if it does not resolve.
    public let namespace: String?
    /// Its local part; nil if it is no qualified name.
    public let local: String?

    /// A code with every field given.
    public init(text: String, namespace: String?, local: String?) {
      self.text = text
      self.namespace = namespace
      self.local = local
    }
  }

  /// The code; nil if there is none.
  public var code: Code?
  /// The subcodes of SOAP 1.2, from the outside in.
  public var subcodes: [Code] = []
  /// The texts for people, with their language where it is stated.
  public var reasons: [(text: String, language: String?)] = []
  /// The faultactor of SOAP 1.1, or the Node of SOAP 1.2.
  public var actor: String?
  /// The Role of SOAP 1.2.
  public var role: String?
  /// The expanded names of the detail entries, as `{namespace}name`; of very many only the first.
  public var detail: [String] = []

  /// An empty summary.
  public init() {}
}

/// Everything a report says of one payload.
public struct PayloadResult: Sendable {
  /// Where it came from.
  public let source: Source
  /// What it turned out to be.
  public var verdict: Verdict
  /// The version of SOAP; nil if it is no SOAP message.
  public var soap: String?
  /// The names of the profiles it was judged by.
  public var profiles: [String] = []
  /// What it is, where it is no SOAP message: `HTML page "502 Bad Gateway"`, `JSON`.
  public var content: String?
  /// The first fault; nil if there is none.
  public var fault: FaultSummary?
  /// What was found, in document order.
  public var findings: [LocatedFinding] = []
  /// The rules that could not be run for want of a fact, and why.
  public var notRun: [(rule: String, reason: String)] = []
  /// Where the payload, in its UTF-8 form, has what no report is to show again, in order.
  public var disclosed: [Range<Int>] = []
  /// Why the payload could not be had, if it is ``Verdict/unreadable``.
  public var trouble: String?
  /// The payload as it was read, for excerpts.
  public var document: ParsedDocument?

  /// A result without findings.
  public init(source: Source, verdict: Verdict) {
    self.source = source
    self.verdict = verdict
  }

  /// A result for a payload that could not be had.
  public init(source: Source, trouble: String) {
    self.init(source: source, verdict: .unreadable)
    self.trouble = trouble
  }

  /// Where in the capture a finding is.
  public func capturePlace(of located: LocatedFinding) -> CapturePlace {
    if let place = located.capturePlace { return place }
    guard source.isVerbatim else { return CapturePlace(line: source.line, column: nil) }
    let column = located.line == 1 ? source.column + located.column - 1 : located.column
    return CapturePlace(line: source.line + located.line - 1, column: column)
  }
}

/// The counts over all payloads.
public struct Summary: Sendable {
  /// How many payloads there were.
  public private(set) var payloads = 0
  /// How many of each verdict.
  public private(set) var conforming = 0
  /// See ``Verdict/nonconforming``.
  public private(set) var nonconforming = 0
  /// See ``Verdict/notAFault``.
  public private(set) var notAFault = 0
  /// See ``Verdict/unreadable``.
  public private(set) var unreadable = 0
  /// How many files in folders were left out because they are no XML.
  public var skipped = 0
  /// How many findings at error level.
  public private(set) var errors = 0
  /// How many findings at warning level.
  public private(set) var warnings = 0
  /// How many findings at note level.
  public private(set) var notes = 0
  /// Whether the run was ended before everything was checked.
  public var isPartial = false

  /// Nothing counted yet.
  public init() {}

  /// Counts a payload.
  public mutating func add(_ result: PayloadResult) {
    add(result.verdict)
    for located in result.findings { add(located.finding.level) }
  }

  /// Counts a payload with this verdict.
  public mutating func add(_ verdict: Verdict) {
    payloads += 1
    switch verdict {
    case .conforming: conforming += 1
    case .nonconforming: nonconforming += 1
    case .notAFault: notAFault += 1
    case .unreadable: unreadable += 1
    }
  }

  /// Counts a finding at this level.
  public mutating func add(_ level: Level) {
    switch level {
    case .error: errors += 1
    case .warning: warnings += 1
    case .note: notes += 1
    }
  }

  /// The counts that follow from results, by their names in JSON.
  public var counts: [(name: String, count: Int)] {
    [
      ("payloads", payloads), ("conforming", conforming), ("nonconforming", nonconforming),
      ("notAFault", notAFault), ("unreadable", unreadable), ("errors", errors), ("warnings", warnings),
      ("notes", notes),
    ]
  }

  /// Adds the counts of other payloads.
  public static func += (left: inout Summary, right: Summary) {
    left.payloads += right.payloads
    left.conforming += right.conforming
    left.nonconforming += right.nonconforming
    left.notAFault += right.notAFault
    left.unreadable += right.unreadable
    left.skipped += right.skipped
    left.errors += right.errors
    left.warnings += right.warnings
    left.notes += right.notes
    left.isPartial = left.isPartial || right.isPartial
  }

  /// The highest level found; nil if nothing was.
  public var highestLevel: Level? {
    errors > 0 ? .error : warnings > 0 ? .warning : notes > 0 ? .note : nil
  }
}
