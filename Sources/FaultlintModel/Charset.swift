internal import FaultlintXMLTree

/// The value of a charset parameter.
public struct Charset: Sendable {
  /// The name in lower case.
  public let name: String

  /// A charset by its name, in whatever case.
  public init(_ name: String) {
    // Most are written in the usual case.
    let isLower = name.utf8.allSatisfy { $0 < 0x80 && ASCII.lowercased($0) == $0 }
    self.name = isLower ? name : name.lowercased()
  }

  /// Whether it is UTF-8 or UTF-16, by whatever name.
  public var isUnicode: Bool { family == "utf-8" || family == "utf-16" }

  /// Whether two names can mean the same bytes: the byte order of UTF-16 is left out.
  public func agrees(with other: Charset) -> Bool { family == other.family }

  private var family: String {
    switch name {
    case "utf-8": name
    case "utf8": "utf-8"
    case "utf16", "utf-16le", "utf-16be", "iso-10646-ucs-2", "ucs-2": "utf-16"
    case "utf32", "utf-32le", "utf-32be", "iso-10646-ucs-4", "ucs-4": "utf-32"
    case "ascii", "ansi_x3.4-1968", "iso646-us", "us": "us-ascii"
    case "latin1", "l1", "iso_8859-1", "iso_8859-1:1987", "iso-ir-100": "iso-8859-1"
    default: name
    }
  }

  /// Whether it is a registered name. Of the older families (IBM's code pages, ISO 646 and the `cs` aliases) every
  /// name of the form counts, registered or not.
  ///
  /// Source: IANA, Character Sets.
  public var isRegistered: Bool {
    if Self.registered.contains(name) { return true }
    if name.hasPrefix("cs") || name.hasPrefix("iso-ir-") || name.hasPrefix("iso_") { return true }
    for prefix in ["ibm", "cp", "ebcdic-"] where name.hasPrefix(prefix) { return name.count > prefix.count }
    return false
  }

  private static let registered: Set<String> = {
    var names: Set<String> = [
      "us-ascii", "ascii", "ansi_x3.4-1968", "ansi_x3.4-1986", "iso646-us", "us", "utf-7", "utf-8", "utf-16",
      "utf-16be",
      "utf-16le", "utf-32", "utf-32be", "utf-32le", "utf-7-imap", "cesu-8", "scsu", "bocu-1",
      "iso-10646-ucs-2",
      "iso-10646-ucs-4", "iso-10646-utf-1", "shift_jis", "ms_kanji", "euc-jp", "iso-2022-jp", "iso-2022-jp-2",
      "iso-2022-kr", "iso-2022-cn", "iso-2022-cn-ext", "euc-kr", "ks_c_5601-1987", "ks_c_5601-1989", "korean",
      "gb2312",
      "gbk", "gb18030", "hz-gb-2312", "big5", "big5-hkscs", "koi8-r", "koi8-u", "koi7-switched", "tis-620",
      "viscii",
      "viqr", "vscii", "macintosh", "mac", "windows-31j", "windows-874", "windows-936", "ms936", "latin1",
      "latin2",
      "latin3", "latin4", "latin5", "latin6", "latin8", "latin10", "latin-9", "l1", "l2", "l3", "l4", "l5",
      "l6", "l8",
      "l10", "greek", "greek8", "hebrew", "arabic", "cyrillic", "asmo-708", "ecma-114", "ecma-118",
      "elot_928", "hp-roman8",
      "roman8", "r8", "ptcp154", "cp154", "pt154", "tscii", "amiga-1251", "unknown-8bit", "mnemonic", "mnem",
    ]
    for number in 1...16 where number != 12 { names.insert("iso-8859-\(number)") }
    for number in 0...8 { names.insert("windows-125\(number)") }
    return names
  }()
}

extension Message {
  /// The encoding that its bytes were read in.
  public var encoding: Charset { Charset(prologue.encoding) }

  /// Whether it has bytes that are no ASCII, so that its encoding matters.
  public var needsCharset: Bool {
    encoding.agrees(with: Charset("utf-16")) || tree.source.contains { $0 >= 0x80 }
  }

  /// The encoding that its bytes show and that is not the one a charset parameter names; nil if they may be in that.
  public func contradiction(to charset: Charset) -> String? {
    prologue.shownEncoding.flatMap { charset.agrees(with: Charset($0)) ? nil : $0 }
  }
}
