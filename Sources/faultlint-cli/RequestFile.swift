internal import Faultlint
internal import FaultlintCaptures
internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintReports
internal import FaultlintRules
internal import FaultlintXMLTree

/// The file that `--request` or a configuration names: the request that payloads of a run answer.
struct RequestFile {
  let path: String
  /// What says that it is read; nil for the option.
  var origin: String?

  /// Reads it once for the whole run; what is wrong with it is said on standard error.
  ///
  /// - Returns: The request as a message, whatever its root is; nil if it cannot be read.
  func read(_ limits: ParseLimits) -> Message? {
    var reader = FileReader()
    do throws(CaptureError) {
      try reader.read(try InputFile(RawPath(path)), limit: limits.bytes)
    } catch {
      complain(error.message)
      return nil
    }
    var options = Linter.Options()
    options.limits = limits
    guard let linter = try? Linter(options: options) else { return nil }
    if let message = linter.message(reader.bytes) { return message }
    // What is wrong with it is what would be wrong with a payload.
    let report = linter.check(reader.bytes, name: path)
    if let content = report.content {
      complain("the request is not XML, but \(content)")
    } else if let first = report.findings.first {
      complain("line \(first.line), column \(first.column): \(first.message)")
    }
    return nil
  }

  private func complain(_ reason: String) {
    StandardStream.complain(reason, about: origin.map { "\($0): \(path)" } ?? "--request \(path)")
  }
}
