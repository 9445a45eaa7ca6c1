/// Rows of texts in columns, for people and for `grep`.
public struct TextTable {
  /// What stands in a column of a row.
  public struct Cell {
    let text: String
    let paint: (String) -> String

    /// A cell.
    ///
    /// - Parameters:
    ///   - text: Its text.
    ///   - paint: What gives it its colours.
    public init(_ text: String, _ paint: @escaping (String) -> String = { $0 }) {
      self.text = text
      self.paint = paint
    }
  }

  private var rows: [[Cell]] = []
  private let width: Int?

  /// What the last column needs so that it is read with ease.
  private static let leastRoom = 24

  /// A table without rows.
  ///
  /// - Parameter width: The columns that a terminal has; nil to put each row on a line of its own, however long it is.
  public init(width: Int?) { self.width = width }

  /// Adds a row, which has as many cells as the others.
  public mutating func append(_ cells: Cell...) { rows.append(cells) }

  /// Writes it. Where a row is wider than the terminal its last cell is broken between words; where that would leave too
  /// little room, all of a row but its first cell stands below that.
  public func write(_ output: inout Output) {
    guard let columns = rows.first?.count, columns > 0 else { return }
    let widths = (0..<columns).map { column in rows.map { $0[column].text.columns }.max() ?? 0 }
    let start = widths.dropLast().reduce(0) { $0 + $1 + 2 }
    guard let width else { return rows.forEach { write($0, widths, start, .max, &output) } }
    if start + min(Self.leastRoom, widths[columns - 1]) <= width {
      for row in rows { write(row, widths, start, width, &output) }
    } else {
      for row in rows { writeBelow(row, width, &output) }
    }
  }

  private func write(_ row: [Cell], _ widths: [Int], _ start: Int, _ width: Int, _ output: inout Output) {
    var line = ""
    for (cell, width) in zip(row.dropLast(), widths) {
      line += cell.paint(cell.text) + String(repeating: " ", count: width - cell.text.columns + 2)
    }
    guard let last = row.last, !last.text.isEmpty else {
      return output.write(line.trimmingEnd + "\n")
    }
    output.writeWrapped(last.text, behind: line, columns: start, indent: start, width: width, last.paint)
  }

  private func writeBelow(_ row: [Cell], _ width: Int, _ output: inout Output) {
    output.write(row[0].paint(row[0].text) + "\n")
    for cell in row.dropFirst() { output.writeWrapped(cell.text, indent: 4, width: width, cell.paint) }
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
  }
}
