internal import CFaultlintZlib
internal import FaultlintText

/// A file whose bytes can be had in any order.
public struct RandomAccess {
  /// Reads bytes from an offset into a buffer: how many there were, 0 at the end.
  public typealias Read = (Int, UnsafeMutableRawBufferPointer) throws(CaptureError) -> Int

  /// How many bytes there are.
  public let size: Int
  let read: Read

  /// A file.
  public init(size: Int, read: @escaping Read) {
    self.size = size
    self.read = read
  }

  /// Bytes in memory.
  init(_ bytes: [UInt8]) {
    self.init(size: bytes.count) { offset, buffer in
      guard offset < bytes.count else { return 0 }
      let count = min(buffer.count, bytes.count - offset)
      bytes.withUnsafeBytes {
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count]))
      }
      return count
    }
  }

  /// Some of the bytes; fewer where the file ends.
  func bytes(_ range: Range<Int>) throws(CaptureError) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: range.count)
    var count = 0
    while count < result.count {
      // The closure of withUnsafe… cannot throw what `read` throws, so its outcome is carried out of it.
      let outcome: Result<Int, CaptureError> = result.withUnsafeMutableBytes { buffer in
        do throws(CaptureError) {
          return .success(
            try read(range.lowerBound + count, UnsafeMutableRawBufferPointer(rebasing: buffer[count...])))
        } catch {
          return .failure(error)
        }
      }
      let got = try outcome.get()
      if got == 0 { break }
      count += got
    }
    result.removeSubrange(count...)
    return result
  }
}

/// A zip archive, read by its central directory.
///
/// Source: APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.
struct ZipArchive {
  /// A file in it.
  struct Member {
    var name: String
    var method: Int
    var isEncrypted: Bool
    var checkSum: UInt32
    var packedSize: Int
    var size: Int
    var headerOffset: Int
  }

  private let file: RandomAccess
  private var offset: Int
  private var left: Int
  private var directoryEnd: Int
  private var packedTotal = 0
  /// What all its members may unpack to.
  let budget = UnpackingBudget()

  /// Opens an archive.
  init(_ file: RandomAccess) throws(CaptureError) {
    self.file = file
    // The end record is 22 bytes and a comment of up to 65535.
    let tail = max(0, file.size - 22 - 0xFFFF)
    let bytes = try file.bytes(tail..<file.size)
    var at = bytes.count - 22
    while at >= 0,
      !(Self.number(bytes, at, 4) == 0x0605_4B50 && at + 22 + Self.number(bytes, at + 20, 2) == bytes.count)
    {
      at -= 1
    }
    guard at >= 0 else { throw CaptureError("the zip archive has no directory: it breaks off, or is none") }
    left = Self.number(bytes, at + 10, 2)
    var size = Self.number(bytes, at + 12, 4)
    offset = Self.number(bytes, at + 16, 4)
    if left == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF, at >= 20,
      Self.number(bytes, at - 20, 4) == 0x0706_4B50
    {
      let place = Self.number(bytes, at - 12, 8)
      guard place >= 0, place <= file.size - 56 else { throw Self.broken }
      let record = try file.bytes(place..<place + 56)
      guard record.count == 56, Self.number(record, 0, 4) == 0x0606_4B50 else { throw Self.broken }
      left = Self.number(record, 32, 8)
      size = Self.number(record, 40, 8)
      offset = Self.number(record, 48, 8)
    }
    guard left >= 0, size >= 0, offset >= 0, size <= file.size, offset <= file.size - size else {
      throw Self.broken
    }
    directoryEnd = offset + size
  }

  private static let broken = CaptureError("the directory of the zip archive is damaged")

