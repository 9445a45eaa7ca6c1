internal import FaultlintConfiguration
internal import FaultlintText
internal import Glibc

/// What becomes of a baseline by what a run finds.
struct BaselineChange {
  enum Kind { case create, update, prune }

  var kind: Kind
  /// Whether a baseline that is there is made anew.
  var replaces = false

  /// The file to write; what keeps it from being written is said on standard error.
  ///
  /// - Parameter files: Where the files of the project are.
  /// - Returns: The file; nil if nothing can be done.
  func target(_ files: ProjectFiles) -> String? {
    guard kind == .create else {
      if files.baseline == nil {
        StandardStream.complain(
          "there is no baseline to \(kind == .update ? "update" : "prune")",
          help: "'faultlint baseline create' makes one")
      }
      return files.baseline
    }
    let folder = files.configuration.flatMap { path in
      path.lastIndex(of: "/").map { String(path[...$0]) }
    }
    let path = files.baseline ?? (folder ?? "") + ProjectFiles.baselineName
    var info = stat()
    guard replaces || lstat(path, &info) != 0 else {
      StandardStream.complain(
        "there is a baseline already", about: path,
        help: "'faultlint baseline update' changes it, and --force makes it anew")
      return nil
    }
    return path
  }

  /// Writes the baseline that a run leads to, and says what has changed.
  ///
  /// - Parameters:
  ///   - path: The file to write.
  ///   - known: What it has.
  ///   - recorder: What the run found.
  ///   - root: The folder that the files in it are counted from.
  /// - Returns: Whether it was written.
  func write(_ path: String, over known: Baseline?, _ recorder: FindingRecorder, _ root: PathRoot) -> Bool {
    let found = recorder.found
    let known = known ?? Baseline()
    func exists(_ file: String) -> Bool { ProjectFiles.mayBeThere(file, from: root) }
    let new =
      switch kind {
      case .create: found
      case .update: known.updated(with: found, seen: recorder.seen, exists: exists)
      case .prune: known.pruned(by: found, seen: recorder.seen, exists: exists)
      }
    let isChanged = new != known || kind == .create
    if isChanged {
      let destination = ReportForm.Destination(format: nil, file: path, option: path)
      guard let sink = ReportSink(destination, reading: InputSelection()) else { return false }
      _ = sink.write(new.text)
      guard sink.finish() else { return false }
    }
    return say(path, new, known, isChanged: isChanged)
  }

  private func say(_ path: String, _ new: Baseline, _ known: Baseline, isChanged: Bool) -> Bool {
    var output = Output()
    func findings(_ count: Int) -> String { "\(count) \(count == 1 ? "finding" : "findings")" }
    let files = new.files.count
    output.write(
      "\(path.printable): \(isChanged ? "" : "unchanged, ")\(findings(new.count)) in \(files) \(files == 1 ? "file" : "files")\n"
    )
    let old = Dictionary(known.rules.map { ($0.id, $0.count) }, uniquingKeysWith: { $1 })
    let counts = Dictionary(new.rules.map { ($0.id, $0.count) }, uniquingKeysWith: { $1 })
    for id in Set(old.keys).union(counts.keys).sorted() {
      let (before, now) = (old[id] ?? 0, counts[id] ?? 0)
      let change =
        kind == .create || before == now ? "" : now > before ? " (+\(now - before))" : " (-\(before - now))"
      output.write("\(now.aligned)  \(id.printable)\(change)\n")
    }
    return StandardStream.answer(output.bytes)
  }
}
