internal import FaultlintEngine

/// The objections of schemas: one rule a constraint of XML Schema, under the name the specification gives it.
enum XMLSchema {
  static let rules: [Rule] = constraints.map { rule($0.name, $0.aspect, $0.title) }

  /// The rule for a constraint, by its name.
  static func rule(for constraint: String) -> Rule {
    byConstraint[constraint] ?? rule(constraint, nil, "A constraint of the schema is not kept")
  }

  private static let byConstraint = Dictionary(
    zip(constraints.map(\.name), rules), uniquingKeysWith: { first, _ in first })

  private static func rule(_ constraint: String, _ aspect: SchemaAspect?, _ title: String) -> Rule {
    Rule(
      "XSD-" + constraint, title, level: .error, references: [Reference(section(of: constraint))],
      assertions: [.bp10("WSI1701"), .bp11("BP1701")],
      rationale: """
        Clients whose code was generated from the schema have fields for what it allows. They drop the rest, \
        or refuse the whole message, so the caller never sees the error that was to be reported.
        """,
      remedy: """
        Compare the place with its declaration in the schema, and change the message; if the message is as \
        meant, fix the schema and publish it.
        """,
      check: .schema(constraint: constraint, aspect))
  }

  /// Where a constraint is stated. The names of the specification begin with what they are about, and its parts and
  /// sections go by that.
  ///
  /// Source: XML Schema parts 1 and 2, second edition.
  private static func section(of constraint: String) -> String {
    let found = sections.first { constraint.hasPrefix($0.prefix) }
    return found.map { "XML Schema part \($0.part), section \($0.section)" } ?? "XML Schema part 1"
  }

  private static let sections: [(prefix: String, part: Int, section: String)] = [
    ("cvc-elt-", 1, "3.3.4"), ("cvc-type-", 1, "3.3.4"), ("cvc-complex-type-", 1, "3.4.4"),
    ("cvc-attribute-", 1, "3.2.4"), ("cvc-au", 1, "3.5.4"), ("cvc-idc", 1, "3.11.4"),
    ("cvc-wildcard", 1, "3.10.4"),
    ("cvc-datatype-valid-", 2, "4.1.4"), ("cvc-facet-valid", 2, "4.1.4"),
    ("cvc-length-valid", 2, "4.3.1"), ("cvc-minlength-valid", 2, "4.3.2"),
    ("cvc-maxlength-valid", 2, "4.3.3"),
    ("cvc-pattern-valid", 2, "4.3.4"), ("cvc-enumeration-valid", 2, "4.3.5"),
    ("cvc-maxinclusive-valid", 2, "4.3.7"), ("cvc-maxexclusive-valid", 2, "4.3.8"),
    ("cvc-minexclusive-valid", 2, "4.3.9"), ("cvc-mininclusive-valid", 2, "4.3.10"),
    ("cvc-totaldigits-valid", 2, "4.3.11"), ("cvc-fractiondigits-valid", 2, "4.3.12"),
  ]

