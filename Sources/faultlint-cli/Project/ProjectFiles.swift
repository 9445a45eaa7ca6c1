internal import FaultlintCaptures
internal import FaultlintConfiguration
internal import FaultlintContracts
internal import Glibc

/// Where the configuration and the baseline of a run are.
struct ProjectFiles {
  static let configurationName = ".faultlint.yml"
  static let baselineName = ".faultlint-baseline.json"

  /// The folder the program runs in; nil if it is gone.
  let workingFolder: String?
  /// The path of the configuration; nil if there is none.
  let configuration: String?
  /// The path of the baseline; nil if there is none.
  let baseline: String?

  /// Looks for what is to be found.
  init(_ choice: ProjectChoice) {
    let path = getcwd(nil, 0)
    defer { free(path) }
    workingFolder = path.map { String(cString: $0) }
    var names: [String: String] = [:]
    var wanted: [String] = []
    if choice.configuration == .found { wanted.append(Self.configurationName) }
    if choice.baseline == .found { wanted.append(Self.baselineName) }
    var folder = ""
    // One look for each folder and file: nobody who has neither is to pay more.
    let depth = workingFolder.map { $0.utf8.count { $0 == UInt8(ascii: "/") } } ?? -1
    for _ in 0..<(depth + 1) where !wanted.isEmpty {
      wanted.removeAll { name in
        var info = stat()
        guard lstat(folder + name, &info) == 0 else { return false }
        names[name] = folder + name
        return true
      }
      folder += "../"
    }
    configuration = Self.path(choice.configuration, names[Self.configurationName])
    baseline = Self.path(choice.baseline, names[Self.baselineName])
  }

  private static func path(_ choice: ProjectChoice.File, _ found: String?) -> String? {
    switch choice {
    case .found: found
    case .named(let path): path
    case .none: nil
    }
  }

  /// The folder that paths in a file are counted from.
  func root(of file: String) -> PathRoot {
    PathRoot(
      file.lastIndex(of: "/").map { String(file[...$0]) } ?? ".", workingFolder: workingFolder ?? "/")
  }

  /// Whether a file of a baseline may still be there. Of one whose name is not UTF-8, and of standard input, nobody can
  /// say that it is not.
  static func mayBeThere(_ file: String, from root: PathRoot) -> Bool {
    file == "-" || file.unicodeScalars.contains("\u{FFFD}") || access(root.opened(file), F_OK) == 0
  }

  /// The bytes of one of the files.
  ///
  /// - Parameters:
  ///   - path: Its path.
  ///   - limit: How many bytes it may have.
  ///   - isFound: Whether nobody named it.
  /// - Returns: What has read it.
  /// - Throws: Why it cannot be had.
  static func read(_ path: String, limit: Int, isFound: Bool) throws(CaptureError) -> FileReader {
    if let info = RawPath(path).info, info.st_mode & S_IFMT != S_IFREG {
      // Somebody may name a pipe; nobody meant one that is found.
      guard !isFound, info.st_mode & S_IFMT != S_IFDIR else { throw CaptureError("it is not a file") }
    }
    return try FileReader(path, limit: limit)
  }
}
