/// What is wrong with a profile file, and where.
package struct ContractError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file.
  package let file: String
  /// The line, from 1; 0 if it is about the file as a whole.
  package let line: Int
  /// The column, in characters, from 1.
  package let column: Int
  /// What is wrong, in a sentence without a full stop.
  package let message: String

  /// An error at a place.
  package init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// Something that is wrong with a file as a whole.
  package init(file: String, message: String) { self.init(file: file, line: 0, column: 0, message: message) }

  /// In the form that editors know.
  package var description: String {
    line > 0 ? "\(file):\(line):\(column): \(message)" : "\(file): \(message)"
  }
}

/// Everything that is wrong with a profile file.
package struct ContractErrors: Error, Sendable {
  /// In the order of the file.
  package let errors: [ContractError]

  /// Errors.
  package init(errors: [ContractError]) { self.errors = errors }
}
