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
  var replaced: [FileIdentity] = []
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
    /// Why it cannot be used.
    var error: String?
    /// Whether it is a folder or a list, and no payload.
    var isContainer = false
    /// The number of the time that its file is gone through: a file that is named twice is gone through twice.
    var visit = 0
  }

  /// What a worker does at a time.
  struct Unit: Sendable {
    enum Work: Sendable {
      /// Small files, for the worker to open.
      case files([Item])
      /// Plain files of a folder, for the worker to open. One that turns out to be large it gives back.
      case found(FolderFiles)
      /// A piece of a capture.
      case segment(Segment, of: Item)
    }
    /// Its place in the order.
    let turn: Turn
    /// The place that comes next.
    let next: Turn
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
    /// The file, if it is a capture to be cut: opened once, as to open a pipe again would end its writer.
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

  /// A capture that a worker came upon among the files of a unit, and those behind it: they come before the units that
  /// were handed out since.
  private struct Interlude {
    var capture: OpenFile
    let rest: FolderFiles
    var turn: Turn
  }

  private let lock = Mutex(())
  private let options: InputSelection
  /// What is still to come, the next last.
  private var pending: [Pending]
  private var held: Candidate?
  private var current: OpenFile?
  private var interludes: [Interlude] = []
  private var nextTurn = Turn(unit: 0)
  private var taken = 0
  private var hasFolders = false
  private let skippedCount = Atomic<Int>(0)
  private let hasMetReplaced = Atomic<Bool>(false)
  private let hasReachedEnd = Atomic<Bool>(false)

  /// The most files of a unit.
  static let handful = 16
  private let foldersKeptOpen: Int
  /// The numbers of the files that reports take the place of.
  private let replacedNumbers: [UInt64]

  /// What is selected, of which so many folders that are in one another are kept open.
  init(_ selection: InputSelection, foldersKeptOpen: Int) {
    options = selection
    pending = [.paths(selection.paths, next: 0)]
    self.foldersKeptOpen = foldersKeptOpen
    replacedNumbers = selection.replaced.map(\.number)
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
      guard current == nil, held == nil, interludes.isEmpty, lists == options.lists.count else { return true }
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
      for capture in [current].compactMap(\.self) + interludes.map(\.capture) {
        guard let size = capture.file.size else { return nil }
        done -= 1 - Double(min(capture.file.position, size)) / Double(max(size, 1))
      }
      done -= Double(interludes.reduce(0) { $0 + $1.rest.count })
      return done / Double(max(taken + left, 1))
    }
  }

  /// The next thing to do; nil when there is nothing left, or the run is to end.
  ///
  /// Who asks waits for the others, so of plain files no more is done here than to count them off.
  func next() -> Unit? {
    lock.withLock { _ in
      if let unit = nextOfInterludes() { return unit }
      var items: [Item] = []
      var size = 0
      // A handful, but no more than is worth a worker's while.
      while items.count < Self.handful, size < 1 << 16, Interruption.signal == nil {
        if items.isEmpty, let work = nextSegment(of: &current) { return unit(work) }
        if held == nil, case .folder(let folder) = pending.last, folder.isBeforeFile {
          guard items.isEmpty else { break }
          let files = folder.nextFiles(Self.handful)
          taken += files.count
          return unit(.found(files))
        }
        guard let candidate = held ?? nextCandidate(&items) else { break }
        held = nil
        taken += 1
        guard let info = candidate.file?.info ?? candidate.path.info else {
          // What cannot be had is its reader's to report.
          items.append(item(candidate))
          continue
        }
        if !options.replaced.isEmpty, FileIdentity(info).map(options.replaced.contains) ?? false {
          hasMetReplaced.store(true, ordering: .relaxed)
          return nil
        }
        if info.st_mode & S_IFMT == S_IFDIR {
          taken -= 1
          open(folder: candidate, info, &items)
        } else if candidate.file == nil, info.isPlainFile, info.st_size < FileReader.size {
          items.append(item(candidate))
          size += Int(info.st_size)
        } else {
          guard items.isEmpty else {
            taken -= 1
            held = candidate
            break
          }
          do throws(CaptureError) {
            let file = if let file = candidate.file { file } else { try InputFile(candidate.path) }
            current = open(file, as: item(candidate))
          } catch {
            items.append(item(candidate))
          }
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

  /// Takes a capture that a worker came upon among the files of a unit, for all workers to share.
  ///
  /// - Parameters:
  ///   - file: The file, of which nothing has been read.
  ///   - item: What it is.
  ///   - rest: The files behind it.
  ///   - turn: What the worker is doing, which ends with that.
  func takeOver(_ file: InputFile, _ item: Item, before rest: FolderFiles, from turn: Turn) {
    lock.withLock { _ in
      interludes.append(Interlude(capture: open(file, as: item), rest: rest, turn: turn.nextStep))
      hasReachedEnd.store(false, ordering: .relaxed)
    }
  }

  private func unit(_ work: Unit.Work) -> Unit {
    defer { nextTurn = nextTurn.nextUnit }
    return Unit(turn: nextTurn, next: nextTurn.nextUnit, work: work)
  }

  /// What comes first of what workers gave back; nil if they gave nothing back, or the run is to end.
  private func nextOfInterludes() -> Unit? {
    guard let index = interludes.indices.min(by: { interludes[$0].turn < interludes[$1].turn }) else {
      return nil
    }
    var capture: OpenFile? = interludes[index].capture
    let work = nextSegment(of: &capture)
    let turn = interludes[index].turn
    guard let work, let capture else {
      guard Interruption.signal == nil else { return nil }
      return Unit(turn: turn, next: turn.nextUnit, work: .found(interludes.remove(at: index).rest))
    }
    interludes[index].capture = capture
    interludes[index].turn = turn.nextStep
    return Unit(turn: turn, next: turn.nextStep, work: work)
  }

  /// The next piece of a capture that is being cut; nil, and no capture any more, at its end, or if the run is to end.
  private func nextSegment(of capture: inout OpenFile?) -> Unit.Work? {
    while var open = capture {
      if let segment = open.capture?.next(), !open.file.wasInterrupted {
        guard segment.holdsNoPayload, open.capture?.isRecognized == false, !open.isWanted else {
          return .segment(segment, of: open.item)
        }
        skip()
        continue
      }
      guard Interruption.signal == nil, let member = open.captures.next() else {
        capture = nil
        return nil
      }
      open.item.member = member.name
      open.capture = member.capture
      open.isWanted = open.item.isNamed && member.name == nil
      if let capture = member.capture, !capture.isRecognized, !capture.isText, !open.isWanted {
        open.capture = nil
        skip()
      }
      capture = open
      if let error = member.error {
        var item = open.item
        item.error = error.message
        return .files([item])
      }
    }
    return nil
  }

  private func item(_ candidate: Candidate) -> Item {
    Item(path: candidate.path, isNamed: candidate.folder == nil, visit: nextVisit())
  }

  private func nextVisit() -> Int {
    visits += 1
    return visits
  }

  private var visits = 0
  private var lists = 0

  /// Something that was named. What stands for standard input is open already.
  private func candidate(_ path: RawPath) -> Candidate {
    Candidate(path: path, folder: nil, file: path.isDash ? try? InputFile(nil) : nil)
  }

  private func nextCandidate(_ items: inout [Item]) -> Candidate? {
    while let last = pending.indices.last {
      switch pending[last] {
      case .paths(let paths, let next):
        if next < paths.count {
          pending[last] = .paths(paths, next: next + 1)
          return candidate(paths[next])
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
      let folder = try Folder(
        candidate.path, info, in: candidate.folder, options.folders, firstVisit: visits + 1,
        suspects: replacedNumbers, keptOpen: foldersKeptOpen)
      visits += folder.left
      pending.append(.folder(folder))
    } catch {
      items.append(Item(path: candidate.path, error: error.message, isContainer: true))
    }
  }

  private func open(_ file: InputFile, as item: Item) -> OpenFile {
    let stream = ByteStream { buffer throws(CaptureError) in try file.read(buffer) }
    return OpenFile(
      item: item, file: file,
      captures: CaptureFile(
        stream, name: item.path.display, options: options.captures, file: file.randomAccess))
  }
}
