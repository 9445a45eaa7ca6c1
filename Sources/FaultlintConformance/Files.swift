internal import Glibc

/// The little of a file system that suites need.
enum Files {
  /// A path inside a folder; an empty folder is none.
  static func join(_ folder: String, _ name: String) -> String {
    if folder.isEmpty { return name }
    if name.isEmpty { return folder }
    return folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  static func isFile(_ path: String) -> Bool { kind(path) == S_IFREG }
  static func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

  /// The absolute path without links; nil if there is nothing there.
  static func absolute(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The names in a folder, hidden ones left out, sorted; nil if it cannot be listed.
  static func list(_ path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// The most bytes of a file that are read.
  private static let largest = 64 << 20

  /// The bytes of a plain file: of a pipe or a device there may be no end.
  static func read(_ path: String) throws(FileError) -> [UInt8] {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(path: path, code: errno) }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw FileError(path: path, code: errno) }
    guard info.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path: path, reason: "this is not a plain file")
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[..<count]
        guard bytes.count <= largest else {
          throw FileError(path: path, reason: "this has more than \(largest) bytes")
        }
      } else if count == 0 {
        return bytes
      } else if errno != EINTR {
        throw FileError(path: path, code: errno)
      }
    }
  }

  /// Writes a file that is not there yet, whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    guard let file = fopen(path, "wxe") else { throw FileError(path: path, code: errno) }
    let written = fwrite(bytes, 1, bytes.count, file)
    let code = errno
    guard fclose(file) == 0, written == bytes.count else {
      let problem = FileError(path: path, code: written == bytes.count ? errno : code)
      unlink(path)
      throw problem
    }
  }

  /// Makes a folder and those around it, and adds those that were not there to a list.
  static func makeFolder(_ path: String, _ made: inout [String]) throws(FileError) {
    if isFolder(path) { return }
    if let slash = path.dropLast().lastIndex(of: "/"), slash > path.startIndex {
      try makeFolder(String(path[..<slash]), &made)
    }
    if mkdir(path, 0o777) == 0 {
      made.append(path)
    } else if errno != EEXIST {
      throw FileError(path: path, code: errno)
    }
  }

  /// Takes back what was made.
  static func remove(files: [String], folders: [String]) {
    for file in files { unlink(file) }
    for folder in folders.reversed() { rmdir(folder) }
  }

  private static func kind(_ path: String) -> mode_t? { info(path).map { $0.st_mode & S_IFMT } }

  private static func info(_ path: String) -> stat? {
    var info = stat()
    return stat(path, &info) == 0 ? info : nil
  }

  /// What a folder is, by whatever way it is reached.
  struct Identity: Hashable {
    private let device: UInt
    private let number: UInt

    /// Nil if there is nothing at the path.
    init?(_ path: String) {
      guard let info = Files.info(path) else { return nil }
      device = UInt(info.st_dev)
      number = UInt(info.st_ino)
    }
  }
}

/// Why a file could not be read or written.
struct FileError: Error, CustomStringConvertible {
  let path: String
  let reason: String
  var description: String { "\(path): \(reason)" }

  init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  init(path: String, code: Int32) { self.init(path: path, reason: String(cString: strerror(code))) }
}
