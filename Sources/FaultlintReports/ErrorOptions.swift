public import Faultlint

extension Report {
  /// Why the payload could not be had, with the option of the command that has to do with it.
  public var errorWithOption: String? {
    switch errorCause {
    case nil: error
    case .entryBytes: error.map { "\($0) (--max-bytes)" }
    case .fields: error.map { "\($0) (--field body=.path.to.it says where it is)" }
    }
  }
}

extension Advice {
  /// It with the option of the command that does it.
  var textWithOption: String {
    switch self {
    case .give: text
    case .profile(let name, _): "\(text.dropLast()) (--profile \(name))."
    }
  }
}
