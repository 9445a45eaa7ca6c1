internal import FaultlintEngine
internal import FaultlintModel
internal import FaultlintText
internal import FaultlintXMLTree

/// What opens a door: passwords, tokens and keys.
extension Disclosure {
  static let credential = Rule(
    "LEAK-credential", "The fault shows a password, a token or a key",
    level: .warning,
    references: [Reference("CWE-209"), Reference("CWE-522")],
    profiles: [.leak],
    isDisclosure: true,
    rationale: """
      Whoever reads the fault, or the log that it ends in, can act as the service or as its user. Logs and tickets are kept \
      longer and read by more people than anything else.
      """,
    remedy: """
      Change the password, token or key now: it has been sent. Then keep addresses of databases, header fields and requests \
      out of messages, or blank the value before they get there.
      """,
    conforming: [
      .saying11("The password is not correct"),
      .saying11("Password: must have eight characters or more"),
      .saying11("password=*** for user=orders"),
      .saying11("The token is missing; send Authorization: Bearer and a token"),
      .saying11("Unexpected token '=' in the value of secret"),
      .saying11("Set password=null or leave it out"),
      .saying11("See https://example.com/a:b@c"),
      .fault11(
        "<faultcode>s:Client</faultcode><faultstring>x</faultstring><detail><m:Password xmlns:m=\"urn:m\">The field is required</m:Password></detail>"
      ),
    ],
    violating: [
      .disclosing11("cannot connect: Server=x;User=app;Password=hunter2;"),
      .disclosing11("db_password = \"correct horse\" was refused"),
      .disclosing12("{'user': 'app', 'password': 'hunter2'}"),
      .disclosing12("{&quot;apiKey&quot;:&quot;0f3b91c2&quot;}"),
      .disclosing11("https://app:hunter2@www.example.com/orders failed"),
      .disclosing11("Authorization: Basic YXBwOmh1bnRlcjI="),
      .disclosing12("authorization: bearer 8f2c0a11d4"),
      .disclosing11("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhcHAifQ.c2lnbmF0dXJl has expired"),
      .disclosing11("InvalidAccessKeyId: AKIAABCDEFGHIJKLMNOP"),
      .disclosing11("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----"),
      .fault11(
        "<faultcode>s:Client</faultcode><faultstring>x</faultstring><detail>↓<m:client_secret xmlns:m=\"urn:m\">hunter2</m:client_secret></detail>"
      ),
    ],
    check: check(credentials)
  )

  static let credentials = Detector(
    .word,
    assigned + inHeaders + [
      .init("://", "a password in an address") { text, _, end in text.hasPassword(from: end) },
      .init("eyJ", "a JSON web token") { text, start, _ in text.isWebToken(from: start) },
      .init("AKIA", "an access key of a cloud") { text, start, end in
        text.isStart(start) && text.skip(from: end, while: { ByteText.isUpper($0) || $0.isDigit }) == end + 16
      },
      .init(
        "-----BEGIN ", "a private key",
        holds: { text, _, end in text.find("PRIVATE KEY-----", from: end, within: 40) != nil },
        to: { text, end in text.endOfKey(from: end) }),
    ],
    Detector.Holders(
      names: [
        "password", "passwd", "pwd", "passphrase", "secret", "clientsecret", "apikey", "accesstoken",
        "refreshtoken",
        "authtoken", "privatekey", "secretkey",
      ],
      kind: "a password, a token or a key"
    ) { text, _ in text.isSecret(0..<text.count) })

  /// Names that a value is assigned to.
  private static let assigned =
    ([
      "password", "passwd", "pwd", "passphrase", "secret", "apikey", "api_key", "api-key", "access_token",
      "accesstoken",
      "auth_token", "private_key", "secret_key", "token",
    ] as [StaticString]).map { name in
      Detector.Anchor(
        name, ignoringCase: true, "a password, a token or a key",
        holds: { text, start, end in
          guard text.beginsName(start), let value = text.assignedValue(from: end) else { return false }
          return text.isSecret(value)
        },
        to: { text, end in text.assignedValue(from: end)?.upperBound ?? end })
    }

