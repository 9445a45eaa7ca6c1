internal import FaultlintModel
internal import FaultlintXMLTree

/// Elements that look like a fault and are none of SOAP: gateways and services with a way of their own answer with them,
/// and generic clients take the answer for a success.
enum LookAlike {
  /// Finds one among the body entries of a message without a fault: an element called Fault, in whatever case, in a
  /// namespace that is none of SOAP's, with a message or a code in it.
  static func find(in envelope: Envelope, _ report: inout Report) {
    guard report.errors.isEmpty, let entry = envelope.bodyEntries.first, envelope.bodyEntries.count == 1,
      SOAPVersion(entry.namespace) == nil
    else { return }
    if isCalled(entry, "fault") {
      add(entry, &report)
    } else {
      // A reason beside a result.
      for child in entry.children
      where isCalled(child, "fault") || isCalled(child, "reason") && isFailure(entry) {
        add(child, &report)
        return
      }
    }
  }

  /// Whether a result says that it is one of a failure.
  private static func isFailure(_ element: ElementView) -> Bool {
    element.children.contains { child in
      (isCalled(child, "success") || isCalled(child, "result") || isCalled(child, "status"))
        && ["false", "failure", "failed", "error"].contains {
          child.text.trimmed.string(limit: 20).lowercased() == $0
        }
    }
  }

  private static func add(_ element: ElementView, _ report: inout Report) {
    let words = element.children.first { child in
      ["message", "text", "description", "faultstring", "reason"].contains { isCalled(child, $0) }
    }
    let code = element.children.first { isCalled($0, "code") }?.text.trimmed.shortened
    let text = (words ?? element).text.trimmed.string(limit: 1000)
    report.errors.append(
      ReportedError(
        profile: nil, title: "'\(element.qualifiedName)' looks like a fault and is none of SOAP",
        code: nil, text: [code, text.isEmpty ? nil : text].compactMap(\.self).joined(separator: ", ")))
  }

  /// Whether this is its local name but for the case of letters.
  private static func isCalled(_ element: ElementView, _ name: String) -> Bool {
    let text = element.tree.localNames[element.name.id]
    return text.count == name.utf8.count && zip(text, name.utf8).allSatisfy { $0 | 0x20 == $1 }
  }
}
