internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintXMLTree

/// The headers of WS-Addressing, on which Basic Profiles 1.2 and 2.0 build: WS-Addressing 1.0, Core, section 3.4; SOAP
/// Binding, section 3.2.2.
extension BasicProfile {
  static let relatesToMissing = Rule(
    "WSA-relatesto-missing", "The answer does not say which message it answers",
    level: .error,
    references: [Reference("WS-Addressing 1.0, Core, section 3.4")],
    profiles: [.bp12, .bp20],
    rationale: """
      A client with several requests under way, or with answers on another connection, finds the request by \
      wsa:RelatesTo. Without it the fault reaches nobody.
      """,
    remedy: "Copy the wsa:MessageID of the request into a wsa:RelatesTo of the answer.",
    needs: .requestMessage,
    conforming: [
      .replying11(#"<a:RelatesTo>urn:id:1</a:RelatesTo>"#),
      // What does not use WS-Addressing is not held to it.
      Example.plain11.answering(.asking11),
    ],
    violating: [.replying11("", mark: "↓")],
    check: .envelope { envelope, findings in
      guard findings.exchange.requestMessage?.envelope?.messageID != nil, envelope.usesAddressing,
        envelope.relatedIDs.isEmpty
      else { return }
      findings.report(
        "No wsa:RelatesTo names the message that is answered",
        at: envelope.bodyEntries.first ?? envelope.element)
    }
  )

  static let relatesToWrong = Rule(
    "WSA-relatesto-wrong", "wsa:RelatesTo does not have the wsa:MessageID of the request",
    level: .error,
    references: [Reference("WS-Addressing 1.0, Core, section 3.4")],
    profiles: [.bp12, .bp20],
    rationale: """
      A client finds the request by wsa:RelatesTo. With the id of another message the fault is taken for the answer to \
      that one, or dropped.
      """,
    remedy: "Copy the wsa:MessageID of the request as it is; the two are compared letter by letter.",
    needs: .requestMessage,
    conforming: [.replying11(#"<a:RelatesTo>urn:id:1</a:RelatesTo>"#)],
    violating: [.replying11(#"↓<a:RelatesTo>urn:id:2</a:RelatesTo>"#)],
    check: .envelope { envelope, findings in
      guard let id = findings.exchange.requestMessage?.envelope?.messageID?.text.trimmed else { return }
      let related = envelope.relatedIDs
      guard let first = related.first, !related.contains(where: { $0.text.trimmed == id }) else { return }
      findings.report(
        "wsa:RelatesTo is '\(first.text.trimmed.shortened)', and the wsa:MessageID of the request '\(id.shortened)'",
        at: first)
    }
  )

  static let addressingHeaderDuplicate = Rule(
    "WSA-header-duplicate",
    "wsa:To, wsa:ReplyTo, wsa:FaultTo, wsa:Action or wsa:MessageID stands twice for one receiver",
    level: .error,
    references: [Reference("WS-Addressing 1.0, SOAP Binding, section 3.2.2")],
    profiles: [.bp12, .bp20],
    rationale: """
      Each of the five has one value. A receiver has to answer two with a fault of its own, so what the message says \
      is lost.
      """,
    remedy: "Send each of them once. Two handlers that both write the headers are the usual cause.",
    conforming: [
      .envelope11(
        #"<s:Header xmlns:a="http://www.w3.org/2005/08/addressing"><a:Action>urn:a</a:Action>"#
          + #"<a:Action s:actor="urn:gateway">urn:b</a:Action></s:Header><s:Body/>"#)
    ],
    violating: [
      .envelope11(
        #"<s:Header xmlns:a="http://www.w3.org/2005/08/addressing"><a:Action>urn:a</a:Action>"#
          + "↓<a:Action>urn:b</a:Action></s:Header><s:Body/>")
    ],
    check: .envelope { envelope, findings in
      var seen: Set<AddressingHeader> = []
      for block in envelope.headerBlocks where block.isAddressingHeaderOnce {
        if !seen.insert(AddressingHeader(block)).inserted {
          findings.report("There is a second '\(block.qualifiedName)' for the same receiver", at: block)
        }
      }
    }
  )
}

/// What no message has two of: a header block of WS-Addressing with this name for this node.
private struct AddressingHeader: Hashable {
  let name: LocalName
  /// The node; nil for the last one.
  let target: [UInt8]?

  init(_ block: ElementView) {
    name = block.name
    target = block.target.map { Array($0.bytes) }
  }
}

extension Envelope {
  /// The header block wsa:MessageID.
  fileprivate var messageID: ElementView? { headerBlocks.first { $0.isNamed(.addressing, .messageID) } }

  /// Whether it has a header of WS-Addressing.
  fileprivate var usesAddressing: Bool { headerBlocks.contains { $0.namespace == .addressing } }

  /// The header blocks wsa:RelatesTo that say which message this one answers.
  fileprivate var relatedIDs: [ElementView] {
    headerBlocks.filter { block in
      guard block.isNamed(.addressing, .relatesTo) else { return false }
      guard let type = block.attribute(.none, .relationshipType)?.value.trimmed else { return true }
      return type == "http://www.w3.org/2005/08/addressing/reply"
    }
  }
}

extension ElementView {
  /// Whether it is a header of WS-Addressing that a receiver gets once.
  fileprivate var isAddressingHeaderOnce: Bool {
    guard namespace == .addressing else { return false }
    switch name {
    case .to, .replyTo, .faultTo, .action, .messageID: return true
    default: return false
    }
  }

  /// Which node a header block is for; nil for the last one.
  fileprivate var target: TextView? {
    guard let role = (attribute(.soap11, .actor) ?? attribute(.soap12, .role))?.value.trimmed else {
      return nil
    }
    return role.isBlank || Role12(role) == .ultimateReceiver ? nil : role
  }
}

extension Example {
  /// A request with WS-Addressing.
  fileprivate static var asking11: Example {
    envelope11(
      #"<s:Header xmlns:a="http://www.w3.org/2005/08/addressing"><a:Action>urn:ask</a:Action>"#
        + "<a:MessageID>urn:id:1</a:MessageID></s:Header><s:Body><m:x/></s:Body>")
  }

  /// A fault with WS-Addressing that answers it, with these header blocks.
  fileprivate static func replying11(_ header: String, mark: String = "") -> Example {
    envelope11(
      #"<s:Header xmlns:a="http://www.w3.org/2005/08/addressing">"#
        + "<a:Action>http://www.w3.org/2005/08/addressing/soap/fault</a:Action>" + header
        + "</s:Header><s:Body>" + mark
        + "<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring>"
        + "</s:Fault></s:Body>"
    ).answering(asking11)
  }
}