  private static let inHeaders =
    (["Authorization: Basic ", "Authorization: Bearer "] as [StaticString]).map { field in
      Detector.Anchor(field, ignoringCase: true, "the credentials of a request") { text, _, end in
        text.isSecret(end..<text.endOfWord(from: end))
          && text[end..<text.endOfWord(from: end)].contains { $0.isDigit || ByteText.isUpper($0) }
      }
    }
}

extension ByteText {
  fileprivate subscript(range: Range<Int>) -> Slice<UnsafeBufferPointer<UInt8>> { bytes[range] }

  /// Whether no letter before an index belongs to the same word: `db_password` and `dbPassword` end with a word.
  fileprivate func beginsName(_ start: Int) -> Bool {
    let before = self[start - 1]
    return !before.isLetter || Self.isUpper(self[start]) && !Self.isUpper(before)
  }

  /// The value that stands behind a name: `= x`, `="x"`, `": "x"`. After a colon a value has to be in quotes, or it may be the
  /// next words of a sentence.
  fileprivate func assignedValue(from end: Int) -> Range<Int>? {
    var index = end
    if isQuote(index) { index += 1 }
    index = skip(from: index, while: StartTag.isBlank)
    let separator = self[index]
    guard separator == UInt8(ascii: "=") || separator == UInt8(ascii: ":") else { return nil }
    if has("=>", at: index) { index += 1 }
    index = skip(from: index + 1, while: StartTag.isBlank)
    guard isQuote(index) else {
      return separator == UInt8(ascii: "=") ? index..<endOfWord(from: index) : nil
    }
    let quote = self[index]
    return index + 1..<(bytes[(index + 1)...].firstIndex(of: quote) ?? count)
  }

  private func isQuote(_ index: Int) -> Bool {
    self[index] == UInt8(ascii: "\"") || self[index] == UInt8(ascii: "'")
  }

  /// Whether a value is one, and not a word that stands for it, or its place blanked out.
  fileprivate func isSecret(_ range: Range<Int>) -> Bool {
    guard range.count > 2, !bytes[range].contains(where: StartTag.isBlank) || isQuote(range.lowerBound - 1)
    else {
      return false
    }
    guard bytes[range].contains(where: { !"*xX.-_#?".utf8.contains($0) }) else { return false }
    let words: [StaticString] = [
      "null", "nil", "none", "true", "false", "empty", "missing", "required", "invalid", "redacted", "hidden",
      "masked",
      "undefined",
    ]
    return !words.contains {
      $0.utf8CodeUnitCount == range.count && has($0, at: range.lowerBound, ignoringCase: true)
    }
  }

  /// Whether a user and a password stand before the host of an address.
  fileprivate func hasPassword(from start: Int) -> Bool {
    let end = skip(from: start) { !StartTag.isBlank($0) && !"/?#@\"'<>".utf8.contains($0) }
    guard self[end] == UInt8(ascii: "@"), let colon = bytes[start..<end].firstIndex(of: UInt8(ascii: ":"))
    else {
      return false
    }
    return isSecret(colon + 1..<end)
  }

  /// Whether two parts in the letters of base64 follow each other, each an object of JSON to begin with.
  fileprivate func isWebToken(from start: Int) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool { Self.isName(byte) || byte == UInt8(ascii: "-") }
    let dot = skip(from: start, while: isLetter)
    return isStart(start) && dot > start + 8 && has(".eyJ", at: dot)
  }

  /// The index behind a key in PEM; the end of the text if it has none.
  fileprivate func endOfKey(from start: Int) -> Int {
    guard let foot = find("-----END ", from: start, within: count) else { return count }
    return find("-----", from: foot + 9, within: 60).map { $0 + 5 } ?? count
  }
}
