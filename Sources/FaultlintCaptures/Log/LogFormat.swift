extension CaptureFormat {
  /// Text with envelopes in it: what every capture is searched as that is nothing else.
  public static let log: CaptureFormat = CaptureFormat(
    name: "log", summary: "any text with envelopes in it: logs, mail, Markdown, source code",
    recognize: { head in
      head.isText && EnvelopeFinder.hasEnvelope(head.view.bytes) ? .possible : .no
    },
    makeSplitter: { LogSplitter(limit: $0.entryBytes) },
    makeDecoder: { LogDecoder($0) })
}
