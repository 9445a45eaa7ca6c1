internal import FaultlintXMLTree

extension PlainParser {
  /// Reads a start tag, or the tag of an empty element.
  @inline(__always)
  mutating func startTag(_ progress: inout Progress, _ maximumAttributes: Int) -> Bool {
    endRun(&progress, keepsBlank: false)
    let tag = progress.at
    let tree = progress.tree
    progress.at += 1
    var name = QualifiedName()
    guard qualifiedName(&progress.at, &name) else { return false }
    let nameCount = progress.at - tag - 1
    let firstAttribute = tree.pointee.attributes.count
    let firstDeclaration = tree.pointee.declarations.count
    let firstBinding = bindings.count
    var isEmpty = false
    if progress.at[0] == UInt8(ascii: ">") {
      progress.at += 1
    } else {
      guard attributes(&progress, &isEmpty, maximumAttributes) else { return false }
    }
    guard let namespace = namespace(ofPrefix: name.prefix) else { return false }
    let index = Int32(truncatingIfNeeded: tree.pointee.elements.count)
    tree.pointee.elements.append(
      XMLTree.Element(
        namespace: Namespace(namespace), name: LocalName(name.local), prefix: LocalName(name.prefix),
        parent: open.count > 0 ? open[open.count - 1].element : -1, end: index + 1,
        offset: UInt32(truncatingIfNeeded: tag - progress.source),
        firstAttribute: UInt32(truncatingIfNeeded: firstAttribute),
        firstDeclaration: UInt32(truncatingIfNeeded: firstDeclaration),
        firstRun: UInt32(truncatingIfNeeded: tree.pointee.runs.count)))
    if isEmpty {
      bindings.removeLast(bindings.count - firstBinding)
    } else {
      open.append(
        OpenElement(
          element: index, bindings: Int32(truncatingIfNeeded: firstBinding), name: tag + 1,
          nameCount: nameCount))
    }
    return true
  }

  @inline(__always)
  private mutating func qualifiedName(_ at: inout Bytes, _ name: inout QualifiedName) -> Bool {
    let start = at
    var next = start
    while classes.isQualifiedNameByte(next[0]) { next += 1 }
    let count = next - start
    guard count <= 16 else { return parts(&at, &name) }
    let key = NameBook.Key(padded: start, count: count)
    let slot = key.hash & QualifiedName.Memory.mask
    if names.slots[slot].key == key, count > 0 {
      at = next
      name = names.slots[slot].name
      return true
    }
    guard parts(&at, &name) else { return false }
    names.slots[slot] = QualifiedName.Memory.Slot(key: key, name: name)
    return true
  }

  /// Reads a prefix and a local name.
  @inline(never)
  private func parts(_ at: inout Bytes, _ name: inout QualifiedName) -> Bool {
    guard let first = self.name(&at) else { return false }
    name = QualifiedName(prefix: 0, local: first)
    guard at[0] == UInt8(ascii: ":") else { return true }
    at += 1
    guard let second = self.name(&at), at[0] != UInt8(ascii: ":") else { return false }
    name = QualifiedName(prefix: first, local: second)
    return true
  }

  private func name(_ at: inout Bytes) -> UInt32? {
    let start = at
    guard classes.isNameStart(at[0]) else { return nil }
    repeat { at += 1 } while classes.isNameByte(at[0])
    return books.localNames.pointee.number(padded: start, count: at - start)
  }

  @inline(__always)
  private func namespace(ofPrefix prefix: UInt32) -> UInt32? {
    var index = bindings.count - 1
    while index >= 0 {
      if bindings[index].prefix == prefix { return bindings[index].namespace }
      index -= 1
    }
    return prefix == 0 ? 0 : prefix == xmlPrefix ? Namespace.xml.id : nil
  }

  // MARK: Attributes

