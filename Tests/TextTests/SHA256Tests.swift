import FaultlintText
import Testing

/// The values are those of NIST's examples for FIPS 180-4 and its vectors for short and long messages.
@Suite("SHA-256") struct SHA256Tests {
  static func hex(_ bytes: [UInt8]) -> String {
    SHA256(bytes).digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test(
    "The examples of the standard",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
    ])
  func examples(text: String, hash: String) { #expect(Self.hex(Array(text.utf8)) == hash) }

  @Test("A million letters")
  func long() {
    #expect(
      Self.hex(Array(repeating: UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test("What ends around the end of a block: as many A as the case says")
  func ends() {
    // From another implementation.
    for (count, hash) in [
      (55, "8963cc0afd622cc7574ac2011f93a3059b3d65548a77542a1559e3d202e6ab00"),
      (56, "6ea719cefa4b31862035a7fa606b7cc3602f46231117d135cc7119b3c1412314"),
      (63, "1b58d00f5b1fbd2a1884d666a2be33c2fa7463dff32cd60ef200c0f750a6b70f"),
      (64, "d53eda7a637c99cc7fb566d96e9fa109bf15c478410a3f5eb4d4c4e26cd081f6"),
      (65, "836203944f4c0280461ad73d31457c22ba19d1d99e232dc231000085899e00a2"),
    ] {
      #expect(Self.hex(Array(repeating: UInt8(ascii: "A"), count: count)) == hash)
    }
  }

  @Test("Base64 as in a policy")
  func base64() {
    #expect(SHA256([]).base64 == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
  }
}
