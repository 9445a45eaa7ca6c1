internal import FaultlintConfiguration
internal import FaultlintReports
internal import FaultlintText
internal import FaultlintXMLTree

/// What is in force, as lines that a configuration could have, each with where it was said.
struct SettingsText {
  private let project: Project
  private let job: CheckJob

  /// The text for a project and the options of a run.
  init(_ project: Project, _ job: CheckJob) {
    self.project = project
    self.job = job
  }

  private struct Line {
    let text: String
    var origin: String?
  }

  /// Writes it, for some paths or for all that no override is for.
  func write(_ paths: [(path: String, names: [Substring])], _ output: inout Output) {
    let files = project.files
    output.write("# configuration: \((files.configuration ?? "none").printable)\n")
    let known = project.baseline.map { ", \($0.count) findings" } ?? ""
    output.write("# baseline: \((files.baseline ?? "none").printable)\(known)\n")
    var lines = run
    if paths.isEmpty { lines += settings(overriddenBy: []) }
    write(lines, &output)
    for (path, names) in paths {
      let overrides = project.configuration.overrides(for: names)
      let places = overrides.map { project.configuration.overrides[$0].origin.text }
      let words = places.isEmpty ? "no override" : "overrides \(places.joined(separator: ", "))"
      output.write("\n# \(path.printable): \(words)\n")
      write(settings(overriddenBy: overrides), &output)
    }
  }

  private func write(_ lines: [Line], _ output: inout Output) {
    let column = min(lines.filter { $0.origin != nil }.map(\.text.count).max() ?? 0, 48) + 2
    for line in lines {
      output.write(
        line.origin.map { "\(line.text.padded(to: column))# \($0)".printable } ?? line.text.printable)
      output.write("\n")
    }
  }

  private var run: [Line] {
    var run = project.configuration.run
    run.add(job.run)
    var lines = [
      line("fail-on", run.failOn, "error"),
      line("max-bytes", run.maxBytes, "\(ParseLimits().bytes)"),
      line("max-depth", run.maxDepth, "\(ParseLimits().depth)"),
      line("jobs", run.jobs, "\(Workers.cores)"),
    ]
    lines.insert(Line(text: "limits:"), at: 1)
    for index in 2...3 {
      lines[index] = Line(text: "  " + lines[index].text, origin: lines[index].origin)
    }
    let configuration = project.configuration
    lines += list("rules", configuration.profileFiles, options: job.profiles.files, "--rules")
    lines += list("schemas", configuration.schemas, options: job.profiles.schemas, "--schema")
    lines += list("wsdls", configuration.descriptions, options: job.profiles.descriptions, "--wsdl")
    lines += list(
      "exclude", configuration.excluded.map { Sourced($0.value.text, $0.origin) },
      options: job.excluded, "--exclude")
    if !configuration.overrides.isEmpty {
      lines.append(Line(text: "overrides:"))
      lines += configuration.overrides.map {
        Line(text: "  - \($0.paths.map(\.text).joined(separator: ", "))", origin: $0.origin.text)
      }
    }
    if !configuration.suppressions.isEmpty {
      lines.append(Line(text: "suppressions:"))
      lines += configuration.suppressions.map { suppression in
        let until = suppression.until.map { " (until \($0.text))" } ?? ""
        return Line(text: "  - \(suppression.reason)\(until)", origin: suppression.origin.text)
      }
    }
    return lines
  }

  private func settings(overriddenBy overrides: [Int]) -> [Line] {
    let settings = project.configuration.settings(overriddenBy: overrides, and: job.settings)
    let profiles = settings.profiles.map { Sourced($0.value.map(\.value).joined(separator: ", "), $0.origin) }
    var lines = [
      line("profiles", profiles, "auto"),
      line("expect", settings.expectsFault.map { Sourced($0.value ? "fault" : "any", $0.origin) }, "any"),
    ]
    if !settings.rules.isEmpty {
      lines.append(Line(text: "levels:"))
      for (id, change) in settings.rules.sorted(by: { $0.key < $1.key }) {
        lines.append(line("  \(id)", Sourced(change.value.word, change.origin), ""))
      }
    }
    let facts = FactSetting.allCases.compactMap { fact in settings[fact].map { (fact, $0) } }
    if !facts.isEmpty {
      lines.append(Line(text: "facts:"))
      for (fact, value) in facts {
        lines.append(
          line("  \(fact.rawValue)", Sourced(value.value.joined(separator: ", "), value.origin), ""))
      }
    }
    return lines + list("accept", settings.accepted, options: [], "")
  }

  private func line(_ name: String, _ value: Sourced<some CustomStringConvertible>?, _ standard: String)
    -> Line
  {
    Line(
      text: "\(name): \(value.map { "\($0.value)" } ?? standard)",
      origin: (value?.origin ?? .standard).text)
  }

  private func list(_ name: String, _ values: [Sourced<String>], options: [String], _ option: String)
    -> [Line]
  {
    let all = values.map { ($0.value, $0.origin.text) } + options.map { ($0, option) }
    if all.isEmpty { return [] }
    return [Line(text: "\(name):")] + all.map { Line(text: "  - \($0.0)", origin: $0.1) }
  }
}
