/// Where a payload came from.
public struct Source: Sendable {
  /// The name it was given, or the path as given or found; `-` for standard input.
  public let path: String
  /// The path inside the archive that `path` is; nil if it is not one.
  public package(set) var member: String?
  /// Which payload of the capture it is, from 0.
  public let entry: Int
  /// The identifier that the capture gives the payload, as JSON; nil if it gives none.
  public package(set) var id: String?
  /// The line of the capture that the payload begins in, from 1.
  public package(set) var line = 1
  /// The column of that line that it begins at, from 1, in Unicode scalars.
  public package(set) var column = 1
  /// Whether the payload stands in the capture byte for byte, so that its lines are lines of the capture.
  package var isVerbatim = true
  /// Whether the payload is all there is in the capture, so that there is only one place to give.
  package var isWhole = true

  /// A source: the whole of a capture, if nothing else is set.
  package init(path: String, entry: Int = 0) {
    self.path = path
    self.entry = entry
  }

  /// The path for people: that of the member in its archive.
  public var name: String { member.map { "\(path)/\($0)" } ?? path }
}

/// A place in a capture.
package struct CapturePlace: Sendable, Equatable {
  /// The line, from 1.
  package let line: Int
  /// The column, from 1, in Unicode scalars; nil if the payload does not stand in the capture as it is, so that only
  /// the line of its entry can be given.
  package let column: Int?

  /// A place.
  package init(line: Int, column: Int?) {
    self.line = line
    self.column = column
  }
}
