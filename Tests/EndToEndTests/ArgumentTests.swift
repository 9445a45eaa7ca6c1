import ArgumentParser
import Foundation
import Testing

@testable import faultlint_cli

/// Taking options and paths apart.
@Suite struct ArgumentTests {
  /// Which options take a value is written down by hand, because swift-argument-parser only tells after it has
  /// parsed; its help is the judge.
  @Test func theOptionsWithAValueAreKnown() {
    let help = CheckCommand.helpMessage(columns: 400)
    var options: Set<String> = []
    for line in help.split(separator: "\n") where line.hasPrefix("  -") {
      let names = line.prefix { $0 != "<" }
      guard names.count < line.count else { continue }
      for word in names.split(whereSeparator: { $0 == " " || $0 == "," }) where word.hasPrefix("-") {
        options.insert(String(word))
      }
    }
    #expect(options == Arguments.optionsWithValue)
  }
}
