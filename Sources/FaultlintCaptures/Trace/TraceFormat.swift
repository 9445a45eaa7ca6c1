extension CaptureFormat {
  /// What programs print of the bytes on the wire, a line at a time: quoted or as dumps.
  public static let trace: CaptureFormat = CaptureFormat(
    name: "trace",
    summary: "bytes on the wire a line at a time: wire logs of Apache HttpClient, `curl --trace`, System.Net",
    recognize: { head in
      guard head.isWhole, head.isText else { return .no }
      var found = 0
      var at = head.start
      while at < head.view.count, found < 2 {
        let end = head.view.index(of: ByteView.lineFeed, from: at) ?? head.view.count
        if TraceLine(head.view, at..<end) != nil { found += 1 }
        at = end + 1
      }
      return found == 2 ? .likely : .no
    },
    makeSplitter: { TraceSplitter(limit: $0.entryBytes) },
    makeDecoder: { TraceDecoder($0) })
}
