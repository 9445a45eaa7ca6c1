internal import Dispatch
internal import FaultModel
internal import Faultlint
internal import Glibc
internal import Reports
internal import XMLTree

/// Checks inputs on several threads. Each worker keeps its parser, schemas and buffers for the whole run and pulls
/// batches; a task a document would cost a tenth of the time.
struct Workers {
  private let count: Int
  private let options: LintOptions
  private let exchange: Exchange
  private let inputs: InputQueue
  private let writer: ReportWriter

  init(count: Int, options: LintOptions, exchange: Exchange, inputs: InputQueue, writer: ReportWriter) {
    self.count = count
    self.options = options
    self.exchange = exchange
    self.inputs = inputs
    self.writer = writer
  }

  /// How many cores there are.
  static var cores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  func run() {
    // The first batch tells whether there is enough to share.
    guard let first = inputs.next() else { return }
    if count == 1 || first.items.count == 1 {
      work(first, slots: nil)
      return
    }
    // So many batches may be done but not yet written; a slow one holds up the others, not the memory.
    let slots = DispatchSemaphore(value: count * 8)
    writer.slots = slots
    slots.wait()
    DispatchQueue.concurrentPerform(iterations: count) { worker in
      work(worker == 0 ? first : nil, slots: slots)
    }
  }

  private func work(_ first: InputQueue.Batch?, slots: DispatchSemaphore?) {
    let linter = Linter(options: options)
    var reader = FileReader(limit: options.limits.bytes)
    var batch = first
    while !writer.hasFailed {
      if batch == nil {
        slots?.wait()
        batch = inputs.next()
      }
      guard let current = batch else {
        slots?.signal()
        return
      }
      var results: [PayloadResult] = []
      results.reserveCapacity(current.items.count)
      for item in current.items {
        if let result = check(item, linter, &reader) { results.append(result) }
      }
      writer.add(results, number: current.number)
      batch = nil
    }
  }

  private func check(_ item: InputQueue.Item, _ linter: Linter, _ reader: inout FileReader) -> PayloadResult?
  {
    let path = item.path.display
    if let trouble = reader.read(item.path, isNamed: item.isNamed) {
      StandardStream.complain(trouble, about: path)
      return PayloadResult(source: Source(path: path), verdict: .unreadable)
    }
    if !item.isNamed, !path.hasSuffix(".xml"), !Self.looksLikeXML(reader.bytes) {
      inputs.skip()
      return nil
    }
    return linter.lint(reader.bytes, from: Source(path: path), in: exchange)
  }

  /// Whether the first thing in the bytes, in any encoding, is a '<'.
  private static func looksLikeXML(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "<"): return true
      case 0, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF: continue
      case _ where StartTag.isBlank(byte): continue
      default: return false
      }
    }
    return false
  }
}
