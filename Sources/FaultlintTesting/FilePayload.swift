internal import Foundation

/// A file as a payload.
public struct FilePayload: FaultPayload, Sendable {
  private let path: String
  private let name: String

  init(_ path: String, beside source: String) {
    name = path
    self.path =
      path.hasPrefix("/")
      ? path : URL(fileURLWithPath: source).deletingLastPathComponent().appendingPathComponent(path).path
  }

  /// The content of the file, or why it cannot be read.
  public var received: ReceivedPayload {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return ReceivedPayload(unreadable: "there is no file \(path)")
    }
    guard !isFolder.boolValue else {
      return ReceivedPayload(unreadable: "\(path) is a folder and not a file")
    }
    guard let content = FileManager.default.contents(atPath: path) else {
      return ReceivedPayload(unreadable: "the file \(path) cannot be read")
    }
    var payload = ReceivedPayload(content)
    payload.name = name
    return payload
  }
}

extension FaultPayload where Self == FilePayload {
  /// A file that stands beside the source of the test, or at a path from there.
  ///
  /// A package has to know of such files: list them under `exclude` of the test target, or under `resources`.
  ///
  /// - Parameters:
  ///   - path: The name, such as `fault.xml`; or a path from the folder of the test, or an absolute one.
  ///   - source: The file beside which it stands: the one this is written in.
  /// - Returns: The file as a payload.
  public static func file(_ path: String, beside source: StaticString = #filePath) -> FilePayload {
    FilePayload(path, beside: "\(source)")
  }
}
