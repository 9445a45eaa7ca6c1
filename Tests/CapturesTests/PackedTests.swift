import CFaultlintZlib
import FaultlintModel
import Testing

@testable import FaultlintCaptures

/// Bodies and files that are packed. The packed bytes were made by Python's zlib, gzip and zipfile modules.
@Suite("Packed captures")
struct PackedTests {
  /// Bytes by their hexadecimal digits.
  static func hex(_ text: String) -> [UInt8] {
    let digits = Array(text.utf8).compactMap(ByteView.hexDigit)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  static let text = "<a>hello hello hello hello</a>"
  static let gzip = hex(
    """
    1f8b0800000000000203b349b4cb48cdc9c957c0206df413ed00a81660e11e000000
    """)
  static let zlib = hex(
    """
    78dab349b4cb48cdc9c957c0206df413ed00a6140a96
    """)
  static let raw = hex(
    """
    b349b4cb48cdc9c957c0206df413ed00
    """)
  static let gzipOfZlib = hex(
    """
    1f8b0800000000000203ab98b3d973cb698fb3274f861f50c8fd22fc96619908d734002a32f45216000000
    """)
  static let gzipOfGzip = hex(
    """
    1f8b080000000000020393efe660000126e6cd9e5b4e7b9c3d7932fc8042ee17e1b70c2bc4121eca016500f3e04b3d22
    000000
    """)
  static let gzipOfHTTP = hex(
    """
    1f8b0800000000000203f3080909d037d433543035305088e0e572cecf2b49cd2bd1f549cd4b2fc9b05230e5e5e2e5b2
    4934d4b7f3204ea591be1d00f56f586854000000
    """)
  static let zipOfFour = hex(
    """
    504b03041400000000000000210000000000000000000000000002000000612f504b030414000000000000002100a816
    60e11e0000001e0000000c000000612f73746f7265642e786d6c3c613e68656c6c6f2068656c6c6f2068656c6c6f2068
    656c6c6f3c2f613e504b030414000000080000002100f56f586832000000540000000f000000612f6465666c61746564
    2e68747470f3080909d037d433543035305088e0e572cecf2b49cd2bd1f549cd4b2fc9b05230e5e5e2e5b24934d4b7f3
    204ea591be1d00504b030414000000000000002100f3e04b3d22000000220000000d0000007061636b65642e786d6c2e
    677a1f8b0800000000000203b349b4cb48cdc9c957c0206df413ed00a81660e11e000000504b03041400000000000000
    2100b9a7f01570000000700000000a0000006e65737465642e7a6970504b0304140000000000000021002b8426120400
    00000400000005000000782e786d6c3c782f3e504b01021403140000000000000021002b842612040000000400000005
    0000000000000000000000800100000000782e786d6c504b0506000000000100010033000000270000000000504b0102
    140314000000000000002100000000000000000000000000020000000000000000000000800100000000612f504b0102
    140314000000000000002100a81660e11e0000001e0000000c0000000000000000000000800120000000612f73746f72
    65642e786d6c504b0102140314000000080000002100f56f586832000000540000000f00000000000000000000008001
    68000000612f6465666c617465642e68747470504b0102140314000000000000002100f3e04b3d22000000220000000d
    00000000000000000000008001c70000007061636b65642e786d6c2e677a504b0102140314000000000000002100b9a7
    f01570000000700000000a00000000000000000000008001140100006e65737465642e7a6970504b0506000000000500
    05001a010000ac0100000000
    """)
  /// Eight members of a MiB of zeros.
  static let zeros: [UInt8] = {
    let member =
      hex("1f8b0800000000000203edc13101000000c2a0f54f6d085fa0") + [UInt8](repeating: 0x00, count: 1016)
      + hex("3e031cea38a700001000")
    return Array(repeatElement(member, count: 8).joined())
  }()

  static func response(_ fields: String, _ body: [UInt8]) -> [UInt8] {
    Array("HTTP/1.1 500 X\r\nContent-Length: \(body.count)\r\n\(fields)\r\n\r\n".utf8) + body
  }

  @Test(
    "Content codings",
    arguments: [
      ("gzip", gzip), ("GZIP", gzip), ("x-gzip", gzip), ("deflate", zlib), ("deflate", raw),
      ("identity", Array(text.utf8)),
    ])
  func coding(_ name: String, _ body: [UInt8]) {
    let read = Read.entries(Self.response("Content-Encoding: \(name)", body))
    #expect(read.map(\.text) == [Self.text])
    #expect(read.first?.error == nil)
    #expect(read.first?.remark == nil)
    #expect(read.first?.isVerbatim == (name == "identity"))
  }

  @Test("Codings one upon the other, and the transfer coding gzip in chunks")
  func several() {
    let twice = Self.response("Content-Encoding: deflate, gzip", Self.gzipOfZlib)
    #expect(Read.entries(twice).map(\.text) == [Self.text])
    var chunked = Array("HTTP/1.1 500 X\r\nTransfer-Encoding: gzip, chunked\r\n\r\n".utf8)
    for part in [Self.gzip.prefix(10), Self.gzip.dropFirst(10)] {
      chunked += Array("\(String(part.count, radix: 16))\r\n".utf8) + part + Array("\r\n".utf8)
    }
    chunked += Array("0\r\n\r\n".utf8)
    #expect(Read.entries(chunked).map(\.text) == [Self.text])
  }

  @Test("A coding that a tool undid")
  func undone() {
    let read = Read.entries(Self.response("Content-Encoding: br", Array(Self.text.utf8)))
    #expect(read.map(\.text) == [Self.text])
    #expect(read.first?.remark == "the capture has the body without its coding 'br'")
  }

  @Test("A coding that is not read, one that breaks off, one that is damaged, one that is not there")
  func troubles() {
    let cut = Array(Self.gzip.dropLast(12))
    var damaged = Self.gzip
    damaged[damaged.count - 6] ^= 0xFF
    for (name, body, word) in [
      ("br", [0x8B, 0x0F, 0x80, 0x3C, 0x61], "'br'"), ("gzip", cut, "ends early"),
      ("gzip", damaged, "damaged"),
      ("gzip", [0x00, 0x01, 0x02], "not in the coding 'gzip'"),
    ] as [(String, [UInt8], String)] {
      let read = Read.entries(
        Self.response("Content-Encoding: \(name)", body) + Self.response("X: y", Array("<n/>".utf8)))
      #expect(read.map(\.text) == ["", "<n/>"])
      #expect(read.first?.error?.contains(word) == true, "\(read.first?.error ?? "")")
      #expect(read.last?.error == nil)
    }
  }

  @Test("What unpacks to more than allowed is an error")
  func bombs() {
    var options = CaptureOptions()
    options.entryBytes = 10_000
    let large = Read.entries(Self.response("Content-Encoding: gzip", Self.zeros), options: options)
    #expect(large.first?.error?.contains("more than 10000 bytes") == true)
    options.entryBytes = 32 << 20
    let bomb = Read.entries(Self.response("Content-Encoding: gzip", Self.zeros), options: options)
    #expect(bomb.first?.error?.contains("bomb") == true)
    #expect(bomb.first?.payload == [])
  }

  @Test("Bodies that all together unpack to much are taken for a bomb too, from the one on that is too much")
  func manyBombs() {
    let two = Array(Self.zeros.prefix(Self.zeros.count / 4))
    let body = Self.response("Content-Encoding: gzip", two)
    let read = Read.entries(Array(repeatElement(body, count: 10).joined()))
    #expect(read.count == 10)
    #expect(read.prefix(2).map(\.payload.count) == [2 << 20, 2 << 20])
    #expect(read.dropFirst(2).allSatisfy { $0.error?.contains("bomb") == true && $0.payload.isEmpty })
    // Bodies as they come may be as many as you like.
    let usual = Self.response("Content-Encoding: gzip", Self.gzip)
    let all = Read.entries(Array(repeatElement(usual, count: 2000).joined()))
    #expect(all.count == 2000 && all.allSatisfy { $0.text == Self.text })
  }

  @Test("What bodies may unpack to grows with the capture, and not with the number of its pieces")
  func bombsInPieces() {
    let two = Array(Self.zeros.prefix(Self.zeros.count / 4))
    // Each stands in a piece of its own.
    let packed = Self.response("Content-Encoding: gzip", two)
    let plain = Self.response("X: y", [UInt8](repeating: 0x20, count: 60_000))
    let bytes = Array(repeatElement(packed + plain, count: 12).joined())
    let unpacked = Read.entries(bytes).map(\.payload.count).filter { $0 == 2 << 20 }.count
    // There are two of them in each piece of 124 KB, which may become 2.5 MB; the first piece may become 4 MiB more.
    #expect(unpacked == 2 + 5)
    // In an archive, too, only the first has anything in addition to its proportion.
    let alone = Self.response("Content-Encoding: gzip", two)
    let members = Read.members(Self.zip(Array(repeating: alone, count: 6)), name: "x.zip")
    #expect(members.map { $0.entries.map(\.payload.count) } == [[2 << 20]] + Array(repeating: [0], count: 5))
    #expect(members.dropFirst().allSatisfy { $0.entries.first?.error?.contains("bomb") == true })
  }

  @Test("A body that is refused costs no more than what it may unpack to")
  func refusedBodies() {
    let store = ByteBuffer()
    _ = store.room(16 << 20)
    #expect(throws: CaptureError.self) {
      try Self.zeros.withUnsafeBufferPointer {
        try Inflater().inflate($0, .gzip, into: store, limit: 1000)
      }
    }
    #expect(store.count == 1001)
  }

