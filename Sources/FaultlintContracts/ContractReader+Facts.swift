internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintRules
internal import FaultlintYAML

/// What a profile file says of every exchange with its service.
extension ContractReader {
  mutating func facts(_ fields: ContractFields) -> Contract.ServiceFacts {
    var facts = bases.reduce(into: Contract.ServiceFacts()) { facts, base in
      facts.senderRole = facts.senderRole ?? base.facts.senderRole
      facts.bindingStyle = facts.bindingStyle ?? base.facts.bindingStyle
      facts.nodeRoles = facts.nodeRoles ?? base.facts.nodeRoles
      facts.addressingRequired = facts.addressingRequired ?? base.facts.addressingRequired
      facts.isLenient = facts.isLenient ?? base.facts.isLenient
    }
    let names = ["sender-role", "binding-style", "node-roles", "wsa-required", "lenient"]
    guard let value = fields["facts"], let parts = ContractFields(value, names, what: "'facts'", &source)
    else {
      return facts
    }
    facts.senderRole = parts.choice("sender-role", SenderRole.self, &source) ?? facts.senderRole
    facts.bindingStyle = parts.choice("binding-style", BindingStyle.self, &source) ?? facts.bindingStyle
    let roles = parts.texts("node-roles", &source)
    for (role, place) in roles where !URIReference.matches(role) || role.isEmpty {
      source.report("'\(role)' is not a URI", at: place)
    }
    if !roles.isEmpty { facts.nodeRoles = roles.map(\.text) }
    // What a profile does not know, somebody may: that there is no demand is said by saying nothing.
    if parts.flag("wsa-required", &source) == true { facts.addressingRequired = true }
    facts.isLenient = parts.flag("lenient", &source) ?? facts.isLenient
    return facts
  }
}
