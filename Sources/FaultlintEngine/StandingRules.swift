/// The rules that no profile selects, because they come before all profiles: those under which the reader of bytes and
/// the schema validator report.
package struct StandingRules: Sendable {
  /// The rule for a kind of problem with the input.
  package let input: @Sendable (InputError) -> Rule
  /// The rule for a constraint of XML Schema, by its name, such as `cvc-elt-1`.
  package let schema: @Sendable (String) -> Rule

  /// Rules, looked up when they are needed: most messages need none.
  package init(
    input: @escaping @Sendable (InputError) -> Rule, schema: @escaping @Sendable (String) -> Rule
  ) {
    self.input = input
    self.schema = schema
  }
}
