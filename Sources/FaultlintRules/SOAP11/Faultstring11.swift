internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// faultstring: SOAP 1.1, section 4.4.
extension SOAP11 {
  static let faultstringChildElement = Rule(
    "SOAP11-faultstring-child-element", "faultstring has an element child",
    level: .error,
    references: [.soap11("4.4"), .soap11Schema],
    profiles: [.soap11],
    assertions: [.bp11("BP1701")],
    rationale: """
      faultstring is plain text. zeep (Python) cuts it off at the first element inside; a client that \
      validates refuses the fault.
      """,
    remedy: "Escape the markup (&lt; for <), or put it into detail.",
    schema: [.value],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>a &lt;b&gt;</faultstring>")],
    violating: [.fault11("<faultcode>s:Server</faultcode><faultstring>a ↓<b>c</b></faultstring>")],
    check: .fault11 { fault, findings in
      guard let child = fault.faultstring?.children.first else { return }
      findings.report("'\(child.qualifiedName)' stands inside faultstring", at: child)
    }
  )

  static let faultstringEmpty = Rule(
    "SOAP11-faultstring-empty", "The faultstring is blank",
    level: .warning,
    references: [.soap11("4.4")],
    profiles: [.soap11],
    rationale: """
      The faultstring is what people get to see. A blank one leaves them with an empty error message and an \
      empty line in the log.
      """,
    remedy: "Say what went wrong, or at least repeat the code in words.",
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11("<faultcode>s:Server</faultcode>↓<faultstring> </faultstring>")],
    check: .fault11 { fault, findings in
      guard let faultstring = fault.faultstring, faultstring.children.first == nil, faultstring.text.isBlank
      else {
        return
      }
      findings.report("faultstring is blank", at: faultstring)
    }
  )

  static let faultstringLang = Rule(
    "SOAP11-faultstring-lang", "faultstring has xml:lang, which the plain envelope schema does not know",
    level: .note,
    references: [.soap11Schema],
    profiles: [.soap11],
    rationale: """
      The plain schema has no room for it, while the Basic Profile obliges receivers to accept it (R1016). \
      Only a client that validates by the plain schema refuses the fault; users of Spring-WS, which writes \
      it, met that.
      """,
    remedy: "If such a client is among yours, switch the language off in the service. Otherwise leave it.",
    schema: [.attribute],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [.fault11(#"<faultcode>s:Server</faultcode><faultstring ↓xml:lang="en">x</faultstring>"#)],
    check: .fault11 { fault, findings in
      guard let lang = fault.faultstring?.attribute(.xml, .lang) else { return }
      findings.report("faultstring has xml:lang, for which the plain schema has no room", at: lang)
    }
  )

  static let faultstringLangMalformed = Rule(
    "SOAP11-faultstring-lang-malformed", "The xml:lang of faultstring is not a language tag",
    level: .warning,
    references: [Reference("XML 1.0, section 2.12")],
    profiles: [.soap11],
    rationale: """
      A client that shows the text in the language of its user, or reads it aloud, goes by the tag, and can do \
      nothing with another text.
      """,
    remedy: """
      Write a tag such as en or en-US, with a hyphen; the underscore of locale names is the usual cause. An empty \
      value is allowed and says that the language is not known.
      """,
    restates: ["SOAP11-faultstring-lang"],
    conforming: [.fault11("<faultcode>s:Server</faultcode><faultstring>x</faultstring>")],
    violating: [
      .fault11(#"<faultcode>s:Server</faultcode><faultstring ↓xml:lang="en_US">x</faultstring>"#)
    ],
    check: .fault11 { fault, findings in
      guard let lang = fault.faultstring?.attribute(.xml, .lang), !LanguageTag.matches(lang.value) else {
        return
      }
      findings.report("xml:lang '\(lang.value.shortened)' is not a language tag", at: lang)
    }
  )
}
