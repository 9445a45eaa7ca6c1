package import FaultlintEngine
package import FaultlintModel
internal import FaultlintText

/// What a vendor promises of its faults, as a profile file says it: rules, what is its own way, schemas, codes.
package struct Contract: Sendable {
  /// The name of the profile.
  package let name: String
  /// What it is called in prose.
  package let title: String
  /// The names of what it builds on, as the file has them.
  package let extends: [String]
  /// How messages are told that it is for; nil if it is for all.
  package let selection: Selection?
  /// The prefixes that its expressions may use, those that every file has among them.
  package let prefixes: [(prefix: String, namespace: String)]
  /// Changes to rules of what it builds on: a level, or nil to leave the rule out.
  package let levels: [(rule: String, level: Level?)]
  /// The ids of rules that are off unless asked for, and that it asks for.
  package let enabled: [String]
  /// What it takes for its vendor's own way.
  package let excuses: [Excuse]
  /// The schemas of its detail entries and header blocks.
  package let schemas: [SchemaDocument]
  /// Its codes.
  package let tables: [CodeTable]
  /// Its own rules.
  package let rules: [Rule]
  /// How an answer that is no fault says that something failed.
  package let responses: [ErrorResponse]
  /// The profiles it makes, one for each version of SOAP.
  package let profiles: [Profile]
  /// What the tables are asked through.
  package let scope: Expression.Scope

  /// The profile for messages of a version; nil if there is none.
  package func profile(for version: SOAPVersion) -> Profile? { profiles.first { $0.version == version } }

  /// How messages are told that a contract is for.
  package struct Selection: Sendable, Equatable {
    /// Namespaces of which one is declared in the message.
    package var namespaces: [String] = []
    /// Local names of detail entries in no namespace.
    package var entries: [String] = []
    /// What a faultactor contains.
    package var actors: [String] = []
    /// Names of the document element in no namespace, of what is no SOAP.
    package var roots: [String] = []
    /// An expression that has to be true as well; nil if there is none.
    package var condition: String?

    /// Whether there is nothing to tell it by.
    var isEmpty: Bool { namespaces.isEmpty && entries.isEmpty && actors.isEmpty && roots.isEmpty }
  }

  /// A schema document.
  package struct SchemaDocument: Sendable {
    /// Its target namespace.
    package let namespace: String
    /// What other documents call it.
    package let name: String
    /// Its bytes.
    package let bytes: [UInt8]
    /// Whether it was asked for, and not only by another document.
    package let isEntry: Bool
    /// The file that it stands in.
    package let file: String
    /// Where the elements of that file are that begin its lines.
    let places: [TextPosition]
  }

  /// How an answer that is no fault says that something failed.
  package struct ErrorResponse: Sendable {
    /// What selects the elements that say so.
    package let context: String
    /// What it is.
    package let title: String
    /// The code, as an expression; nil if there is none.
    package let code: String?
    /// The table that the code is in; nil if in none.
    package let table: String?
    /// The text, as an expression; nil if there is none.
    package let text: String?
  }
}
