internal import FaultlintText

/// A capture that is being split into segments.
public final class Capture {
  private let stream: ByteStream
  private var splitter: any Splitter
  /// The form, as told or as found.
  public let format: CaptureFormat
  /// Whether somebody takes it for a capture: the form was told or found in the content, or it is called XML, so that
  /// it is worth saying if it holds nothing. The name has no part in how it is read.
  public let isRecognized: Bool
  /// Whether it looks like text, so that it is worth a search though nobody said that it is a capture.
  public let isText: Bool

  /// What its bodies may unpack to beyond their proportion, until a segment has it.
  private var freeBytes: Int

  /// A capture that is a file.
  ///
  /// - Parameters:
  ///   - stream: Its bytes; nothing consumed yet.
  ///   - name: Its name.
  ///   - options: How to read it.
  public convenience init(_ stream: ByteStream, name: String, options: CaptureOptions) {
    self.init(stream, name: name, options: options, freeBytes: ContentCodings.freeBytes)
  }

  /// A capture whose bodies may unpack to so many bytes beyond their proportion.
  init(_ stream: ByteStream, name: String, options: CaptureOptions, freeBytes: Int) {
    self.freeBytes = freeBytes
    let stream = stream.decodingText()
    self.stream = stream
    if let format = options.format {
      (self.format, isRecognized, isText) = (format, true, true)
    } else {
      let found = Self.detect(stream)
      // What is no text is one payload, and is judged as what it is; it may have no end.
      format = found.form ?? (found.isText ? .log : .xml)
      isRecognized = found.form != nil || Self.isCalledXML(name)
      isText = found.isText
    }
    splitter = format.makeSplitter(options)
  }

  /// The next segment; nil at the end. A capture that holds no payload has one segment, which says so.
  public func next() -> Segment? {
    var segment = splitter.next(stream)
    // Segments are decoded by several threads in any order, so what each may unpack to is settled here.
    segment?.freeBytes = freeBytes
    freeBytes = 0
    return segment
  }

  private static func isCalledXML(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.hasSuffix(".xml") || name.hasSuffix(".soap")
  }

  /// The form that the beginning shows. The same bytes give the same, in whatever pieces they come.
  private static func detect(_ stream: ByteStream) -> (form: CaptureFormat?, isText: Bool) {
    while stream.window.count < CaptureHead.bytes {
      // A log that grows must not wait for more than its first line.
      let head = CaptureHead(stream.window, isWhole: false)
      if let form = FormatDetector.certainForm(of: head) { return (form, true) }
      guard stream.fill() else { break }
    }
    let head = CaptureHead(stream.window, isWhole: stream.isAtEnd)
    stream.isSmall = stream.window.count < CaptureHead.bytes
    return (FormatDetector.form(of: head), head.isText)
  }

  /// Whether bytes are one envelope, Fault or Body as it stands, and nothing besides: nearly all files are, and need not
  /// be split.
  public static func isPayload(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.first == UInt8(ascii: "<") && XMLOutline(ByteView(bytes))?.isOneMessage ?? false
  }
}
