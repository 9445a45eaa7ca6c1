internal import Glibc

/// What the terminal can do, if there is one.
enum Terminal {
  /// Whether standard output is one.
  static var isThere: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether colours are wanted and shown on standard output.
  static var showsColor: Bool {
    guard isThere else { return false }
    if let noColor = getenv("NO_COLOR"), noColor.pointee != 0 { return false }
    return getenv("TERM").map { String(cString: $0) != "dumb" } ?? false
  }

  /// The columns to wrap prose at: those of the terminal, but no more than are good to read. Where there is none, what
  /// `COLUMNS` says, or 80.
  static var width: Int { min(tableWidth ?? fileWidth, 120) }

  /// The columns that a table has room in; nil where there is no terminal, so that there is nothing to fit into.
  static var tableWidth: Int? {
    guard isThere else { return nil }
    var size = winsize()
    let hasSize = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return statedColumns ?? (hasSize ? Int(size.ws_col) : 80)
  }

  /// The columns to wrap prose at that goes to no terminal.
  static var fileWidth: Int { min(statedColumns ?? 80, 120) }

  /// What `COLUMNS` says, which goes before what the terminal says; nil if that is no number of columns.
  static var statedColumns: Int? {
    getenv("COLUMNS").flatMap { Int(String(cString: $0)) }.flatMap { (20...10_000).contains($0) ? $0 : nil }
  }
}
