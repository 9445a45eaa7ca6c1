internal import FaultlintModel
internal import FaultlintXMLTree

/// What the detail of a fault says in the words of its vendor, typed.
public enum VendorDetail: Sendable, Equatable {
  /// The `apifault` of Salesforce Marketing Cloud.
  case marketingCloud(APIFault)
  /// The fault entry of Zuora.
  case zuora(ZuoraFault)
  /// The `Error` of NetSuite OpenAir.
  case openAir(OpenAirError)
  /// The `CICSFault` of IBM CICS.
  case cics(CICSFault)
  /// The `ExceptionDetail` of WCF.
  case wcf(ExceptionDetail)
  /// The entries of anybody else.
  case other([Element])

  /// The detail entry of a Server fault of Salesforce Marketing Cloud.
  ///
  /// Source: the vendor's schema of `urn:fault.partner.exacttarget.com`.
  public struct APIFault: Sendable, Equatable {
    /// The code; nil if it is not a number.
    public let code: Int?
    /// What went wrong; nil if it is not said.
    public let message: String?
    /// The number by which the vendor's support finds the call; nil if there is none.
    public let logID: Int?
    /// What belongs into the message; empty if nothing.
    public let parameters: [String]
  }

  /// The detail entry of a fault of Zuora.
  ///
  /// Source: the vendor's WSDL, type ApiFault.
  public struct ZuoraFault: Sendable, Equatable {
    /// Which fault it is, as in `LoginFault`.
    public let name: String
    /// The error code, as in `INVALID_VALUE`; nil if there is none.
    public let code: String?
    /// What went wrong; nil if it is not said.
    public let message: String?
  }

  /// The detail entry of a fault of NetSuite OpenAir.
  ///
  /// Source: the vendor's page on handling errors.
  public struct OpenAirError: Sendable, Equatable {
    /// The code; nil if it is not a number.
    public let code: Int?
  }

  /// The detail entry of a conversion fault of IBM CICS.
  ///
  /// Source: the vendor's documentation of fault messages.
  public struct CICSFault: Sendable, Equatable {
    /// The number of the message, as in `DFHPI1009`; nil if the text does not begin with one.
    public let message: String?
    /// The whole text.
    public let text: String
  }

  /// The exception that WCF sends where a debugging option was left on.
  ///
  /// Source: the data contract of ExceptionDetail in .NET.
  public struct ExceptionDetail: Sendable, Equatable {
    /// The type of the exception; nil if it is not said.
    public let type: String?
    /// Its message; nil if it is not said.
    public let message: String?
    /// Its stack trace; nil if it is not said.
    public let stackTrace: String?
    /// The exceptions inside it, from the outside in.
    public let inner: [Inner]

    /// An exception inside another.
    public struct Inner: Sendable, Equatable {
      /// The type of the exception; nil if it is not said.
      public let type: String?
      /// Its message; nil if it is not said.
      public let message: String?
    }
  }

  /// An element of a detail that no type is known for.
  public struct Element: Sendable, Equatable {
    /// Its name.
    public let name: QualifiedName
    /// Its attributes by their names as written, in their order.
    public let attributes: [Attribute]
    /// The text straight inside it, up to its first child element, without white space at the ends.
    public let text: String
    /// The elements in it, down to 256 levels.
    public let children: [Element]

    /// An attribute.
    public struct Attribute: Sendable, Equatable {
      /// Its name as written.
      public let name: String
      /// Its value.
      public let value: String
    }

    /// The first child with this local name, whatever its namespace; nil if there is none.
    public subscript(local: String) -> Element? { children.first { $0.name.local == local } }
  }
}

extension Fault {
  /// What its detail says in the words of its vendor; nil if the detail is empty or missing.
  public var vendor: VendorDetail? {
    guard let entry = parts.detail?.children.first else { return nil }
    let name = QualifiedName(entry)
    switch (name.namespace, name.local) {
    case ("urn:fault.partner.exacttarget.com", "apifault"):
      return .marketingCloud(
        VendorDetail.APIFault(
          code: value("Code", in: entry).flatMap { Int($0) }, message: value("Message", in: entry),
          logID: value("LogID", in: entry).flatMap { Int($0) },
          parameters: child("Params", of: entry)?.children.map { text($0) } ?? []))
    case ("http://fault.api.zuora.com/", _):
      return .zuora(
        VendorDetail.ZuoraFault(
          name: name.local, code: value("FaultCode", in: entry), message: value("FaultMessage", in: entry)))
    case ("", "Error") where child("code", of: entry) != nil:
      return .openAir(VendorDetail.OpenAirError(code: value("code", in: entry).flatMap { Int($0) }))
    case (_, "CICSFault"):
      let text = text(entry, isTrimmed: true)
      let number = text.prefix { !$0.isWhitespace }
      return .cics(
        VendorDetail.CICSFault(message: number.hasPrefix("DFH") ? String(number) : nil, text: text))
    case ("http://schemas.datacontract.org/2004/07/System.ServiceModel", "ExceptionDetail"):
      return .wcf(exception(entry))
    default:
      return .other(parts.detail?.children.map { untyped($0, levels: 256) } ?? [])
    }
  }

  private func exception(_ entry: ElementView) -> VendorDetail.ExceptionDetail {
    var inner: [VendorDetail.ExceptionDetail.Inner] = []
    var next = child("InnerException", of: entry)
    while let exception = next, exception.children.first != nil {
      inner.append(
        VendorDetail.ExceptionDetail.Inner(
          type: value("Type", in: exception), message: value("Message", in: exception)))
      next = child("InnerException", of: exception)
    }
    return VendorDetail.ExceptionDetail(
      type: value("Type", in: entry), message: value("Message", in: entry),
      stackTrace: value("StackTrace", in: entry), inner: inner)
  }

  private func untyped(_ element: ElementView, levels: Int) -> VendorDetail.Element {
    VendorDetail.Element(
      name: QualifiedName(element),
      attributes: element.attributes.map { attribute in
        VendorDetail.Element.Attribute(
          name: attribute.qualifiedName, value: String(decoding: attribute.value.bytes, as: UTF8.self))
      },
      text: text(element, isTrimmed: true),
      children: levels > 1 ? element.children.map { untyped($0, levels: levels - 1) } : [])
  }

  private func child(_ name: String, of element: ElementView) -> ElementView? {
    element.children.first { $0.localName == name }
  }

  private func value(_ name: String, in element: ElementView) -> String? {
    child(name, of: element).map { text($0, isTrimmed: true) }
  }
}
