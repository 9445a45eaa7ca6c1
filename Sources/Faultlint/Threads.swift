internal import FaultlintLibXML

extension Linter {
  /// Whether several checks may run at once. Not so where libxml2, which they share, was built or linked without threads:
  /// a linter then takes one after the other.
  package static var canShareTheWork: Bool { LibXML2.hasThreads }
}
