internal import FaultlintEngine
internal import FaultlintLibXML
internal import FaultlintModel
internal import FaultlintPlainXPath
internal import FaultlintRules
internal import FaultlintText
internal import FaultlintYAML

/// Reads profile files. `docs/profiles.md` describes them for those who write them, `docs/profile.schema.json` for their
/// editors.
package struct ContractReader {
  /// What else a profile file may name.
  package struct Surroundings {
    /// The contracts that are known already, by name.
    package var contracts: (String) -> Contract?
    /// Their names.
    package var names: [String]
    /// The bytes of a file that is named in the file, or why it cannot be had.
    package var load: (String) -> Result<[UInt8], LoadError>
    /// Of a profile of our own, which was compiled before; nil for any other.
    var own: Own?

    /// Surroundings.
    package init(
      contracts: @escaping (String) -> Contract?, names: [String],
      load: @escaping (String) -> Result<[UInt8], LoadError>
    ) {
      self.contracts = contracts
      self.names = names
      self.load = load
    }
  }

  /// What there is of a profile of our own. Nothing in it need be checked again, and nothing made of what only some runs ask
  /// for.
  struct Own {
    /// What its expressions were compiled to.
    let expressions: JSONValue
    /// Reads a table of codes that has such columns of its own.
    let readTable: @Sendable (_ file: String, _ columns: [String]) -> [CodeEntry]
    /// The rule of the profile file with an id, with its examples.
    let wholeRule: @Sendable (_ id: String) -> Rule?
  }

  /// Why a file cannot be had.
  package struct LoadError: Error {
    let message: String

    /// An error.
    package init(_ message: String) { self.message = message }
  }

  var source: ContractSource
  private let surroundings: Surroundings
  var prefixes: [(prefix: String, namespace: String)]
  var tables: [CodeTable] = []
  /// What the expressions may use: prefixes and tables, once they are read.
  private var scope = XPathScope(prefixes: [])
  var bases: [Contract] = []
  private var completeNamespaces: Set<String> = []
  /// What may be looked up only when all of the file is read.
  var mentions: [Mention] = []
  var places = Contract.Places()
  private var ruleExamples: [Contract.RuleExample] = []

  /// The prefixes that every file has.
  package static let standardPrefixes = [
    ("s", "http://schemas.xmlsoap.org/soap/envelope/"), ("e", "http://www.w3.org/2003/05/soap-envelope"),
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"), ("xml", "http://www.w3.org/XML/1998/namespace"),
    ("wsa", "http://www.w3.org/2005/08/addressing"),
  ].map { (prefix: $0.0, namespace: $0.1) }

  /// Reads a profile file.
  ///
  /// - Parameters:
  ///   - text: Its bytes.
  ///   - file: What to call it.
  ///   - surroundings: What else it may name.
  /// - Returns: The contract.
  /// - Throws: Everything that is wrong with it.
  package static func read(
    _ text: [UInt8], file: String, _ surroundings: Surroundings
  ) throws(ContractErrors) -> Contract {
    var source = ContractSource(file: file, text: text)
    let value: YAMLValue
    do throws(YAMLError) {
      value = try YAMLValue(reading: text)
    } catch {
      source.report(error)
      throw ContractErrors(errors: source.errors)
    }
    return try read(value, source, surroundings)
  }

  /// Reads a compiled profile.
  static func read(_ profile: CompiledProfile, _ surroundings: Surroundings) throws(ContractErrors)
    -> Contract
  {
    try read(profile.value, ContractSource(file: "", text: []), surroundings)
  }

  private static func read(
    _ value: YAMLValue, _ source: ContractSource, _ surroundings: Surroundings
  ) throws(ContractErrors) -> Contract {
    var reader = ContractReader(source: source, surroundings: surroundings, prefixes: standardPrefixes)
    reader.places.file = source.file
    let contract = reader.contract(value)
    guard let contract, reader.source.errors.isEmpty else {
      let errors = reader.source.errors.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
      // What an alias brings back is wrong once.
      throw ContractErrors(errors: errors.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }
    return contract
  }

  private init(
    source: ContractSource, surroundings: Surroundings, prefixes: [(prefix: String, namespace: String)]
  ) {
    self.source = source
    self.surroundings = surroundings
    self.prefixes = prefixes
  }

  private static let names = [
    "profile", "title", "extends", "selected-by", "prefixes", "facts", "levels", "excuses", "schemas",
    "codes",
    "rules", "responses", "tests",
  ]

  private mutating func contract(_ value: YAMLValue) -> Contract? {
    guard let fields = ContractFields(value, Self.names, what: "a profile file", &source) else { return nil }
    let name = self.name(fields, value) ?? ""
    let extends = self.extends(fields, name)
    readPrefixes(fields)
    let facts = facts(fields)
    let own = codes(fields)
    let inherited = bases.flatMap(\.tables).filter { table in !own.contains { $0.name == table.name } }
    let codes = own.map { ($0.name, $0.codes) } + inherited.map { ($0.name, $0.codes) }
    scope = scope(codes: Dictionary(codes.map { ($0, $1.byCode) }, uniquingKeysWith: { first, _ in first }))
    tables = own.map { table($0) }
    for table in inherited where !tables.contains(where: { $0.name == table.name }) { tables.append(table) }
    let selection = self.selection(fields)
    let rules = rules(fields, profile: name)
    let levels = levels(fields, rules)
    let excuses = excuses(fields, rules)
    var schemas = schemas(fields)
    for base in bases {
      schemas += base.schemas.filter { schema in !schemas.contains { $0.name == schema.name } }
    }
    let responses =
      fields.items("responses", &source).compactMap { response($0) } + bases.flatMap(\.responses)
    let tests = tests(fields, name, rules)
    check(mentions, rules)
    let title = fields.text("title", &source)?.oneLine ?? name
    let profiles = Self.profiles(
      name: name, title: title, extends: extends, bases: bases, rules: rules,
      levels: Dictionary(levels.changes, uniquingKeysWith: { $1 }), enabled: levels.enabled,
      excuses: excuses, hasSchemas: !schemas.isEmpty)
    return Contract(
      name: name, title: title, extends: extends,
      ancestors: bases.reduce(into: Set(extends)) { $0.formUnion($1.ancestors) }, selection: selection,
      prefixes: prefixes, levels: levels.changes, enabled: levels.enabled, excuses: excuses, schemas: schemas,
      completeNamespaces: bases.reduce(into: completeNamespaces) { $0.formUnion($1.completeNamespaces) },
      facts: facts, tables: tables, rules: rules, responses: responses, profiles: profiles,
      examples: ruleExamples, tests: tests,
      idle: surroundings.own == nil ? idle(fields, excuses, profiles, rules) : [], places: places,
      scope: scope)
  }

  private func scope(codes: [String: Deferred<[String: TableCode]>]) -> XPathScope {
    guard let own = surroundings.own else { return XPathScope(prefixes: prefixes, codes: codes) }
    guard let scope = XPathScope(prefixes: prefixes, codes: codes, compiled: own.expressions) else {
      preconditionFailure("the expressions of a compiled profile of our own are wrong")
    }
    return scope
  }

  // MARK: Name, bases, selection

  private mutating func name(_ fields: ContractFields, _ value: YAMLValue) -> String? {
    guard let name = fields.needed("profile", of: "a profile file", at: value, &source),
      let place = fields["profile"]
    else { return nil }
    let isName =
      !name.isEmpty
      && name.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D }
    if !isName || name == "auto" {
      source.report(
        "'\(name)' is not a name of a profile: it takes small letters, digits and hyphens", at: place)
    } else if Profile.names.contains(name) || surroundings.names.contains(name) {
      source.report("there is a profile '\(name)' already", at: place)
    }
    return name
  }

  /// What it builds on; what a message is judged by without a profile, if the file does not say.
  private mutating func extends(_ fields: ContractFields, _ name: String) -> [String] {
    guard fields["extends"] != nil else { return ["bp11", "soap12"] }
    var names: [String] = []
    for (base, place) in fields.texts("extends", &source) {
      if base == name {
        source.report("the profile '\(name)' extends itself", at: place)
      } else if Profile.names.contains(base) {
        names.append(base)
      } else if let contract = surroundings.contracts(base) {
        names.append(base)
        bases.append(contract)
      } else {
        let all = Profile.names + surroundings.names
        let hint =
          Spelling.question(about: base, among: all) ?? "profiles are \(all.joined(separator: ", "))"
        source.report("there is no profile '\(base)'; \(hint)", at: place)
      }
    }
    for base in bases {
      prefixes += base.prefixes.filter { prefix in !prefixes.contains { $0.prefix == prefix.prefix } }
    }
    return names
  }

  private mutating func readPrefixes(_ fields: ContractFields) {
    guard let value = fields["prefixes"] else { return }
    guard let members = value.members else {
      source.report("'prefixes' is to be a mapping of prefixes to namespaces", at: value)
      return
    }
    for (key, value) in members {
      guard let namespace = value.text, !namespace.isEmpty else {
        source.report("a prefix needs a namespace", at: value)
        continue
      }
      if let known = Self.standardPrefixes.first(where: { $0.prefix == key.name }),
        known.namespace != namespace
      {
        source.report("the prefix '\(key.name)' always stands for '\(known.namespace)'", at: key)
        continue
      }
      prefixes.removeAll { $0.prefix == key.name }
      prefixes.append((key.name, namespace))
    }
  }

  private mutating func selection(_ fields: ContractFields) -> Contract.Selection? {
    guard let value = fields["selected-by"],
      let parts = ContractFields(
        value, ["namespaces", "entries", "actors", "roots", "addresses", "actions", "where"],
        what: "'selected-by'", &source)
    else { return nil }
    var selection = Contract.Selection()
    selection.namespaces = parts.texts("namespaces", &source).map(\.text)
    selection.entries = parts.texts("entries", &source).map(\.text)
    selection.actors = parts.texts("actors", &source).map(\.text)
    selection.roots = parts.texts("roots", &source).map(\.text)
    selection.addresses = parts.texts("addresses", &source).map(\.text)
    selection.actions = parts.texts("actions", &source).map(\.text)
    if selection.isEmpty {
      source.report(
        "'selected-by' needs 'namespaces', 'entries', 'actors', 'roots', 'addresses' or 'actions'", at: value)
    }
    selection.condition = expression("where", parts)
    return selection
  }

  // MARK: Levels and excuses

  private mutating func levels(_ fields: ContractFields, _ own: [Rule]) -> (
    changes: [(rule: String, level: Level?)], enabled: [String]
  ) {
    guard let value = fields["levels"] else { return ([], []) }
    guard let members = value.members else {
      source.report("'levels' is to be a mapping of rules to off, on, note, warning or error", at: value)
      return ([], [])
    }
    var changes: [(rule: String, level: Level?)] = []
    var enabled: [String] = []
    for (key, value) in members {
      guard check(rule: key.name, own, line: key.line, column: key.column) else { continue }
      switch value.text {
      case "off": changes.append((key.name, nil))
      case "on": enabled.append(key.name)
      case let word?:
        guard let level = level(word, value, or: ["off", "on"]) else { continue }
        changes.append((key.name, level))
        enabled.append(key.name)
      case nil: source.report("a level is off, on, note, warning or error", at: value)
      }
    }
    return (changes, enabled)
  }

  private mutating func level(_ word: String, _ place: YAMLValue, or others: [String] = []) -> Level? {
    if let level = Level(rawValue: word) { return level }
    let words = others + Level.allCases.map(\.rawValue)
    let hint = Spelling.question(about: word, among: words) ?? "levels are \(words.joined(separator: ", "))"
    source.report("there is no level '\(word)'; \(hint)", at: place)
    return nil
  }

  /// Whether there is a rule with an id.
  mutating func check(rule id: String, _ own: [Rule], line: Int, column: Int) -> Bool {
    if surroundings.own != nil { return true }
    let others = bases.flatMap { base in base.profiles.flatMap { $0.rules } } + own
    if RuleSet.builtIn[id] != nil || others.contains(where: { $0.id == id }) { return true }
    let ids = RuleSet.builtIn.rules.map(\.id) + others.map(\.id)
    let hint = Spelling.question(about: id, among: ids) ?? "'faultlint rules' lists them"
    source.report("there is no rule '\(id)'; \(hint)", line: line, column: column)
    return false
  }

  private mutating func excuses(_ fields: ContractFields, _ own: [Rule]) -> [Excuse] {
    fields.items("excuses", &source).flatMap { value -> [Excuse] in
      guard
        let parts = ContractFields(value, ["rules", "where", "reason"], what: "an excuse", &source),
        let reason = parts.needed("reason", of: "an excuse", at: value, &source)
      else { return [] }
      let rules = parts.texts("rules", &source)
      if rules.isEmpty { source.report("an excuse needs 'rules'", at: value) }
      let condition = expression("where", parts)
      return rules.compactMap { rule, place in
        guard check(rule: rule, own, line: place.line, column: place.column) else { return nil }
        places.excuses.append((place.line, place.column))
        return Excuse(rule: rule, condition: condition, reason: reason.oneLine)
      }
    }
  }

  // MARK: Codes

  /// The codes of a table, before its expressions are read, which may ask for codes.
  private struct Codes {
    let name: String
    let columns: [String]
    let codes: CodeEntries
    let parts: ContractFields
  }

  private mutating func codes(_ fields: ContractFields) -> [Codes] {
    var tables: [Codes] = []
    for value in fields.items("codes", &source) {
      guard let table = readCodes(value) else { continue }
      if tables.contains(where: { $0.name == table.name }) {
        source.report("there is a table of codes '\(table.name)' already", at: value)
      }
      tables.append(table)
      places.tables.append((value.line, value.column))
    }
    return tables
  }

  private mutating func readCodes(_ value: YAMLValue) -> Codes? {
    guard
      let parts = ContractFields(
        value, ["table", "title", "at", "value", "columns", "file", "entries"], what: "a table of codes",
        &source
      ),
      let name = parts.needed("table", of: "a table of codes", at: value, &source)
    else { return nil }
    var further: [String] = []
    for (column, place) in parts.texts("columns", &source) {
      if CodeTable.standardColumns.contains(column) {
        source.report("every table has the column '\(column)'", at: place)
      } else if further.contains(column) {
        source.report("the column '\(column)' stands there twice", at: place)
      } else {
        further.append(column)
      }
    }
    var entries: [CodeEntry] = []
    if let file = parts.text("file", &source), let place = parts["file"] {
      if parts["entries"] == nil, let read = surroundings.own?.readTable {
        let codes = CodeEntries { [further] in read(file, further) }
        return Codes(name: name, columns: further, codes: codes, parts: parts)
      }
      switch surroundings.load(file) {
      case .success(let bytes):
        do throws(ContractError) {
          entries = try CodeTable.entries(reading: bytes, file: file, columns: further)
        } catch {
          source.report("\(error.file), line \(error.line): \(error.message)", at: place)
        }
      case .failure(let error):
        source.report("the file '\(file)' cannot be read: \(error.message)", at: place)
      }
    }
    if let value = parts["entries"] {
      guard let members = value.members else {
        source.report("'entries' is to be a mapping of codes to what they mean", at: value)
        return nil
      }
      for (key, value) in members { entries += entry(key, value, further) }
    }
    if parts["file"] == nil, parts["entries"] == nil {
      source.report("a table of codes needs 'file' or 'entries'", at: value)
    }
    return Codes(name: name, columns: further, codes: CodeEntries { [entries] in entries }, parts: parts)
  }

  private mutating func table(_ codes: Codes) -> CodeTable {
    CodeTable(
      name: codes.name, title: codes.parts.text("title", &source)?.oneLine ?? codes.name,
      context: expression("at", codes.parts, selectsNodes: true),
      value: expression("value", codes.parts) ?? XPathExpression("normalize-space()", in: scope),
      columns: codes.columns, codes: codes.codes)
  }

  private mutating func entry(_ key: YAMLKey, _ value: YAMLValue, _ columns: [String]) -> [CodeEntry] {
    if let text = value.text {
      return [
        CodeEntry(
          code: key.name.printable, name: nil, classes: [], meaning: text.oneLine, remedy: nil, source: nil)
      ]
    }
    guard
      let parts = ContractFields(
        value, ["meaning", "name", "class", "remedy", "source"] + columns, what: "a code", &source),
      let meaning = parts.needed("meaning", of: "a code", at: value, &source)
    else { return [] }
    return [
      CodeEntry(
        code: key.name.printable, name: parts.text("name", &source)?.oneLine,
        classes: parts.texts("class", &source).map(\.text.oneLine), meaning: meaning.oneLine,
        remedy: parts.text("remedy", &source)?.oneLine, source: parts.text("source", &source)?.oneLine,
        fields: Dictionary(
          uniqueKeysWithValues: columns.compactMap { name in
            parts.text(name, &source).map { (name, $0.oneLine) }
          }))
    ]
  }

  // MARK: Schemas and responses

  /// The schemas in a list of files, with what they refer to.
  private mutating func schemas(_ fields: ContractFields) -> [Contract.SchemaDocument] {
    var schemas: [Contract.SchemaDocument] = []
    for (file, isComplete, place) in schemaFiles(fields) {
      do throws(ContractErrors) {
        let read = try SchemaFiles.read(file, surroundings.load)
        if let first = read.first,
          let other = schemas.first(where: {
            $0.isEntry && $0.namespace == first.namespace && $0.name != first.name
          })
        {
          source.report(
            "'\(file)' and '\(other.file)' are both schemas of the namespace '\(first.namespace)'", at: place)
        }
        if isComplete, let namespace = read.first?.namespace { completeNamespaces.insert(namespace) }
        schemas += read.filter { document in !schemas.contains { $0.name == document.name } }
      } catch {
        for error in error.errors {
          let isWhole = error.line == 0 && error.file == file
          source.report(
            "the schema '\(file)' cannot be used: \(isWhole ? error.message : error.description)", at: place)
        }
      }
    }
    return schemas
  }

  /// The files that 'schemas' names: each a text, or a mapping that says more of it.
  private mutating func schemaFiles(_ fields: ContractFields) -> [(
    name: String, isComplete: Bool, place: YAMLValue
  )] {
    guard let value = fields["schemas"] else { return [] }
    return (value.items ?? [value]).compactMap { item in
      if let name = item.text { return (name, false, item) }
      guard let parts = ContractFields(item, ["file", "complete"], what: "a schema", &source),
        let name = parts.needed("file", of: "a schema", at: item, &source), let place = parts["file"]
      else { return nil }
      return (name, parts.flag("complete", &source) ?? false, place)
    }
  }

  private mutating func response(_ value: YAMLValue) -> Contract.ErrorResponse? {
    guard
      let parts = ContractFields(
        value, ["at", "title", "code", "table", "text"], what: "a response", &source),
      let title = parts.needed("title", of: "a response", at: value, &source)
    else { return nil }
    guard let context = expression("at", parts, selectsNodes: true) else {
      if parts["at"] == nil { source.report("a response needs 'at'", at: value) }
      return nil
    }
    if let name = parts.text("table", &source), let place = parts["table"] {
      check(table: name, at: nil, in: place)
      if parts["code"] == nil {
        source.report("a response with 'table' needs 'code', which is looked up in it", at: value)
      }
    }
    places.responses.append((value.line, value.column))
    return Contract.ErrorResponse(
      context: context, title: title.oneLine, code: expression("code", parts),
      table: parts.text("table", &source), text: expression("text", parts))
  }

  // MARK: Rules

  private static let ruleNames = [
    "id", "title", "level", "context", "assert", "message", "reference", "rationale", "remedy", "examples",
    "restates", "replaces", "absorbs", "schema", "on-request",
  ]

  private mutating func rules(_ fields: ContractFields, profile: String) -> [Rule] {
    var rules: [Rule] = []
    for value in fields.items("rules", &source) {
      guard let rule = rule(value, profile: profile) else { continue }
      if surroundings.own == nil,
        rules.contains(where: { $0.id == rule.id }) || RuleSet.builtIn[rule.id] != nil
      {
        source.report("there is a rule '\(rule.id)' already", at: value)
      } else {
        rules.append(rule)
      }
    }
    return rules
  }

  private mutating func rule(_ value: YAMLValue, profile: String) -> Rule? {
    guard let parts = ContractFields(value, Self.ruleNames, what: "a rule", &source),
      let id = parts.needed("id", of: "a rule", at: value, &source),
      let title = parts.needed("title", of: "the rule '\(id)'", at: value, &source)
    else { return nil }
    if let place = parts["id"], !Self.isRuleID(id) {
      source.report(
        "'\(id)' is not an id of a rule: it takes a prefix in capitals, a hyphen, and small letters, as in ACME-code-missing",
        at: place)
    }
    var level: Level?
    if let place = parts["level"], let word = place.text { level = self.level(word, place) }
    if parts["level"] == nil { source.report("the rule '\(id)' needs 'level'", at: value) }
    guard let context = expression("context", parts, selectsNodes: true) else {
      if parts["context"] == nil { source.report("the rule '\(id)' needs 'context'", at: value) }
      return nil
    }
    let assertion = expression("assert", parts)
    var message: [Expression.MessagePart] = [.text(title.oneLine)]
    if let place = parts["message"] { message = self.message(place) ?? message }
    let wholeRule = surroundings.own?.wholeRule
    let examples = examples(parts)
    let aspects = parts.texts("schema", &source).compactMap { word, place -> SchemaAspect? in
      if let aspect = SchemaAspect(word: word) { return aspect }
      source.report(
        "there is no kind of schema error '\(word)'; kinds are \(SchemaAspect.words.joined(separator: ", "))",
        at: place)
      return nil
    }
    for name in ["restates", "replaces", "absorbs"] {
      for (id, place) in parts.texts(name, &source) { mentions.append(.rule(id, place)) }
    }
    let rule = Rule(
      id, title.oneLine, level: level ?? .error,
      references: parts.texts("reference", &source).map { Reference($0.text.oneLine) }.nonEmpty
        ?? [Reference("profile \(profile)")],
      profiles: [Membership(profile)], rationale: parts.text("rationale", &source)?.oneLine ?? "",
      remedy: parts.text("remedy", &source)?.oneLine ?? "",
      restates: parts.texts("restates", &source).map(\.text),
      supersedes: parts.texts("replaces", &source).map(\.text),
      absorbs: parts.texts("absorbs", &source).map(\.text), schema: aspects,
      isOptIn: parts.flag("on-request", &source) ?? false,
      conforming: wholeRule?(id)?.conforming
        ?? examples.filter { !$0.isViolating }.map(\.message.envelope.example),
      violating: wholeRule?(id)?.violating
        ?? examples.filter(\.isViolating).map(\.message.envelope.example),
      check: .expression(
        Expression(context: context, assertion: assertion, message: message)))
    ruleExamples += examples.map { example in
      Contract.RuleExample(
        rule: rule, written: example.message, isViolating: example.isViolating, number: example.number,
        line: example.place.line, column: example.place.column)
    }
    return rule
  }

  private static func isRuleID(_ id: String) -> Bool {
    let parts = id.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts[0].first, !first.isDigit else { return false }
    return parts[0].allSatisfy { $0 >= 0x41 && $0 <= 0x5A || $0.isDigit }
      && parts.dropFirst().allSatisfy { part in
        !part.isEmpty && part.allSatisfy { $0 >= 0x61 && $0 <= 0x7A || $0.isDigit }
      }
  }

  /// An example of the file.
  private struct WrittenExample {
    let message: WrittenMessage
    let isViolating: Bool
    let number: Int
    let place: YAMLValue
  }

  private mutating func examples(_ fields: ContractFields) -> [WrittenExample] {
    guard let value = fields["examples"],
      let parts = ContractFields(value, ["conforming", "violating"], what: "'examples'", &source)
    else { return [] }
    var examples: [WrittenExample] = []
    for (name, isViolating) in [("conforming", false), ("violating", true)] {
      for (index, item) in parts.texts(name, &source).enumerated() {
        examples.append(
          WrittenExample(
            message: WrittenMessage(text: item.text, prefixes: prefixes), isViolating: isViolating,
            number: index + 1, place: item.place))
      }
    }
    return examples
  }

  // MARK: Expressions

  /// An expression; nil if it is not there, or is none, which is reported.
  private mutating func expression(
    _ name: String, _ fields: ContractFields, selectsNodes: Bool = false
  ) -> XPathExpression? {
    guard let value = fields[name] else { return nil }
    guard let text = value.text else {
      source.report("'\(name)' is to be an expression of XPath 1.0", at: value)
      return nil
    }
    return check(text, from: 0, in: value, selectsNodes: selectsNodes)
      ? XPathExpression(text, in: scope) : nil
  }

  private mutating func check(
    _ expression: String, from start: Int, in value: YAMLValue, selectsNodes: Bool = false
  ) -> Bool {
    if surroundings.own != nil { return true }
    do throws(XPathError) {
      let calls = try XPathSyntax.check(
        expression, prefixes: Set(prefixes.map(\.prefix)), selectsNodes: selectsNodes)
      mentions += calls.map { .call($0, start, value) }
      return true
    } catch {
      source.report(
        "\(error.message), in the XPath '\(expression.oneLine.shortened)'",
        at: error.offset.map { start + $0 },
        in: value)
      return false
    }
  }

  /// Takes apart a message: expressions stand in braces, and a brace itself is written twice.
  private mutating func message(_ value: YAMLValue) -> [Expression.MessagePart]? {
    guard let text = value.text else {
      source.report("'message' is to be a text", at: value)
      return nil
    }
    var parts: [Expression.MessagePart] = []
    var literal: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      let isBrace = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
      if isBrace, index + 1 < bytes.count, bytes[index + 1] == byte {
        literal.append(byte)
        index += 2
      } else if byte == UInt8(ascii: "{") {
        guard let end = Self.end(ofExpressionAt: index + 1, in: bytes) else {
          source.report("a brace is not closed; one that is meant is written '{{'", at: index, in: value)
          return nil
        }
        if !literal.isEmpty {
          parts.append(.text(String(decoding: literal, as: UTF8.self).oneLine(keepsEnds: true)))
        }
        literal = []
        let expression = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
        guard check(expression, from: index + 1, in: value) else { return nil }
        parts.append(.value(XPathExpression(expression, in: scope)))
        index = end + 1
      } else {
        literal.append(byte)
        index += 1
      }
    }
    if !literal.isEmpty {
      parts.append(.text(String(decoding: literal, as: UTF8.self).oneLine(keepsEnds: true)))
    }
    return parts
  }

  /// Where the brace is that ends an expression; braces in its texts do not.
  private static func end(ofExpressionAt start: Int, in bytes: [UInt8]) -> Int? {
    var quote: UInt8?
    for index in start..<bytes.count {
      if let open = quote {
        if bytes[index] == open { quote = nil }
      } else if bytes[index] == UInt8(ascii: "'") || bytes[index] == UInt8(ascii: "\"") {
        quote = bytes[index]
      } else if bytes[index] == UInt8(ascii: "}") {
        return index
      }
    }
    return nil
  }

  // MARK: Profiles

  /// The profiles of a contract: one for each version of SOAP that what it builds on is for.
  private static func profiles(
    name: String, title: String, extends: [String], bases contracts: [Contract], rules: [Rule],
    levels: [String: Level?], enabled: [String], excuses: [Excuse], hasSchemas: Bool
  ) -> [Profile] {
    let versions: [SOAPVersion] = [.v11, .v12]
    return versions.compactMap { version in
      let bases = extends.flatMap { base in
        Profile.named(base).map { [$0] } ?? contracts.first { $0.name == base }?.profiles ?? []
      }
      let suitable = bases.filter { $0.version == nil || $0.version == version }
      if !bases.isEmpty, suitable.isEmpty { return nil }
      let policy = suitable.compactMap(\.schema).max { $0.level < $1.level }
      return Profile(
        name: name, title: title, version: version, family: suitable.compactMap(\.family).first,
        bases: suitable, rules: rules,
        schema: policy ?? (hasSchemas ? Profile.SchemaPolicy(.warning) : nil), levels: levels,
        enabled: Set(enabled), excuses: excuses)
    }
  }
}

