internal import FaultlintEngine

// How rules say which profiles they are in: `profiles: [.soap11, .bp11.at(.error)]`.
extension Membership {
  static let soap11 = Membership("soap11")
  static let soap12 = Membership("soap12")
  static let bp10 = Membership("bp10")
  static let bp11 = Membership("bp11")
  static let bp12 = Membership("bp12")
  static let bp20 = Membership("bp20")
  static let ssbp10 = Membership("ssbp10")
  static let leak = Membership("leak")
  static let wsdl = Membership("wsdl")
}

// How rules name the test assertions of WS-I: `assertions: [.bp11("BP1302")]`.
extension Assertion {
  static func bp10(_ id: String) -> Assertion { Assertion(profile: "bp10", id: id) }
  static func bp11(_ id: String) -> Assertion { Assertion(profile: "bp11", id: id) }
  static func bp12(_ id: String) -> Assertion { Assertion(profile: "bp12", id: id) }
  static func bp20(_ id: String) -> Assertion { Assertion(profile: "bp20", id: id) }
  static func ssbp10(_ id: String) -> Assertion { Assertion(profile: "ssbp10", id: id) }
}
