internal import FaultlintEngine
internal import FaultlintText

/// Names and addresses that mean something only inside a network.
extension Disclosure {
  static let privateAddress = Rule(
    "LEAK-private-address", "The fault shows an address of a private network",
    level: .warning,
    references: [Reference("CWE-497"), Reference("RFC 1918"), Reference("RFC 6890")],
    profiles: [.leak],
    isDisclosure: true,
    rationale:
      "It tells an attacker how the network behind the service is laid out; a client outside cannot reach the address.",
    remedy: """
      Leave the address out, and name the component by what it does. Where the fault has to name a node, use its \
      public URI.
      """,
    conforming: [
      .saying11("Version 10.0.1.2 of the client is too old"),
      .saying11("The host 203.0.113.7 is not allowed"),
      .saying11("Section 10.2.3.4.5 of the guide, or 192.168 items"),
      .saying11("Amount 10.000.000.00 or 172.15.0.1"),
      .saying11("Client v10.1.2.3 and 10.1.2.3-beta are not supported"),
    ],
    violating: [
      .disclosing11("connect to 10.1.2.3:8080 failed"),
      .disclosing12("http://192.168.0.17/orders"),
      .disclosing11("172.16.4.5 refused the connection"),
      .disclosing12("jdbc:mysql://127.0.0.1:3306/orders"),
      .disclosing11("(169.254.10.20)"),
    ],
    check: check(privateAddresses)
  )

  static let privateAddresses = Detector(
    .word,
    ["10.", "127.", "192.168.", "169.254.", "172."].map { prefix in
      Detector.Anchor(prefix, "a private address") { text, start, _ in text.isPrivateAddress(at: start) }
    })

  static let internalHost = Rule(
    "LEAK-internal-host", "The fault shows the name of a host inside a network",
    level: .warning,
    references: [Reference("CWE-497")],
    profiles: [.leak],
    isDisclosure: true,
    rationale:
      "It tells an attacker which machines there are and what they do; a client outside cannot reach them by that name.",
    remedy: """
      Leave the name out, and name the component by what it does. Where the fault has to name a node, use its \
      public URI.
      """,
    conforming: [
      .saying11("See http://www.example.com/help and https://api.example.org:8443/"),
      .saying11("The key error.internal is not known, nor is com.acme.internal"),
      .saying11("Read settings.local.json and the .local folder"),
      .saying11("A host name has the form http://host/path"),
      .saying11("The key orders.local is not known, nor is error-codes.internal"),
      .fault12(
        #"<e:Code><e:Value>e:Receiver</e:Value></e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
          + "<e:Detail><m:host>www.example.com</m:host><m:server>The order service</m:server></e:Detail>"),
      .fault11(
        "<faultcode>s:Server</faultcode><faultstring>x</faultstring><faultactor>http://orders.example.com/soap</faultactor>"
      ),
    ],
    violating: [
      .disclosing11("connect to http://orders.internal/soap failed"),
      .disclosing12("UnknownHostException: db.prod.svc.cluster.local"),
      .disclosing11("db1.corp:1521 is down"),
      .disclosing12("http://appserver01:8080/orders"),
      .disclosing11("http://localhost:8080/orders"),
      .disclosing11("db01.corp.internal did not answer"),
      .disclosing11("No route to app-2.lan"),
      .disclosing12("UnknownHostException: orders.intranet"),
      .fault11(
        "<faultcode>s:Server</faultcode><faultstring>x</faultstring><detail>↓<h:hostname xmlns:h=\"http://xml.apache.org/axis/\">orders</h:hostname></detail>"
      ),
      .fault12(
        #"<e:Code><e:Value>e:Receiver</e:Value></e:Code><e:Reason><e:Text xml:lang="en">x</e:Text></e:Reason>"#
          + "<e:Detail>↓<m:machineName>SRV-ORDERS</m:machineName></e:Detail>"),
      .fault11(
        "<faultcode>s:Server</faultcode><faultstring>x</faultstring>↓<faultactor>http://orders.lan/soap</faultactor>"
      ),
    ],
    check: check(internalHosts)
  )

  static let internalHosts = Detector(
    .word,
    [".internal", ".intranet", ".corp", ".lan", ".local", ".localdomain", ".home.arpa"].map { suffix in
      Detector.Anchor(suffix, ignoringCase: true, "an internal host name") { text, start, end in
        text.isHostName(start, end)
      }
    } + [.init("://", "an internal host name") { text, _, end in text.isBareHost(from: end) }],
    // Axis 1 writes one of them into every fault.
    Detector.Holders(
      names: ["hostname", "host", "machinename", "computername", "servername", "nodename"],
      kind: "an internal host name"
    ) { text, _ in text.isLoneHost })
}

