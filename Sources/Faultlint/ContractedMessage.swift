internal import FaultlintContracts
internal import FaultlintEngine
internal import FaultlintModel

extension VersionChecker {
  /// Judges an XML document that is no SOAP, by the contracts.
  func judge(_ message: Message, _ exchange: ExchangeFacts, _ report: inout Report) -> [Defect] {
    let facts = FactSet(exchange)
    report.judged = judged(exchange, facts)
    let defects = rules.defects(in: exchange.http, of: message, exchange: exchange, facts)
    read(message, &report)
    return defects
  }

  /// Reads what the contracts can tell of a message: its codes, and what it says that failed.
  func read(_ message: Message, _ report: inout Report) {
    guard let expressions else { return }
    readCodes(message, expressions, &report)
    if report.fault == nil { readErrors(message, expressions, &report) }
    expressions.forgetMessage()
  }

  /// Reads what an answer that is no fault says that failed.
  private func readErrors(_ message: Message, _ expressions: XPathRules, _ report: inout Report) {
    for contract in contracts {
      for response in contract.responses {
        let nodes = try? expressions.texts(at: response.context, [response.code, response.text], in: message)
        for node in nodes ?? [] {
          let table = contract.tables.first { $0.name == response.table }
          report.errors.append(
            ReportedError(
              profile: contract.name, title: response.title,
              code: node.texts[0].isEmpty
                ? nil : FaultCodeMeaning(of: node.texts[0], in: table, under: contract.name),
              text: node.texts[1]))
        }
      }
    }
  }

  /// Reads the codes that a message has, and what they mean.
  private func readCodes(_ message: Message, _ expressions: XPathRules, _ report: inout Report) {
    for index in codes.indices {
      guard
        let nodes = try? expressions.texts(at: codes[index].context, [codes[index].table.value], in: message)
      else { continue }
      for node in nodes {
        let meaning = meaning(of: node.texts[0], inTable: index)
        if !report.codes.contains(meaning) { report.codes.append(meaning) }
      }
    }
  }
}

extension FaultCodeMeaning {
  /// What a code means that is of a table of a profile, or of none.
  init(of code: String, in table: CodeTable?, under profile: String) {
    let entries = table?.entries(for: code) ?? []
    func joined(_ texts: [String]) -> String? {
      let distinct = texts.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      return distinct.isEmpty ? nil : distinct.joined(separator: " Or: ")
    }
    self.init(
      profile: profile, kind: table?.title ?? FaultCodeMeaning.kindWithoutTable, code: code,
      name: entries.compactMap(\.name).first,
      meaning: joined(entries.map(\.meaning)), remedy: joined(entries.compactMap(\.remedy)),
      isOfTable: table != nil)
  }
}
