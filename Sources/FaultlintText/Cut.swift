extension String {
  /// It with spaces behind, to this many characters.
  public func padded(to count: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, count - self.count))
  }

  /// It, or its beginning and an ellipsis if it has more than this many characters.
  public func cut(to room: Int) -> String { count <= room ? self : prefix(Swift.max(0, room - 1)) + "…" }

  /// It, or its beginning and an ellipsis if it is longer than anybody wants to read in a message. Counted in Unicode
  /// scalars: one letter may have any number of marks.
  package var shortened: String {
    let limit = 100
    guard let end = unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex), end < endIndex
    else {
      return self
    }
    return String(unicodeScalars[..<end]) + "…"
  }
}
