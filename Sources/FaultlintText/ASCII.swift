extension String {
  /// Whether all of it is ASCII. Names that are known here are: what is not need not be compared with them, which takes
  /// time that is quadratic in the marks that may stand on one letter.
  package var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
