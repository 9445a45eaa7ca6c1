internal import FaultlintXMLTree

/// Texts and numbers.
///
/// Source: XPath 1.0, sections 4.1, 4.2, 4.4 and 5.
extension Machine {
  mutating func text(_ number: Int32, _ context: Context) -> Text {
    if isUncertain { return .nothing }
    let operation = operations + Int(number)
    if operation.pointee.kind == .literal { return literals[Int(operation.pointee.first)] }
    guard operation.pointee.isRemembered else { return makeText(operation, context) }
    let last = remembered[Int(number)]
    if last.age == age, last.node == context.node { return last.text }
    let text = makeText(operation, context)
    if !isUncertain { remembered[Int(number)] = Remembered(age: age, node: context.node, text: text) }
    return text
  }

  private mutating func makeText(_ operation: UnsafePointer<Operation>, _ context: Context) -> Text {
    let (first, second) = (operation.pointee.first, operation.pointee.second)
    switch operation.pointee.kind {
    case .textOfNodes: return textOfFirst(first, context)
    case .textOfNumber: return text(of: self.number(first, context))
    case .textOfTruth: return Text(truth(first, context) ? "true" : "false")
    case .normalizeSpace: return normalized(text(first, context))
    case .lowerCase: return lowercased(text(first, context))
    case .concat:
      let (left, right) = (text(first, context), text(second, context))
      let room = room(left.count + right.count)
      room.update(from: left.start, count: left.count)
      (room + left.count).update(from: right.start, count: right.count)
      return Text(start: room, count: left.count + right.count)
    case .substringBefore:
      let text = text(first, context)
      spend(text.count / 8)
      return text.part(from: 0, count: text.offset(of: self.text(second, context)) ?? 0)
    case .substringAfter:
      let (text, mark) = (text(first, context), text(second, context))
      spend(text.count / 8)
      guard let offset = text.offset(of: mark) else { return .nothing }
      return text.part(from: offset + mark.count, count: text.count - offset - mark.count)
    case .substring: return substring(operation.pointee, context)
    case .translate:
      return translated(
        text(first, context), text(second, context), text(operation.pointee.third, context))
    case .localName: return textOfFirst(first, context) { $0.localName(of: $1) }
    case .namespaceURI: return textOfFirst(first, context) { $0.namespaceURI(of: $1) }
    case .name: return textOfFirst(first, context) { $0.name(of: $1) }
    case .nameNamespace: return textOfFirst(first, context) { $0.namespaceOfName(in: $1) }
    case .nameLocal: return textOfFirst(first, context) { $0.localOfName(in: $1) }
    case .codeClass:
      let classes = classes(text(first, context), text(second, context)) ?? []
      return keep(classes.joined(separator: " "))
    case .requestTarget: return keep(requestTarget)
    default: preconditionFailure("an operation that is not a text")
    }
  }

  mutating func number(_ number: Int32, _ context: Context) -> Double {
    if isUncertain { return 0 }
    let operation = operations[Int(number)]
    switch operation.kind {
    case .number: return numbers[Int(operation.first)]
    case .numberOfText: return self.number(of: text(operation.first, context))
    case .numberOfTruth: return truth(operation.first, context) ? 1 : 0
    case .count:
      let mark = stack.count
      defer { stack.count = mark }
      return Double(nodes(operation.first, context).count)
    case .position: return Double(context.position)
    case .last: return Double(context.size)
    case .stringLength:
      let text = text(operation.first, context)
      spend(text.count / 8)
      return Double(text.characters)
    case .add: return self.number(operation.first, context) + self.number(operation.second, context)
    case .subtract: return self.number(operation.first, context) - self.number(operation.second, context)
    case .multiply: return self.number(operation.first, context) * self.number(operation.second, context)
    case .divide: return self.number(operation.first, context) / self.number(operation.second, context)
    case .modulo:
      return self.number(operation.first, context)
        .truncatingRemainder(dividingBy: self.number(operation.second, context))
    case .negate: return -self.number(operation.first, context)
    case .floor: return self.number(operation.first, context).rounded(.down)
    case .ceiling: return self.number(operation.first, context).rounded(.up)
    default: preconditionFailure("an operation that is not a number")
    }
  }

