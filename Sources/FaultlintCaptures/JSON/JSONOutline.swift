internal import FaultlintText

/// Which members the first value of a JSON text has, as far as the bytes go: enough to tell who wrote it.
struct JSONOutline {
  /// The deepest members that are looked at.
  private static let depthLimit = 5
  /// How many elements of an array are looked at, and how many members in all.
  private static let elementLimit = 3
  private static let memberLimit = 512

  /// The paths of the members: `a.b`, and `a[].b` in an array. Those of a text that is an array begin with `[]`.
  private(set) var paths: Set<String> = []

  /// Reads what there is of a text that begins at an offset; a text that breaks off is read up to there.
  init(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
    var scanner = JSONScanner(bytes, at: start)
    do throws(JSONError) { try read(&scanner, "", 0) } catch {}
  }

  /// Whether there is a member.
  func has(_ path: String) -> Bool { paths.contains(path) }

  private mutating func read(_ scanner: inout JSONScanner, _ path: String, _ depth: Int) throws(JSONError) {
    switch try scanner.kind() {
    case .object where depth < Self.depthLimit:
      try scanner.enterObject()
      while let token = try scanner.nextMember() {
        guard paths.count < Self.memberLimit, token.range.count < 64 else {
          try scanner.skip()
          continue
        }
        let name = scanner.bytes.text(token.range)
        let member = path.isEmpty ? name : "\(path).\(name)"
        paths.insert(member)
        try read(&scanner, member, depth + 1)
      }
    case .array where depth < Self.depthLimit:
      try scanner.enterArray()
      var count = 0
      while try scanner.nextElement() {
        if count < Self.elementLimit {
          try read(&scanner, path + "[]", depth + 1)
        } else {
          try scanner.skip()
        }
        count += 1
      }
    default: try scanner.skip()
    }
  }
}
