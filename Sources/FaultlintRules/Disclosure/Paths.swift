internal import FaultlintEngine
internal import FaultlintText

/// Paths of files on a server.
extension Disclosure {
  static let filePath = Rule(
    "LEAK-file-path", "The fault shows the path of a file on the server",
    level: .warning,
    references: [Reference("CWE-209"), Reference("CWE-497")],
    profiles: [.leak],
    isDisclosure: true,
    rationale: """
      It tells an attacker the system, the user and how the service is laid out, and where to write or read once there \
      is a way in. Clients have no use for it.
      """,
    remedy: """
      Write the path to the log of the service. If the client has to know which file is meant, send its name \
      without the folders.
      """,
    conforming: [
      .saying11("See https://example.com/home/users/help and ask at the front desk"),
      .saying11("Choose and/or confirm; ratio 3:\\ unknown"),
      .saying11("The path /orders/42/lines does not exist"),
      .saying11("GET /home/index is not a SOAP operation"),
      .saying11("Opt in/opt out at http://example.com/tmp/x"),
      .saying11("Pattern \\\\d+ does not match"),
    ],
    violating: [
      .disclosing11("Cannot open C:\\inetpub\\orders\\web.config"),
      .disclosing11("Cannot open \"D:\\\\data\\\\x\""),
      .disclosing12("Cannot open \\\\fs01\\share\\orders.mdb"),
      .disclosing11("Permission denied: /var/lib/orders/queue"),
      .disclosing11("open(/etc/passwd) failed"),
      .disclosing12("'/home/deploy/app/config.yml' is not readable"),
      .disclosing12("file:///srv/app/schema.xsd not found"),
    ],
    check: check(paths)
  )

  static let paths = Detector(
    .word, windowsPaths + unixPaths)

  private static let windowsPaths: [Detector.Anchor] = [
    .init(":\\", "a Windows path") { text, start, end in
      let name = text.skip(from: end) { $0 == UInt8(ascii: "\\") }
      return text[start - 1].isLetter && text.isStart(start - 1) && name <= end + 1
        && text.isFileName(from: name)
    },
    .init("\\\\", "a Windows path") { text, start, end in
      let host = text.skip(from: end) {
        ByteText.isName($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
      }
      return text.isStart(start) && host > end + 1 && text[host] == UInt8(ascii: "\\")
        && text.isFileName(from: host + 1)
    },
  ]

  /// Folders that no path of a URL begins with; of some that one might, more than one further step is asked for.
  private static let unixPaths: [Detector.Anchor] =
    ["/etc/", "/usr/", "/var/", "/srv/", "/proc/", "/root/", "/tmp/"].map { folder($0, steps: 1) }
    + ["/home/", "/Users/", "/opt/", "/mnt/"].map { folder($0, steps: 2) }
    + [
      .init("file:/", "a file URL") { text, start, end in
        text.isStart(start) && text.isFileName(from: text.skip(from: end) { $0 == UInt8(ascii: "/") })
      }
    ]

  private static func folder(_ name: StaticString, steps: Int) -> Detector.Anchor {
    Detector.Anchor(name, "a Unix path") { text, start, end in
      guard text.isStart(start), text.isFileName(from: end) else { return false }
      let rest = text.skip(from: end) {
        ByteText.isName($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
      }
      return steps == 1 || (text[rest] == UInt8(ascii: "/") && text.isFileName(from: rest + 1))
    }
  }
}

extension ByteText {
  /// Whether a name of two characters or more begins at an index.
  fileprivate func isFileName(from start: Int) -> Bool {
    Self.isName(self[start])
      && skip(from: start) { Self.isName($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") } > start
        + 1
  }
}
