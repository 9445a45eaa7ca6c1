internal import FaultlintModel

/// One requirement on a fault message: what it says, where it comes from, why it matters, and how it is checked.
///
/// All there is to know of it stands here, the profiles it is in and how it stands to other rules included. Findings
/// point to it: as a class it is never copied.
public final class Rule: Sendable {
  /// Its name in every report, as in `BP-R1004`. It never changes its meaning and is never used for another breach.
  public let id: String
  /// What is wrong, in one sentence.
  public let title: String
  /// How bad a breach is where no profile says otherwise.
  public let level: Level
  /// Where it is stated; the first is the one to cite.
  public let references: [Reference]
  /// Why it matters: what breaks, and for which client.
  public let rationale: String
  /// How to fix a breach; empty for a rule that is never reported.
  public let remedy: String
  /// Whether it runs only when it is asked for by name.
  public let isOptIn: Bool
  /// Whether it is about texts that no report is to show again.
  public let isDisclosure: Bool
  /// The profiles it is in, those aside that include one of these.
  package let memberships: [Membership]
  /// Whether no more than the envelope schema asks for it: a profile holds it to be as bad as it holds the schema.
  package let isOnlyInSchema: Bool
  /// The fact about the exchange without which it cannot be checked.
  package let needs: Fact?
  /// Rules of the base specification that say the same of the same place, so that one finding serves all.
  package let restates: [String]
  /// Rules that are left out where this one runs, because it says the same of more, or the contrary.
  package let supersedes: [String]
  /// Findings inside the same fault that are symptoms of this cause, and stand under it.
  package let absorbs: [String]
  /// The objections of the envelope schema that are this same defect.
  package let schemaAspects: [SchemaAspect]
  /// How it is checked.
  package let check: Check
  private let statedAssertions: @Sendable () -> [Assertion]
  private let conformingExamples: @Sendable () -> [Example]
  private let violatingExamples: @Sendable () -> [Example]

  /// The test assertions of WS-I that test the same; empty if there are none.
  public var assertions: [Assertion] { statedAssertions() }

  /// Why it matters and what to do about a breach, as prose in two paragraphs with an empty line between them.
  public var explanation: String { remedy.isEmpty ? rationale : rationale + "\n\n" + remedy }

  /// Whether there can be a finding under it. One that says what is not a breach, or that sums up others, has none.
  public var isReported: Bool {
    switch check {
    case .acceptance, .umbrella, .notCheckable: false
    case .expression, .http, .message, .envelope, .envelope11, .envelope12, .fault11, .fault12, .input,
      .schema:
      true
    }
  }

  /// Messages that keep it.
  package var conforming: [Example] { conformingExamples() }
  /// Messages that break it; `↓` stands before each element, attribute or text where a finding must be.
  package var violating: [Example] { violatingExamples() }

  /// A rule with every part given.
  package init(
    _ id: String, _ title: String, level: Level, references: [Reference],
    profiles memberships: [Membership] = [],
    isOnlyInSchema: Bool = false,
    assertions: @autoclosure @escaping @Sendable () -> [Assertion] = [],
    isDisclosure: Bool = false, rationale: String, remedy: String = "", needs: Fact? = nil,
    restates: [String] = [], supersedes: [String] = [], absorbs: [String] = [],
    schema schemaAspects: [SchemaAspect] = [], isOptIn: Bool = false,
    conforming: @autoclosure @escaping @Sendable () -> [Example] = [],
    violating: @autoclosure @escaping @Sendable () -> [Example] = [],
    check: Check
  ) {
    self.id = id
    self.title = title
    self.level = level
    self.references = references
    self.memberships = memberships
    self.isOnlyInSchema = isOnlyInSchema
    statedAssertions = assertions
    self.isDisclosure = isDisclosure
    self.rationale = rationale
    self.remedy = remedy
    self.needs = needs
    self.restates = restates
    self.supersedes = supersedes
    self.absorbs = absorbs
    self.schemaAspects = schemaAspects
    self.isOptIn = isOptIn
    self.check = check
    conformingExamples = conforming
    violatingExamples = violating
  }

  /// How it is in the profile with this name; nil if it does not say that it is.
  func membership(in profile: String) -> Membership? { memberships.first { $0.profile == profile } }

  /// The clause that findings cite: the first, but for those of the other version of SOAP.
  func citation(version: SOAPVersion?, family: String?) -> String {
    let reference = references.first { $0.version == nil || $0.version == version }
    return (reference ?? references[0]).citation(family: family)
  }
}
