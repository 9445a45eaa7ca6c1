internal import Captures
internal import FaultModel
internal import FaultRules
internal import Faultlint
internal import Reports
internal import XMLTree

/// The file that `--request` names: the request that all payloads of a run answer.
struct RequestFile {
  let path: String

  /// Reads it once for the whole run; what is wrong with it is said on standard error.
  ///
  /// - Returns: The request as a message, whatever its root is; nil if it cannot be read.
  func read(_ limits: ParseLimits) -> Message? {
    var reader = FileReader()
    do throws(CaptureTrouble) {
      try reader.read(try InputFile(RawPath(path)), limit: limits.bytes)
    } catch {
      complain(error.message)
      return nil
    }
    var options = LintOptions()
    options.limits = limits
    let linter = Linter(options: options)
    if let message = linter.message(reader.bytes) { return message }
    // What is wrong with it is what would be wrong with a payload.
    let result = linter.lint(reader.bytes, from: Source(path: path))
    if let content = result.content {
      complain("the request is no XML, but \(content)")
    } else if let first = result.findings.first {
      complain("line \(first.line), column \(first.column): \(first.finding.message)")
    }
    return nil
  }

  private func complain(_ reason: String) { StandardStream.complain(reason, about: "--request \(path)") }
}