  /// The constraints a validator reports: the name the specification gives it, what of a message it is about where that
  /// is always the same, and what its breach is called.
  private static let constraints: [(name: String, aspect: SchemaAspect?, title: String)] = [
    ("cvc-datatype-valid-1-2-1", nil, "A value is not in the form its type asks for"),
    ("cvc-datatype-valid-1-2-2", nil, "An item of a list value is not in the form its type asks for"),
    ("cvc-datatype-valid-1-2-3", nil, "A value fits none of the member types of its union type"),
    ("cvc-type-1", .type, "An element has no type to be checked against"),
    ("cvc-type-2", .type, "The type of an element is abstract"),
    ("cvc-type-3-1-1", .attribute, "An element of simple type has an attribute"),
    ("cvc-type-3-1-2", .value, "An element of simple type has an element child"),
    ("cvc-facet-valid", nil, "A value breaks a facet of its type"),
    ("cvc-length-valid", nil, "A value has not the length its type asks for"),
    ("cvc-minlength-valid", nil, "A value is shorter than its type allows"),
    ("cvc-maxlength-valid", nil, "A value is longer than its type allows"),
    ("cvc-mininclusive-valid", nil, "A value is below the minimum of its type"),
    ("cvc-maxinclusive-valid", nil, "A value is above the maximum of its type"),
    ("cvc-minexclusive-valid", nil, "A value is not above the exclusive minimum of its type"),
    ("cvc-maxexclusive-valid", nil, "A value is not below the exclusive maximum of its type"),
    ("cvc-totaldigits-valid", nil, "A number has more digits than its type allows"),
    ("cvc-fractiondigits-valid", nil, "A number has more fraction digits than its type allows"),
    ("cvc-pattern-valid", nil, "A value does not match the pattern of its type"),
    ("cvc-enumeration-valid", nil, "A value is not one of those its type lists"),
    ("cvc-complex-type-1", nil, "The complex type of an element is abstract"),
    ("cvc-complex-type-2-1", .children, "An element that must be empty has content"),
    ("cvc-complex-type-2-2", .value, "An element of simple content has an element child"),
    ("cvc-complex-type-2-3", .text, "There is text in an element that may hold elements only"),
    (
      "cvc-complex-type-2-4", .children,
      "An element stands where the content model has no place for it, or one that is required is missing"
    ),
    ("cvc-complex-type-3-1", nil, "The value of an attribute does not fit its declaration"),
    (
      "cvc-complex-type-3-2-1", .attribute,
      "An attribute is not declared for its element, whose type takes no others"
    ),
    (
      "cvc-complex-type-3-2-2", .attribute,
      "An attribute is not declared for its element and its wildcard does not let it in"
    ),
    ("cvc-complex-type-4", .attribute, "A required attribute is missing"),
    ("cvc-complex-type-5-1", nil, "An element has more than one attribute of type ID through a wildcard"),
    (
      "cvc-complex-type-5-2", nil,
      "An element has an ID attribute through a wildcard in addition to a declared one"
    ),
    ("cvc-elt-1", nil, "There is no declaration for the element"),
    ("cvc-elt-2", nil, "The declaration of the element is abstract"),
    ("cvc-elt-3-1", .type, "xsi:nil is used on an element that is not nillable"),
    ("cvc-elt-3-2-1", .type, "A nil element has content"),
    ("cvc-elt-3-2-2", .type, "An element with a fixed value is nil"),
    ("cvc-elt-4-1", .type, "xsi:type is not a qualified name"),
    ("cvc-elt-4-2", .type, "xsi:type names no known type"),
    ("cvc-elt-4-3", .type, "The type that xsi:type names is not derived from the declared one"),
    ("cvc-elt-5-1-1", nil, "The default value of an element does not fit the type that xsi:type names"),
    ("cvc-elt-5-1-2", nil, "An empty element with a default value is not valid with it"),
    ("cvc-elt-5-2-1", nil, "The content of an element does not fit its type"),
    ("cvc-elt-5-2-2-1", nil, "An element with a fixed value has an element child"),
    ("cvc-elt-5-2-2-2-1", nil, "The text of a mixed element differs from its fixed value"),
    ("cvc-elt-5-2-2-2-2", nil, "The value of an element differs from its fixed value"),
    ("cvc-elt-6", nil, "An element breaks an identity constraint of its declaration"),
    ("cvc-elt-7", nil, "An ID occurs twice or an IDREF points nowhere"),
    ("cvc-attribute-1", nil, "There is no declaration for the attribute"),
    ("cvc-attribute-2", nil, "The declaration of the attribute has no type"),
    ("cvc-attribute-3", nil, "The value of an attribute is not in the form its type asks for"),
    ("cvc-attribute-4", nil, "The value of an attribute differs from its fixed value"),
    ("cvc-au", nil, "The value of an attribute differs from the fixed value of its use"),
    ("cvc-idc", nil, "A unique, key or keyref constraint is broken"),
    ("cvc-wildcard", nil, "An element or attribute let in by a strict wildcard has no declaration"),
  ]
}
