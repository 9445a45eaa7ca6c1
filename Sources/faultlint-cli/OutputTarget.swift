internal import Glibc

/// Why a report cannot be written to where it should go.
struct OutputError: Error {
  let message: String

  init(_ message: String) { self.message = message }

  /// The error of the system that is in `errno`.
  static var system: OutputError { OutputError(SystemError.text(errno)) }
}

/// Which file something is, whatever it is called.
struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  /// Its number in the file system that it is in.
  let number: UInt64

  /// That of a plain file; nil of anything else.
  init?(_ info: stat) {
    guard info.isPlainFile else { return nil }
    device = UInt64(info.st_dev)
    number = UInt64(info.st_ino)
  }
}

/// What `--output` names, open for writing.
///
/// A stream or device, a descriptor of this process among them (`/dev/stdout`, `/dev/fd/3`), is written to as it is. Of a
/// plain file a new one is written beside it, which takes its place, its mode and its owner at the end. Symbolic links
/// are followed, and stay.
struct OutputTarget {
  let descriptor: Int32
  /// The file that is written; nil if the target itself is.
  let temporary: String?
  /// The file that takes the report, links followed; nil if the target itself is written to.
  private let path: String?
  /// The file that is there already; nil if there is none, or it is not a plain one.
  let replaced: FileIdentity?

  /// Standard output.
  static let standard = OutputTarget(descriptor: STDOUT_FILENO)

  private init(
    descriptor: Int32, temporary: String? = nil, path: String? = nil, replaced: FileIdentity? = nil
  ) {
    self.descriptor = descriptor
    self.temporary = temporary
    self.path = path
    self.replaced = replaced
  }

  /// Opens a target.
  ///
  /// - Parameters:
  ///   - name: What `--output` names.
  ///   - inputs: What is read, which is not to be written over.
  /// - Throws: Why nothing can be written there.
  init(_ name: String, reading inputs: InputSelection) throws(OutputError) {
    let place = try Self.followLinks(name)
    if let number = place.descriptor {
      let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
      guard copy >= 0 else { throw .system }
      self.init(descriptor: copy)
      return
    }
    var info = stat()
    let exists = stat(place.path, &info) == 0
    switch info.st_mode & S_IFMT {
    case _ where !exists: break
    case S_IFDIR: throw OutputError("this is a folder; name a file in it")
    case S_IFREG:
      if let reason = inputs.reason(against: info, at: place.path) { throw OutputError(reason) }
    default:
      // A pipe or device cannot be replaced, only written to.
      let opened = open(place.path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
      guard opened >= 0 else { throw .system }
      self.init(descriptor: opened)
      return
    }
    let slash = place.path.lastIndex(of: "/").map { place.path.index(after: $0) } ?? place.path.startIndex
    // Hidden, so that a folder that is checked does not have it.
    let temporary = "\(place.path[..<slash]).\(place.path[slash...]).faultlint-\(getpid())"
    let opened = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, exists ? 0o600 : 0o666)
    guard opened >= 0 else { throw .system }
    self.init(
      descriptor: opened, temporary: temporary, path: place.path, replaced: exists ? FileIdentity(info) : nil)
    guard exists else { return }
    // The owner first: to change it takes bits away from the mode.
    let isOwned = fchown(opened, info.st_uid, info.st_gid) == 0
    guard isOwned, fchmod(opened, info.st_mode & 0o7777) == 0 else {
      let reason = SystemError.text(errno)
      discard()
      throw OutputError("the owner and mode of this file cannot be kept (\(reason)); name another one")
    }
  }

  /// Puts the report in its place.
  ///
  /// - Returns: The error of the system that kept it from that; 0 for none.
  func finish() -> Int32 {
    guard close(descriptor) == 0 else { return errno }
    guard let temporary, let path else { return 0 }
    return rename(temporary, path) == 0 ? 0 : errno
  }

  /// Takes back what was written, if it is in a file of its own.
  func discard() { if let temporary { unlink(temporary) } }

  /// What a name leads to: the path without links at its end, or a descriptor of this process.
  private static func followLinks(_ name: String) throws(OutputError) -> (path: String, descriptor: Int32?) {
    guard !name.isEmpty else { throw OutputError("a file has no such name") }
    var path = name
    for _ in 0..<40 {
      let slash = path.lastIndex(of: "/")
      let last = slash.map { path[path.index(after: $0)...] } ?? path[...]
      let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
      if let number = Int32(last), isFolderOfDescriptors(folder) { return (path, number) }
      var info = stat()
      guard lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFLNK else { return (path, nil) }
      var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
      let count = readlink(path, &target, Int(PATH_MAX))
      guard count >= 0 else { throw .system }
      guard let link = String(validating: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      else {
        throw OutputError("it is a link to a name that is not UTF-8; name the file itself")
      }
      path = link.hasPrefix("/") ? link : folder == "/" ? "/" + link : folder + "/" + link
    }
    throw OutputError(SystemError.text(ELOOP))
  }

  private static func isFolderOfDescriptors(_ folder: String) -> Bool {
    guard let resolved = realpath(folder, nil) else { return false }
    defer { free(resolved) }
    return ["/proc/\(getpid())/fd", "/dev/fd"].contains(String(cString: resolved))
  }
}

extension InputSelection {
  /// Why a report must not take the place of a plain file: it is one of the inputs. nil if it is none as far as names
  /// tell; what lists and links lead to is told when it is opened.
  fileprivate func reason(against info: stat, at path: String) -> String? {
    guard let file = FileIdentity(info) else { return nil }
    for input in paths + lists + others where !input.isDash {
      guard let found = input.info else { continue }
      if FileIdentity(found) == file { return Self.reason }
      if found.st_mode & S_IFMT == S_IFDIR, Folder.holds(path, in: input, folders) {
        return
          "this file is in the folder \(input.display), which is checked; name another, or leave it out with --exclude"
      }
    }
    return isStandardInput(file) ? Self.reason : nil
  }

  /// Whether standard input is read, and is this file.
  private func isStandardInput(_ file: FileIdentity) -> Bool {
    var info = stat()
    return (paths + lists).contains { $0.isDash } && fstat(STDIN_FILENO, &info) == 0
      && FileIdentity(info) == file
  }

  /// Why a report is not written over an input.
  static let reason = "this is one of the files to check, and is not written over"
}
