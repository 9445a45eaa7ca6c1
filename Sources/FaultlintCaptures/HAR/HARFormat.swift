extension CaptureFormat {
  /// An HTTP archive (HAR 1.2) of a browser or proxy.
  ///
  /// Source: HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/.
  public static let har: CaptureFormat = CaptureFormat(
    name: "har", summary: "HTTP archive (HAR 1.2) of a browser or proxy",
    recognize: { head in
      let view = head.view
      guard head.first == UInt8(ascii: "{") else { return .no }
      let key = view.skipBlank(from: head.start + 1)
      guard view.matches("\"log\"", at: key) else { return .no }
      let colon = view.skipBlank(from: key + 5)
      guard colon < view.count, view[colon] == UInt8(ascii: ":") else { return .no }
      return view.matches("{", at: view.skipBlank(from: colon + 1)) ? .certain : .no
    },
    makeSplitter: { JSONArraySplitter(.har, way: ["log", "entries"], limit: $0.entryBytes) },
    makeDecoder: { HARDecoder($0) })
}