  // MARK: Texts of nodes

  mutating func textOfFirst(_ number: Int32, _ context: Context) -> Text {
    if operations[Int(number)].kind == .current { return text(of: context.node) }
    return textOfFirst(number, context) { $0.text(of: $1) }
  }

  /// A text of the first of some nodes; nothing if there is none.
  @inline(__always)
  private mutating func textOfFirst(
    _ number: Int32, _ context: Context, _ read: (inout Machine, Node) -> Text
  ) -> Text {
    if operations[Int(number)].kind == .current { return read(&self, context.node) }
    let mark = stack.count
    defer { stack.count = mark }
    let nodes = nodes(number, context)
    guard nodes.count > 0 else { return .nothing }
    let node = self[nodes, 0]
    // The order of namespaces is libxml2's.
    if nodes.count > 1, !node.isRoot, node.kind == .namespace {
      isUncertain = true
      return .nothing
    }
    return read(&self, node)
  }

  /// The string-value of a node.
  mutating func text(of node: Node) -> Text {
    if node.isRoot { return text(ofElement: 0) }
    switch node.kind {
    case .element: return text(ofElement: node.element)
    case .attribute: return Text(TextView(valueOf: tree.attributes[node.index], in: tree).bytes)
    case .run: return Text(TextView(tree.runs[node.index], in: tree).bytes)
    case .namespace:
      let namespace =
        node.index == Self.xmlDeclaration ? Namespace.xml : tree.declarations[node.index].namespace
      return Text(tree.namespaces[namespace.id])
    }
  }

  private mutating func text(ofElement element: Int) -> Text {
    let end = Int(tree.elements[element].end)
    let first = tree.firstRun(element)
    var last = tree.firstRun(end)
    // Text behind the element is counted before the next one begins.
    while last > first, Int(tree.runs[last - 1].parent) < element { last -= 1 }
    guard last > first else { return .nothing }
    if last == first + 1 { return Text(TextView(tree.runs[first], in: tree).bytes) }
    spend(last - first)
    var count = 0
    for index in first..<last { count += Int(tree.runs[index].length) }
    let room = room(count)
    var position = 0
    for index in first..<last {
      if isUncertain { break }
      let text = TextView(tree.runs[index], in: tree).bytes
      if let start = text.baseAddress { (room + position).update(from: start, count: text.count) }
      position += text.count
    }
    return isUncertain ? .nothing : Text(start: room, count: count)
  }

  // MARK: Names of nodes

  private mutating func localName(of node: Node) -> Text {
    if node.isRoot { return .nothing }
    switch node.kind {
    case .element: return Text(tree.localNames[tree.elements[node.element].name.id])
    case .attribute: return Text(tree.localNames[tree.attributes[node.index].name.id])
    case .run: return .nothing
    case .namespace:
      if node.index == Self.xmlDeclaration { return Text("xml") }
      return Text(tree.localNames[tree.declarations[node.index].prefix.id])
    }
  }

  private mutating func namespaceURI(of node: Node) -> Text {
    if node.isRoot { return .nothing }
    switch node.kind {
    case .element: return Text(tree.namespaces[tree.elements[node.element].namespace.id])
    case .attribute: return Text(tree.namespaces[tree.attributes[node.index].namespace.id])
    case .run, .namespace: return .nothing
    }
  }

  private mutating func name(of node: Node) -> Text {
    let local = localName(of: node)
    if node.isRoot { return local }
    let prefix: LocalName
    switch node.kind {
    case .element:
      let element = tree.elements[node.element]
      prefix = element.namespace == .none ? LocalName(0) : element.prefix
    case .attribute:
      let attribute = tree.attributes[node.index]
      prefix = attribute.namespace == .none ? LocalName(0) : attribute.prefix
    case .run, .namespace: return local
    }
    if prefix.id == 0 { return local }
    let text = Text(tree.localNames[prefix.id])
    let room = room(text.count + 1 + local.count)
    room.update(from: text.start, count: text.count)
    room[text.count] = UInt8(ascii: ":")
    (room + text.count + 1).update(from: local.start, count: local.count)
    return Text(start: room, count: text.count + 1 + local.count)
  }