  /// The next file; nil at the end. Folders are left out.
  mutating func next() throws(CaptureError) -> Member? {
    while left > 0 {
      left -= 1
      let record = try file.bytes(offset..<max(offset, min(offset + 46, directoryEnd)))
      guard record.count == 46, Self.number(record, 0, 4) == 0x0201_4B50 else {
        left = 0
        throw Self.broken
      }
      let nameLength = Self.number(record, 28, 2)
      let extraLength = Self.number(record, 30, 2)
      let rest = try file.bytes(offset + 46..<min(offset + 46 + nameLength + extraLength, directoryEnd))
      guard rest.count == nameLength + extraLength else {
        left = 0
        throw Self.broken
      }
      offset += 46 + nameLength + extraLength + Self.number(record, 32, 2)
      let flags = Self.number(record, 8, 2)
      var member = Member(
        name: rest.prefix(nameLength).withUnsafeBufferPointer(PathText.text(of:)),
        method: Self.number(record, 10, 2),
        isEncrypted: flags & 1 != 0, checkSum: UInt32(Self.number(record, 16, 4)),
        packedSize: Self.number(record, 20, 4), size: Self.number(record, 24, 4),
        headerOffset: Self.number(record, 42, 4))
      Self.widen(&member, by: rest, from: nameLength)
      if member.name.hasSuffix("/") { continue }
      // Members that share their bytes are how a small archive unpacks to petabytes.
      let (total, isOver) = packedTotal.addingReportingOverflow(member.packedSize)
      guard member.packedSize >= 0, member.size >= 0, !isOver, total <= file.size else {
        left = 0
        throw CaptureError(
          "the members of the zip archive are larger than the archive: it is damaged, or a bomb")
      }
      packedTotal = total
      return member
    }
    return nil
  }

  /// Takes the sizes that do not fit 32 bits from the extra field that is for them.
  private static func widen(_ member: inout Member, by bytes: [UInt8], from start: Int) {
    var at = start
    while at + 4 <= bytes.count {
      let length = number(bytes, at + 2, 2)
      guard at + 4 + length <= bytes.count else { return }
      if number(bytes, at, 2) == 1 {
        var place = at + 4
        for key in [\Member.size, \Member.packedSize, \Member.headerOffset]
        where member[keyPath: key] == 0xFFFF_FFFF && place + 8 <= at + 4 + length {
          member[keyPath: key] = number(bytes, place, 8)
          place += 8
        }
      }
      at += 4 + length
    }
  }

  /// What a file holds.
  func stream(_ member: Member) throws(CaptureError) -> ByteStream {
    guard !member.isEncrypted else { throw CaptureError("it is encrypted") }
    guard member.method == 0 || member.method == 8 else {
      throw CaptureError(
        "it is packed by method \(member.method), and faultlint reads stored and deflated files only")
    }
    guard member.headerOffset >= 0, member.headerOffset <= file.size - 30 else { throw Self.broken }
    let header = try file.bytes(member.headerOffset..<member.headerOffset + 30)
    guard header.count == 30, Self.number(header, 0, 4) == 0x0403_4B50 else {
      throw CaptureError("its header in the zip archive is damaged")
    }
    let start = member.headerOffset + 30 + Self.number(header, 26, 2) + Self.number(header, 28, 2)
    guard start <= file.size - member.packedSize else {
      throw CaptureError("the zip archive breaks off inside it")
    }
    let end = start + member.packedSize
    var at = start
    let (file, budget) = (file, budget)
    let packed = ByteStream { buffer throws(CaptureError) in
      guard at < end else { return 0 }
      let got = try file.read(at, UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(end - at)))
      guard got > 0 else { throw CaptureError("the zip archive breaks off inside it") }
      at += got
      budget.read(got)
      return got
    }
    let plain =
      member.method == 0 ? packed : try ByteStream(inflating: packed, .raw, within: budget, isInFile: false)
    return Self.checked(plain, member)
  }

  /// A stream that compares size and check sum at its end.
  private static func checked(_ stream: ByteStream, _ member: Member) -> ByteStream {
    var sum = crc32(0, nil, 0)
    var count = 0
    return ByteStream { buffer throws(CaptureError) in
      if stream.window.isEmpty { _ = stream.fill() }
      let window = stream.window
      guard !window.isEmpty else {
        if let error = stream.error { throw error }
        guard count == member.size, sum == UInt(member.checkSum) else {
          throw CaptureError(
            count == member.size
              ? "its check sum is wrong" : "it has \(count) bytes, and the zip archive says \(member.size)")
        }
        return 0
      }
      let taken = min(window.count, buffer.count)
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(window)[..<taken]))
      sum = crc32(sum, window.baseAddress, UInt32(taken))
      count += taken
      stream.consume(taken)
      return taken
    }
  }

  /// A number, its lowest byte first; of 8 bytes, negative where it does not fit.
  private static func number(_ bytes: [UInt8], _ offset: Int, _ width: Int) -> Int {
    guard offset >= 0, offset + width <= bytes.count else { return -1 }
    return bytes[offset..<offset + width].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
