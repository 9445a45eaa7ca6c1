internal import FaultlintModel
internal import FaultlintXMLTree

/// Joins what rules and schemas said into one finding a defect.
///
/// Three things are joined, and nothing else: a rule and those it restates, at one place; a cause and its symptoms,
/// in one fault; and a schema's objection with the rule that says the same better.
struct FindingMerger {
  let selected: SelectedRules
  let standing: StandingRules
  /// The document; nil if the payload is none.
  let tree: TreeView?
  /// Its envelope; nil if it is no SOAP.
  let envelope: Envelope?
  /// What the profiles excuse; nil if nothing.
  var excuses: FindingExcuses?

  /// A defect with everybody who noticed it.
  private struct Group {
    var members: [FindingCollector.Raw]
    var constraints: [String] = []
    var isAbsorbed = false

    func isAt(_ element: ElementView) -> Bool {
      if case .element(element.index) = members[0].place { true } else { false }
    }
  }

  func merge(_ raw: [FindingCollector.Raw], _ violations: [SchemaViolation]) -> [Defect] {
    var groups = joinRestatements(raw)
    var unexplained: [SchemaViolation] = []
    let neighbours = violations.isEmpty ? [:] : tree.map { indicesByElement(groups, $0) } ?? [:]
    for violation in violations {
      guard let tree else { continue }
      if let stray = strayFault(around: violation.element, tree) {
        // Inside a header block or below a child of Body it may have any form; elsewhere the schema is to be kept.
        if isPartOfEnvelope(stray), let index = groups.firstIndex(where: { $0.isAt(stray) }) {
          groups[index].constraints.append(rule(of: violation).id)
        }
        continue
      }
      if let index = explanation(of: violation, in: tree, among: groups, neighbours) {
        groups[index].constraints.append(rule(of: violation).id)
      } else {
        unexplained.append(violation)
      }
    }
    if let tree, groups.count > 1 { absorbSymptoms(&groups, tree) }
    var result: [Defect] = []
    result.reserveCapacity(groups.count + unexplained.count)
    for index in groups.indices where !groups[index].isAbsorbed {
      if let excuses, mayBeExcused(groups[index]) { result += excused(&groups[index], excuses) }
      if !groups[index].members.isEmpty { result.append(defect(groups[index])) }
    }
    if let tree {
      for (violation, also) in joinByPlace(unexplained) {
        let defect = defect(violation, also: also, tree)
        let reason = excuses?.reason(for: defect.rule.id, at: defect.place)
        result.append(reason.map(defect.excused) ?? defect)
      }
    }
    if result.count < 2 { return result }
    var finder = tree.map(OffsetFinder.init)
    let offsets = result.map { finder?.offset(of: $0.place) ?? 0 }
    if zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 }) { return result }
    return zip(result, offsets).enumerated().sorted {
      ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
    }.map(\.element.0)
  }

  // MARK: Rules that restate each other

  private func joinRestatements(_ raw: [FindingCollector.Raw]) -> [Group] {
    var groups: [Group] = []
    groups.reserveCapacity(raw.count)
    // Few are compared with each other faster than they are put into a table.
    var groupsAtPlace: [Place: [Int]]? = raw.count > Self.few ? [:] : nil
    for item in raw {
      guard selected.isRelated[item.rule] else {
        groups.append(Group(members: [item]))
        continue
      }
      let rule = selected.entries[item.rule].rule
      let neighbours =
        groupsAtPlace.map { $0[item.place] ?? [] }
        ?? groups.indices.filter { groups[$0].members.first?.place == item.place }
      let related = neighbours.filter { index in
        groups[index].members.contains { member in
          let other = selected.entries[member.rule].rule
          return rule.restates.contains(other.id) || other.restates.contains(rule.id)
        }
      }
      guard let first = related.first else {
        groupsAtPlace?[item.place, default: []].append(groups.count)
        groups.append(Group(members: [item]))
        continue
      }
      // It may be what holds groups together that have nothing to do with one another otherwise.
      for index in related.dropFirst() {
        groups[first].members += groups[index].members
        groups[index].members = []
      }
      groupsAtPlace?[item.place]?.removeAll { related.dropFirst().contains($0) }
      groups[first].members.append(item)
    }
    return groups.contains { $0.members.isEmpty } ? groups.filter { !$0.members.isEmpty } : groups
  }

  private static let few = 8

  // MARK: Causes and symptoms

  private func absorbSymptoms(_ groups: inout [Group], _ tree: TreeView) {
    let hasCauses = groups.contains { group in
      group.members.contains { !selected.entries[$0.rule].rule.absorbs.isEmpty }
    }
    guard hasCauses else { return }
    let places = groups.indices.compactMap { index in
      groups[index].members[0].place.element(in: tree).map { (element: $0, group: index) }
    }.sorted { $0 < $1 }
    for cause in groups.indices where !groups[cause].isAbsorbed {
      let symptoms = Set(groups[cause].members.flatMap { selected.entries[$0.rule].rule.absorbs })
      guard !symptoms.isEmpty, let subject = groups[cause].members[0].place.element(in: tree) else {
        continue
      }
      let end = Int(tree.elements[subject].end)
      let inside = places[Self.firstIndex(in: places, from: subject)...].prefix { $0.element < end }
      for index in inside.map(\.group).sorted() where index != cause && !groups[index].isAbsorbed {
        guard groups[index].members.contains(where: { symptoms.contains(selected.entries[$0.rule].rule.id) })
        else { continue }
        groups[cause].members += groups[index].members
        groups[cause].constraints += groups[index].constraints
        groups[index].isAbsorbed = true
      }
    }
  }

  /// Where in sorted places the first at or behind an element is.
  private static func firstIndex(in places: [(element: Int, group: Int)], from element: Int) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].element < element { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether the profiles excuse anything that the rules of a group find.
  private func mayBeExcused(_ group: Group) -> Bool {
    group.members.contains { selected.isExcusable[$0.rule] }
  }

  /// Takes the excused members out of a group.
  ///
  /// - Returns: What they say. Where all are excused, what the schema objects to goes with them.
  private func excused(_ group: inout Group, _ excuses: FindingExcuses) -> [Defect] {
    var members: [FindingCollector.Raw] = []
    var excused = group
    excused.members = []
    var reason = ""
    for member in group.members {
      if let found = excuses.reason(for: selected.entries[member.rule].rule.id, at: member.place) {
        excused.members.append(member)
        reason = found
      } else {
        members.append(member)
      }
    }
    guard !excused.members.isEmpty else { return [] }
    group.members = members
    if !members.isEmpty { excused.constraints = [] }
    return [defect(excused).excused(reason)]
  }

  private func defect(_ group: Group) -> Defect {
    if group.members.count == 1, group.constraints.isEmpty, selected.levelsBefore.isEmpty {
      let (index, found) = (group.members[0].rule, group.members[0])
      let rule = selected.entries[index].rule
      return Defect(
        rule: rule, level: found.level ?? selected.entries[index].level, message: found.message,
        place: found.place, reference: selected.entries[index].citation, also: [],
        isDisclosure: rule.isDisclosure)
    }
    let entries = group.members.map { selected.entries[$0.rule] }
    let (lead, level) = leadAndLevel(of: group)
    var also: [String] = []
    for index in entries.indices where index != lead && !also.contains(entries[index].rule.id) {
      if entries[index].rule.id != entries[lead].rule.id { also.append(entries[index].rule.id) }
    }
    for constraint in group.constraints where !also.contains(constraint) { also.append(constraint) }
    return Defect(
      rule: entries[lead].rule, level: level, message: group.members[lead].message,
      place: group.members[lead].place, reference: entries[lead].citation, also: also,
      isDisclosure: entries.contains { $0.rule.isDisclosure })
  }

  // MARK: Levels

  /// Which member a finding is named by, and how bad it is: as bad as the worst of what it stands for.
  ///
  /// Who sets the level of a rule means the findings that are named by it. What they stand for besides does not raise them
  /// above that then, unless its level was set as well.
  private func leadAndLevel(of group: Group) -> (lead: Int, level: Level) {
    let given = group.members.map { member in
      member.level ?? selected.levelsBefore[member.rule] ?? selected.entries[member.rule].level
    }
    let lead = lead(of: group, given)
    guard group.members.contains(where: { selected.levelsBefore[$0.rule] != nil }) else {
      return (lead, given.max() ?? .note)
    }
    let asked = group.members.map { member in
      selected.levelsBefore[member.rule] == nil ? nil : selected.entries[member.rule].level
    }
    let limit = asked[lead] ?? .error
    let levels = zip(asked, given).map { asked, given in asked ?? min(given, limit) }
    let level = levels.max() ?? .note
    return (levels[lead] == level ? lead : self.lead(of: group, levels), level)
  }

  /// The highest level leads; at equal level the profile's requirement, then the rule of the base specification. A cause
  /// leads its symptoms in any case.
  private func lead(of group: Group, _ levels: [Level]) -> Int {
    let rules = group.members.map { selected.entries[$0.rule].rule }
    guard rules[0].absorbs.isEmpty, let highest = levels.max() else { return 0 }
    return rules.indices.filter { levels[$0] == highest }.min { left, right in
      (rules[left].restates.isEmpty ? 1 : 0, rules[left].id)
        < (rules[right].restates.isEmpty ? 1 : 0, rules[right].id)
    } ?? 0
  }

  // MARK: Schemas

  /// The groups at each element and at its children, where an objection to it may find its explanation.
  private func indicesByElement(_ groups: [Group], _ tree: TreeView) -> [Int: [Int]] {
    var indices: [Int: [Int]] = [:]
    for (index, group) in groups.enumerated() {
      guard let element = group.members[0].place.element(in: tree) else { continue }
      indices[element, default: []].append(index)
      let parent = Int(tree.elements[element].parent)
      if parent >= 0 { indices[parent, default: []].append(index) }
    }
    return indices
  }

  private func explanation(
    of violation: SchemaViolation, in tree: TreeView, among groups: [Group], _ neighbours: [Int: [Int]]
  ) -> Int? {
    let aspect = aspect(violation)
    let isMissingChild = violation.message.hasPrefix("Missing child")
    let container =
      aspect == .children && !isMissingChild
      ? Int(tree.elements[violation.element].parent) : violation.element
    var best: (rank: Int, index: Int)?
    for place in container == violation.element ? [container] : [violation.element, container] {
      for index in neighbours[place] ?? [] {
        if let best, best.rank == 0 { return best.index }
        guard
          groups[index].members.contains(where: {
            selected.entries[$0.rule].rule.schemaAspects.contains(aspect)
          }
          ),
          let rank = rank(groups[index].members[0].place, in: tree, violation, aspect, container)
        else { continue }
        if best.map({ (rank, index) < ($0.rank, $0.index) }) ?? true { best = (rank, index) }
      }
    }
    return best?.index
  }

  /// How near a finding is to an objection of this aspect; nil if it is about something else.
  private func rank(
    _ place: Place, in tree: TreeView, _ violation: SchemaViolation, _ aspect: SchemaAspect, _ container: Int
  ) -> Int? {
    guard let element = place.element(in: tree) else { return nil }
    switch aspect {
    case .attribute, .attributeValue:
      guard let attribute = violation.attribute else { return element == violation.element ? 1 : nil }
      if case .attribute(attribute) = place { return 0 }
      // A missing attribute, or several of one kind, are reported at the element.
      if case .element(violation.element) = place { return 1 }
      return nil
    case .children:
      // The validator stops at the first child it does not expect, which need not be the one at fault.
      if element == violation.element { return 0 }
      if element == container { return 1 }
      return Int(tree.elements[element].parent) == container ? 2 : nil
    case .text, .value, .type:
      if element == violation.element { return 0 }
      return aspect == .value && Int(tree.elements[element].parent) == violation.element ? 1 : nil
    }
  }

  private func rule(of violation: SchemaViolation) -> Rule { standing.schema("\(violation.constraint)") }

  private func aspect(_ violation: SchemaViolation) -> SchemaAspect {
    if case .schema(_, let aspect?) = rule(of: violation).check { return aspect }
    return violation.attribute != nil ? .attributeValue : .value
  }

  /// What several constraints say of one place is one defect.
  private func joinByPlace(_ violations: [SchemaViolation]) -> [(SchemaViolation, also: [String])] {
    var result: [(SchemaViolation, also: [String])] = []
    for violation in violations {
      let id = rule(of: violation).id
      if let last = result.last, last.0.element == violation.element, last.0.attribute == violation.attribute
      {
        if rule(of: last.0).id != id, !last.also.contains(id) {
          result[result.count - 1].also.append(id)
        }
      } else {
        result.append((violation, []))
      }
    }
    return result
  }

  private func defect(_ violation: SchemaViolation, also: [String], _ tree: TreeView) -> Defect {
    let element = ElementView(tree, violation.element)
    let isApplicationData = envelope?.isInsideDetail(element) ?? false
    let rule = rule(of: violation)
    let level = isApplicationData ? .error : selected.schema?.level ?? .warning
    return Defect(
      rule: rule, level: level, message: SchemaMessages.sentence(violation, tree),
      place: violation.attribute.map(Place.attribute) ?? .element(violation.element),
      reference: isApplicationData
        ? "Schema of namespace \(element.namespaceName)"
        : selected.schema?.reference ?? Reference.soap(envelope?.version ?? .v11).description,
      also: also)
  }

  /// The outermost Fault around an element, itself included, that is not a child of Body. In SOAP 1.2 it has no
  /// meaning, so its structure is nobody's business.
  private func strayFault(around element: Int, _ tree: TreeView) -> ElementView? {
    guard let envelope, envelope.version == .v12 else { return nil }
    return envelope.strayFault(around: ElementView(tree, element))
  }

  /// Whether an element is a child of Envelope or a header block.
  private func isPartOfEnvelope(_ element: ElementView) -> Bool {
    guard let envelope else { return false }
    return element.parent?.index == envelope.element.index || envelope.isHeaderBlock(element)
  }
}

extension Reference {
  fileprivate static func soap(_ version: SOAPVersion) -> Reference {
    switch version {
    case .v11: soap11Schema
    case .v12: soap12Schema
    }
  }
}
