/// What curl says about its work, on lines of its own.
enum CurlNote {
  /// Whether a line is such a note, or one that `curl -v` puts a mark before.
  static func begins(_ view: ByteView, _ line: Range<Int>) -> Bool {
    let at = line.lowerBound
    for mark in ["* ", "{ [", "} [", "> ", "< HTTP/", "Note: ", "Warning: "] as [StaticString]
    where view.matches(mark, at: at) {
      return true
    }
    let end = min(line.upperBound, at + 200)
    if at < end, view[at] == UInt8(ascii: "<") || view[at] == UInt8(ascii: "{") { return false }
    return view.index(of: "--:--:--", from: at, to: end) != nil
      || view.index(of: "% Total", from: at, to: end) != nil
      || view.matches("Dload", at: view.skipBlank(from: at))
  }
}
