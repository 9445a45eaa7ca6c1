/// What programs write beside their messages, in lower case: each line is searched for all of them at once.
enum LogPhrase: Int, CaseIterable {
  case http
  case nullHTTP
  case jaxwsRequest
  case jaxwsResponse
  case contentType
  case id
  case method1
  case method2
  // A status, wherever it is.
  case responseCode1
  case responseCode2
  case statusInBrackets1
  case statusInBrackets2
  case httpResponseCode
  case httpFailedWith
  case httpStatusCode
  case responseStatusWords
  // A status in the record of its message.
  case statusEquals
  case statusColon
  case statusCode1
  case statusCode2
  case statusCode3
  case httpStatus1
  case httpStatus2
  case statusInJSON
  case responseCode3
  // Requests.
  case httpPostTo
  case sendingRequest
  case sentRequest
  case forRequest
  case receivedRequest
  case soapRequest
  case requestOut
  case requestIn
  case sendingTo
  // Responses.
  case receivedResponse
  case sentResponse
  case receivedFault
  case sentFault
  case responseIn
  case responseOut
  case faultOut
  case faultIn
  case httpSucceeded
  case httpFailed
  case httpResponseFrom

  static let responseStatus: [LogPhrase] = [
    .responseCode1, .responseCode2, .statusInBrackets1, .statusInBrackets2, .httpResponseCode,
    .httpFailedWith,
    .httpStatusCode, .responseStatusWords,
  ]
  static let anyStatus: [LogPhrase] = [
    .statusEquals, .statusColon, .statusCode1, .statusCode2, .statusCode3, .httpStatus1, .httpStatus2,
    .statusInJSON, .responseCode3,
  ]
  static let requests: [LogPhrase] = [
    .httpPostTo, .sendingRequest, .sentRequest, .forRequest, .receivedRequest, .soapRequest, .requestOut,
    .requestIn, .sendingTo,
  ]
  static let responses: [LogPhrase] = [
    .receivedResponse, .sentResponse, .receivedFault, .sentFault, .responseIn, .responseOut, .faultOut,
    .faultIn,
    .httpSucceeded, .httpFailed, .httpResponseFrom,
  ]

  /// What is written.
  var text: StaticString {
    switch self {
    case .http: "http/"
    case .nullHTTP: "null: http/"
    case .jaxwsRequest: "---[http request"
    case .jaxwsResponse: "---[http response"
    case .contentType: "content-type"
    case .id: "id:"
    case .method1: "http-method:"
    case .method2: "httpmethod:"
    case .responseCode1: "response-code:"
    case .responseCode2: "responsecode:"
    case .statusInBrackets1: "(status:"
    case .statusInBrackets2: "(status "
    case .httpResponseCode: "http response code"
    case .httpFailedWith: "http failed -"
    case .httpStatusCode: "http status code"
    case .responseStatusWords: "response status"
    case .statusEquals: "status="
    case .statusColon: "status:"
    case .statusCode1: "status code"
    case .statusCode2: "statuscode"
    case .statusCode3: "status_code"
    case .httpStatus1: "http status"
    case .httpStatus2: "http_status"
    case .statusInJSON: "\"status\""
    case .responseCode3: "response code"
    case .httpPostTo: "http post to"
    case .sendingRequest: "sending request"
    case .sentRequest: "sent request"
    case .forRequest: "for request ["
    case .receivedRequest: "received request"
    case .soapRequest: "soap request"
    case .requestOut: "req_out"
    case .requestIn: "req_in"
    case .sendingTo: "sending to ("
    case .receivedResponse: "received response"
    case .sentResponse: "sent response"
    case .receivedFault: "received fault"
    case .sentFault: "sent fault"
    case .responseIn: "resp_in"
    case .responseOut: "resp_out"
    case .faultOut: "fault_out"
    case .faultIn: "fault_in"
    case .httpSucceeded: "http succeeded"
    case .httpFailed: "http failed"
    case .httpResponseFrom: "http response from"
    }
  }

  /// Where phrases stand in a line.
  struct Places {
    /// A bit for each phrase that is there.
    fileprivate var found: UInt64 = 0
    fileprivate var places: [(LogPhrase, Int)] = []

    var isEmpty: Bool { found == 0 }

    func has(_ phrase: LogPhrase) -> Bool { found & (1 << UInt64(phrase.rawValue)) != 0 }

    /// Where a phrase stands first.
    subscript(phrase: LogPhrase) -> Int? {
      has(phrase) ? places.first { $0.0 == phrase }?.1 : nil
    }
  }

  /// For each byte the phrases that have it, in either case, as their first, second and third.
  private static let masks: (first: [UInt64], second: [UInt64], third: [UInt64]) = {
    var masks = (0..<3).map { _ in [UInt64](repeating: 0, count: 256) }
    for phrase in allCases {
      for index in 0..<3 {
        let byte = phrase.text.utf8Start[index]
        masks[index][Int(byte)] |= 1 << UInt64(phrase.rawValue)
        if ByteView.isLetter(byte) { masks[index][Int(byte & 0xDF)] |= 1 << UInt64(phrase.rawValue) }
      }
    }
    return (masks[0], masks[1], masks[2])
  }()

  /// Searches a line for all of them.
  static func search(_ view: ByteView, _ line: Range<Int>) -> Places {
    var result = Places()
    guard line.count > 3 else { return result }
    let (first, second, third) = masks
    first.withUnsafeBufferPointer { first in
      for at in line.lowerBound..<line.upperBound - 2 {
        var candidates = first[Int(view[at])]
        guard candidates != 0 else { continue }
        candidates &= second[Int(view[at + 1])] & third[Int(view[at + 2])] & ~result.found
        while candidates != 0 {
          let number = candidates.trailingZeroBitCount
          candidates &= candidates - 1
          guard let phrase = LogPhrase(rawValue: number),
            at + phrase.text.utf8CodeUnitCount <= line.upperBound,
            view.matches(anyCase: phrase.text, at: at)
          else { continue }
          result.found |= 1 << UInt64(number)
          result.places.append((phrase, at))
        }
      }
    }
    return result
  }
}