extension ByteText {
  /// Whether four numbers with dots begin at an index, none of them part of something longer, that are an address of
  /// a private network. After the word version they are none.
  fileprivate func isPrivateAddress(at start: Int) -> Bool {
    guard !isInWord(start - 1), self[start - 1] != UInt8(ascii: "."), !followsVersion(start) else {
      return false
    }
    var numbers: [Int] = []
    var index = start
    while numbers.count < 4 {
      let end = skip(from: index, while: \.isDigit)
      guard (1...3).contains(end - index) else { return false }
      let value = bytes[index..<end].reduce(0) { $0 * 10 + Int($1 - 0x30) }
      guard value < 256, end - index == 1 || self[index] != 0x30 else { return false }
      numbers.append(value)
      index = end
      guard numbers.count == 4 || self[index] == UInt8(ascii: ".") else { return false }
      if numbers.count < 4 { index += 1 }
    }
    guard !isInWord(index), !(self[index] == UInt8(ascii: ".") && self[index + 1].isDigit) else {
      return false
    }
    return numbers[0] != 172 || (16...31).contains(numbers[1])
  }

  private func isInWord(_ index: Int) -> Bool { Self.isName(self[index]) || self[index] == UInt8(ascii: "-") }

  private func followsVersion(_ start: Int) -> Bool {
    var end = start
    while self[end - 1] == 0x20 || self[end - 1] == UInt8(ascii: ":") || self[end - 1] == UInt8(ascii: "=") {
      end -= 1
    }
    return ["version", "release", "build", "section"].contains { (word: StaticString) in
      has(word, at: end - word.utf8CodeUnitCount, ignoringCase: true)
    }
  }

  /// Whether it is one name as hosts have inside a network, without a dot, and not more.
  fileprivate var isLoneHost: Bool {
    count > 1 && bytes.allSatisfy { Self.isName($0) || $0 == UInt8(ascii: "-") }
      && bytes.contains(where: \.isLetter)
  }

  /// Whether an internal suffix ends a host name, and the name or the text around says that it is one: a number in its
  /// first part, two such suffixes, a URL, a port, the suffix of a cluster, or words that come before hosts.
  fileprivate func isHostName(_ suffix: Int, _ end: Int) -> Bool {
    guard !isInWord(end), !(self[end] == UInt8(ascii: ".") && Self.isName(self[end + 1])) else {
      return false
    }
    var start = suffix
    while start > suffix - 255, isInWord(start - 1) || self[start - 1] == UInt8(ascii: ".") { start -= 1 }
    guard start < suffix, Self.isName(self[start]) else { return false }
    if has(".svc.cluster", at: suffix - 12) || has("//", at: start - 2)
      || self[start - 1] == UInt8(ascii: "@")
    {
      return true
    }
    if self[end] == UInt8(ascii: ":"), self[end + 1].isDigit { return true }
    let name = bytes[start..<suffix].split(separator: UInt8(ascii: "."))
    if name.first?.contains(where: \.isDigit) ?? false { return true }
    let inner = ["corp", "lan", "local", "internal", "intranet"] as [StaticString]
    if name.count > 1,
      inner.contains(where: { has($0, at: suffix - $0.utf8CodeUnitCount, ignoringCase: true) })
    {
      return true
    }
    return ["UnknownHostException: ", "host ", "server ", "node ", "host=", "server=", "host: "].contains {
      (word: StaticString) in has(word, at: start - word.utf8CodeUnitCount, ignoringCase: true)
    }
  }

  /// Whether the host of a URL has no dot, and so is none that all can resolve. A word alone may be an example, so it
  /// has to have a digit, a hyphen or a port.
  fileprivate func isBareHost(from start: Int) -> Bool {
    let end = skip(from: start) { Self.isName($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    let host = bytes[start..<end]
    guard end > start + 1, !host.contains(UInt8(ascii: ".")), self[end] != UInt8(ascii: "@"),
      host.contains(where: \.isLetter)
    else { return false }
    if self[end] == UInt8(ascii: ":"), self[end + 1].isDigit { return true }
    return host.contains { $0.isDigit || $0 == UInt8(ascii: "-") }
  }
}
