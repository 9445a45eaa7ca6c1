/// A form in which people keep what went over the wire.
///
/// ``all`` is the one table of them. The values of `--input-format`, its help and the table of `docs/captures.md` are
/// made from it; nothing else goes through the forms one by one. To add one:
///
/// 1. Write a ``Splitter`` that finds where its entries end, and an ``EntryDecoder`` that reads them, in a folder of its
///    own. Forms that differ in nothing but where things stand share both, and bring a table of paths.
/// 2. Beside them, write the row: `extension CaptureFormat { static let name = CaptureFormat(…) }`. Its recogniser looks
///    at the beginning of a capture (``CaptureHead``) and says how sure it is (``Certainty``): `certain` for what nothing
///    else begins with, `likely` for what something else may look like, `possible` for a guess.
/// 3. Add the row to ``all``, before those that it goes before when both are as sure.
public struct CaptureFormat: Sendable {
  /// What it is called in `--input-format`.
  public let name: String
  /// What it is, in a few words.
  public let summary: String
  /// How sure it is that a capture with this beginning is of this form.
  let recognize: @Sendable (CaptureHead) -> Certainty
  let makeSplitter: @Sendable (CaptureOptions) -> any Splitter
  let makeDecoder: @Sendable (CaptureOptions) -> any EntryDecoder

  /// Every form. Of forms that are as sure of a capture the first is taken.
  public static let all: [CaptureFormat] = [
    http, multipart, har, wireMock, wireMockNet, hoverfly, postman, charles, insomnia, cassette, ndjson,
    wsiLog, soapUI, svclog, burp, zap, jmeter, csv, trace, xml, log,
  ]

  /// The form with a name; nil if there is none.
  public static func named(_ name: String) -> CaptureFormat? { all.first { $0.name == name } }
}

extension CaptureFormat: Equatable {
  /// Whether two are the same row.
  public static func == (left: CaptureFormat, right: CaptureFormat) -> Bool { left.name == right.name }
}

/// How sure a form is of a capture.
enum Certainty: Int, Comparable, Sendable {
  /// It is something else.
  case no
  /// It may be, if nothing else is surer.
  case possible
  /// It looks like it, as something else may.
  case likely
  /// Nothing else begins like that. What comes behind the bytes seen so far cannot change it.
  case certain

  static func < (left: Certainty, right: Certainty) -> Bool { left.rawValue < right.rawValue }
}

/// How captures are read.
public struct CaptureOptions: Sendable {
  /// The form; nil to tell by content.
  public var format: CaptureFormat?
  /// The most bytes that one entry may have, as captured and when decoded.
  public var entryBytes = 32 << 20
  /// Where members of NDJSON objects are found, by what they mean; the names that faultlint documents otherwise.
  public var fields: [String: String] = [:]

  /// The default options.
  public init() {}
}
