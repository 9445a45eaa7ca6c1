public import Faultlint
public import Foundation

extension WSDL {
  /// Reads a WSDL with what it imports from beside it.
  ///
  /// - Parameter url: Its file.
  /// - Throws: ``WSDLError`` with everything that is wrong with it. Nothing remote is ever asked for.
  public init(contentsOf url: URL) throws(WSDLError) {
    try self.init(url.path(percentEncoded: false)) { name in
      Array(try Data(contentsOf: URL(filePath: name)))
    }
  }
}
