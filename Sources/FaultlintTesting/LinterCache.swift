internal import Faultlint
internal import FaultlintEngine
internal import Synchronization

/// Linters that assertions share, one a set of profiles: what one needs is made once and used from any thread.
enum LinterCache {
  /// Rules tell profiles apart that have one name. The linter keeps them, so that no other takes their place.
  private struct Key: Hashable {
    var profiles: [[ObjectIdentifier]]?
    var names: [String]?
    var enabled: Set<String>
  }

  private static let linters = Mutex<[Key: Linter]>([:])
  /// A test that makes profiles as it goes is not to fill the memory with linters.
  private static let most = 64

  /// The linter for these profiles, nil to choose by the message, and these rules that are off unless asked for.
  static func linter(_ profiles: [Profile]?, enabling enabled: Set<String>) -> Linter {
    let key = Key(
      profiles: profiles?.map { $0.entries.map { ObjectIdentifier($0.rule) } }, names: profiles?.map(\.name),
      enabled: enabled)
    return linters.withLock { linters in
      if let linter = linters[key] { return linter }
      var options = Linter.Options()
      options.enabled = enabled.filter { RuleSet.builtIn[$0] != nil }
      // It throws only for rules that there are not, and those have just been left out.
      guard let linter = try? Linter(profiles: profiles, options: options) else { return Linter() }
      if linters.count >= most { linters.removeAll() }
      linters[key] = linter
      return linter
    }
  }
}
