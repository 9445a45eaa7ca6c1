internal import FaultlintText

extension CaptureFormat {
  /// A table with a column of payloads.
  public static let csv: CaptureFormat = CaptureFormat(
    name: "csv",
    summary: "a table with a line of names and a column of payloads, comma, semicolon or tab between",
    recognize: { head in
      guard head.isWhole, head.isText, let first = head.first, first != UInt8(ascii: "<"),
        first != UInt8(ascii: "{"), CSVColumns(head.view.bytes, from: head.start) != nil,
        EnvelopeFinder.hasEnvelope(head.view.bytes)
      else { return .no }
      return .likely
    },
    makeSplitter: { CSVSplitter(limit: $0.entryBytes) },
    makeDecoder: { _ in CSVDecoder() })
}

/// The columns of a table, by what their names mean: the same names that members of JSON objects have.
struct CSVColumns: Sendable {
  /// What stands between two values.
  let separator: UInt8
  /// The number of the column of each field; the payload is always there.
  let columns: [CaptureField: Int]
  /// Where the line of names ends.
  let end: Int

  /// The columns that a first line names; nil if none of them is a payload.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
    guard let lineEnd = bytes.next(0x0A, from: start), lineEnd - start < 1 << 12 else { return nil }
    let line = bytes.slice(start..<lineEnd)
    guard let separator = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09].first(where: line.contains) else {
      return nil
    }
    let names = CSVRecord(bytes.slice(0..<lineEnd), from: start, separator: separator).values.map {
      bytes.text(bytes.trimmed($0)).lowercased().replacing("\"", with: "")
    }
    guard names.count > 1, names.allSatisfy({ !$0.contains("<") }) else { return nil }
    var columns: [CaptureField: Int] = [:]
    for field in CaptureField.allCases {
      // The best of the places that have such a name.
      columns[field] =
        field.places.lazy.compactMap { place in names.firstIndex(of: place.lowercased()) }.first
    }
    guard columns[.body] != nil else { return nil }
    self.separator = separator
    self.columns = columns
    end = lineEnd + 1
  }
}

/// A line of a table, in which values in quotes may go over line ends.
///
/// Source: RFC 4180.
struct CSVRecord {
  /// Where the values stand, quotes and all.
  private(set) var values: [Range<Int>] = []
  /// Where the next record begins.
  private(set) var end: Int
  /// Whether its last line has an end.
  private(set) var isWhole = true

  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, separator: UInt8) {
    var from = start
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\""), at == from {
        // To the quote that is not doubled.
        at += 1
        while let close = bytes.next(byte, from: at) {
          at = close + 1
          guard at < bytes.count, bytes[at] == byte else { break }
          at += 1
        }
        if at == from + 1 || bytes[at - 1] != byte { at = bytes.count }
      } else if byte == separator || byte == 0x0A {
        values.append(from..<(byte == 0x0A && at > from && bytes[at - 1] == 0x0D ? at - 1 : at))
        at += 1
        from = at
        if byte == 0x0A {
          end = at
          return
        }
      } else {
        at += 1
      }
    }
    values.append(from..<bytes.count)
    end = bytes.count
    isWhole = false
  }
}
