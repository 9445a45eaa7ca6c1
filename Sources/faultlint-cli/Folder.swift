internal import FaultlintCaptures
internal import FaultlintConfiguration
internal import FaultlintText
internal import Glibc

/// Why a folder cannot be walked.
struct FolderError: Error { let message: String }

/// A folder that is being walked: what is in it by name, kept small because there may be millions.
final class Folder: @unchecked Sendable {
  // `next` is the queue's, all else stays as it is.

  /// What is left out.
  struct Rules: Sendable {
    /// Patterns of the shell: against the name, or, with a slash in them, against the path below the folder given.
    private var patterns: [String] = []
    /// Those that match nothing but themselves: there may be thousands.
    private var literals: Set<String> = []
    private var haveSlashes = false
    /// Those of a configuration, for paths from its folder.
    private var globs = GlobTable()
    private var root: PathRoot?
    /// Whether links are followed; files and folders are checked as often as links lead to them.
    let followsLinks: Bool

    /// Rules.
    ///
    /// - Parameters:
    ///   - exclude: What to leave out, as patterns of the shell.
    ///   - followsLinks: Whether links are followed.
    init(exclude: [String] = [], followsLinks: Bool = false) {
      self.followsLinks = followsLinks
      for pattern in exclude {
        if pattern.utf8.contains(UInt8(ascii: "/")) { haveSlashes = true }
        if pattern.utf8.contains(where: { "*?[\\".utf8.contains($0) }) {
          patterns.append(pattern)
        } else {
          literals.insert(pattern)
        }
      }
    }

    /// Leaves out what a configuration does.
    ///
    /// - Parameters:
    ///   - globs: Its patterns.
    ///   - root: The folder that its paths are counted from.
    mutating func leaveOut(_ globs: [Glob], from root: PathRoot) {
      self.globs = GlobTable()
      for glob in globs { self.globs.add(glob, as: 0) }
      self.root = root
    }

    /// Whether a configuration leaves something out.
    ///
    /// - Parameter path: Its path; asked for only if that counts.
    /// - Returns: Whether one of its patterns fits.
    func excludes(_ path: () -> String) -> Bool {
      guard !globs.isEmpty, let names = root?.names(of: path()) else { return false }
      return globs.first(fitting: names) != nil
    }

    /// Whether something in a folder is left out.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - path: Its path below the folder given; asked for only if that counts.
    /// - Returns: Whether a pattern matches it.
    func exclude(_ name: UnsafePointer<CChar>, path: () -> [CChar]) -> Bool {
      guard !literals.isEmpty || !patterns.isEmpty else { return false }
      let path = haveSlashes ? path() : []
      if literals.contains(String(cString: name)) { return true }
      if haveSlashes, literals.contains(path.withUnsafeBufferPointer(Self.text)) { return true }
      return patterns.contains { pattern in
        pattern.utf8.contains(UInt8(ascii: "/"))
          ? fnmatch(pattern, path, 0) == 0 : fnmatch(pattern, name, 0) == 0
      }
    }

    private static func text(_ path: UnsafeBufferPointer<CChar>) -> String {
      path.baseAddress.map { String(cString: $0) } ?? ""
    }
  }

  let path: RawPath
  /// The number of the time that its first thing is gone through, if that is a file; those behind it have the next.
  let firstVisit: Int
  /// It, open, so that files are opened by their names; nil where it is too deep to be kept open.
  private let handle: OpaquePointer?
  private let parent: Folder?
  private let device: UInt
  private let number: UInt
  /// How many bytes of `path` stand before the path below the folder that was given.
  private let rootLength: Int
  /// How many folders it is in.
  private let depth: Int
  /// The names, each ended by a NUL.
  private var names: [CChar] = []
  /// Where they begin, in order; the lowest bit says whether it is a plain file, of which there is no more to know.
  private var starts: [Int] = []
  private var next = 0
  /// The numbers of files that have to be looked at, whatever they are.
  private let suspects: [UInt64]

