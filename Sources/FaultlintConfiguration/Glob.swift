/// Why a text is not a pattern.
package struct GlobError: Error {
  /// What is wrong, in a sentence without a full stop.
  package let message: String
}

/// A pattern for paths: `*` and `?` within a name, `[a-z]` for one of some characters, `**` for any number of folders.
///
/// A pattern without a slash is for a name at any depth; one with a slash begins at the folder that paths are counted
/// from. What fits a folder fits all that is in it. A backslash takes the meaning from the character behind it.
package struct Glob: Sendable {
  /// The pattern as it was written.
  package let text: String
  let steps: [Step]

  enum Step: Sendable {
    /// Any number of names.
    case anyDepth
    case name([Token])
  }

  enum Token: Sendable, Hashable {
    case any
    case anyOne
    case scalar(Unicode.Scalar)
    case oneOf([ClosedRange<Unicode.Scalar>], isExcluded: Bool)

    func matches(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .any, .anyOne: true
      case .scalar(let own): own == scalar
      case .oneOf(let ranges, let isExcluded): ranges.contains { $0.contains(scalar) } != isExcluded
      }
    }
  }

  /// A pattern.
  ///
  /// - Parameters:
  ///   - text: How it is written.
  ///   - hasSets: Whether brackets are sets of characters; in the paths of elements they are positions.
  /// - Throws: Why it is none.
  package init(_ text: String, hasSets: Bool = true) throws(GlobError) {
    self.text = text
    if text.hasPrefix("!") {
      throw GlobError(message: "a pattern that takes things back, with ! before it, is not known here")
    }
    var steps: [Step] = []
    var isAnchored = false
    let names = text.split(separator: "/", omittingEmptySubsequences: false)
    for (index, name) in names.enumerated() {
      if index < names.count - 1, index > 0 || names.count > 2 || !names[1].isEmpty { isAnchored = true }
      if name.isEmpty || name == "." { continue }
      steps.append(name == "**" ? .anyDepth : .name(try Self.tokens(name, hasSets: hasSets)))
    }
    guard !steps.isEmpty else { throw GlobError(message: "a pattern has a name in it") }
    self.steps = isAnchored ? steps : [.anyDepth] + steps
  }

  private static func tokens(_ name: Substring, hasSets: Bool) throws(GlobError) -> [Token] {
    var tokens: [Token] = []
    var rest = name.unicodeScalars
    while let scalar = rest.popFirst() {
      switch scalar {
      case "*": tokens.append(.any)
      case "?": tokens.append(.anyOne)
      case "\\":
        guard let next = rest.popFirst() else {
          throw GlobError(message: "nothing stands behind the backslash in '\(name)'")
        }
        tokens.append(.scalar(next))
      case "[" where hasSets: tokens.append(try set(&rest, in: name))
      case "{" where hasSets:
        throw GlobError(
          message: "braces are not known in patterns: write one pattern for each, or \\{ for a brace itself")
      default: tokens.append(.scalar(scalar))
      }
    }
    return tokens
  }

  private static func set(
    _ rest: inout Substring.UnicodeScalarView, in name: Substring
  ) throws(GlobError) -> Token {
    let isExcluded = rest.first == "!" || rest.first == "^"
    if isExcluded { rest.removeFirst() }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while let first = rest.popFirst() {
      if first == "]", !ranges.isEmpty { return .oneOf(ranges, isExcluded: isExcluded) }
      guard rest.first == "-", let last = rest.dropFirst().first, last != "]" else {
        ranges.append(first...first)
        continue
      }
      guard first <= last else { throw GlobError(message: "a range in '\(name)' goes backwards") }
      ranges.append(first...last)
      rest.removeFirst(2)
    }
    throw GlobError(message: "a bracket in '\(name)' is not closed")
  }

  /// Whether it fits a path, or one of the folders the path is in.
  ///
  /// - Parameter names: The names of the path, from the folder that paths are counted from.
  /// - Returns: Whether it does.
  package func matches(_ names: [Substring]) -> Bool {
    // Which steps may come next; each name is looked at once.
    var next: Set<Int> = [0]
    for name in names {
      var reached: Set<Int> = []
      for position in closure(of: next) {
        switch steps[position] {
        case .anyDepth: reached.insert(position)
        case .name(let tokens): if Self.matches(tokens, name) { reached.insert(position + 1) }
        }
      }
      if reached.contains(where: { isDone($0) }) { return true }
      next = reached
    }
    return false
  }

  /// The positions with those that are reached where `**` stands for no folder.
  private func closure(of positions: Set<Int>) -> Set<Int> {
    var all = positions
    for var position in positions {
      while position < steps.count, case .anyDepth = steps[position] {
        position += 1
        all.insert(position)
      }
    }
    return all.filter { $0 < steps.count }
  }

  /// Whether nothing is left that has to come.
  private func isDone(_ position: Int) -> Bool {
    steps[position...].allSatisfy { if case .anyDepth = $0 { true } else { false } }
  }

  /// Whether the pattern of one name fits it. Of several stars only the last is ever tried anew, so that it takes no more
  /// than the product of both lengths.
  static func matches(_ tokens: [Token], _ name: Substring) -> Bool {
    let scalars = name.unicodeScalars
    var index = scalars.startIndex
    var token = 0
    var star: (token: Int, index: Substring.UnicodeScalarView.Index)?
    while index < scalars.endIndex {
      if token < tokens.count, case .any = tokens[token] {
        star = (token, index)
        token += 1
      } else if token < tokens.count, tokens[token].matches(scalars[index]) {
        token += 1
        index = scalars.index(after: index)
      } else if let last = star {
        index = scalars.index(after: last.index)
        star = (last.token, index)
        token = last.token + 1
      } else {
        return false
      }
    }
    return tokens[token...].allSatisfy { if case .any = $0 { true } else { false } }
  }
}

