internal import ArgumentParser
internal import FaultlintText

/// `faultlint completions`: what makes a shell complete commands, options and their values.
struct CompletionsCommand: ReferenceCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print what makes a shell complete options.",
    usage: "faultlint completions <shell>",
    discussion: """
      Put it where your shell looks for completions: for bash in ~/.local/share/bash-completion/completions/faultlint, for \
      zsh in a folder of $fpath as _faultlint, for fish in ~/.config/fish/completions/faultlint.fish.
      """)

  enum Shell: String, Choice { case bash, zsh, fish }

  @Argument(help: "The shell.")
  var shell: Shell

  func write(_ output: inout Output) {
    let kind: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    output.write(FaultlintCommand.completionScript(for: kind) + "\n")
  }
}
