internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// What a fault gives away of the inside of a service. No specification forbids it; the entries of the Common Weakness
/// Enumeration say why it should not.
enum Disclosure {
  static let rules: [Rule] = [
    stackTrace, exceptionClass, filePath, sqlStatement, databaseError, privateAddress, internalHost,
    softwareVersion, credential,
  ]

  /// What each of them looks for.
  static let detectors: [Detector] = [
    stackTraces, exceptionClasses, paths, statements, databaseMessages, privateAddresses, internalHosts,
    banners,
    credentials,
  ]

  /// A check that reports the first match of a detector in each text of a fault: what it is, and nothing of it, so that
  /// the report does not give it away once more.
  static func check(_ detector: Detector) -> Check {
    .message { message, findings in
      for exposed in message.envelope?.exposedTexts ?? [] {
        guard let kind = detector.first(in: exposed) else { continue }
        let sentence = "'\(exposed.holder)' shows \(kind)"
        switch exposed.site {
        case .element(let element): findings.report(sentence, at: element)
        case .attribute(let attribute): findings.report(sentence, at: attribute)
        }
      }
    }
  }
}

extension Example {
  /// A SOAP 1.1 fault with this faultstring.
  static func saying11(_ text: String) -> Example {
    fault11("<faultcode>s:Server</faultcode><faultstring>" + text + "</faultstring>")
  }

  /// A SOAP 1.1 fault that discloses something in its faultstring.
  static func disclosing11(_ text: String) -> Example {
    fault11("<faultcode>s:Server</faultcode>↓<faultstring>" + text + "</faultstring>")
  }

  /// A SOAP 1.2 fault that discloses something in its detail.
  static func disclosing12(_ text: String) -> Example {
    fault12(
      #"<e:Code><e:Value>e:Receiver</e:Value></e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
        + "<e:Detail>↓<m:info>" + text + "</m:info></e:Detail>")
  }
}