/// A pattern for the paths of elements in findings: like one for files, with the names of elements.
///
/// A pattern with a prefix in it wants the prefix as written in the message, one with a position wants the position;
/// without them any prefix and any position will do.
package struct ElementPattern: Sendable {
  let glob: Glob
  let form: Form

  /// What of the steps of a path a pattern is held against.
  struct Form: Sendable, Hashable {
    var hasPrefixes: Bool
    var hasPositions: Bool

    /// The steps of a path as far as they count.
    func names(of steps: [Substring]) -> [Substring] {
      if hasPrefixes, hasPositions { return steps }
      return steps.map { step in
        var name = step
        if !hasPositions, let bracket = name.firstIndex(of: "[") { name = name[..<bracket] }
        if !hasPrefixes, let colon = name.firstIndex(of: ":") {
          let isAttribute = name.hasPrefix("@")
          name = name[name.index(after: colon)...]
          return isAttribute ? "@\(name)" : name
        }
        return name
      }
    }
  }

  /// A pattern.
  ///
  /// - Throws: Why it is none.
  package init(_ text: String) throws(GlobError) {
    glob = try Glob(text, hasSets: false)
    form = Form(hasPrefixes: text.contains(":"), hasPositions: text.contains("["))
  }

  /// Whether it fits the path of an element, or of one that it is in.
  package func matches(_ path: String) -> Bool {
    glob.matches(form.names(of: path.split(separator: "/")))
  }
}

/// A folder that paths are counted from, and where the program runs.
package struct PathRoot: Sendable {
  private let folder: [Substring]
  private let workingFolder: [Substring]

  /// A root.
  ///
  /// - Parameters:
  ///   - folder: The folder, absolute or from the working folder.
  ///   - workingFolder: The folder that the program runs in, absolute.
  package init(_ folder: String, workingFolder: String) {
    self.workingFolder = Self.settle(workingFolder.split(separator: "/"))
    self.folder = Self.settle(
      (folder.hasPrefix("/") ? [] : self.workingFolder) + folder.split(separator: "/"))
  }

  /// The names of a path from the folder, with `..` for each step out of it.
  package func names(of path: String) -> [Substring] {
    let whole = Self.settle((path.hasPrefix("/") ? [] : workingFolder) + path.split(separator: "/"))
    let shared = zip(whole, folder).prefix { $0 == $1 }.count
    return Array(repeating: "..", count: folder.count - shared) + whole[shared...]
  }

  /// The path from the folder.
  package func path(of path: String) -> String {
    let names = names(of: path)
    return names.isEmpty ? "." : names.joined(separator: "/")
  }

  /// The way back: a path from the working folder, or an absolute one, to one that is counted from the folder.
  package func opened(_ path: String) -> String {
    "/" + Self.settle(folder + path.split(separator: "/")).joined(separator: "/")
  }

  /// Whether a path is the folder or one that it is in.
  package func isIn(_ path: String) -> Bool { names(of: path).allSatisfy { $0 == ".." } }

  /// Names without `.` and `..`, as far as that needs no look at the disk.
  private static func settle(_ names: [Substring]) -> [Substring] {
    var result: [Substring] = []
    for name in names where name != "." {
      if name == ".." { _ = result.popLast() } else { result.append(name) }
    }
    return result
  }
}
