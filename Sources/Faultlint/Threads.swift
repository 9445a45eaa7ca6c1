internal import LibXML

extension Linter {
  /// Whether several linters may work at once, each on a thread of its own. Not so where libxml2, which they share, was
  /// built or linked without threads.
  public static var canShareTheWork: Bool { LibXML2.hasThreads }
}
