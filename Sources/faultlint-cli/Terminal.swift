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

  /// The columns to wrap prose at: those of the terminal, but no more than are good to read.
  static var width: Int {
    var size = winsize()
    guard isThere, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return min(Int(size.ws_col), 120)
  }
}
