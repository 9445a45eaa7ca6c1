/// An option of a command: its name, what it takes, and what it does to what is asked for.
struct CommandOption<Values>: Sendable {
  /// Its long name, with its hyphens.
  let name: String
  /// Its short name, with its hyphen; empty if it has none.
  let short: String
  let effect: Effect

  enum Effect: Sendable {
    case flag(@Sendable (inout Values) -> Void)
    /// What takes a value says whether it is one.
    case value(@Sendable (inout Values, String) -> Bool)
  }

  /// An option without a value.
  static func flag(
    _ name: String, _ short: String = "", _ set: @escaping @Sendable (inout Values) -> Void
  ) -> CommandOption {
    CommandOption(name: name, short: short, effect: .flag(set))
  }

  /// An option whose value is any text.
  static func text(
    _ name: String, _ short: String = "", _ set: @escaping @Sendable (inout Values, String) -> Void
  ) -> CommandOption {
    CommandOption(
      name: name, short: short,
      effect: .value {
        set(&$0, $1)
        return true
      })
  }

  /// An option whose value is read from a text; what it is read with gives nil if it is none.
  static func value<Value>(
    _ name: String, _ short: String = "", _ read: @escaping @Sendable (String) -> Value?,
    _ set: @escaping @Sendable (inout Values, Value) -> Void
  ) -> CommandOption {
    CommandOption(
      name: name, short: short,
      effect: .value {
        guard let value = read($1) else { return false }
        set(&$0, value)
        return true
      })
  }

  /// An option whose value is a number.
  static func number(
    _ name: String, _ short: String = "", _ set: @escaping @Sendable (inout Values, Int) -> Void
  ) -> CommandOption {
    value(name, short, { Int($0) }, set)
  }

  /// An option whose value is one of a few words.
  static func choice<Word: RawRepresentable<String> & SendableMetatype>(
    _ name: String, _ set: @escaping @Sendable (inout Values, Word) -> Void
  ) -> CommandOption {
    value(name, "", { Word(rawValue: $0) }, set)
  }

  /// The same option of a command that has all options of this one.
  func lifted<Outer>(
    to part: @escaping @Sendable (inout Outer, (inout Values) -> Bool) -> Bool
  ) -> CommandOption<Outer> {
    switch effect {
    case .flag(let set):
      CommandOption<Outer>(
        name: name, short: short,
        effect: .flag { outer in
          _ = part(&outer) {
            set(&$0)
            return true
          }
        })
    case .value(let set):
      CommandOption<Outer>(
        name: name, short: short, effect: .value { outer, text in part(&outer) { set(&$0, text) } })
    }
  }
}

/// What the options of a command ask for.
protocol OptionValues: SendableMetatype {
  static var options: [CommandOption<Self>] { get }

  /// Nothing asked for.
  init()

  /// Why they make no sense together, or one of them none at all, as one sentence or two; nil if they do.
  var problem: String? { get }
}
