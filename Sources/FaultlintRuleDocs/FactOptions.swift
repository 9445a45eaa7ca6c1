public import FaultlintEngine

extension Fact {
  /// Why a rule that needs it is not run without it, with the option of the command that tells it.
  public var reasonWithOption: String { option.map { "\(reasonNotRun) (\($0))" } ?? reasonNotRun }

  /// The option of the command that tells it; nil if only a capture can.
  private var option: String? {
    switch self {
    case .senderRole: "--sender-role"
    case .bodyProcessed: "--body-processed"
    case .faultScope: "--fault-scope"
    case .bindingStyle: "--binding-style"
    case .status: "--http-status"
    case .contentType: "--content-type"
    case .requestMessage, .requestXML: "--request"
    case .nodeRoles: "--node-roles"
    case .addressingRequired: "--wsa-required"
    case .oneWay: "--one-way"
    case .description: "--wsdl"
    case .fields, .httpVersion, .request: nil
    }
  }
}

extension NotRun {
  /// Why the rule was not run, with the option of the command that tells what is missing.
  public var reasonWithOption: String { fact?.reasonWithOption ?? reason }
}
