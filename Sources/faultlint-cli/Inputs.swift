internal import FaultlintCaptures
internal import Glibc
internal import Synchronization

/// What to check: paths as given, lists of paths, and how folders are walked.
struct InputSelection {
  var paths: [RawPath] = []
  /// Files with further paths; `-` for standard input.
  var lists: [RawPath] = []
  /// What ends a path in a list.
  var separator = UInt8(ascii: "\n")
  var folders = Folder.Rules()
  var captures = CaptureOptions()
  /// What else is read, besides what is checked.
  var others: [RawPath] = []
  /// The files that reports take the place of, which must not be among the inputs.
  var replaced: Set<FileIdentity> = []
}

/// What there is to check, in order: small files by the handful, everything else cut into segments.
///
/// A folder is listed, a list of paths read and a capture cut only as far as workers ask, so that memory does not grow
/// with what lies ahead.
final class InputQueue: @unchecked Sendable {
  // Everything mutable is behind `lock`.

  /// One file to check.
  struct Item: Sendable {
    let path: RawPath
    /// The path inside it, if it is an archive.
    var member: String?
    /// Whether the user named it; what was found in a folder is skipped if it is no capture.
    var isNamed = true
    /// The file, if it could be opened when its turn came, and there are not too many open.
    var file: InputFile?
    /// Why it cannot be used.
    var error: String?
    /// Whether it is a folder or a list, and no payload.
    var isContainer = false
    /// The number of the time that its file is gone through: a file that is named twice is gone through twice.
    var visit = 0

    /// The file; one that is not open is tried once more.
    func opened() throws(CaptureError) -> InputFile {
      if let file { return file }
      return try InputFile(path)
    }
  }

  /// What a worker does at a time.
  struct Unit: Sendable {
    enum Work: Sendable {
      /// Small files, for the worker to open.
      case files([Item])
      /// A piece of a capture.
      case segment(Segment, of: Item)
    }
    /// Its place in the order.
    let number: Int
    let work: Work
  }

  private enum Pending {
    case paths([RawPath], next: Int)
    case list(PathList, RawPath)
    case folder(Folder)
  }

  /// A path whose turn it is.
  private struct Candidate {
    let path: RawPath
    let folder: Folder?
    var isStandardInput = false
    /// The file, opened once: to open a pipe again would end its writer.
    var file: InputFile?
  }

  private struct OpenFile {
    var item: Item
    let file: InputFile
    let captures: CaptureFile
    var capture: Capture?
    /// Whether the capture was given by name, so that it is told of even if it holds nothing.
    var isWanted = true
  }

  private let lock = Mutex(())
  private let options: InputSelection
  /// What is still to come, the next last.
  private var pending: [Pending]
  private var held: Candidate?
  private var current: OpenFile?
  private var nextNumber = 0
  private var taken = 0
  private var hasFolders = false
  private let skippedCount = Atomic<Int>(0)
  private let hasMetReplaced = Atomic<Bool>(false)
  private let hasReachedEnd = Atomic<Bool>(false)

  /// The most files of a unit.
  static let handful = 16
  /// How many of the files of a unit are handed out open.
  private let handedOutOpen: Int

  /// What is selected, with so many files of a unit handed out open.
  init(_ selection: InputSelection, handingOut handedOutOpen: Int) {
    options = selection
    pending = [.paths(selection.paths, next: 0)]
    self.handedOutOpen = handedOutOpen
  }

  /// How many files in folders were left out because they are no captures.
  var skipped: Int { skippedCount.load(ordering: .relaxed) }

  func skip() { skippedCount.add(1, ordering: .relaxed) }

  /// Whether the file that the report takes the place of has turned out to be one of the inputs. Nothing more is handed
  /// out then.
  var meetsReplacedFile: Bool { hasMetReplaced.load(ordering: .relaxed) }

  /// Whether everything has been handed out.
  var isAtEnd: Bool { hasReachedEnd.load(ordering: .relaxed) }

  /// Whether there may be something for a further worker: something is left, and nobody is about to take it.
  var hasMore: Bool {
    // Whoever takes the next unit may have to wait for it as long as standard input is silent.
    lock.withLockIfAvailable { _ in
      guard current == nil, held == nil, lists == options.lists.count else { return true }
      return pending.contains { entry in
        switch entry {
        case .paths(let paths, let next): next < paths.count
        case .list: true
        case .folder(let folder): folder.left > 0
        }
      }
    } ?? false
  }

  /// The part of everything that has been handed out, from 0 to 1; nil if it is not known what there is.
  var fraction: Double? {
    lock.withLock { _ in
      var left = 0
      for entry in pending {
        switch entry {
        case .paths(let paths, let next):
          guard !hasFolders || next == paths.count else { return nil }
          left += paths.count - next
        case .list: return nil
        case .folder(let folder):
          guard !folder.hasFolders else { return nil }
          left += folder.left
        }
      }
      guard lists == options.lists.count else { return nil }
      var done = Double(taken)
      if let current {
        guard let size = current.file.size else { return nil }
        done -= 1 - Double(min(current.file.position, size)) / Double(max(size, 1))
      }
      return done / Double(max(taken + left, 1))
    }
  }

