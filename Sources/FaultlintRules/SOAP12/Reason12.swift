internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// Reason and its Texts: SOAP 1.2 part 1, sections 5.4.2 and 5.4.2.1.
extension SOAP12 {
  static let reasonTextMissing = Rule(
    "SOAP12-reason-text-missing", "Reason has no Text",
    level: .error,
    references: [.soap12("5.4.2")],
    profiles: [.soap12],
    rationale: """
      What people get to see stands in Text, one for each language. Text straight inside Reason is not read: \
      zeep (Python) raises a fault whose message is empty.
      """,
    remedy: "Put the words into a Text with an xml:lang.",
    absorbs: ["SOAP12-fault-text"],
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12("<e:Code><e:Value>e:Sender</e:Value></e:Code>↓<e:Reason/>"),
      .fault12("<e:Code><e:Value>e:Sender</e:Value></e:Code>↓<e:Reason>text</e:Reason>"),
    ],
    check: .fault12 { fault, findings in
      guard let reason = fault.reason, fault.texts.isEmpty else { return }
      findings.report("Reason has no Text", at: reason)
    }
  )

  static let reasonChildUnknown = Rule(
    "SOAP12-reason-child-unknown", "Reason has a child that is not Text",
    level: .error,
    references: [.soap12("5.4.2"), .soap12Schema],
    profiles: [.soap12],
    rationale: """
      Reason has room for Texts only. Clients drop anything else, or refuse the fault because of it.
      """,
    remedy: "Move the extra element into Detail.",
    schema: [.children],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text>↓<m:x/></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      guard let reason = fault.reason else { return }
      for child in reason.children where !child.isNamed(.soap12, .text) {
        findings.report("'\(child.qualifiedName)' in Reason is not Text", at: child)
      }
    }
  )

  static let textLangMissing = Rule(
    "SOAP12-text-lang-missing", "A Text has no xml:lang of its own",
    level: .error,
    references: [.soap12("5.4.2.1"), .soap12Schema],
    profiles: [.soap12],
    rationale: """
      A client picks the Text in the language of its user. One that validates refuses a Text without a \
      language; others (zeep, for one) show it all the same. An xml:lang further out does not count, nor \
      does a lang without the prefix xml.
      """,
    remedy: """
      Write xml:lang on each Text; the prefix xml needs no declaration. If nobody knows the language, the \
      value may be empty.
      """,
    schema: [.attribute],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12("<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason>↓<e:Text>x</e:Text></e:Reason>"),
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason>↓<e:Text lang="en">x</e:Text></e:Reason>"#),
    ],
    check: .fault12 { fault, findings in
      for text in fault.texts where text.language == nil { findings.report("Text has no xml:lang", at: text) }
    }
  )

  static let textLangDuplicate = Rule(
    "SOAP12-text-lang-duplicate", "Two Texts have the same language",
    level: .warning,
    references: [.soap12("5.4.2")],
    profiles: [.soap12],
    rationale: """
      Texts are translations of one another. With two in one language, which of them a client shows is a \
      matter of its stack: zeep (Python) takes the first. Tags are compared without regard to case; en and \
      en-US are two languages.
      """,
    remedy: "Keep one Text a language. A longer explanation goes into Detail.",
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text><e:Text xml:lang="en-US">y</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text>↓<e:Text xml:lang="EN">y</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      guard fault.texts.count > 1 else { return }
      var seen: Set<[UInt8]> = []
      for text in fault.texts {
        guard let language = text.language, !seen.insert(LanguageTag.folded(language.value)).inserted else {
          continue
        }
        findings.report("A second Text is in '\(language.value.shortened)'", at: text)
      }
    }
  )

  static let textLangMalformed = Rule(
    "SOAP12-text-lang-malformed", "The xml:lang of a Text is not a language tag",
    level: .warning,
    references: [Reference("XML 1.0, section 2.12"), .soap12("5.4.2.1")],
    profiles: [.soap12],
    rationale: "A client looks for the language of its user by the tag, and does not find what is not a tag.",
    remedy: """
      Write a tag such as en or en-US, with a hyphen; the underscore of locale names is the usual cause. An \
      empty value is allowed and says that nobody knows.
      """,
    schema: [.attributeValue],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="zh-Hans-CN">x</e:Text><e:Text xml:lang="">y</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text ↓xml:lang="en_US">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for language in fault.texts.compactMap(\.language) where !LanguageTag.matches(language.value) {
        findings.report("xml:lang '\(language.value.shortened)' is not a language tag", at: language)
      }
    }
  )

  static let textEmpty = Rule(
    "SOAP12-text-empty", "A Text is blank",
    level: .warning,
    references: [.soap12("5.4.2.1")],
    profiles: [.soap12],
    rationale: """
      The Text is what people get to see. A blank one leaves them with an empty error message and an empty \
      line in the log.
      """,
    remedy: "Say what went wrong, or at least repeat the code in words.",
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason>↓<e:Text xml:lang="en"/>↓<e:Text xml:lang="cs"> </e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for text in fault.texts where text.children.first == nil && text.text.isBlank {
        findings.report("Text is blank", at: text)
      }
    }
  )

  static let textAttribute = Rule(
    "SOAP12-text-attribute", "A Text has another attribute than xml:lang",
    level: .warning,
    references: [.soap12Schema],
    profiles: [.soap12],
    rationale: """
      The schema gives Text the attribute xml:lang and no other. A client that validates refuses the fault; \
      others drop what the attribute says.
      """,
    remedy: "Leave the attribute out, or put it on a detail entry.",
    schema: [.attribute],
    conforming: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#)
    ],
    violating: [
      .fault12(
        "<e:Code><e:Value>e:Sender</e:Value></e:Code>"
          + #"<e:Reason><e:Text xml:lang="en" ↓m:a="1">x</e:Text></e:Reason>"#)
    ],
    check: .fault12 { fault, findings in
      for text in fault.texts {
        for attribute in text.plainAttributes
        where !(attribute.name == .lang && attribute.standsForLanguage(of: text)) {
          findings.report("Text has the attribute '\(attribute.qualifiedName)'", at: attribute)
        }
      }
    }
  )
}

extension ElementView {
  /// Its own xml:lang.
  fileprivate var language: AttributeView? { attribute(.xml, .lang) }
}

extension AttributeView {
  /// Whether an attribute called lang is the xml:lang of a Text, or was written in its place.
  fileprivate func standsForLanguage(of text: ElementView) -> Bool {
    namespace == .xml || (namespace == .none && text.language == nil)
  }
}
