/// The objections of schemas: one rule a constraint of XML Schema, under the name the specification gives it.
enum XMLSchema {
  static let rules: [Rule] = constraints.map { id, title in
    Rule(
      id, title, level: .error, references: [Reference("XML Schema part 1")],
      rationale: """
        Clients whose code was generated from the schema have fields for what it allows. They drop the rest, \
        or refuse the whole message, so the caller never sees the error that was to be reported.
        """,
      remedy: """
        Compare the place with its declaration in the schema, and change the message; if the message is as \
        meant, mend the schema and publish it.
        """,
      check: .schema)
  }

  private static let constraints: [(String, String)] = [
    ("XSD-cvc-datatype-valid-1-2-1", "A value is not in the form its type asks for"),
    ("XSD-cvc-datatype-valid-1-2-2", "An item of a list value is not in the form its type asks for"),
    ("XSD-cvc-datatype-valid-1-2-3", "A value fits none of the member types of its union type"),
    ("XSD-cvc-type-1", "An element has no type to be checked against"),
    ("XSD-cvc-type-2", "The type of an element is abstract"),
    ("XSD-cvc-type-3-1-1", "An element of simple type has an attribute"),
    ("XSD-cvc-type-3-1-2", "An element of simple type has an element child"),
    ("XSD-cvc-facet-valid", "A value breaks a facet of its type"),
    ("XSD-cvc-length-valid", "A value has not the length its type asks for"),
    ("XSD-cvc-minlength-valid", "A value is shorter than its type allows"),
    ("XSD-cvc-maxlength-valid", "A value is longer than its type allows"),
    ("XSD-cvc-mininclusive-valid", "A value is below the minimum of its type"),
    ("XSD-cvc-maxinclusive-valid", "A value is above the maximum of its type"),
    ("XSD-cvc-minexclusive-valid", "A value is not above the exclusive minimum of its type"),
    ("XSD-cvc-maxexclusive-valid", "A value is not below the exclusive maximum of its type"),
    ("XSD-cvc-totaldigits-valid", "A number has more digits than its type allows"),
    ("XSD-cvc-fractiondigits-valid", "A number has more fraction digits than its type allows"),
    ("XSD-cvc-pattern-valid", "A value does not match the pattern of its type"),
    ("XSD-cvc-enumeration-valid", "A value is none of those its type lists"),
    ("XSD-cvc-complex-type-1", "The complex type of an element is abstract"),
    ("XSD-cvc-complex-type-2-1", "An element that must be empty has content"),
    ("XSD-cvc-complex-type-2-2", "An element of simple content has an element child"),
    ("XSD-cvc-complex-type-2-3", "There is text in an element that may hold elements only"),
    (
      "XSD-cvc-complex-type-2-4",
      "An element stands where the content model has no place for it, or one that is required is missing"
    ),
    ("XSD-cvc-complex-type-3-1", "The value of an attribute does not fit its declaration"),
    (
      "XSD-cvc-complex-type-3-2-1", "An attribute is not declared for its element, whose type takes no others"
    ),
    (
      "XSD-cvc-complex-type-3-2-2",
      "An attribute is not declared for its element and its wildcard does not let it in"
    ),
    ("XSD-cvc-complex-type-4", "A required attribute is missing"),
    ("XSD-cvc-complex-type-5-1", "An element has more than one attribute of type ID through a wildcard"),
    ("XSD-cvc-complex-type-5-2", "An element has an ID attribute through a wildcard beside a declared one"),
    ("XSD-cvc-elt-1", "There is no declaration for the element"),
    ("XSD-cvc-elt-2", "The declaration of the element is abstract"),
    ("XSD-cvc-elt-3-1", "xsi:nil is used on an element that is not nillable"),
    ("XSD-cvc-elt-3-2-1", "A nil element has content"),
    ("XSD-cvc-elt-3-2-2", "An element with a fixed value is nil"),
    ("XSD-cvc-elt-4-1", "xsi:type is not a qualified name"),
    ("XSD-cvc-elt-4-2", "xsi:type names no known type"),
    ("XSD-cvc-elt-4-3", "The type that xsi:type names is not derived from the declared one"),
    ("XSD-cvc-elt-5-1-1", "The default value of an element does not fit the type that xsi:type names"),
    ("XSD-cvc-elt-5-1-2", "An empty element with a default value is not valid with it"),
    ("XSD-cvc-elt-5-2-1", "The content of an element does not fit its type"),
    ("XSD-cvc-elt-5-2-2-1", "An element with a fixed value has an element child"),
    ("XSD-cvc-elt-5-2-2-2-1", "The text of a mixed element differs from its fixed value"),
    ("XSD-cvc-elt-5-2-2-2-2", "The value of an element differs from its fixed value"),
    ("XSD-cvc-elt-6", "An element breaks an identity constraint of its declaration"),
    ("XSD-cvc-elt-7", "An ID occurs twice or an IDREF points nowhere"),
    ("XSD-cvc-attribute-1", "There is no declaration for the attribute"),
    ("XSD-cvc-attribute-2", "The declaration of the attribute has no type"),
    ("XSD-cvc-attribute-3", "The value of an attribute is not in the form its type asks for"),
    ("XSD-cvc-attribute-4", "The value of an attribute differs from its fixed value"),
    ("XSD-cvc-au", "The value of an attribute differs from the fixed value of its use"),
    ("XSD-cvc-idc", "A unique, key or keyref constraint is broken"),
    ("XSD-cvc-wildcard", "An element or attribute let in by a strict wildcard has no declaration"),
  ]
}
