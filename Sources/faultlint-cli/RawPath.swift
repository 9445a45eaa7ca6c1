internal import FaultlintText
internal import Glibc

/// A path as the system has it: bytes, which need not be UTF-8.
struct RawPath: Sendable {
  /// The bytes, ended by a NUL.
  let bytes: [CChar]

  init(_ text: String) { bytes = Array(text.utf8CString) }

  /// A path of these bytes, none of which is NUL.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes.map { CChar(bitPattern: $0) } + [0] }

  private init(_ bytes: [CChar]) { self.bytes = bytes }

  /// How it is shown: in all reports, complaints and lists, so that no two paths look the same.
  var display: String {
    bytes.withUnsafeBytes { bytes in
      PathText.text(of: UnsafeBufferPointer(rebasing: bytes.bindMemory(to: UInt8.self).dropLast()))
    }
  }

  /// It as the text of an option; nil if it is not UTF-8.
  var text: String? { String(validating: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) }

  /// What the system knows of what is there; nil if it says nothing.
  var info: stat? {
    var info = stat()
    return stat(bytes, &info) == 0 ? info : nil
  }

  /// Whether it stands for standard input.
  var isDash: Bool { bytes == [CChar(bitPattern: UInt8(ascii: "-")), 0] }

  /// Whether it is letters of ASCII, in lower case, and nothing else, as the names of commands are.
  var isWord: Bool {
    bytes.count > 1
      && bytes.dropLast().allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(UInt8(bitPattern: $0))
      }
  }

  /// Whether it begins like an option.
  var isDashed: Bool { bytes[0] == CChar(bitPattern: UInt8(ascii: "-")) }

  /// The path of an entry of this folder.
  ///
  /// - Parameter name: The bytes of its name, ended by a NUL.
  /// - Returns: The path.
  func appending(_ name: UnsafePointer<CChar>) -> RawPath {
    let added = strlen(name) + 1
    let slash = CChar(bitPattern: UInt8(ascii: "/"))
    let length = bytes.count - 1
    return RawPath(
      [CChar](unsafeUninitializedCapacity: length + 1 + added) { room, count in
        count = room.update(fromContentsOf: bytes.dropLast())
        if count == 0 || room[count - 1] != slash {
          room[count] = slash
          count += 1
        }
        count = room[count...].update(fromContentsOf: UnsafeBufferPointer(start: name, count: added))
      })
  }

  /// The arguments of the program, its name left out.
  static func arguments() -> [RawPath] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      guard let argument = CommandLine.unsafeArgv[index] else { return nil }
      return RawPath(Array(UnsafeBufferPointer(start: argument, count: strlen(argument) + 1)))
    }
  }
}
