package import FaultlintPlainXPath
internal import FaultlintText

/// The codes that a vendor uses in one place, and what they mean.
package struct CodeTable: Sendable {
  /// Its name, which rules ask by.
  package let name: String
  /// What it is called in prose.
  package let title: String
  /// What selects the nodes of a message that have a code of it; nil if none is looked for.
  package let context: XPathExpression?
  /// The code of such a node, as an expression.
  package let value: XPathExpression
  /// The columns that it has in addition to those of every table.
  package let columns: [String]
  let codes: CodeEntries

  /// Its codes, in order. One that two sources give two meanings stands there twice.
  package var entries: [CodeEntry] { codes.value }

  /// What there is of a code; empty if it is not known.
  package func entries(for code: String) -> [CodeEntry] { entries.filter { $0.code == code } }
}

/// The codes of a table, in order. Those of our own profiles are read when the first is asked for: a table has hundreds, and
/// most messages none of them.
typealias CodeEntries = Deferred<[CodeEntry]>

extension CodeEntries {
  /// The codes for expressions, by what they are called. The first of two that are called the same counts, with the classes
  /// of both.
  var byCode: Deferred<[String: TableCode]> {
    Deferred<[String: TableCode]> {
      var codes: [String: TableCode] = [:]
      for entry in self.value {
        codes[entry.code, default: TableCode(classes: [], fields: entry.fields)].classes += entry.classes
      }
      return codes
    }
  }
}

/// A code and what it means.
package struct CodeEntry: Sendable, Equatable {
  /// The code.
  package let code: String
  /// What its vendor calls it; nil if it has no name.
  package let name: String?
  /// The classes of fault that it is documented for, as in `Client`.
  package let classes: [String]
  /// What it means, in a sentence or two.
  package let meaning: String
  /// What to do about it; nil if that is not said.
  package let remedy: String?
  /// Where it is documented; nil if that is not said.
  package let source: String?
  /// What stands in the further columns of its table; a column that is empty is left out.
  package var fields: [String: String] = [:]
}

extension CodeTable {
  /// The columns of a file with codes: the first two have to be there.
  static let standardColumns = ["code", "meaning", "name", "class", "remedy", "source"]

  /// Reads a file with codes: fields between tabs, a line a code, the names of the columns in the first line.
  ///
  /// - Parameters:
  ///   - text: The file.
  ///   - file: What to call it.
  ///   - further: The columns that the table has in addition to those of every table.
  /// - Returns: The codes, in order.
  /// - Throws: What is wrong with it, and where.
  static func entries(
    reading text: [UInt8], file: String, columns further: [String]
  ) throws(ContractError) -> [CodeEntry] {
    let columns = standardColumns + further
    func error(_ message: String, _ line: Int) -> ContractError {
      ContractError(file: file, line: line, column: 1, message: message)
    }
    var entries: [CodeEntry] = []
    var header: [String] = []
    for (index, bytes) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let fields = bytes.split(separator: 0x09, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self).trimmingReturn.printable
      }
      if index == 0 {
        header = fields
        for name in header where !columns.contains(name) {
          throw error("there is no column '\(name)'; columns are \(columns.joined(separator: ", "))", 1)
        }
        for name in columns.prefix(2) where !header.contains(name) {
          throw error("the column '\(name)' is missing", 1)
        }
        continue
      }
      if fields == [""] { continue }
      guard fields.count == header.count else {
        throw error("there are \(fields.count) fields here and \(header.count) in the first line", index + 1)
      }
      func field(_ name: String) -> String? {
        header.firstIndex(of: name).map { fields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
      }
      guard let code = field("code"), let meaning = field("meaning") else {
        throw error("a code and its meaning cannot be empty", index + 1)
      }
      entries.append(
        CodeEntry(
          code: code, name: field("name"),
          classes: field("class")?.split(separator: " ").map(String.init) ?? [], meaning: meaning,
          remedy: field("remedy"), source: field("source"),
          fields: Dictionary(
            uniqueKeysWithValues: further.compactMap { name in field(name).map { (name, $0) } })))
    }
    return entries
  }
}

extension String {
  /// Without the carriage return at the end of a line.
  fileprivate var trimmingReturn: String { hasSuffix("\r") ? String(dropLast()) : self }
}