  /// Lists a folder; hidden entries and what is neither file nor folder are left out.
  ///
  /// - Parameters:
  ///   - path: Its path.
  ///   - info: What the system knows of it.
  ///   - parent: The folder it was found in; nil if it was given.
  ///   - rules: What else to leave out.
  ///   - firstVisit: The number of the time that its first file is gone through.
  ///   - suspects: The numbers of files that the report takes the place of.
  ///   - keptOpen: How many folders that are in one another are kept open.
  /// - Throws: Why it cannot be walked.
  init(
    _ path: RawPath, _ info: stat, in parent: Folder?, _ rules: Rules, firstVisit: Int = 0,
    suspects: [UInt64] = [], keptOpen: Int = 0
  ) throws(FolderError) {
    self.path = path
    self.parent = parent
    self.firstVisit = firstVisit
    self.suspects = suspects
    depth = parent.map { $0.depth + 1 } ?? 0
    device = UInt(info.st_dev)
    number = UInt(info.st_ino)
    rootLength = parent?.rootLength ?? path.appending("").bytes.count - 1
    var ancestor = parent
    while let folder = ancestor {
      if folder.device == device, folder.number == number {
        throw FolderError(message: "a link leads back to \(folder.path.display), which it is in")
      }
      ancestor = folder.parent
    }
    guard let handle = opendir(path.bytes) else { throw FolderError(message: SystemError.text(errno)) }
    let isKept = depth < keptOpen
    self.handle = isKept ? handle : nil
    defer { if !isKept { closedir(handle) } }
    errno = 0
    while let entry = readdir(handle) {
      withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) {
          add($0, type: Int32(entry.pointee.d_type), UInt64(entry.pointee.d_ino), rules)
        }
      }
      errno = 0
    }
    if errno != 0 { throw FolderError(message: SystemError.text(errno)) }
    // Names are compared by the word.
    names.append(contentsOf: repeatElement(0, count: 8))
    names.withUnsafeBytes { names in
      guard let base = names.baseAddress else { return }
      starts.sort { Self.isBefore(base + $0 >> 1, base + $1 >> 1) }
    }
  }

  /// Whether a name comes before another by its bytes. Eight of them may be read behind the end of both.
  private static func isBefore(_ name: UnsafeRawPointer, _ other: UnsafeRawPointer) -> Bool {
    var offset = 0
    while true {
      let word = name.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let otherWord = other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      // Two names are never the same up to the end of one, unless it is twice in the folder.
      if word != otherWord { return word.bigEndian < otherWord.bigEndian }
      if Octets.equal(word, 0) != 0 { return false }
      offset += 8
    }
  }

  deinit { if let handle { closedir(handle) } }

  /// Whether a file, whose path has no link at its end, is among what a folder is walked for, as far as names tell.
  static func holds(_ path: String, in folder: RawPath, _ rules: Rules) -> Bool {
    guard let file = realpath(path, nil), let root = realpath(folder.bytes, nil) else { return false }
    defer {
      free(file)
      free(root)
    }
    let start = String(cString: root)
    let whole = String(cString: file)
    guard whole.hasPrefix(start == "/" ? start : start + "/") else { return false }
    let below = whole.dropFirst(start == "/" ? 1 : start.count + 1)
    var prefix = ""
    return below.split(separator: "/").allSatisfy { name in
      prefix += prefix.isEmpty ? name : "/" + name
      return !name.hasPrefix(".") && !rules.exclude(String(name)) { Array(prefix.utf8CString) }
        && !rules.excludes { "\(start)/\(prefix)" }
    }
  }

  /// How many things are left, and whether folders are among them.
  var left: Int { starts.count - next }
  private(set) var hasFolders = false

  /// Whether the next thing in it is a plain file.
  var isBeforeFile: Bool { next < starts.count && starts[next] & 1 == 1 }

  /// The next plain files in it, up to so many or to what is none.
  func nextFiles(_ most: Int) -> FolderFiles {
    let first = next
    while isBeforeFile, next - first < most { next += 1 }
    return FolderFiles(folder: self, indices: first..<next)
  }

  /// The next thing in it, and whether that is known to be a plain file.
  func nextEntry() -> (path: RawPath, isFile: Bool)? {
    guard next < starts.count else { return nil }
    defer { next += 1 }
    return (path(at: next), isBeforeFile)
  }

  fileprivate func path(at index: Int) -> RawPath {
    names.withUnsafeBufferPointer { names in
      names.baseAddress.map { path.appending($0 + starts[index] >> 1) } ?? path
    }
  }

  /// Opens something in it for reading: its descriptor, or a negative number and the reason in `errno`.
  fileprivate func open(at index: Int) -> Int32 {
    guard let handle else { return Glibc.open(path(at: index).bytes, InputFile.flags) }
    return names.withUnsafeBufferPointer { names in
      names.baseAddress.map { openat(dirfd(handle), $0 + starts[index] >> 1, InputFile.flags) } ?? -1
    }
  }

  private func add(_ name: UnsafePointer<CChar>, type: Int32, _ number: UInt64, _ rules: Rules) {
    guard name.pointee != CChar(bitPattern: UInt8(ascii: ".")) else { return }
    let length = strlen(name)
    let type = type == Int32(DT_UNKNOWN) ? kind(name, length) : type
    let isLink = type == Int32(DT_LNK)
    guard type == Int32(DT_REG) || type == Int32(DT_DIR) || isLink && rules.followsLinks else { return }
    func whole() -> RawPath { path.appending(name) }
    let isExcluded =
      rules.exclude(name) { Array(whole().bytes[rootLength...]) } || rules.excludes { whole().display }
    guard !isExcluded else { return }
    hasFolders = hasFolders || type == Int32(DT_DIR) || isLink
    let isPlain = type == Int32(DT_REG) && !suspects.contains(number)
    starts.append(names.count << 1 | (isPlain ? 1 : 0))
    names.append(contentsOf: UnsafeBufferPointer(start: name, count: length + 1))
  }

  /// Some file systems do not say what an entry is.
  private func kind(_ name: UnsafePointer<CChar>, _ length: Int) -> Int32 {
    var info = stat()
    let entry = path.appending(name)
    guard lstat(entry.bytes, &info) == 0 else { return Int32(DT_UNKNOWN) }
    switch info.st_mode & S_IFMT {
    case S_IFREG: return Int32(DT_REG)
    case S_IFDIR: return Int32(DT_DIR)
    case S_IFLNK: return Int32(DT_LNK)
    default: return Int32(DT_UNKNOWN)
    }
  }
}

/// Plain files of a folder that stand one after the other, for a worker to open.
struct FolderFiles: Sendable {
  fileprivate let folder: Folder
  let indices: Range<Int>

  var count: Int { indices.count }

  /// Those behind one of them.
  func behind(_ index: Int) -> FolderFiles {
    FolderFiles(folder: folder, indices: (index + 1)..<indices.upperBound)
  }

  /// One of them, as something to check.
  func item(at index: Int) -> InputQueue.Item {
    InputQueue.Item(path: folder.path(at: index), isNamed: false, visit: folder.firstVisit + index)
  }

  /// Opens one of them for reading.
  ///
  /// - Returns: Its descriptor.
  /// - Throws: Why it cannot be opened.
  func open(_ index: Int) throws(CaptureError) -> Int32 {
    let descriptor = folder.open(at: index)
    guard descriptor >= 0 else { throw CaptureError(SystemError.text(errno)) }
    return descriptor
  }
}