extension SchemaAspect {
  /// The kinds of schema error by their words in profile files.
  private static let byWord: [(word: String, aspect: SchemaAspect)] = [
    ("children", .children), ("text", .text), ("attribute", .attribute),
    ("attribute-value", .attributeValue), ("value", .value), ("type", .type),
  ]

  static let words = byWord.map(\.word)

  init?(word: String) {
    guard let found = Self.byWord.first(where: { $0.word == word }) else { return nil }
    self = found.aspect
  }
}

extension Array {
  fileprivate var nonEmpty: [Element]? { isEmpty ? nil : self }
}

extension String {
  /// On one line, and without what steers a terminal, as reports show it: what YAML folds may have an end of line left.
  package var oneLine: String { oneLine(keepsEnds: false) }

  /// On one line; white space at the ends is kept as one space if asked for.
  func oneLine(keepsEnds: Bool) -> String {
    var text = self
    if text.withUTF8(Self.isPlainLine) { return self }
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
      return plainLine(keepsEnds: keepsEnds)
    }
    let words = split(whereSeparator: { $0.isWhitespace }).joined(separator: " ").printable
    guard keepsEnds, !isEmpty else { return words }
    if words.isEmpty { return " " }
    let start = first?.isWhitespace ?? false
    let end = last?.isWhitespace ?? false
    return (start ? " " : "") + words + (end ? " " : "")
  }

  /// Whether a text is ASCII on one line already, with single spaces between words, as most are.
  private static func isPlainLine(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var isBehindSpace = true
    for byte in bytes {
      if byte < 0x20 || byte >= 0x7F || byte == 0x20 && isBehindSpace { return false }
      isBehindSpace = byte == 0x20
    }
    return !isBehindSpace
  }

  /// The same of ASCII, of which nearly all texts are.
  private func plainLine(keepsEnds: Bool) -> String {
    var line: [UInt8] = []
    line.reserveCapacity(utf8.count)
    var hasGap = false
    for byte in utf8 {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        hasGap = true
        continue
      }
      if hasGap, keepsEnds || !line.isEmpty { line.append(0x20) }
      hasGap = false
      line.append(byte)
    }
    if hasGap, keepsEnds { line.append(0x20) }
    return String(decoding: line, as: UTF8.self)
  }
}