  @Test("Nobody applies so many codings")
  func manyCodings() {
    let names = Array(repeating: "gzip", count: 5000).joined(separator: ", ")
    let plain = Read.entries(Self.response("Content-Encoding: \(names)", Array(Self.text.utf8)))
    #expect(plain.map(\.text) == [Self.text])
    #expect(plain.first?.remark == "the capture has the body without its coding 'gzip'")
    let often = Read.entries(
      Self.response("Content-Encoding: \(names)", Self.gzipOfGzip))
    #expect(often.map(\.text) == [Self.text])
  }

  // MARK: gzip files

  @Test("A gzip file is what it holds", arguments: [nil, 1, 3, 7])
  func gzipFile(piece: Int?) {
    let members = Read.members(Self.gzip, name: "fault.xml.gz", piece: piece)
    #expect(members.map(\.name) == [nil])
    #expect(members.first?.entries.map(\.text) == [Self.text])
    #expect(members.first?.entries.first?.error == nil)
  }

  @Test("Members one behind the other, and padding")
  func concatenated() {
    let members = Read.members(Self.gzip + Self.gzip + [0, 0, 0], name: "x.gz")
    #expect(members.first?.entries.map(\.text) == [Self.text + Self.text])
    #expect(members.first?.entries.first?.error == nil)
  }

