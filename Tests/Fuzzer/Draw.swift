#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What costs as much as a check, or more, and so is not demanded of every input.
enum CostlyDemand: Int, CaseIterable {
  /// The results are written in one more form.
  case form
  /// What is written is read by a reader of JSON that is not ours.
  case otherReader
  /// What `merge` makes of the lines is what the check itself makes.
  case merge
  /// As text a payload can be judged as well.
  case text
  /// The answer is the same in whatever pieces the bytes come.
  case pieces
  /// The answer is the same from a checker that has checked other inputs before.
  case history
  /// The answer is the same from a checker that has checked nothing.
  case fresh
  /// The answer is the same from four threads at once.
  case threads
  /// One worker and four write the same of a capture of many pieces.
  case workers
  /// The answers come out of a process.
  case process

  /// Of how many inputs that it can be demanded of it is demanded of one.
  fileprivate var oneOf: UInt64 {
    switch self {
    case .text: 4
    case .form, .pieces, .history, .process: 8
    case .merge, .otherReader, .threads, .workers: 16
    case .fresh: 64
    }
  }
}

/// What is demanded of an input and how it is shown, by its hash: of the same input it is always the same.
struct Draw {
  private let hash: UInt64

  /// Whether everything is demanded of every input: so it is of one that is given again, which a minimiser may change.
  private static let isAll = getenv("FAULTLINT_FUZZ_ALL") != nil

  /// The draw of an input.
  init(_ input: UnsafeBufferPointer<UInt8>) {
    hash = input.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// Whether something is demanded, which is counted.
  func demands(_ demand: CostlyDemand) -> Bool {
    guard Self.isAll || number(demand.rawValue) % demand.oneOf == 0 else { return false }
    FuzzCounts.shared.add(demand)
    return true
  }

  /// One of some things.
  ///
  /// - Parameters:
  ///   - items: The things.
  ///   - place: What it is chosen for: choices for different places have nothing to do with each other.
  /// - Returns: Always the same one for an input.
  func choose<Item>(_ items: [Item], for place: Int = 0) -> Item {
    items[Int(number(CostlyDemand.allCases.count + place) % UInt64(items.count))]
  }

  /// A number for a place (SplitMix64).
  private func number(_ place: Int) -> UInt64 {
    var value = hash &+ UInt64(place + 1) &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
