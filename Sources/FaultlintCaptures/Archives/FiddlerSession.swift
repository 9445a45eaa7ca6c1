/// A session of Fiddler in an archive of them (`.saz`): its request and its response stand in files of their own,
/// `raw/1_c.txt` and `raw/1_s.txt`, each as it was sent.
enum FiddlerSession {
  /// How far behind the request the response may be in the directory of the archive.
  private static let reach = 8

  /// Whether an archive is one of Fiddler's, by its first files.
  static func isArchive(_ archive: ZipArchive) -> Bool {
    var archive = archive
    for _ in 0..<reach {
      guard let member = try? archive.next() else { return false }
      if member.name.hasPrefix("raw/"), number(member.name, "_c.txt") != nil { return true }
    }
    return false
  }

  /// Whether a file is about the sessions, and holds no message.
  static func isAbout(_ name: String) -> Bool {
    name.hasSuffix("_m.xml") || name == "_index.htm" || name == "[Content_Types].xml"
  }

  /// Whether a file holds a request.
  static func isRequest(_ name: String) -> Bool { number(name, "_c.txt") != nil }

  /// The file with the response to a request.
  ///
  /// - Parameters:
  ///   - request: The name of the file with the request.
  ///   - archive: The archive, at what follows that file.
  /// - Returns: The file; nil if it is not near.
  static func response(to request: String, in archive: ZipArchive) -> ZipArchive.Member? {
    guard let wanted = number(request, "_c.txt") else { return nil }
    var archive = archive
    for _ in 0..<reach {
      guard let member = try? archive.next() else { return nil }
      if number(member.name, "_s.txt") == wanted { return member }
    }
    return nil
  }

  /// Whether a request only opens a tunnel, so that what follows is no message of a service.
  static func opensTunnel(_ request: ByteStream) -> Bool {
    _ = request.fill(to: 8)
    return request.window.starts(with: Array("CONNECT ".utf8))
  }

  private static func number(_ name: String, _ ending: String) -> Substring? {
    name.hasSuffix(ending) ? name.dropLast(ending.utf8.count) : nil
  }
}

extension ByteStream {
  /// A stream of the bytes of several, one behind the other.
  convenience init(joining streams: [ByteStream]) {
    var rest = streams[...]
    self.init { buffer throws(CaptureError) in
      while let stream = rest.first {
        if stream.window.isEmpty { _ = stream.fill() }
        let window = stream.window
        if window.isEmpty {
          if let error = stream.error { throw error }
          rest.removeFirst()
          continue
        }
        let taken = min(window.count, buffer.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(window)[..<taken]))
        stream.consume(taken)
        return taken
      }
      return 0
    }
  }
}
