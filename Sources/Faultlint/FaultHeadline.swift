internal import FaultlintModel
internal import FaultlintText
internal import FaultlintXMLTree

/// What a fault says in short: its code, its subcodes and its first text. Faults that say the same are counted together.
package struct FaultHeadline: Sendable, Hashable, Comparable {
  // One text, so that a payload can be looked up without memory of its own. Its parts are parted by NUL, which no XML
  // has in it.
  private var bytes: [UInt8] = []
  /// The hash of it, which is asked for wherever it is counted.
  private var hash = 0

  /// How many characters of a text tell faults apart.
  private static let longestText = 200
  /// How many characters of a name reports have.
  package static let longestName = 300

  /// A headline to be filled.
  package init() {}

  /// A headline that a report has.
  ///
  /// - Parameters:
  ///   - code: The expanded name of the code, or its text if it names nothing; empty if there is none.
  ///   - subcodes: The same of the subcodes, from the outside in.
  ///   - text: The first text, whole.
  package init(code: String, subcodes: [String], text: String) {
    for part in [code] + subcodes {
      bytes += part.utf8.lazy.filter { $0 != 0 }
      bytes.append(0)
    }
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0]
    let start = Array(text.utf8.drop { blanks.contains($0) })
    let end = start.lastIndex { !blanks.contains($0) }.map { $0 + 1 } ?? 0
    bytes += String(cutting: start[..<end], after: Self.longestText).utf8
    settle()
  }

  /// All bytes at once: byte by byte, as arrays are compared and hashed, takes ten times as long.
  package static func == (left: FaultHeadline, right: FaultHeadline) -> Bool {
    left.hash == right.hash
      && left.bytes.withUnsafeBufferPointer { left in
        right.bytes.withUnsafeBufferPointer { right in left.equals(right) }
      }
  }

  /// By the bytes of the code, of the subcodes, and of the text.
  package static func < (left: FaultHeadline, right: FaultHeadline) -> Bool {
    left.bytes.withUnsafeBufferPointer { left in
      right.bytes.withUnsafeBufferPointer { right in left.isBefore(right) }
    }
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(hash) }

  private mutating func settle() {
    var hasher = Hasher()
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    hash = hasher.finalize()
  }

  private var parts: [String] {
    bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The expanded name of the code, or its text if it names nothing; empty if there is none.
  package var code: String { parts.first ?? "" }
  /// The same of the subcodes, from the outside in.
  package var subcodes: [String] { Array(parts.dropFirst().dropLast()) }
  /// The first text, cut after so many characters that it can be told from others.
  package var text: String { parts.last ?? "" }

  /// Makes it that of a report.
  ///
  /// - Returns: Whether there is a fault in it.
  package mutating func take(from report: Report) -> Bool {
    if let headline = report.headline {
      self = headline
      return true
    }
    // Not bound to a name, which would copy it.
    guard report.fault != nil else { return false }
    bytes.removeAll(keepingCapacity: true)
    write(report.fault.unsafelyUnwrapped, report.disclosed)
    settle()
    return true
  }

  private mutating func write(_ fault: Fault, _ disclosed: Disclosed?) {
    if let code = fault.parts.codeName { append(code, of: fault) }
    bytes.append(0)
    // One that holds elements is no code, and is not in the rest of a report either.
    for subcode in fault.parts.subcodes.lazy.compactMap(FaultCode.init) {
      append(subcode, of: fault)
      bytes.append(0)
    }
    guard let reason = fault.parts.reasons.first else { return }
    let text = reason.text.trimmed
    if let disclosed {
      bytes += disclosed.string(text, limit: Self.longestText).utf8
    } else if fault.hasUnexpandedEntities {
      append(written: reason, of: fault, limit: Self.longestText)
    } else if text.count <= Self.longestText {
      bytes.append(text.bytes)
    } else {
      bytes += text.string(limit: Self.longestText).utf8
    }
  }

  private mutating func append(_ code: FaultCode, of fault: Fault) {
    guard case .resolved(let namespace, let local, _) = code.name else {
      if fault.hasUnexpandedEntities {
        return append(written: code.element, of: fault, limit: Self.longestName)
      }
      return append(code.text)
    }
    if namespace != .none {
      bytes.append(UInt8(ascii: "{"))
      let namespaces = code.element.tree.namespaces
      let name = namespaces[namespace.id]
      if name.count <= Self.longestName {
        bytes.append(name)
      } else {
        bytes += namespaces.string(namespace.id).utf8
      }
      bytes.append(UInt8(ascii: "}"))
    }
    append(local)
  }

  /// What is written in an element, as the rest of a report has it: what stands in the tree for an entity says nothing.
  private mutating func append(written element: ElementView, of fault: Fault, limit: Int) {
    let written = Array(fault.text(element, isTrimmed: true).utf8)
    bytes += String(cutting: written[...], after: limit).utf8
  }

  private mutating func append(_ name: TextView) {
    if name.count <= Self.longestName {
      bytes.append(name.bytes)
    } else {
      bytes += name.string(limit: Self.longestName).utf8
    }
  }
}
