internal import Glibc
internal import Synchronization

/// The wish that the run end early: Ctrl-C, or a signal of the system. The first is heeded at the next payload, so
/// that there is a report on what was done; the second ends the program at once.
enum Interruption {
  private static let received = Atomic<Int32>(0)
  /// Written to by the handler, so that whoever waits for input wakes up.
  nonisolated(unsafe) private static var wakeEnd: Int32 = -1
  /// What becomes readable when there is an interruption, and stays so.
  nonisolated(unsafe) private(set) static var descriptor: Int32 = -1
  /// Files to remove if the program is ended at once, and a null pointer behind the last.
  nonisolated(unsafe) private static var leftovers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
  nonisolated(unsafe) private static var leftoverPaths: [String] = []

  /// The processes to end if the program is ended at once; 0 for none.
  private static let group = Atomic<Int32>(0)

  /// The signal that came; nil if none has.
  static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Begins to listen. Before any thread is started.
  static func listen() {
    var ends: [Int32] = [-1, -1]
    guard received.load(ordering: .relaxed) == 0, pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    descriptor = ends[0]
    wakeEnd = ends[1]
    var heard = sigset_t()
    sigemptyset(&heard)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      sigaddset(&heard, number)
      var old = sigaction()
      // Whoever starts a program with a signal ignored, as nohup does, means it.
      guard sigaction(number, nil, &old) == 0, !isIgnored(old) else { continue }
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { Interruption.heed($0) }
      action.sa_flags = SA_RESTART
      sigaction(number, &action, nil)
    }
    // Programs with threads often start others with every signal blocked, and mean nothing by it.
    pthread_sigmask(SIG_UNBLOCK, &heard, nil)
    var last = sigaction()
    last.__sigaction_handler.sa_handler = { _ in Interruption.giveUp() }
    sigaction(SIGABRT, &last, nil)
  }

  /// Runs where the Swift runtime has said why it cannot go on, which is that there is no more memory unless faultlint has
  /// a bug: nothing here may allocate.
  private static func giveUp() {
    removeLeftovers()
    let text: StaticString =
      "error: the run ended early, because there is too little memory unless the line above says otherwise; the report is incomplete. --jobs 1 and a smaller --max-bytes need less\n"
    _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    _exit(ExitStatus.error)
  }

  /// Names a file to remove if the program is ended at once. By one thread at a time.
  static func add(leftover path: String) { set(leftoverPaths + [path]) }

  /// Takes back such a name.
  static func remove(leftover path: String) { set(leftoverPaths.filter { $0 != path }) }

  private static func set(_ paths: [String]) {
    leftoverPaths = paths
    // The handler may be reading the old list, so that is never freed.
    let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: paths.count + 1)
    for (index, path) in paths.enumerated() { list[index] = strdup(path) }
    list[paths.count] = nil
    leftovers = list
  }

  /// Runs in signal handlers, too.
  private static func removeLeftovers() {
    var next = leftovers
    while let path = next?.pointee {
      unlink(path)
      next = next?.successor()
    }
  }

  /// Names a process group to end if the program is ended at once; 0 when there is none any more.
  static func setGroup(_ id: Int32) { group.store(id, ordering: .relaxed) }

  /// Runs in the signal handler: nothing here may allocate or lock.
  private static func heed(_ number: Int32) {
    let saved = errno
    if received.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged {
      var byte: UInt8 = 0
      _ = write(wakeEnd, &byte, 1)
    } else {
      removeLeftovers()
      let group = group.load(ordering: .relaxed)
      if group > 0 { kill(-group, SIGKILL) }
      _exit(128 + number)
    }
    errno = saved
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    return handler == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
