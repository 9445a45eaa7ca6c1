extension String {
  /// It with spaces behind, to this many characters.
  public func padded(to count: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, count - self.count))
  }

  /// It, or its beginning and an ellipsis if it has more than this many characters.
  public func cut(to room: Int) -> String { count <= room ? self : prefix(Swift.max(0, room - 1)) + "…" }
}
