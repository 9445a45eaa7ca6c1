public import FaultlintModel

/// A message for a rule's page and tests.
public struct Example: Sendable {
  /// The whole document, marks included.
  public let marked: String

  /// What is known about the exchange.
  public private(set) var exchange = ExchangeFacts()

  /// The document that it answers, if an example of an answer.
  public private(set) var request: String?

  init(marked: String) { self.marked = marked }

  /// The document as it is.
  public var document: String { marked.filter { $0 != "↓" } }

  /// The same in an exchange of which something is known.
  public func given(_ know: (inout ExchangeFacts) -> Void) -> Example {
    var copy = self
    know(&copy.exchange)
    return copy
  }

  /// The same as an answer to another, whose marks mean nothing.
  public func answering(_ request: Example) -> Example {
    var copy = self
    copy.request = request.document
    return copy
  }

  /// The same with one more mark at the start, where findings in the HTTP head and on the whole document are.
  public var markedAtStart: Example {
    var copy = Example(marked: "↓" + marked)
    copy.exchange = exchange
    copy.request = request
    return copy
  }

  /// A whole document.
  public static func document(_ text: String) -> Example { Example(marked: text) }

  /// The children of a SOAP 1.1 Envelope. The prefixes `s` (SOAP 1.1), `e` (SOAP 1.2) and `m` are declared.
  public static func envelope11(_ content: String) -> Example {
    Example(
      marked: #"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" "#
        + #"xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:m="urn:m">"# + content + "</s:Envelope>")
  }

  /// The children of the Body of a SOAP 1.1 message.
  public static func body11(_ content: String) -> Example { envelope11("<s:Body>" + content + "</s:Body>") }

  /// The children of a SOAP 1.1 Fault.
  public static func fault11(_ content: String) -> Example { body11("<s:Fault>" + content + "</s:Fault>") }

  /// The children of a SOAP 1.2 Envelope, with the same prefixes.
  public static func envelope12(_ content: String) -> Example {
    Example(
      marked: #"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" "#
        + #"xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="urn:m">"# + content + "</e:Envelope>"
    )
  }

  /// The children of the Body of a SOAP 1.2 message.
  public static func body12(_ content: String) -> Example { envelope12("<e:Body>" + content + "</e:Body>") }

  /// The children of a SOAP 1.2 Fault.
  public static func fault12(_ content: String) -> Example { body12("<e:Fault>" + content + "</e:Fault>") }
}
