public import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules
public import FaultlintText

extension RuleJSON {
  /// A document with these profiles.
  public func write(_ profiles: [Profile], _ output: inout Output) {
    output.write("{")
    output.writeProgram(version, format: 1)
    output.write(",\"profiles\":[")
    for (index, profile) in profiles.enumerated() {
      output.write(index == 0 ? "\n" : ",\n")
      write(profile, &output)
    }
    output.write("\n]}\n")
  }

  private func write(_ profile: Profile, _ output: inout Output) {
    output.write("{\"name\":")
    output.writeJSON(profile.name)
    output.write(",\"title\":")
    output.writeJSON(profile.title)
    output.write(",\"soap\":")
    output.writeJSON(profile.version?.rawValue)
    output.write(",\"buildsOn\":")
    output.writeJSON(profile.bases) { $0.writeJSON($1) }
    output.write(",\"rules\":")
    output.write(profile.rules.count)
    output.write("}")
  }
}
