import Foundation

/// One message, and what it travelled under.
struct Payload {
  enum Version { case soap11, soap12 }

  let bytes: [UInt8]
  let version: Version
  /// The HTTP status that its version asks for.
  let status: Int

  /// The media type that its version asks for.
  var contentType: String {
    (version == .soap11 ? "text/xml" : "application/soap+xml") + "; charset=utf-8"
  }
}

/// The messages everything is measured on: made up, but of the sizes and kinds that captures have, and the same
/// for every run with the same seed. An easier mix (all ASCII, no headers, no CDATA) would flatter.
struct Corpus {
  let folder: URL
  /// The file names, in order; all are in the folder itself.
  let names: [String]

  /// A corpus that was written before.
  init(in folder: URL) throws {
    self.folder = folder
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    self.names = names.filter { $0.hasSuffix(".xml") }.sorted()
  }

  /// Makes up the messages.
  static func payloads(_ count: Int, seed: UInt64) -> [Payload] {
    var random = Random(seed: seed)
    return (0..<count).map { _ in MessageMaker.message(&random) }
  }

  /// Writes one file a message into a folder, which has to be a new one.
  init(writing payloads: [Payload], into folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    self.folder = folder
    names = payloads.indices.map { String(repeating: "0", count: max(0, 5 - "\($0)".count)) + "\($0).xml" }
    for (name, payload) in zip(names, payloads) {
      try Data(payload.bytes).write(to: folder.appendingPathComponent(name))
    }
  }

  /// The names in groups that fit on a command line.
  var batches: [[String]] {
    var batches: [[String]] = []
    var room = 0
    for name in names {
      // The limit, which the environment shares, is 2 MiB on Linux and 1 MiB on macOS; an argument also takes a
      // pointer.
      let cost = name.utf8.count + 9
      if room < cost {
        batches.append([])
        room = 900_000
      }
      room -= cost
      batches[batches.count - 1].append(name)
    }
    return batches
  }
}