  /// Reads the rest of a tag behind the name.
  private mutating func attributes(
    _ progress: inout Progress, _ isEmpty: inout Bool, _ maximum: Int
  ) -> Bool {
    let tree = progress.tree
    let element = Int32(truncatingIfNeeded: tree.pointee.elements.count)
    let first = tree.pointee.attributes.count
    let firstBinding = bindings.count
    var hasPrefixes = false
    while true {
      let isSeparate = classes.isBlank(progress.at[0])
      while classes.isBlank(progress.at[0]) { progress.at += 1 }
      if progress.at[0] == UInt8(ascii: ">") {
        progress.at += 1
        break
      }
      if progress.at[0] == UInt8(ascii: "/") {
        guard progress.at[1] == UInt8(ascii: ">") else { return false }
        progress.at += 2
        isEmpty = true
        break
      }
      var name = QualifiedName()
      guard isSeparate, qualifiedName(&progress.at, &name), let quote = openingQuote(&progress.at) else {
        return false
      }
      if name.prefix == xmlnsPrefix {
        guard declaration(name.local, &progress, quote, firstBinding) else { return false }
      } else if name.prefix == 0, name.local == xmlnsPrefix {
        guard declaration(0, &progress, quote, firstBinding) else { return false }
      } else {
        let start = progress.out
        guard attributeValue(&progress, quote) else { return false }
        hasPrefixes = hasPrefixes || name.prefix != 0
        tree.pointee.attributes.append(
          XMLTree.Attribute(
            namespace: .none, name: LocalName(name.local), prefix: LocalName(name.prefix), element: element,
            valueStart: UInt32(truncatingIfNeeded: start - tree.pointee.text.base),
            valueLength: UInt32(truncatingIfNeeded: progress.out - start)))
      }
      guard tree.pointee.attributes.count - first + bindings.count - firstBinding <= maximum else {
        return false
      }
    }
    let count = tree.pointee.attributes.count - first
    return count == 0 || count == 1 && !hasPrefixes || resolveAttributes(from: first, tree)
  }

  /// Reads the equals sign behind a name and the quote behind that.
  @inline(__always)
  private func openingQuote(_ at: inout Bytes) -> UInt8? {
    while classes.isBlank(at[0]) { at += 1 }
    guard at[0] == UInt8(ascii: "=") else { return nil }
    at += 1
    while classes.isBlank(at[0]) { at += 1 }
    let quote = at[0]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    at += 1
    return quote
  }

  /// Finds the namespaces of the attributes of a tag, and whether none is there twice.
  private func resolveAttributes(from first: Int, _ tree: UnsafeMutablePointer<TreeContent>) -> Bool {
    let attributes = tree.pointee.attributes.base
    for index in first..<tree.pointee.attributes.count {
      if attributes[index].prefix.id != 0 {
        guard let namespace = namespace(ofPrefix: attributes[index].prefix.id) else { return false }
        attributes[index].namespace = Namespace(namespace)
      }
      for other in first..<index
      where attributes[other].name == attributes[index].name
        && attributes[other].namespace == attributes[index].namespace
      {
        return false
      }
    }
    return true
  }

  // MARK: Namespace declarations

  /// Reads the value of a namespace declaration.
  @inline(__always)
  private mutating func declaration(
    _ prefix: UInt32, _ progress: inout Progress, _ quote: UInt8, _ firstBinding: Int
  ) -> Bool {
    let start = progress.at
    progress.at = Word.skip(start, until: quote)
    guard progress.at[0] == quote else { return false }
    let count = progress.at - start
    progress.at += 1
    var namespace: UInt32 = 0
    if count > 0 {
      guard let number = books.namespaces.pointee.number(padded: start, count: count) else { return false }
      // What may not be bound, or not to another prefix.
      guard number != Namespace.xml.id, number != xmlnsNamespace else { return false }
      namespace = number
    } else if prefix != 0 {
      return false
    }
    guard prefix != xmlPrefix, prefix != xmlnsPrefix, bindings.count < Self.mostBindings else { return false }
    for index in firstBinding..<bindings.count where bindings[index].prefix == prefix { return false }
    bindings.append(Binding(prefix: prefix, namespace: namespace))
    progress.tree.pointee.declarations.append(
      XMLTree.Declaration(prefix: LocalName(prefix), namespace: Namespace(namespace)))
    return true
  }
}

/// A name with its prefix, by number.
struct QualifiedName: BitwiseCopyable {
  var prefix: UInt32 = 0
  var local: UInt32 = 0

  /// Names as written that were read before: prefix and local name are then looked up at once. One that falls on the
  /// slot of another takes its place.
  struct Memory: ~Copyable {
    struct Slot: BitwiseCopyable {
      let key: NameBook.Key
      let name: QualifiedName
    }

    static let mask = 255
    let slots: UnsafeMutablePointer<Slot>

    init() {
      slots = .allocate(capacity: Self.mask + 1)
      slots.initialize(repeating: Slot(key: .none, name: QualifiedName()), count: Self.mask + 1)
    }

    deinit { slots.deallocate() }
  }
}
