import Foundation

/// A program that was started, and what became of it.
///
/// Foundation's `Process` reads past the end of a buffer now and then when many threads start programs, which ends all
/// tests.
final class Child {
  struct NotStarted: Error {
    let program: String
    let code: Int32
  }

  private let id: pid_t
  private var ended: Int32?

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - command: Its path and its arguments.
  ///   - folder: Where it runs.
  ///   - input: The file that is its standard input.
  ///   - output: The file that is its standard output.
  ///   - errors: The file that is its standard error.
  /// - Throws: If it cannot be started.
  init(_ command: [String], in folder: URL, input: URL, output: URL, errors: URL) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input.path, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, errors.path, O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    // What changes the folder for a child is not in every C library's headers.
    let script = ["/bin/sh", "-c", #"cd "$1" && shift && exec "$@""#, "sh", folder.path]
    var arguments = (script + command).map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, script[0], &actions, &attributes, &arguments, environ)
    guard code == 0 else { throw NotStarted(program: command[0], code: code) }
    self.id = id
  }

  /// Its exit status, or the number of the signal that ended it, negative; nil while it runs.
  var status: Int32? {
    if let ended { return ended }
    var state: Int32 = 0
    guard waitpid(id, &state, WNOHANG) == id else { return nil }
    let signal = state & 0x7F
    ended = signal == 0 ? (state >> 8) & 0xFF : -signal
    return ended
  }

  /// Ends it, and waits until it has.
  func kill() {
    _ = Foundation.kill(id, SIGKILL)
    var state: Int32 = 0
    _ = waitpid(id, &state, 0)
  }
}
