/// What stands before the document element, and what of it libxml2 would throw away.
public struct Prologue: Sendable {
  /// The byte order mark, if any.
  public var byteOrderMark: ByteOrderMark?
  /// The version of the XML declaration, if there is one.
  public var declaredVersion: String?
  /// The encoding of the XML declaration, if it names one.
  public var declaredEncoding: String?
  /// The encoding the bytes were read in, by its usual name.
  public var encoding = "UTF-8"
  /// The encoding that the bytes show whatever is said of them: by a byte order mark, by how a '<' is written, or, where
  /// the charset parameter names another with one byte a character, by being UTF-8 with characters outside ASCII. Nil
  /// if they could be in any superset of ASCII.
  public var shownEncoding: String?
  /// Whether the document came as a text, so that nothing is known of the bytes that were sent.
  public var isText = false
  /// How many bytes the input has, as given.
  public var inputBytes = Int.max
  /// Where the document type declaration begins, in bytes of the tree's source; nil if there is none.
  public var documentType: Int?
  /// Where a declaration of the prefix `xml` begins; nil if there is none.
  public var xmlPrefixDeclaration: Int?

  /// Nothing known: no mark, no declaration, UTF-8.
  public init() {}

  /// A byte order mark.
  public enum ByteOrderMark: String, Sendable {
    /// EF BB BF.
    case utf8 = "UTF-8"
    /// FF FE.
    case utf16LittleEndian = "UTF-16LE"
    /// FE FF.
    case utf16BigEndian = "UTF-16BE"
    /// FF FE 00 00.
    case utf32LittleEndian = "UTF-32LE"
    /// 00 00 FE FF.
    case utf32BigEndian = "UTF-32BE"

    /// Its length in bytes.
    public var count: Int {
      switch self {
      case .utf8: 3
      case .utf16LittleEndian, .utf16BigEndian: 2
      case .utf32LittleEndian, .utf32BigEndian: 4
      }
    }
  }
}
