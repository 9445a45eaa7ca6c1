internal import CFaultlintZlib

/// Reads what a stream of packed bytes holds.
final class InflatingReader {
  private let source: ByteStream
  private let inflater: Inflater
  private let wrapper: Inflater.Wrapper
  private let budget: UnpackingBudget
  private let isInFile: Bool
  private var written = 0
  private var isInside = true
  private var end: Result<Void, CaptureError>?

  /// A reader.
  ///
  /// - Parameters:
  ///   - source: The packed bytes; of a gzip file with all its members, one behind the other.
  ///   - wrapper: What they are wrapped in.
  ///   - budget: What of the file may be unpacked.
  ///   - isInFile: Whether they are bytes of the file; else they have been counted.
  /// - Throws: If there is no memory.
  init(
    _ source: ByteStream, _ wrapper: Inflater.Wrapper, within budget: UnpackingBudget, isInFile: Bool
  ) throws(CaptureError) {
    self.source = source
    self.wrapper = wrapper
    self.budget = budget
    self.isInFile = isInFile
    inflater = try Inflater()
    inflater.reset(wrapper)
  }

  /// Fills a buffer; 0 at the end. What comes before a fault is handed over before the fault is told.
  func read(into output: UnsafeMutableRawBufferPointer) throws(CaptureError) -> Int {
    while true {
      if let end {
        try end.get()
        return 0
      }
      if source.window.isEmpty, !source.fill() {
        end = atEnd
        continue
      }
      if !isInside, !beginMember() { continue }
      switch inflater.step(source.window, into: output) {
      case .success(let step):
        advance(step)
        if step.isAtEnd {
          isInside = false
          if wrapper != .gzip { end = .success(()) }
        }
        if step.written > 0 { return step.written }
      case .failure(let damage):
        advance(damage.step)
        end = .failure(
          CaptureError("the compressed data are damaged after \(written) bytes unpacked (\(damage.reason))")
        )
        if damage.step.written > 0 { return damage.step.written }
      }
    }
  }

  private func advance(_ step: Inflater.Step) {
    source.consume(step.read)
    written += step.written
    if isInFile { budget.read(step.read) }
    do throws(CaptureError) {
      try budget.unpack(step.written)
    } catch {
      end = .failure(error)
    }
  }

  private var atEnd: Result<Void, CaptureError> {
    if let error = source.error { return .failure(error) }
    return isInside
      ? .failure(CaptureError("the compressed data end early, after \(written) bytes unpacked"))
      : .success(())
  }

  /// Begins the next member of a gzip file, if there is one.
  private func beginMember() -> Bool {
    while source.window.count < 2, source.fill() {}
    if source.window.starts(with: [0x1F, 0x8B]) {
      inflater.reset(wrapper)
      isInside = true
      return true
    }
    // Tapes and disks pad with zeros.
    while source.window.allSatisfy({ $0 == 0 }) {
      source.consume(source.window.count)
      guard source.fill() else {
        end = atEnd
        return false
      }
    }
    end = .failure(CaptureError("bytes that are no gzip data stand behind the compressed data"))
    return false
  }
}

extension ByteStream {
  /// A stream of what packed bytes hold; `isInFile` unless they were counted when they were read.
  convenience init(
    inflating source: ByteStream, _ wrapper: Inflater.Wrapper, within budget: UnpackingBudget,
    isInFile: Bool = true
  ) throws(CaptureError) {
    let reader = try InflatingReader(source, wrapper, within: budget, isInFile: isInFile)
    self.init { buffer throws(CaptureError) in try reader.read(into: buffer) }
  }
}
