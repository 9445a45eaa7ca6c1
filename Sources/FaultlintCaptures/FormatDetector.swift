/// The beginning of a capture, by which its form is told.
struct CaptureHead {
  /// The most bytes of a capture that are looked at.
  static let bytes = 1 << 16
  /// How many of them tell a form that has structure.
  static let structureBytes = 1 << 12

  /// The bytes.
  let view: ByteView
  /// Where the content begins: behind byte order marks and white space.
  let start: Int
  /// Whether these are all the bytes that there are to look at; otherwise more may come.
  let isWhole: Bool
  /// The members of the JSON text that it begins with; nil if it begins with none.
  let json: JSONOutline?

  init(_ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) {
    view = ByteView(UnsafeBufferPointer(rebasing: bytes.prefix(Self.bytes)))
    self.isWhole = isWhole || bytes.count >= Self.bytes
    start = view.skipBlanksAndMarks(from: 0)
    let first = start < view.count ? view[start] : 0
    json =
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? JSONOutline(view.bytes, at: start) : nil
  }

  /// Where the structure is looked for.
  var structureEnd: Int { min(view.count, start + Self.structureBytes) }

  /// The first byte of the content; nil if there is none.
  var first: UInt8? { start < view.count ? view[start] : nil }

  /// Whether there is nothing in it that text does not have.
  var isText: Bool { view.index(of: 0, from: 0) == nil }
}

/// Tells the form of a capture by its content: each form says how sure it is, and the surest is taken.
enum FormatDetector {
  /// The form; nil if none recognises it.
  static func form(of head: CaptureHead) -> CaptureFormat? {
    var best: (form: CaptureFormat, certainty: Certainty)?
    for form in CaptureFormat.all {
      let certainty = form.recognize(head)
      if certainty > best?.certainty ?? .no { best = (form, certainty) }
      if certainty == .certain { break }
    }
    return best?.form
  }

  /// The form that is certain whatever follows; nil if more has to be seen.
  static func certainForm(of head: CaptureHead) -> CaptureFormat? {
    CaptureFormat.all.first { $0.recognize(head) == .certain }
  }
}

/// What captures are packed in.
enum Container {
  case gzip
  case zip
  /// Packets of a network, in which a message is in pieces.
  case packets

  /// The container that the first twelve bytes show.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    let view = ByteView(bytes)
    if view.matches("PK\u{3}\u{4}", at: 0) || view.matches("PK\u{5}\u{6}", at: 0) {
      self = .zip
    } else if view.count >= 3, view[0] == 0x1F, view[1] == 0x8B, view[2] == 8 {
      self = .gzip
    } else if Self.packetMarks.contains(where: { view.bytes.starts(with: $0) })
      || view.matches("\n\r\r\n", at: 0)
        && (view.matches("\u{1A}+<M", at: 8) || view.matches("M<+\u{1A}", at: 8))
    {
      self = .packets
    } else {
      return nil
    }
  }

  /// How files of pcap begin, in both orders of bytes, with microseconds and with nanoseconds. Those of pcapng begin with
  /// line ends, and have their mark behind a length.
  private static let packetMarks: [[UInt8]] = [
    [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x4D, 0x3C, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D],
  ]
}
