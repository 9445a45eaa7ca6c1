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

extension RuleText {
  /// A line a profile: name, title, version of SOAP, number of rules, and what it builds on.
  public func write(_ profiles: [Profile], _ output: inout Output) {
    let rows = profiles.map { profile in
      [
        profile.name, profile.title, "SOAP \(profile.version?.rawValue ?? "1.1, 1.2")",
        "\(profile.rules.count) rules",
        profile.bases.isEmpty ? "" : "builds on \(profile.bases.joined(separator: ", "))",
      ]
    }
    let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let line = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
      output.write(line.reversed().drop { $0 == " " }.reversed() + "\n")
    }
  }
}
