import Foundation

/// A run of the program that is fed, watched and ended while it goes on.
final class LiveRun {
  private let scratch: Scratch
  private let process = Process()
  private let input = Pipe()
  private var seconds: Double = 20

  struct TimedOut: Error { let seen: String }

  init(_ arguments: [String], in folder: URL? = nil) throws {
    scratch = try Scratch()
    process.executableURL = try Program.location.get()
    process.arguments = arguments
    process.currentDirectoryURL = folder ?? scratch.folder
    process.standardInput = input
    process.standardOutput = try FileHandle(forWritingTo: try scratch.write("output", ""))
    process.standardError = try FileHandle(forWritingTo: try scratch.write("errors", ""))
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Hands it further input.
  func send(_ text: String) throws { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

  /// Ends its input.
  func closeInput() throws { try input.fileHandleForWriting.close() }

  /// What it has written so far.
  var output: String {
    (try? String(contentsOf: scratch.folder.appending(path: "output"), encoding: .utf8)) ?? ""
  }

  /// Waits until it has written so many lines.
  func waitForLines(_ count: Int) throws {
    try wait { self.output.utf8.count { $0 == 0x0A } >= count }
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits for its end.
  func finish() throws -> Program.Outcome {
    // Whether it still runs is only noticed by who waits for it.
    let (pid, limit) = (process.processIdentifier, seconds)
    let watchdog = DispatchWorkItem { kill(pid, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + limit, execute: watchdog)
    process.waitUntilExit()
    watchdog.cancel()
    return Program.Outcome(
      status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
      output: Data(output.utf8),
      errors: try String(contentsOf: scratch.folder.appending(path: "errors"), encoding: .utf8))
  }

  private func wait(_ isOver: () -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while !isOver() {
      guard Date() < deadline else { throw TimedOut(seen: String(output.suffix(500))) }
      usleep(2000)
    }
  }
}
