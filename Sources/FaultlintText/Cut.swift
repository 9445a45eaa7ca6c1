extension String {
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
