public import Faultlint
public import Foundation

/// What an assertion can be made about: a text, bytes, `Data`, a file beside the test, an HTTP response, a
/// ``FaultFixture``, or any of these that may be nil.
public protocol FaultPayload {
  /// What was received: the bytes, or why there are none.
  var received: ReceivedPayload { get }
}

/// What was received: bytes, and what came with them.
public struct ReceivedPayload: Sendable {
  enum Content: Sendable {
    case text(String)
    case bytes([UInt8])
    /// Nil was handed over.
    case nothing
    /// It could not be had; why.
    case unreadable(String)
  }

  let content: Content
  /// How it travelled, as far as the payload itself knows.
  public var exchange = Exchange()
  /// What to call it in failures; nil if it has no name.
  public var name: String?
  /// What to judge it by where an assertion names no profile; nil to choose by the message.
  var profiles: [Profile]?
  /// Rules that are to run although they are off unless asked for.
  var enabledRules: Set<String> = []

  /// A payload of bytes, as they went over the wire.
  public init(_ bytes: some Collection<UInt8>) { content = .bytes(Array(bytes)) }

  /// A payload that is a text: UTF-8 whatever encoding its XML declaration names.
  public init(_ text: String) { content = .text(text) }

  /// A payload that could not be had.
  ///
  /// - Parameter reason: Why, in a sentence without a full stop.
  public init(unreadable reason: String) { content = .unreadable(reason) }

  private init(_ content: Content) { self.content = content }

  /// Nil.
  static let nothing = ReceivedPayload(.nothing)

  /// The bytes; none if it could not be had.
  var bytes: [UInt8] {
    switch content {
    case .text(let text): Array(text.utf8)
    case .bytes(let bytes): bytes
    case .nothing, .unreadable: []
    }
  }
}

extension String: FaultPayload {
  /// The text.
  public var received: ReceivedPayload { ReceivedPayload(self) }
}

extension Substring: FaultPayload {
  /// The text.
  public var received: ReceivedPayload { ReceivedPayload(String(self)) }
}

extension Array: FaultPayload where Element == UInt8 {
  /// The bytes.
  public var received: ReceivedPayload { ReceivedPayload(self) }
}

extension ArraySlice: FaultPayload where Element == UInt8 {
  /// The bytes.
  public var received: ReceivedPayload { ReceivedPayload(self) }
}

extension ContiguousArray: FaultPayload where Element == UInt8 {
  /// The bytes.
  public var received: ReceivedPayload { ReceivedPayload(self) }
}

extension UnsafeRawBufferPointer: FaultPayload {
  /// The bytes, copied.
  public var received: ReceivedPayload { ReceivedPayload(self) }
}

extension Data: FaultPayload {
  /// The bytes.
  public var received: ReceivedPayload { ReceivedPayload(self) }
}

extension Optional: FaultPayload where Wrapped: FaultPayload {
  /// What it holds; nil counts as a body that is not there.
  public var received: ReceivedPayload { self?.received ?? .nothing }
}