  @Test("What follows a gzip file, what is missing of it, what is wrong in it: told after what could be read")
  func gzipTroubles() {
    let messages = Self.gzipOfHTTP
    var damaged = messages
    damaged[damaged.count - 6] ^= 0xFF
    for (bytes, word) in [
      (messages + Array("garbage".utf8), "no gzip data"), (Array(messages.dropLast(4)), "end early"),
      (damaged, "damaged"),
    ] {
      for piece in [nil, 5] {
        let entries = Read.members(bytes, name: "x.http.gz", piece: piece).first?.entries ?? []
        #expect(entries.map(\.text) == ["<a1/>", "<a2/>", ""])
        #expect(entries.map(\.status) == [500, 500, nil])
        #expect(entries.last?.error?.contains(word) == true)
        #expect(entries.map(\.position.entry) == [0, 1, 2])
      }
    }
  }

  @Test("A bomb ends with an error, and what it is packed in twice is not read")
  func gzipBombs() {
    let entries = Read.members(Self.zeros, name: "x.gz").first?.entries ?? []
    #expect(entries.last?.error?.contains("bomb") == true)
    #expect(Read.members(Self.gzipOfGzip, name: "x.gz.gz").first?.error?.contains("packed within") == true)
  }

  // MARK: zip archives

  @Test(
    "A zip archive is its files: stored, deflated, packed with gzip; folders left out",
    arguments: [nil, 1, 100])
  func zip(piece: Int?) {
    let members = Read.members(Self.zipOfFour, name: "x.zip", piece: piece)
    #expect(members.map(\.name) == ["a/stored.xml", "a/deflated.http", "packed.xml.gz", "nested.zip"])
    #expect(
      members.map(\.entries).map { $0.map(\.text) } == [[Self.text], ["<a1/>", "<a2/>"], [Self.text], []])
    #expect(members.map { $0.error == nil } == [true, true, true, false])
    #expect(members[3].error?.contains("archive in an archive") == true)
    #expect(members.flatMap(\.entries).allSatisfy { $0.error == nil })
  }

  @Test("What is wrong with one file in an archive is no matter to the others")
  func zipTroubles() throws {
    // The first record is in the archive that is in the archive, the second is a folder's. The flag, the method, the check sum and the size stand in the directory record of the file, 8, 10, 16 and 24 bytes in.
    let records = Self.zipOfFour.indices.filter { Self.zipOfFour[$0...].starts(with: [0x50, 0x4B, 1, 2]) }
    let stored = try #require(records.dropFirst(2).first)
    for (place, value, word) in [
      (8, 1, "encrypted"), (10, 12, "method 12"), (16, 0xAA, "check sum"), (24, 31, "zip archive says 31"),
    ] {
      var bytes = Self.zipOfFour
      bytes[stored + place] = UInt8(value)
      let members = Read.members(bytes, name: "x.zip")
      #expect(members.count == 4)
      let told = members[0].error ?? members[0].entries.last?.error
      #expect(told?.contains(word) == true, "\(told ?? "-")")
      #expect(members[1].entries.map(\.text) == ["<a1/>", "<a2/>"])
    }
  }

  @Test("An archive without its directory, and one whose files share their bytes")
  func zipBroken() throws {
    let cut = Read.members(Array(Self.zipOfFour.dropLast(30)), name: "x.zip")
    #expect(cut.count == 1)
    #expect(cut.first?.error?.contains("no directory") == true)
    // Sizes in the directory that are larger than the archive.
    var bytes = Self.zipOfFour
    for record in bytes.indices.filter({ bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) }) {
      bytes[record + 22] = 0x10
    }
    let over = Read.members(bytes, name: "x.zip")
    #expect(over.first?.error?.contains("larger than the archive") == true)
    #expect(over.count == 1)
  }

  @Test(
    "What the members of an archive unpack to counts together, packed twice or not, and a breach is said once"
  )
  func zipBombs() {
    // A member of the archive unpacks to 1 MiB, at once or by way of gzip, and has 1 KB.
    let deflated = Array(Self.zeros.prefix(Self.zeros.count / 8).dropFirst(10).dropLast(8))
    let inside = Array(Self.zeros.prefix(Self.zeros.count / 8))
    for isTwice in [false, true] {
      let archive =
        isTwice
        ? Self.zip(Array(repeating: inside, count: 40), ending: "xml.gz")
        : Self.zip(
          Array(repeating: deflated, count: 40), unpackedSize: 1 << 20, checkSum: 0xA738_EA1C, method: 8)
      let members = Read.members(archive, name: "x.zip")
      // 4 MiB, and 128 times 1 KB for each.
      #expect(members.count == 5)
      #expect(members.prefix(4).allSatisfy { $0.entries.allSatisfy { $0.error == nil } })
      let told = members.flatMap { [$0.error] + $0.entries.map(\.error) }.compactMap { $0 }
      #expect(told.count == 1 && told[0].contains("bomb"), "\(told)")
    }
  }

  /// An archive of files, the same bytes in the directory and before each.
  static func zip(
    _ files: [[UInt8]], ending: String = "http", unpackedSize: Int? = nil, checkSum: UInt32? = nil,
    method: Int = 0
  ) -> [UInt8] {
    func number(_ value: Int, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    var (bytes, directory) = ([UInt8](), [UInt8]())
    for (index, file) in files.enumerated() {
      let name = Array("\(index).\(ending)".utf8)
      let sum =
        checkSum ?? file.withUnsafeBufferPointer { UInt32(crc32(0, $0.baseAddress, UInt32($0.count))) }
      let common =
        number(20, 2) + number(0, 2) + number(method, 2) + number(0, 4) + number(Int(sum), 4)
        + number(file.count, 4) + number(unpackedSize ?? file.count, 4) + number(name.count, 2) + number(0, 2)
      directory +=
        Array("PK\u{1}\u{2}".utf8) + number(20, 2) + common + number(0, 10) + number(bytes.count, 4) + name
      bytes += Array("PK\u{3}\u{4}".utf8) + common + name + file
    }
    let end =
      Array("PK\u{5}\u{6}".utf8) + number(0, 4) + number(files.count, 2) + number(files.count, 2)
      + number(directory.count, 4) + number(bytes.count, 4) + number(0, 2)
    return bytes + directory + end
  }

  @Test("Any truncation and mutation of an archive ends without harm")
  func zipFuzz() {
    var random = Seeded(state: 7)
    for _ in 0..<1500 {
      var bytes = Self.zipOfFour
      if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      #expect(Read.members(bytes, name: "x.zip").count <= 70000)
    }
  }
}