  // MARK: Qualified names in texts

  /// The local part of the qualified name that the text of a node is.
  private mutating func localOfName(in node: Node) -> Text {
    if !node.isRoot, node.kind == .namespace { return .nothing }
    let name = normalized(text(of: node))
    let colon = name.colon
    return name.part(from: colon + 1, count: name.count - colon - 1)
  }

  /// The namespace of the qualified name that the text of a node is, in the scope of the node.
  private mutating func namespaceOfName(in node: Node) -> Text {
    if !node.isRoot, node.kind == .namespace { return .nothing }
    let name = normalized(text(of: node))
    let prefix = name.part(from: 0, count: max(name.colon, 0))
    if prefix == Text("xml") { return Text(tree.namespaces[Namespace.xml.id]) }
    let element: Int
    switch node.isRoot ? .namespace : node.kind {
    case .element, .attribute: element = node.element
    case .run: element = Int(tree.runs[node.index].parent)
    case .namespace:
      // libxml2 has a scope for the document too.
      isUncertain = true
      return .nothing
    }
    if let found = ElementView(tree, element).namespace(forPrefix: prefix.bytes), found != .none {
      return Text(tree.namespaces[found.id])
    }
    // What is assumed for a fragment is declared nowhere.
    if isFragment { isUncertain = true }
    return .nothing
  }

  // MARK: Functions

  private mutating func normalized(_ text: Text) -> Text {
    var first = 0
    var end = text.count
    while first < end, StartTag.isBlank(text.start[first]) { first += 1 }
    while end > first, StartTag.isBlank(text.start[end - 1]) { end -= 1 }
    spend((end - first) / 8)
    // Nearly all texts are as they should be already: no white space but single spaces between words.
    var index = first
    while index < end {
      let byte = text.start[index]
      index &+= 1
      if byte > 0x20 { continue }
      if byte != 0x20 || text.start[index] <= 0x20 { break }
    }
    let trimmed = text.part(from: first, count: end - first)
    if index == end { return trimmed }
    let room = room(trimmed.count)
    return Text(start: room, count: OwnFunctions.normalize(trimmed.bytes, into: room))
  }

  private mutating func lowercased(_ text: Text) -> Text {
    spend(text.count / 8)
    // Without a branch, so that many bytes are looked at at once.
    var bits: UInt8 = 0
    var changes: UInt8 = 0
    for byte in text.bytes {
      bits |= byte
      changes |= byte ^ OwnFunctions.lowercased(byte)
    }
    if bits >= 0x80 { return OwnFunctions.lowercased(text.bytes).withUnsafeBufferPointer { keep($0) } }
    if changes == 0 { return text }
    let room = room(text.count)
    for index in 0..<text.count { room[index] = OwnFunctions.lowercased(text.start[index]) }
    return Text(start: room, count: text.count)
  }

  private mutating func substring(_ operation: Operation, _ context: Context) -> Text {
    let text = text(operation.first, context)
    let start = Self.round(number(operation.second, context))
    let end = operation.third < 0 ? Double.infinity : start + Self.round(number(operation.third, context))
    guard start < Double(Int32.max), end >= 1 else { return .nothing }
    spend(text.count / 8)
    var position = 0.0
    var first = text.count
    var last = text.count
    for index in 0..<text.count where text.start[index] & 0xC0 != 0x80 {
      position += 1
      if position < start { continue }
      if first == text.count { first = index }
      if position >= end {
        last = index
        break
      }
    }
    return last > first ? text.part(from: first, count: last - first) : .nothing
  }

  private static func round(_ number: Double) -> Double {
    let floor = number.rounded(.down)
    return number - floor >= 0.5 ? floor + 1 : floor
  }

