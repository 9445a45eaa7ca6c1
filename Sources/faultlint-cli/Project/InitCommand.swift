internal import ArgumentParser
internal import FaultlintText
internal import Glibc

/// `faultlint init`: a configuration to begin with.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a commented .faultlint.yml for what is in this folder.",
    usage: "faultlint init",
    discussion: """
      Captures, schemas, WSDLs and profile files in the folder and below are looked at, and what is found stands in the file. A file \
      that is there already is left as it is.
      """)

  func status() -> Int32 {
    let path = ProjectFiles.configurationName
    let name = RawPath(path)
    func refuse(_ reason: String) -> Int32 {
      StandardStream.complain(reason, about: path)
      return ExitStatus.error
    }
    var info = stat()
    if lstat(name.bytes, &info) == 0 { return refuse("it is there already, and left as it is") }
    let findings = FolderSurvey(".")
    let text = findings.configuration
    // Nobody else may have made it since.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return refuse(SystemError.text(errno)) }
    var stream = StandardStream(descriptor: descriptor)
    let isWritten = stream.write(text)
    let reason = isWritten ? 0 : stream.failure
    guard close(descriptor) == 0, isWritten else {
      unlink(path)
      return refuse(SystemError.text(reason == 0 ? errno : reason))
    }
    return StandardStream.answer(Array("\(path): \(findings.summary)\n".utf8))
      ? ExitStatus.clean : ExitStatus.error
  }
}
