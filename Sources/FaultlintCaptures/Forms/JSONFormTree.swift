internal import FaultlintText

/// Where the fields of an entry are, as a tree of names, so that an entry is gone through once whatever the number of
/// paths.
final class JSONFormTree {
  /// A node: what may stand at one place.
  final class Node {
    /// The fields that it is, and how good a place it is for them, from 0.
    fileprivate(set) var places: [(field: FormField, rank: Int)] = []
    /// What is looked for in it, if it is an object.
    fileprivate(set) var members: [(name: [UInt8], node: Node)] = []
    /// What its first element is, if it is an array.
    fileprivate(set) var first: Node?
    /// Whether it is the array of the responses, or of further entries.
    fileprivate(set) var isAnswers = false
    fileprivate(set) var isNested = false

    /// The member with a name.
    func member(_ name: UnsafeBufferPointer<UInt8>) -> Node? {
      members.first { $0.name.count == name.count && name.elementsEqual($0.name) }?.node
    }

    fileprivate func makeMember(_ name: Substring) -> Node {
      let bytes = Array(name.utf8)
      if let node = bytes.withUnsafeBufferPointer({ member($0) }) { return node }
      let node = Node()
      members.append((bytes, node))
      return node
    }
  }

  let root = Node()
  /// The tree of a response, if responses are entries.
  let answer: Node?

  init(_ form: JSONForm) {
    Self.add(form.fields, below: root)
    if let nested = form.nested { Self.node(nested, below: root).isNested = true }
    if let answers = form.answers {
      let node = Node()
      Self.add(answers.fields, below: node)
      Self.node(answers.path, below: root).isAnswers = true
      answer = node
    } else {
      answer = nil
    }
  }

  private static func add(_ fields: FormPaths, below root: Node) {
    for (field, paths) in fields {
      for (rank, path) in paths.enumerated() { node(path, below: root).places.append((field, rank)) }
    }
  }

  private static func node(_ path: String, below root: Node) -> Node {
    var node = root
    for part in path.split(separator: ".") {
      let isFirst = part.hasSuffix("[0]")
      node = node.makeMember(isFirst ? part.dropLast(3) : part)
      guard isFirst else { continue }
      let element = node.first ?? Node()
      node.first = element
      node = element
    }
    return node
  }
}

extension FormField {
  /// Whether a value of this kind can be the field.
  func takes(_ kind: JSONKind) -> Bool {
    switch self {
    case .status, .version, .id: kind == .string || kind == .number
    case .headers, .requestHeaders: kind == .object || kind == .array || kind == .string
    case .isEncoded, .requestIsEncoded: kind == .string || kind == .bool
    case .json: kind != .null
    default: kind == .string
    }
  }
}