  private mutating func translated(_ text: Text, _ from: Text, _ to: Text) -> Text {
    spend(text.count)
    // Of others characters would have to be compared, not bytes.
    guard from.isASCII, to.isASCII else {
      isUncertain = true
      return .nothing
    }
    let room = room(text.count)
    var count = 0
    for index in 0..<text.count {
      let byte = text.start[index]
      if let place = byte < 0x80 ? from.bytes.firstIndex(of: byte) : nil {
        guard place < to.count else { continue }
        room[count] = to.start[place]
      } else {
        room[count] = byte
      }
      count += 1
    }
    return Text(start: room, count: count)
  }

  /// The number that a text is. Of others than integers libxml2 has an opinion of its own.
  mutating func number(of text: Text) -> Double {
    var index = 0
    while index < text.count, StartTag.isBlank(text.start[index]) { index += 1 }
    guard index < text.count else { return .nan }
    let isNegative = text.start[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let first = index
    var value = 0
    while index < text.count, text.start[index] >= 0x30, text.start[index] <= 0x39, index - first < 15 {
      value = value * 10 + Int(text.start[index] & 0x0F)
      index += 1
    }
    if index == first {
      if isNegative || index < text.count && text.start[index] == UInt8(ascii: ".") { isUncertain = true }
      return .nan
    }
    if index < text.count {
      let byte = text.start[index]
      if byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") || byte >= 0x30 && byte <= 0x39 {
        isUncertain = true
        return .nan
      }
    }
    while index < text.count, StartTag.isBlank(text.start[index]) { index += 1 }
    if index < text.count { return .nan }
    return isNegative ? -Double(value) : Double(value)
  }

  /// A number as text. Of others than integers libxml2 has an opinion of its own.
  mutating func text(of number: Double) -> Text {
    if number.isNaN { return Text("NaN") }
    if number.isInfinite { return Text(number < 0 ? "-Infinity" : "Infinity") }
    guard number == number.rounded(), abs(number) < Double(Int32.max) else {
      isUncertain = true
      return .nothing
    }
    var digits = UInt(abs(number))
    let room = room(Self.mostDigits)
    guard !isUncertain else { return .nothing }
    var first = Self.mostDigits
    repeat {
      first -= 1
      room[first] = 0x30 + UInt8(digits % 10)
      digits /= 10
    } while digits > 0
    if number < 0 {
      first -= 1
      room[first] = UInt8(ascii: "-")
    }
    return Text(start: room + first, count: Self.mostDigits - first)
  }

  /// What a number below `Int32.max` has at most, with its sign.
  private static let mostDigits = 11

  // MARK: Room

  /// Room for so many bytes, until the texts that are remembered are forgotten.
  private mutating func room(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    spend(count / 8)
    return scratch.room(count)
  }

  private mutating func keep(_ text: String) -> Text {
    var text = text
    return text.withUTF8 { keep($0) }
  }

  private mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>) -> Text {
    let room = room(bytes.count)
    guard !isUncertain, let start = bytes.baseAddress else { return .nothing }
    room.update(from: start, count: bytes.count)
    return Text(start: room, count: bytes.count)
  }
}

/// Memory for texts that are made while expressions are evaluated.
struct Scratch: ~Copyable {
  private var first = UnsafeMutablePointer<UInt8>.allocate(capacity: Scratch.size)
  private var used = 0
  /// Of what does not fit.
  private var others: [UnsafeMutablePointer<UInt8>] = []

  private static let size = 1 << 14

  deinit {
    first.deallocate()
    for other in others { other.deallocate() }
  }

  mutating func room(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    if used + count <= Self.size {
      defer { used += count }
      return first + used
    }
    let other = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    others.append(other)
    return other
  }

  /// Whether there is so much in it that it is better emptied before the next expression.
  var isFull: Bool { used > Self.size / 2 || !others.isEmpty }

  mutating func reset() {
    used = 0
    if others.isEmpty { return }
    for other in others { other.deallocate() }
    others = []
  }
}
