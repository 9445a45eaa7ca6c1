internal import Faultlint
internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintRules
internal import FaultlintText

/// Why an implementation cannot be asked, or its answer not be used.
public struct AnswerError: Error, CustomStringConvertible {
  /// What happened, without a full stop.
  public let description: String
}

/// What an implementation answers to the greeting.
package struct Greeting {
  /// What it is called, with its version.
  package let name: String
  /// What it can tell.
  package let capabilities: Set<Capability>
  /// The profiles it has; nil if it did not say.
  package let profiles: Set<String>?

  /// Reads a line.
  package init(reading line: [UInt8]) throws(AnswerError) {
    let hello = try JSONValue(answered: line)
    guard let name = hello["name"]?.text else { throw AnswerError(description: "its greeting has no 'name'") }
    self.name = name + (hello["version"]?.text.map { " \($0)" } ?? "")
    profiles = hello["profiles"]?.items.map { Set($0.compactMap(\.word)) }
    var capabilities: Set<Capability> = []
    for item in hello["capabilities"]?.items ?? [] {
      guard let capability = item.word.flatMap(Capability.init(rawValue:)) else {
        throw AnswerError(description: "its greeting has the unknown capability '\(item.quoted)'")
      }
      capabilities.insert(capability)
    }
    self.capabilities = capabilities
  }
}

extension Reply {
  /// Reads a line.
  ///
  /// - Parameters:
  ///   - line: What an implementation answers to a question about a message.
  ///   - sequence: The number of the question.
  /// - Throws: Why the answer cannot be used.
  package init(reading line: [UInt8], to sequence: Int) throws(AnswerError) {
    let answer = try JSONValue(answered: line)
    guard let number = answer["seq"]?.integer else {
      throw AnswerError(description: "nonsense: the answer has no 'seq'")
    }
    guard number == sequence else {
      throw AnswerError(
        description: "nonsense: it answers question \(number) when asked question \(sequence)")
    }
    if let reason = answer["skipped"] {
      self = .skipped(reason.text ?? "it does not say why")
      return
    }
    if let trouble = answer["error"] {
      self = .broken("it says: \(trouble.quoted)")
      return
    }
    guard let verdict = answer["verdict"]?.word,
      Verdict(rawValue: verdict) != nil || verdict == "valid" || verdict == "invalid"
    else { throw AnswerError(description: "nonsense: the answer has no verdict that there is") }
    var findings: [ExpectedFinding] = []
    for item in answer["findings"]?.items ?? [] {
      guard let id = item["id"]?.text else {
        throw AnswerError(description: "nonsense: a finding has no 'id'")
      }
      for id in [id] + (item["also"]?.items ?? []).compactMap(\.text)
      where RuleSet.builtIn[id] ?? BuiltInContracts.rule(id) == nil {
        throw AnswerError(description: "nonsense: it reports '\(id.shortened)', which is no rule")
      }
      findings.append(
        ExpectedFinding(
          id: id, level: item["level"]?.word.flatMap(Level.init(rawValue:)), line: item["line"]?.integer,
          also: item["also"]?.items.map { $0.compactMap(\.text).filter { !$0.hasPrefix("XSD-") } }))
    }
    self = .answer(Answer(verdict: verdict, findings: findings))
  }
}

extension JSONValue {
  /// Reads what an implementation has written in answer.
  fileprivate init(answered line: [UInt8]) throws(AnswerError) {
    do {
      self = try JSONValue(reading: line)
    } catch {
      let text = String(decoding: line.prefix(80), as: UTF8.self)
      throw AnswerError(description: "nonsense: '\(text)' is no JSON: \(error.message)")
    }
  }

  /// Its text, or its JSON if it is none; the beginning of it if it is long.
  fileprivate var quoted: String { (text ?? compact).shortened }
}
