/// An HTTP message that is an entry, and the request that it answers.
struct CapturedExchange {
  var message: CapturedMessage
  var request: CapturedMessage?
}

/// Puts HTTP messages together: requests that come one after the other are answered in order by the responses behind
/// them. A request that nothing answers before the next request that follows a response is an entry of its own.
struct ExchangeScanner {
  private let scanner: MessageScanner
  /// Where the next run begins.
  private(set) var offset = 0
  /// The most requests that may wait.
  private static let waitingLimit = 64

  init(_ view: ByteView, from offset: Int = 0, isWhole: Bool) {
    scanner = MessageScanner(view: view, isWhole: isWhole)
    self.offset = offset
  }

  /// The next exchanges that belong together, in the order in which they stand; nil at the end. Cutting between them
  /// and the next changes nothing.
  mutating func next() throws(Incomplete) -> [CapturedExchange]? {
    let view = scanner.view
    var waiting: [CapturedMessage] = []
    var result: [CapturedExchange] = []
    var interim: CapturedMessage?
    var hasAnswer = false
    var at = offset
    while true {
      guard let message = try scanner.message(from: at, answering: waiting.first) else {
        guard !waiting.isEmpty || !result.isEmpty || interim != nil else { return nil }
        at = view.count
        break
      }
      if message.isRequest {
        if hasAnswer || interim != nil { break }
        at = message.end
        waiting.append(message)
        if waiting.count == Self.waitingLimit { break }
        continue
      }
      at = message.end
      if message.isInterim {
        interim = message
        continue
      }
      if message.opensTunnel(answering: waiting.first, in: view) {
        if !waiting.isEmpty { waiting.removeFirst() }
        interim = waiting.isEmpty ? message : nil
        continue
      }
      interim = nil
      hasAnswer = true
      result.append(
        CapturedExchange(message: message, request: waiting.isEmpty ? nil : waiting.removeFirst()))
      if waiting.isEmpty { break }
    }
    if waiting.isEmpty, var interim {
      interim.error = CaptureError(
        "the response with status \(interim.status ?? 0) is not the last, and no other follows")
      result.append(CapturedExchange(message: interim))
    }
    offset = at
    guard !waiting.isEmpty else { return result }
    result += waiting.map { CapturedExchange(message: $0) }
    return result.sorted { $0.message.start < $1.message.start }
  }
}
