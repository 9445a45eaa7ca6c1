import Faultlint

/// Why an order could not be changed.
public enum OrderError: Error, Equatable {
  /// The service refuses: asking again is no use.
  case refused(String)
  /// The service failed: asking again may help.
  case failed(String)
  /// What answered is not the service.
  case notSOAP(String)

  init(_ fault: Fault) {
    let reason = fault.reason(for: "en") ?? "no reason given"
    let isRefusal = fault.code.local == "Client" || fault.detail.entries.contains { $0.name == Self.rejected }
    self = isRefusal ? .refused(reason) : .failed(reason)
  }

  private static let rejected = QualifiedName(namespace: "urn:orders", local: "rejected")
}
