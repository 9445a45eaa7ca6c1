package import FaultlintXMLTree

/// Reads documents that are beyond doubt well-formed, and in which nothing is out of the ordinary, straight into the flat
/// tree. It never says that anything is wrong: whatever it is not certain of it leaves to libxml2.
///
/// Certain are: UTF-8, `version="1.0"`, no document type, no processing instruction, ASCII names, declared prefixes,
/// character references and the five predefined entities, CDATA sections, comments. `README.md` has the reasons.
package struct PlainParser: ~Copyable {
  typealias Bytes = UnsafePointer<UInt8>

  let books: NameBooks
  let classes = ByteClasses()
  var names = QualifiedName.Memory()
  /// The open elements, innermost last.
  var open = Buffer<OpenElement>(capacity: 64)
  /// The namespace declarations in force, innermost last.
  var bindings = Buffer<Binding>(capacity: 64)
  let xmlPrefix: UInt32
  let xmlnsPrefix: UInt32
  let xmlnsNamespace: UInt32

  struct OpenElement: BitwiseCopyable {
    let element: Int32
    /// How many namespace declarations are in force outside it.
    let bindings: Int32
    /// Its name as written.
    let name: Bytes
    let nameCount: Int
  }

  struct Binding: BitwiseCopyable {
    let prefix: UInt32
    let namespace: UInt32
  }

  /// How far a parse has come.
  struct Progress: BitwiseCopyable {
    /// The next byte to read.
    var at: Bytes
    /// Where the next byte of text goes.
    var out: UnsafeMutablePointer<UInt8>
    /// Where the text begins that is being read; nil if none is.
    var run: UnsafeMutablePointer<UInt8>?
    /// Where it begins in the source.
    var runOffset = 0
    /// Whether there was a comment or a CDATA section in the document element.
    var hasMarks = false
    let source: Bytes
    let tree: UnsafeMutablePointer<TreeContent>
  }

  /// How many bytes behind the end of a document have to be there to be read.
  package static let padding = 16
  /// The longest document. All of libxml2's limits on lengths are above it.
  static let mostBytes = 8_000_000
  /// The most attributes in a tag, because each is compared with each.
  static let mostAttributes = 32
  /// The most declarations in force at one place, because each prefix is looked for in all of them.
  static let mostBindings = 64

  /// A parser that numbers names by these books.
  package init(_ books: NameBooks) {
    self.books = books
    func number(_ text: StaticString, _ book: UnsafeMutablePointer<NameBook>) -> UInt32 {
      book.pointee.number(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
    xmlPrefix = number("xml", books.localNames)
    xmlnsPrefix = number("xmlns", books.localNames)
    xmlnsNamespace = number("http://www.w3.org/2000/xmlns/", books.namespaces)
  }

  /// Fills the content of a tree from its source, which is UTF-8 without a byte order mark and ends in a NUL.
  ///
  /// - Returns: False if it is not certain of something; the content is then to be emptied and filled by libxml2.
  package mutating func parse(
    _ tree: UnsafeMutablePointer<TreeContent>, maximumDepth: Int, maximumAttributes: Int
  ) -> Bool {
    let count = tree.pointee.source.count - 1
    guard count <= Self.mostBytes else { return false }
    tree.pointee.source.pad(Self.padding)
    // A text is never longer than what it is written as, and is copied by the word.
    tree.pointee.text.reserve(count + Self.padding)
    open.removeAll()
    bindings.removeAll()
    let source = Bytes(tree.pointee.source.base)
    var progress = Progress(at: source, out: tree.pointee.text.base, source: source, tree: tree)
    guard xmlDeclaration(&progress.at), commentsOutsideRoot(&progress), progress.at[0] == UInt8(ascii: "<")
    else {
      return false
    }
    guard element(&progress, maximumDepth, min(maximumAttributes, Self.mostAttributes)) else { return false }
    tree.pointee.text.count = progress.out - tree.pointee.text.base
    tree.pointee.mayHaveMarksInTexts = progress.hasMarks
    return commentsOutsideRoot(&progress) && progress.at == source + count && books.areCertainlyFew
  }

  /// Reads the document element, with all that is in it.
  private mutating func element(_ progress: inout Progress, _ maximumDepth: Int, _ maximumAttributes: Int)
    -> Bool
  {
    while true {
      switch progress.at[1] {
      case UInt8(ascii: "/"):
        guard endTag(&progress) else { return false }
      case UInt8(ascii: "!"):
        guard open.count > 0, commentOrSection(&progress) else { return false }
      default:
        guard open.count < maximumDepth, startTag(&progress, maximumAttributes) else { return false }
      }
      if open.count == 0 { return true }
      if passBlanks(&progress) { continue }
      beginRun(&progress)
      guard text(&progress) else { return false }
    }
  }

  // MARK: Runs of text

  /// Goes to the next tag, if before it there is nothing but white space that is no content.
  @inline(__always)
  private func passBlanks(_ progress: inout Progress) -> Bool {
    var at = progress.at
    while classes.isBlank(at[0]) { at += 1 }
    guard at[0] == UInt8(ascii: "<") else { return false }
    if at != progress.at {
      if progress.run != nil { return false }
      switch at[1] {
      // White space is content only where it is all there is.
      case UInt8(ascii: "/"): guard hasChildren(open[open.count - 1].element, progress) else { return false }
      case UInt8(ascii: "!"): return false
      default: break
      }
      progress.at = at
    }
    return true
  }

  @inline(__always)
  private func hasChildren(_ element: Int32, _ progress: Progress) -> Bool {
    progress.tree.pointee.elements.count > Int(element) + 1
  }

  @inline(__always)
  private func beginRun(_ progress: inout Progress) {
    guard progress.run == nil else { return }
    progress.run = progress.out
    progress.runOffset = progress.at - progress.source
  }

  /// Ends the text at a tag.
  @inline(__always)
  func endRun(_ progress: inout Progress, keepsBlank: Bool) {
    guard let start = progress.run else { return }
    progress.run = nil
    if !keepsBlank, isBlank(start, progress.out) {
      progress.out = start
      return
    }
    progress.tree.pointee.runs.append(
      XMLTree.TextRun(
        parent: open[open.count - 1].element,
        start: UInt32(truncatingIfNeeded: start - progress.tree.pointee.text.base),
        length: UInt32(truncatingIfNeeded: progress.out - start),
        offset: UInt32(truncatingIfNeeded: progress.runOffset)))
  }

  private func isBlank(_ start: UnsafeMutablePointer<UInt8>, _ end: UnsafeMutablePointer<UInt8>) -> Bool {
    var at = start
    while at < end {
      guard classes.isBlank(at[0]) else { return false }
      at += 1
    }
    return true
  }

  // MARK: Markup but for start tags

  @inline(__always)
  private mutating func endTag(_ progress: inout Progress) -> Bool {
    guard open.count > 0 else { return false }
    let innermost = open[open.count - 1]
    var at = progress.at + 2
    guard Word.areEqual(at, innermost.name, count: innermost.nameCount) else { return false }
    at += innermost.nameCount
    while classes.isBlank(at[0]) { at += 1 }
    guard at[0] == UInt8(ascii: ">") else { return false }
    progress.at = at + 1
    endRun(&progress, keepsBlank: !hasChildren(innermost.element, progress))
    open.removeLast(1)
    bindings.removeLast(bindings.count - Int(innermost.bindings))
    progress.tree.pointee.elements.base[Int(innermost.element)].end =
      Int32(truncatingIfNeeded: progress.tree.pointee.elements.count)
    return true
  }

  private mutating func commentOrSection(_ progress: inout Progress) -> Bool {
    progress.hasMarks = true
    if matches("<!--", progress.at) { return comment(&progress.at) }
    guard matches("<![CDATA[", progress.at) else { return false }
    beginRun(&progress)
    progress.at += 9
    return section(&progress)
  }
}
