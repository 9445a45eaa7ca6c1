internal import FaultlintText

/// Where the fields of an exchange are in a JSON object, as a tree of names, so that an object is gone through once
/// whatever the number of places.
final class FieldTree {
  /// A field at a place.
  struct Place {
    let field: CaptureField
    /// How good a place it is for the field, from 0.
    let rank: Int
    /// Whether a value that is no string is the payload too, as text; else it is something else with that name.
    var takesAnything = false
  }

  /// A node: what may stand at one place.
  final class Node {
    /// The fields that it is.
    fileprivate(set) var places: [Place] = []
    /// Whether the value is base64 by its name.
    fileprivate(set) var isBase64 = false
    /// The elements that are looked at, if it is an array.
    fileprivate(set) var elements: [(index: Int, node: Node)] = []
    /// Whether there is something in it to look for, if it is an object.
    var hasMembers: Bool { fill != nil || !buckets.isEmpty }
    /// Adds further members: of a node that logs rarely have, when one has it.
    fileprivate var fill: (() -> Void)?
    /// The members.
    private var members: [Member] = []
    /// The last of the members whose names have a hash; -1 if there is none. Most nodes have no members.
    private var buckets: [Int] = []

    private struct Member {
      let name: [UInt8]
      let node: Node
      /// The one before it whose name has the same hash; -1 if there is none.
      let next: Int
    }

    private static func bucket(_ count: Int, _ first: UInt8, _ last: UInt8) -> Int {
      (count &* 7 &+ Int(first) &* 3 &+ Int(last)) & 63
    }

    /// The member with a name.
    func member(_ name: UnsafeBufferPointer<UInt8>) -> Node? {
      if let fill {
        self.fill = nil
        fill()
      }
      return knownMember(name)
    }

    private func knownMember(_ name: UnsafeBufferPointer<UInt8>) -> Node? {
      guard !buckets.isEmpty, name.count > 0 else { return nil }
      return members.withUnsafeBufferPointer { members in
        var index = buckets[Self.bucket(name.count, name[0], name[name.count - 1])]
        while index >= 0 {
          if members[index].name.withUnsafeBufferPointer({ $0.equals(name) }) { return members[index].node }
          index = members[index].next
        }
        return nil
      }
    }

    fileprivate func makeMember(_ name: ArraySlice<UInt8>) -> Node {
      if let node = name.withUnsafeBufferPointer({ knownMember($0) }) { return node }
      let bucket = Self.bucket(name.count, name.first ?? 0, name.last ?? 0)
      let node = Node()
      node.isBase64 = FieldTree.base64Names.contains { $0.utf8.elementsEqual(name) }
      if buckets.isEmpty { buckets = Array(repeating: -1, count: 64) }
      members.append(Member(name: Array(name), node: node, next: buckets[bucket]))
      buckets[bucket] = members.count - 1
      return node
    }

    fileprivate func makeElement(_ index: Int) -> Node {
      if let element = elements.first(where: { $0.index == index }) { return element.node }
      let node = Node()
      elements.append((index, node))
      return node
    }
  }

  /// A step of a path.
  enum Step: Equatable {
    case member(String)
    case element(Int)
  }

  /// Names whose values are base64: of Envoy's taps, of OpenTelemetry, and what people come up with.
  static let base64Names = ["as_bytes", "bytesValue", "base64"]

  let root = Node()
  /// The fields that were given by a path, and the paths.
  let paths: [CaptureField: String]

  /// A tree of the places that faultlint knows, but for fields that are given.
  init(_ fields: [String: String]) {
    var paths: [CaptureField: String] = [:]
    for (name, path) in fields { if let field = CaptureField(rawValue: name) { paths[field] = path } }
    self.paths = paths
    for (field, path) in paths {
      guard let steps = Self.steps(of: path), !steps.isEmpty else { continue }
      add(steps, Place(field: field, rank: 0, takesAnything: true))
    }
    addKnownPlaces(below: root, number: 0)
    for (number, wrapper) in CaptureField.wrappers.enumerated() {
      let node = root.makeMember(Array(wrapper.utf8)[...])
      node.fill = { [unowned self, unowned node] in addKnownPlaces(below: node, number: number + 1) }
    }
  }

  /// Adds the places of all fields that are not given.
  ///
  /// - Parameters:
  ///   - node: What they are below.
  ///   - number: How many better nodes there are to find them below.
  private func addKnownPlaces(below node: Node, number: Int) {
    for field in CaptureField.allCases where paths[field] == nil {
      let places = field.places
      for (index, place) in places.enumerated() {
        let isBody = place.lowercased().hasSuffix("body") && !place.hasPrefix("http.")
        add(
          Array(place.utf8)[...], below: node,
          Place(field: field, rank: number * places.count + index, takesAnything: isBody))
      }
    }
  }

  private func add(_ steps: [Step], _ place: Place) {
    var node = root
    for step in steps {
      switch step {
      case .member(let name): node = node.makeMember(Array(name.utf8)[...])
      case .element(let index): node = node.makeElement(index)
      }
    }
    node.places.append(place)
  }

  /// Adds a place whose dots are steps or part of a name, in every way.
  private func add(_ names: ArraySlice<UInt8>, below node: Node, _ place: Place) {
    for index in names.indices where names[index] == UInt8(ascii: ".") {
      add(names[(index + 1)...], below: node.makeMember(names[..<index]), place)
    }
    node.makeMember(names).places.append(place)
  }

  /// The steps of a path as in `.a.b[0]."c.d"`; none if it is empty; nil if it is no path.
  static func steps(of path: String) -> [Step]? {
    var steps: [Step] = []
    var rest = Substring(path)
    while let first = rest.first {
      if first == "[", let end = rest.firstIndex(of: "]") {
        let inside = rest[rest.index(after: rest.startIndex)..<end]
        if let index = Int(inside), index >= 0 {
          steps.append(.element(index))
        } else if inside.count >= 2, inside.first == "\"", inside.last == "\"" {
          steps.append(.member(String(inside.dropFirst().dropLast())))
        } else {
          return nil
        }
        rest = rest[rest.index(after: end)...]
        continue
      }
      if first == "." {
        rest = rest.dropFirst()
      } else if !steps.isEmpty {
        return nil
      }
      if rest.first == "[", steps.isEmpty { continue }
      if rest.first == "\"" {
        rest = rest.dropFirst()
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        steps.append(.member(String(rest[..<end])))
        rest = rest[rest.index(after: end)...]
      } else {
        let end = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
        guard end > rest.startIndex, !rest[..<end].contains("\"") else { return nil }
        steps.append(.member(String(rest[..<end])))
        rest = rest[end...]
      }
    }
    return steps
  }
}