  /// The next thing to do; nil when there is nothing left, or the run is to end.
  func next() -> Unit? {
    lock.withLock { _ in
      var items: [Item] = []
      var size = 0
      // A handful, but no more than is worth a worker's while.
      while items.count < Self.handful, size < 1 << 16, Interruption.signal == nil {
        if items.isEmpty, let work = nextSegment() { return unit(work) }
        guard let candidate = held ?? nextOpened(&items) else { break }
        held = nil
        taken += 1
        let file = candidate.file
        if !options.replaced.isEmpty, let identity = file.flatMap({ FileIdentity($0.info) }),
          options.replaced.contains(identity)
        {
          hasMetReplaced.store(true, ordering: .relaxed)
          return nil
        }
        if let info = file?.info ?? candidate.path.info, info.st_mode & S_IFMT == S_IFDIR {
          taken -= 1
          open(folder: candidate, info, &items)
        } else if let file, candidate.isStandardInput || file.size.map({ $0 >= FileReader.size }) ?? true {
          guard items.isEmpty else {
            taken -= 1
            held = candidate
            return unit(.files(items))
          }
          current = open(file, candidate)
        } else {
          // One that cannot be opened is its reader's to report.
          items.append(
            Item(
              path: candidate.path, isNamed: candidate.folder == nil,
              file: items.count < handedOutOpen ? file : nil, visit: nextVisit()))
          size += file?.size ?? 0
        }
      }
      guard Interruption.signal == nil else { return nil }
      guard !items.isEmpty else {
        hasReachedEnd.store(true, ordering: .relaxed)
        return nil
      }
      return unit(.files(items))
    }
  }

  private func unit(_ work: Unit.Work) -> Unit {
    defer { nextNumber += 1 }
    return Unit(number: nextNumber, work: work)
  }

  private func nextSegment() -> Unit.Work? {
    while var open = current {
      if let segment = open.capture?.next(), !open.file.wasInterrupted {
        guard segment.holdsNoPayload, open.capture?.isRecognized == false, !open.isWanted else {
          return .segment(segment, of: open.item)
        }
        skip()
        continue
      }
      guard Interruption.signal == nil, let member = open.captures.next() else {
        current = nil
        return nil
      }
      open.item.member = member.name
      open.capture = member.capture
      open.isWanted = open.item.isNamed && member.name == nil
      if let capture = member.capture, !capture.isRecognized, !capture.isText, !open.isWanted {
        open.capture = nil
        skip()
      }
      current = open
      if let error = member.error {
        var item = open.item
        item.error = error.message
        return .files([item])
      }
    }
    return nil
  }

  private func nextVisit() -> Int {
    visits += 1
    return visits
  }

  private var visits = 0
  private var lists = 0

  private func nextOpened(_ items: inout [Item]) -> Candidate? {
    guard var candidate = nextCandidate(&items) else { return nil }
    candidate.file = try? InputFile(candidate.isStandardInput ? nil : candidate.path)
    return candidate
  }

  private func nextCandidate(_ items: inout [Item]) -> Candidate? {
    while let last = pending.indices.last {
      switch pending[last] {
      case .paths(let paths, let next):
        if next < paths.count {
          pending[last] = .paths(paths, next: next + 1)
          return Candidate(path: paths[next], folder: nil, isStandardInput: paths[next].isDash)
        }
      case .list(let list, let path):
        do throws(CaptureError) {
          if let path = try list.next() { return Candidate(path: path, folder: nil) }
        } catch {
          if Interruption.signal == nil {
            items.append(Item(path: path, error: error.message, isContainer: true))
          }
        }
      case .folder(let folder):
        if let entry = folder.nextEntry() { return Candidate(path: entry.path, folder: folder) }
      }
      pending.removeLast()
      if pending.isEmpty, lists < options.lists.count { open(list: options.lists[lists], &items) }
    }
    return nil
  }

  private func open(list path: RawPath, _ items: inout [Item]) {
    lists += 1
    do throws(CaptureError) {
      pending.append(.list(try PathList(path, separator: options.separator), path))
    } catch {
      items.append(Item(path: path, error: error.message, isContainer: true))
      // What comes next is still to come.
      pending.append(.paths([], next: 0))
    }
  }

  private func open(folder candidate: Candidate, _ info: stat, _ items: inout [Item]) {
    hasFolders = hasFolders || candidate.folder == nil
    do throws(FolderError) {
      pending.append(.folder(try Folder(candidate.path, info, in: candidate.folder, options.folders)))
    } catch {
      items.append(Item(path: candidate.path, error: error.message, isContainer: true))
    }
  }

  private func open(_ file: InputFile, _ candidate: Candidate) -> OpenFile {
    let stream = ByteStream { buffer throws(CaptureError) in try file.read(buffer) }
    return OpenFile(
      item: Item(path: candidate.path, isNamed: candidate.folder == nil, visit: nextVisit()), file: file,
      captures: CaptureFile(
        stream, name: candidate.path.display, options: options.captures, file: file.randomAccess))
  }
}
