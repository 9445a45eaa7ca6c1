internal import Glibc
internal import Synchronization

/// What there is to check, in order: files as given, folders walked as they come up, standard input.
///
/// Workers take from it by the handful; a folder is only listed when its turn comes, so that memory does not grow
/// with what lies ahead.
final class InputQueue: Sendable {
  /// One thing to check.
  struct Item: Sendable {
    let path: RawPath
    /// Whether the user named it; what was found in a folder is skipped if it is no XML.
    let isNamed: Bool
  }

  /// A handful of things to check.
  struct Batch: Sendable {
    /// Its place in the order.
    let number: Int
    let items: [Item]
  }

  private struct State {
    /// What is still to come, the next last.
    var pending: [Item]
    var next = 0
    var hasTrouble = false
  }

  private let state: Mutex<State>
  private let skippedCount = Atomic<Int>(0)
  private let batchSize: Int

  init(_ paths: [RawPath]) {
    state = Mutex(State(pending: paths.reversed().map { Item(path: $0, isNamed: true) }))
    // With few inputs, small batches; they may be large files.
    batchSize = 16
  }

  /// Whether some folder could not be read. Files are their reader's business.
  var hasTrouble: Bool { state.withLock { $0.hasTrouble } }

  /// How many files in folders were left out because they are no XML.
  var skipped: Int { skippedCount.load(ordering: .relaxed) }

  func skip() { skippedCount.add(1, ordering: .relaxed) }

  /// The next handful; nil when there is nothing left.
  func next() -> Batch? {
    state.withLock { state in
      var items: [Item] = []
      while items.count < batchSize, let item = state.pending.popLast() {
        switch Folder.list(item) {
        case .file: items.append(item)
        case .entries(let entries): state.pending += entries.reversed()
        case .failure(let message):
          state.hasTrouble = true
          StandardStream.complain(message, about: item.path.display)
        }
      }
      guard !items.isEmpty else { return nil }
      defer { state.next += 1 }
      return Batch(number: state.next, items: items)
    }
  }
}

/// Folders.
private enum Folder {
  enum Listing {
    /// It is no folder.
    case file
    /// What is in it, by name; hidden entries, links and what is neither file nor folder left out.
    case entries([InputQueue.Item])
    case failure(String)
  }

  static func list(_ item: InputQueue.Item) -> Listing {
    if item.isNamed, item.path.bytes == RawPath("-").bytes { return .file }
    var info = stat()
    // A path that does not exist is its reader's to report.
    guard stat(item.path.bytes, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else { return .file }
    guard let folder = opendir(item.path.bytes) else { return .failure(SystemError.text(errno)) }
    defer { closedir(folder) }
    var names: [[CChar]] = []
    errno = 0
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) {
          Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
        }
      }
      if name.first == CChar(bitPattern: UInt8(ascii: ".")) { continue }
      switch Int32(entry.pointee.d_type) {
      case Int32(DT_REG), Int32(DT_DIR): names.append(name)
      case Int32(DT_UNKNOWN):
        // Some file systems do not say.
        var info = stat()
        let kind = lstat(item.path.appending(name).bytes, &info) == 0 ? info.st_mode & S_IFMT : 0
        if kind == S_IFREG || kind == S_IFDIR { names.append(name) }
      default: break
      }
      errno = 0
    }
    if errno != 0 { return .failure(SystemError.text(errno)) }
    names.sort { left, right in
      left.lexicographicallyPrecedes(right) { UInt8(bitPattern: $0) < UInt8(bitPattern: $1) }
    }
    return .entries(names.map { InputQueue.Item(path: item.path.appending($0), isNamed: false) })
  }
}

/// Reads one input after the other into one buffer.
struct FileReader: ~Copyable {
  private var buffer: UnsafeMutableBufferPointer<UInt8> = .allocate(capacity: 1 << 16)
  private var count = 0
  private let limit: Int

  /// A reader.
  ///
  /// - Parameter limit: The most bytes to take; one more is read, so that too large can be told from just right.
  init(limit: Int) { self.limit = limit }

  deinit { buffer.deallocate() }

  /// What was read last. Valid until the next read.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: buffer[..<count]) }

  /// Reads an input.
  ///
  /// - Returns: Why it could not be read; nil if it could.
  mutating func read(_ path: RawPath, isNamed: Bool) -> String? {
    count = 0
    if isNamed, path.bytes == RawPath("-").bytes { return readAll(STDIN_FILENO) }
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    let descriptor = open(path.bytes, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return SystemError.text(errno) }
    defer { close(descriptor) }
    return readAll(descriptor)
  }

  private mutating func readAll(_ descriptor: Int32) -> String? {
    var hasWaited = false
    while count <= limit {
      if count == buffer.count { grow() }
      let wanted = min(buffer.count - count, limit + 1 - count)
      let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, wanted)
      if got > 0 {
        count += got
      } else if got == 0 {
        // A pipe without a writer looks like one that has been read to its end.
        guard count == 0, !hasWaited, Self.isPipe(descriptor) else { return nil }
        hasWaited = true
        guard Self.wait(for: descriptor, milliseconds: 2000) else { return "nobody writes to this pipe" }
      } else if errno == EAGAIN {
        _ = Self.wait(for: descriptor, milliseconds: -1)
      } else if errno != EINTR {
        return SystemError.text(errno)
      }
    }
    return nil
  }

  private mutating func grow() {
    let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: buffer.count * 2)
    _ = larger.update(fromContentsOf: buffer[..<count])
    buffer.deallocate()
    buffer = larger
  }

  private static func isPipe(_ descriptor: Int32) -> Bool {
    var info = stat()
    return descriptor != STDIN_FILENO && fstat(descriptor, &info) == 0 && info.st_mode & S_IFMT == S_IFIFO
  }

  private static func wait(for descriptor: Int32, milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, milliseconds) > 0
  }
}
