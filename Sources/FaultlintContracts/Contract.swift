package import FaultlintEngine
package import FaultlintModel
package import FaultlintPlainXPath
internal import FaultlintText

/// What a vendor promises of its faults, as a profile file says it: rules, what is its own way, schemas, codes.
package struct Contract: Sendable {
  /// The name of the profile.
  package let name: String
  /// What it is called in prose.
  package let title: String
  /// The names of what it builds on, as the file has them.
  package let extends: [String]
  /// The names of those and of what they build on.
  package let ancestors: Set<String>
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
  /// The namespaces whose schemas declare every detail entry and header block that the service sends in them.
  package let completeNamespaces: Set<String>
  /// What is known of every exchange with the service.
  package let facts: ServiceFacts
  /// Its codes.
  package let tables: [CodeTable]
  /// Its own rules.
  package let rules: [Rule]
  /// How an answer that is no fault says that something failed.
  package let responses: [ErrorResponse]
  /// The profiles it makes, one for each version of SOAP.
  package let profiles: [Profile]
  /// The examples of its own rules, with their places in the file; none of one of our own that was compiled before.
  package let examples: [RuleExample]
  /// What it says to test it by; likewise.
  package let tests: [Test]
  /// What of it can have no effect, and why.
  package let idle: [ContractError]
  /// Where its own excuses, responses and tables of codes stand in the file.
  package let places: Places
  /// What its expressions were compiled in.
  let scope: XPathScope

  /// The profile for messages of a version; nil if there is none.
  package func profile(for version: SOAPVersion) -> Profile? { profiles.first { $0.version == version } }

  /// How messages are told that a contract is for.
  package struct Selection: Sendable {
    /// Namespaces of which one is declared in the message.
    package var namespaces: [String] = []
    /// Local names of detail entries in no namespace.
    package var entries: [String] = []
    /// What a faultactor contains.
    package var actors: [String] = []
    /// Names of the document element in no namespace, of what is no SOAP.
    package var roots: [String] = []
    /// What the address contains that the request went to.
    package var addresses: [String] = []
    /// What the action contains that the request names.
    package var actions: [String] = []
    /// An expression that has to be true as well; nil if there is none.
    package var condition: XPathExpression?

    /// Whether there is nothing to tell it by.
    var isEmpty: Bool { marks(of: "").isEmpty }
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

  /// What a service says once of all exchanges with it.
  package struct ServiceFacts: Sendable {
    /// What the node is that sends its faults.
    package var senderRole: SenderRole?
    /// How its operations are bound.
    package var bindingStyle: BindingStyle?
    /// The roles in which that node acts, in addition to next.
    package var nodeRoles: [String]?
    /// Whether it demands WS-Addressing.
    package var addressingRequired: Bool?
    /// Whether its receivers take SOAP 1.2 under the media type of SOAP 1.1.
    package var isLenient: Bool?

    /// Adds what is not known otherwise to what is known of an exchange.
    package func add(to exchange: inout ExchangeFacts) {
      exchange.senderRole = exchange.senderRole ?? senderRole
      exchange.bindingStyle = exchange.bindingStyle ?? bindingStyle
      exchange.nodeRoles = exchange.nodeRoles ?? nodeRoles
      exchange.addressingRequired = exchange.addressingRequired ?? addressingRequired
      exchange.isLenient = exchange.isLenient || (isLenient ?? false)
    }
  }

  /// An example of a rule.
  package struct RuleExample: Sendable {
    /// The rule.
    package let rule: Rule
    let written: WrittenMessage
    /// Whether it breaks the rule.
    package let isViolating: Bool
    /// Its number among those of its kind, from 1.
    package let number: Int
    /// The line of the file it begins in, from 1.
    package let line: Int
    /// The column, from 1.
    package let column: Int

    /// The example.
    package var example: Example { written.envelope.example }
    /// How many bytes were put before what the file has, for an envelope.
    package var assumedBytes: Int { written.envelope.assumedBytes }
  }

  /// A message and what is expected of it; what is nil may be anything.
  package struct Test: Sendable {
    /// What it is about, or its number.
    package let title: String
    let writtenMessage: WrittenMessage
    let writtenRequest: WrittenMessage?
    /// The HTTP status that it has.
    package let status: Int?
    /// The name of the profile that it is judged by, with what that builds on.
    package let profile: String
    /// The verdict.
    package let verdict: String?
    /// The ids of the rules that the findings are of, in any order.
    package let findings: [String]?
    /// The ids of the rules whose findings are excused.
    package let excused: [String]?
    /// The codes that are found, those of error responses among them.
    package let codes: [String]?
    /// The titles of the responses that are found.
    package let responses: [String]?
    /// The line of the file it begins in, from 1.
    package let line: Int
    /// The column, from 1.
    package let column: Int

    /// The message.
    package var message: Example { writtenMessage.envelope.example }
    /// How many bytes were put before what the file has of it, for an envelope.
    package var assumedBytes: Int { writtenMessage.envelope.assumedBytes }
    /// The request that it answers.
    package var request: Example? { writtenRequest?.envelope.example }
    /// How many bytes were put before what the file has of that.
    package var requestAssumedBytes: Int { writtenRequest?.envelope.assumedBytes ?? 0 }
  }

  /// Where things stand in a file, as lines and columns from 1.
  package struct Places: Sendable {
    /// The file.
    package var file = ""
    /// The own excuses, in their order: they come before those of what the contract builds on.
    package var excuses: [(line: Int, column: Int)] = []
    /// The own responses, likewise.
    package var responses: [(line: Int, column: Int)] = []
    /// The own tables, likewise.
    package var tables: [(line: Int, column: Int)] = []
    /// The tables that expressions and responses name.
    package var tablesAsked: Set<String> = []

    /// Something about a place.
    package func remark(_ message: String, at place: (line: Int, column: Int)) -> ContractError {
      ContractError(file: file, line: place.line, column: place.column, message: message)
    }
  }

  /// How an answer that is no fault says that something failed.
  package struct ErrorResponse: Sendable {
    /// What selects the elements that say so.
    package let context: XPathExpression
    /// What it is.
    package let title: String
    /// The code, as an expression; nil if there is none.
    package let code: XPathExpression?
    /// The table that the code is in; nil if in none.
    package let table: String?
    /// The text, as an expression; nil if there is none.
    package let text: XPathExpression?
  }
}
