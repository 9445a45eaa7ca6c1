extension CaptureFormat {
  /// A message log of the WS-I monitor.
  public static let wsiLog: CaptureFormat = CaptureFormat(
    name: "wsi-log", summary: "message log of the WS-I monitor 1.0 or 1.1",
    recognize: { head in
      // The root element `log` in a namespace of the WS-I testing tools.
      guard let root = XMLOutline(head.view, to: head.structureEnd), head.isWhole else { return .no }
      let close = head.view.index(of: UInt8(ascii: ">"), from: root.start) ?? head.view.count
      return root.localName.count == 3 && head.view.matches("log", at: root.localName.lowerBound)
        && head.view.index(of: "http://www.ws-i.org/testing/", from: root.start, to: close) != nil
        ? .certain : .no
    },
    makeSplitter: { WSILogSplitter($0) },
    makeDecoder: { WSILogDecoder($0) })
}
