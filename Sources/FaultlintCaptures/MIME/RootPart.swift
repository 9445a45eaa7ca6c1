internal import FaultlintModel
internal import FaultlintText

/// Finds the root part of a multipart entity: the envelope. The other parts are passed over.
///
/// Source: RFC 2046, section 5.1; RFC 2387; SOAP Messages with Attachments; XOP, section 4.
final class RootPart {
  /// A root part.
  struct Found {
    var payload: UnsafeBufferPointer<UInt8>
    /// Where it begins in the entity.
    var place: Int
    /// Whether it stands there as it is.
    var isVerbatim = true
    var remark: String?
    /// What its head says.
    var head = RootPartHead(contentType: nil)
    /// How many other parts have an envelope in them.
    var envelopesElsewhere = 0
  }

  private let limit: Int
  private let decoded = ByteBuffer()
  /// How deep multipart may be in multipart.
  private static let depthLimit = 4

  init(limit: Int) { self.limit = limit }

  /// The root part of an entity.
  ///
  /// - Parameters:
  ///   - bytes: The entity.
  ///   - type: Its media type.
  ///   - depth: How many multiparts it is inside.
  /// - Returns: The part.
  /// - Throws: Why there is none.
  func find(
    in bytes: UnsafeBufferPointer<UInt8>, type: MediaType, depth: Int = 0
  ) throws(CaptureError) -> Found {
    let view = ByteView(bytes)
    var remarks: [String?] = []
    let boundary: String
    if let parameter = type.parameter("boundary"), !parameter.value.isEmpty {
      boundary = parameter.value
    } else if let found = Self.firstDelimiter(in: view) {
      boundary = found
      remarks.append("its Content-Type has no boundary; '\(found)' was taken from the first line")
    } else {
      throw CaptureError("it is multipart, and its Content-Type has no boundary")
    }
    let parts = Parts(view, boundary: boundary)
    guard !parts.parts.isEmpty else {
      throw CaptureError("it is multipart, and its boundary '\(boundary)' stands nowhere in it")
    }
    if !parts.isClosed { remarks.append("the last part has no boundary '\(boundary)--' behind it") }
    let (index, head) = try root(of: parts, type: type, in: view)
    let rootType = head.field("content-type", in: view).map { MediaType(HeaderScanner.value($0, in: view)) }
    if type.essence != "multipart/related" {
      remarks.append("it is \(type.essence), no multipart/related; its first part was taken as the root")
    }
    var found = Found(payload: view.slice(head.end..<parts.parts[index].upperBound), place: head.end)
    found.head = RootPartHead(contentType: rootType)
    if let field = head.field("content-transfer-encoding", in: view) {
      let name = view.text(field.value).lowercased()
      if let encoding = TransferEncoding(rawValue: name) {
        remarks.append(encoding.decode(found.payload, into: decoded))
        found.payload = decoded.bytes
        found.isVerbatim = false
      } else if !["7bit", "8bit", "binary"].contains(name) {
        remarks.append("the Content-Transfer-Encoding '\(name)' of the root part is not known")
      }
    }
    if !head.isClosed { remarks.append("the root part has no blank line behind its head") }
    if let rootType, rootType.essence.hasPrefix("multipart/") {
      guard depth + 1 < Self.depthLimit, found.isVerbatim else {
        throw CaptureError("its root part is multipart itself, and that too deep to follow")
      }
      var inner = try find(in: found.payload, type: rootType, depth: depth + 1)
      inner.place += found.place
      // The parameters of the outer type are about the outer root part.
      inner.head = found.head
      remarks += ["the root part is multipart itself", inner.remark]
      found = inner
    }
    for (other, part) in parts.parts.enumerated() where other != index {
      if EnvelopeFinder.hasEnvelope(view.slice(part)) { found.envelopesElsewhere += 1 }
    }
    if found.envelopesElsewhere > 0 {
      remarks.append(
        "\(found.envelopesElsewhere) of the other parts \(found.envelopesElsewhere == 1 ? "has" : "have") an envelope, "
          + "which is not checked: the message is in the root part")
    }
    let known = remarks.compactMap { $0 }
    found.remark = known.isEmpty ? nil : known.joined(separator: "; ")
    return found
  }

  /// The part that `start` names, else the first.
  private func root(
    of parts: Parts, type: MediaType, in view: ByteView
  ) throws(CaptureError) -> (Int, HeaderScanner) {
    let start = type.parameter("start").map { Self.bare($0.value) }
    for (index, part) in parts.parts.enumerated() {
      guard let head = HeaderScanner(view, from: part.lowerBound, to: part.upperBound, isWhole: true) else {
        continue
      }
      guard let start else { return (index, head) }
      if let id = head.field("content-id", in: view), Self.bare(HeaderScanner.value(id, in: view)) == start {
        return (index, head)
      }
    }
    throw CaptureError(
      "no part has the Content-ID '\(start ?? "")' that the start parameter names as the root, of "
        + (parts.parts.count == 1 ? "1 part" : "\(parts.parts.count) parts"))
  }

  /// A Content-ID without its angle brackets.
  private static func bare(_ text: String) -> String {
    text.hasPrefix("<") && text.hasSuffix(">") ? String(text.dropFirst().dropLast()) : text
  }

  /// The boundary that the first line which is no blank gives; nil if it is none.
  static func firstDelimiter(in view: ByteView) -> String? {
    let at = view.skipBlank(from: 0)
    guard view.matches("--", at: at), let line = view.line(from: at) else { return nil }
    let boundary = view.trimmed(at + 2..<max(line.content.upperBound, at + 2))
    guard (1...70).contains(boundary.count), view.slice(boundary).allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else {
      return nil
    }
    return view.text(boundary)
  }
}

/// Where the parts of a multipart entity stand, heads and all.
struct Parts {
  var parts: [Range<Int>] = []
  /// Whether the boundary behind the last part is there.
  var isClosed = false

  init(_ view: ByteView, boundary: String) {
    var begin: Int?
    var at = 0
    let delimiter = Array("--\(boundary)".utf8)
    delimiter.withUnsafeBufferPointer { delimiter in
      while let hit = view.index(of: delimiter, from: at) {
        at = hit + delimiter.count
        guard hit == 0 || view[hit - 1] == ByteView.lineFeed else { continue }
        let isLast = view.matches("--", at: at)
        if isLast { at += 2 }
        while at < view.count, view[at] == ByteView.space || view[at] == 0x09 { at += 1 }
        // A boundary that only begins like this one is another.
        guard at == view.count || view[at] == 0x0A || view.matches("\r\n", at: at) else { continue }
        if let begin { parts.append(begin..<max(Self.end(before: hit, in: view), begin)) }
        guard !isLast else {
          begin = nil
          isClosed = true
          return
        }
        at = min(at + (at < view.count && view[at] == 0x0A ? 1 : 2), view.count)
        begin = at
      }
    }
    if let begin { parts.append(begin..<view.count) }
  }

  /// The line end before a boundary belongs to the boundary.
  private static func end(before hit: Int, in view: ByteView) -> Int {
    guard hit > 0 else { return 0 }
    return hit > 1 && view[hit - 2] == ByteView.carriageReturn ? hit - 2 : hit - 1
  }
}
