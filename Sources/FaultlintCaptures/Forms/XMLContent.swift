internal import FaultlintModel
internal import FaultlintText

extension XMLText {
  /// Content unescaped; where it stands in a CDATA section or is XML itself, as it stands.
  static func content(
    _ content: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>, into buffer: ByteBuffer
  ) -> UnsafeBufferPointer<UInt8> {
    let range = bytes.trimmed(content)
    let slice = bytes.slice(range)
    if slice.has("<![CDATA[", at: 0), let end = slice.next("]]>", from: 9), end == slice.count - 3,
      slice.next(0x0D, from: 0) == nil
    {
      return slice.slice(9..<end)
    }
    if slice.first == UInt8(ascii: "<"), !slice.has("<![CDATA[", at: 0) { return slice }
    buffer.removeAll()
    unescape(slice, into: buffer)
    return buffer.bytes
  }

  /// Content unescaped, as a text.
  static func text(_ content: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> String {
    let buffer = ByteBuffer()
    unescape(bytes.slice(bytes.trimmed(content)), into: buffer)
    return buffer.bytes.text(0..<buffer.count)
  }
}

/// Header fields as XML has them: a text with a line each, elements that have their names, or an element with a `name`
/// and `value`s in it.
enum XMLHeaders {
  /// Reads the content of an element. A start line in it becomes the start of the head.
  static func read(_ content: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> HTTPHead {
    var fields: [HTTPHead.Field] = []
    var scanner = MarkupScanner(bytes.slice(0..<content.upperBound), at: content.lowerBound)
    var name: String?
    var hasElements = false
    while case .tag(let tag) = scanner.next() {
      hasElements = true
      guard !tag.isEnd else { continue }
      var value = ""
      if !tag.isEmpty, case .tag(let end) = scanner.next() {
        // What has elements in it is no value.
        guard end.isEnd else {
          scanner.offset = end.range.lowerBound
          continue
        }
        value = HeaderText.trim(XMLText.text(tag.range.upperBound..<end.range.lowerBound, of: bytes))
      }
      switch bytes.text(tag.name) {
      case "name": name = value
      case "value":
        if let name { fields.append(HTTPHead.Field(name: name, value: value)) }
      case let element: fields.append(HTTPHead.Field(name: element, value: value))
      }
    }
    return hasElements
      ? HTTPHead(start: nil, version: nil, fields: fields, isComplete: true)
      : HeaderText.read(XMLText.text(content, of: bytes))
  }
}

extension HeaderText {
  /// The status that a name of .NET's HttpStatusCode stands for, as WCF writes it; or the number itself.
  static func status(named text: String) -> Int? {
    let name = trim(text)
    return status(name) ?? names[name]
  }

  /// Source: System.Net.HttpStatusCode.
  private static let names: [String: Int] = [
    "OK": 200, "Created": 201, "Accepted": 202, "NonAuthoritativeInformation": 203, "NoContent": 204,
    "ResetContent": 205, "PartialContent": 206, "MultipleChoices": 300, "Ambiguous": 300,
    "MovedPermanently": 301, "Moved": 301, "Found": 302, "Redirect": 302, "SeeOther": 303,
    "RedirectMethod": 303, "NotModified": 304, "UseProxy": 305, "TemporaryRedirect": 307,
    "RedirectKeepVerb": 307, "PermanentRedirect": 308, "BadRequest": 400, "Unauthorized": 401,
    "PaymentRequired": 402, "Forbidden": 403, "NotFound": 404, "MethodNotAllowed": 405, "NotAcceptable": 406,
    "ProxyAuthenticationRequired": 407, "RequestTimeout": 408, "Conflict": 409, "Gone": 410,
    "LengthRequired": 411, "PreconditionFailed": 412, "RequestEntityTooLarge": 413, "RequestUriTooLong": 414,
    "UnsupportedMediaType": 415, "RequestedRangeNotSatisfiable": 416, "ExpectationFailed": 417,
    "UpgradeRequired": 426, "TooManyRequests": 429, "InternalServerError": 500, "NotImplemented": 501,
    "BadGateway": 502, "ServiceUnavailable": 503, "GatewayTimeout": 504, "HttpVersionNotSupported": 505,
  ]
}
