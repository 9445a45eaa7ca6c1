internal import Faultlint
internal import FaultlintEngine
internal import FaultlintText
internal import FaultlintXMLTree

/// Where a finding is in a file, for programs that show it there.
struct FilePlace {
  /// The line of the file, from 1.
  let line: Int
  /// The column, from 1, in Unicode scalars; nil if the payload does not stand in the file as it is.
  let column: Int?
  /// The column behind the last character of what it is about; nil if that is not known, or is on another line.
  let endColumn: Int?

  init(_ finding: Finding, in report: Report) {
    let place = report.capturePlace(of: finding)
    line = place.line
    column = place.column
    endColumn = place.column.flatMap { column in
      guard let document = report.document, !finding.isInHead else { return nil }
      let source = document.source
      let start = min(max(finding.sourceOffset, 0), source.count)
      let span = start..<min(start + finding.sourceLength, source.count)
      guard !source[span].contains(0x0A) else { return nil }
      return column + source[span].count { $0 & 0xC0 != 0x80 }
    }
  }
}

extension Source {
  /// The path of the file, from the working folder if it is in it.
  func relativePath(from folder: String?) -> Substring {
    var path = path[...]
    if let folder, path.hasPrefix(folder + "/") { path = path.dropFirst(folder.count + 1) }
    while path.hasPrefix("./") { path = path.dropFirst(2).drop { $0 == "/" } }
    return path
  }

  /// The file as an address, relative where the path is: section 4.2 of RFC 3986.
  ///
  /// - Parameter folder: The working folder; paths in it become relative ones.
  /// - Returns: The address, with nothing in it but characters that an address may have.
  func address(from folder: String?) -> String {
    guard path != "-" else { return "stdin" }
    let path = relativePath(from: folder)
    var address = Array((path.hasPrefix("/") ? "file://" : "").utf8)
    for byte in PathText.bytes(of: path) {
      if Self.standsForItself(byte) {
        address.append(byte)
      } else {
        address += (byte < 0x10 ? "%0" : "%").utf8
        address += String(byte, radix: 16, uppercase: true).utf8
      }
    }
    return String(decoding: address, as: UTF8.self)
  }

  /// The unreserved characters, and those of the rest that a segment of a relative path may have anywhere.
  private static func standsForItself(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: ","):
      true
    default: false
    }
  }
}

extension Report {
  /// What a finding says, with what is needed to find its payload: reports that know only files have no other place for it.
  func messageInFile(_ finding: Finding) -> String {
    var message = ""
    forEachPart(ofMessageInFile: finding) { message += $0 }
    return message
  }

  /// The same in parts, for what is written a hundred thousand times.
  func forEachPart(ofMessageInFile finding: Finding, _ take: (String) -> Void) {
    take(finding.message.printable)
    guard !source.isWhole || source.member != nil else { return }
    take(" (")
    take(payloadName)
    take(")")
  }

  /// The payload by its place in its file.
  var payloadName: String {
    var name = source.member.map { $0.printable + ", " } ?? ""
    name += "entry "
    name += String(source.entry)
    if let id = source.id { name += " " + id.printable.cut(to: 60) }
    return name
  }
}
