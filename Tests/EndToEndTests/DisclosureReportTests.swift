import Foundation
import Testing

/// Under the profile leak no report shows again what was disclosed, and each shows the rest.
@Suite struct DisclosureReportTests {
  /// What is disclosed in a text that ends with a harmless word.
  struct Secret: CustomTestStringConvertible, Sendable {
    let rule: String
    /// The text as XML writes it.
    let markup: String
    /// Parts that no report may show.
    let hidden: [String]
    /// Parts that reports show.
    let shown: [String]
    var testDescription: String { "\(rule): \(markup)" }
  }

  static let secrets = [
    Secret(
      rule: "LEAK-stack-trace",
      markup:
        "Order failed\n\tat com.acme.Orders.place(Orders.java:42)\n\tat com.acme.Vault.open(Vault.java:7)",
      hidden: ["com.acme", "Orders.java", "Vault"], shown: ["Order failed"]),
    Secret(
      rule: "LEAK-stack-trace",
      markup:
        "Order failed at com.acme.Orders.&lt;init&gt;(Orders.java:42) at com.acme.Vault.open(Vault.java:7)",
      hidden: ["com.acme", "Orders.java", "Vault"], shown: ["Order failed"]),
    Secret(
      rule: "LEAK-file-path",
      markup: "File /etc/acme/vault.key is locked, and so is /var/lib/acme/db; try later",
      hidden: ["acme", "vault", "/db"], shown: ["File ", "is locked", "try later"]),
    Secret(
      rule: "LEAK-file-path", markup: "File &#47;etc/acme/<![CDATA[vault.key]]><!-- no --> is locked",
      hidden: ["acme", "vault"], shown: ["File ", " is locked"]),
    Secret(
      rule: "LEAK-file-path", markup: "Cannot open C:\\Program Files\\Acme\\vault.key now",
      hidden: ["Program", "Acme", "vault"], shown: ["Cannot open ", " now"]),
    Secret(
      rule: "LEAK-sql", markup: "Query failed: SELECT pin, card FROM vault WHERE id = 7",
      hidden: ["pin", "card", "vault"], shown: ["Query failed: "]),
    Secret(
      rule: "LEAK-database-error", markup: "Sorry: ORA-00942: table VAULT does not exist",
      hidden: ["00942", "VAULT"], shown: ["Sorry: "]),
    Secret(
      rule: "LEAK-internal-host", markup: "Call of http://vault.internal:8080/acme failed &amp; ended",
      hidden: ["vault", "nternal:", "8080", "acme"], shown: ["Call of ", " failed "]),
    Secret(
      rule: "LEAK-private-address", markup: "Host 10.11.12.13:8443 refused",
      hidden: ["11.12", "12.13", "8443"], shown: ["Host ", " refused"]),
    Secret(
      rule: "LEAK-software-version", markup: "Sent by Apache/2.4.41 as ever",
      hidden: ["2.4", "4.41"], shown: ["Sent by ", " as ever"]),
    Secret(
      rule: "LEAK-credential", markup: "Server=db;Password=hunter2; refused",
      hidden: ["hunter2", "hun"], shown: ["Server=db;", "; refused"]),
    Secret(
      rule: "LEAK-credential",
      markup: "{&quot;password&quot;: &quot;correct horse, &amp; battery&quot;} refused",
      hidden: ["correct", "horse", "battery"], shown: ["} refused"]),
    Secret(
      rule: "LEAK-credential", markup: "Call of https://app:hunter2@orders.example/x failed",
      hidden: ["hunter2", "app:"], shown: ["Call of ", " failed"]),
    Secret(
      rule: "LEAK-credential",
      markup: "Key -----BEGIN PRIVATE KEY-----&#10;TUlJQg==&#10;-----END PRIVATE KEY----- refused",
      hidden: ["TUlJ", "Qg=="], shown: ["Key ", " refused"]),
    Secret(
      rule: "LEAK-exception-class", markup: "Sorry: java.lang.NullPointerException again",
      hidden: ["java.lang", "NullPointer"], shown: ["Sorry: ", " again"]),
    Secret(
      rule: "LEAK-internal-host", markup: "Node db01.corp.internal is down",
      hidden: ["db01", "corp"], shown: ["Node ", " is down"]),
  ]

  /// Every report of a payload in which something else is wrong on the same line.
  static func reports(_ payload: String) throws -> [(format: String, text: String)] {
    try [
      ["--format", "json"], ["--format", "ndjson"], ["--color", "never"], ["--color", "always"],
      ["--quiet"], ["--verbose"], ["--format", "html"],
    ].map { options in
      let outcome = try Program.run(
        ["--profile", "auto", "--profile", "leak"] + options + ["-"], input: Data(payload.utf8))
      #expect(outcome.status == 1)
      #expect(outcome.errors.isEmpty)
      // Of a page, what it says of the payload: its style, its script and what explains the rules have words of their own.
      let lines = outcome.text.split(separator: "\n").filter {
        $0.hasPrefix(#"{"source":"#) || $0.hasPrefix(#"{"payload":"#)
      }
      let isPage = options.contains("html")
      #expect(!isPage || lines.count == 2)
      // A name of ours that one of the secrets is in.
      let said = lines.joined(separator: "\n").replacingOccurrences(of: #""pins":"#, with: "")
      return (options.joined(separator: " "), isPage ? said : outcome.text)
    }
  }

  @Test("What a faultstring discloses is not shown again", arguments: secrets)
  func faultstring(_ secret: Secret) throws {
    let payload = Payload.withExtra(string: secret.markup)
    for (format, text) in try Self.reports(payload) {
      #expect(text.contains(secret.rule), "\(format)")
      for part in secret.hidden { #expect(!text.contains(part), "\(format) shows \(part): \(text)") }
      if format.hasSuffix("json") {
        for part in secret.shown { #expect(text.contains(part), "\(format) hides \(part): \(text)") }
      }
    }
  }

  @Test("What a detail discloses is not shown again", arguments: secrets)
  func detail(_ secret: Secret) throws {
    // Text straight inside the detail is an error on its line.
    let payload = Payload.detail("<m:a xmlns:m='urn:m'>\(secret.markup)</m:a>oops")
    for (format, text) in try Self.reports(payload) {
      #expect(text.contains(secret.rule) && text.contains("SOAP11-detail-text"), "\(format)")
      for part in secret.hidden { #expect(!text.contains(part), "\(format) shows \(part): \(text)") }
    }
  }

  @Test(
    "What an attribute discloses is not shown again", arguments: secrets.filter { !$0.markup.contains("<") })
  func attribute(_ secret: Secret) throws {
    let payload = Payload.detail("<m:a xmlns:m='urn:m' m:b=\"\(secret.markup)\"/>oops")
    for (format, text) in try Self.reports(payload) {
      for part in secret.hidden { #expect(!text.contains(part), "\(format) shows \(part): \(text)") }
    }
  }

  @Test("What a SOAP 1.2 fault discloses is not shown again", arguments: secrets)
  func soap12(_ secret: Secret) throws {
    let payload =
      "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body><e:Fault>"
      + "<e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text>\(secret.markup)</e:Text></e:Reason>"
      + "<e:Detail><m:a xmlns:m='urn:m'>\(secret.markup)</m:a></e:Detail></e:Fault></e:Body></e:Envelope>"
    for (format, text) in try Self.reports(payload) {
      for part in secret.hidden { #expect(!text.contains(part), "\(format) shows \(part): \(text)") }
    }
  }

  @Test func theMessagesOfOtherRulesDoNotQuoteIt() throws {
    // A faultactor with blanks is no URI, and the message of that rule quotes it.
    let actor = "gateway of /etc/acme/vault.key here"
    let payload = Payload.fault("<faultactor>\(actor)</faultactor>")
    let plain = try Program.check(payload, "--profile", "soap11").text
    #expect(plain.contains("/etc/acme/vault.key"))
    for (format, text) in try Self.reports(payload) {
      #expect(text.contains("SOAP11-faultactor-not-uri"), "\(format)")
      #expect(!text.contains("acme") && !text.contains("vault"), "\(format): \(text)")
      #expect(text.contains("gateway of … here"), "\(format): \(text)")
    }
  }

  @Test func theMarkStaysUnderItsSpot() throws {
    let payload = Payload.withExtra(string: "\n/etc/acme/vault.key is locked")
    let text = try Program.run(
      ["--profile", "auto", "--profile", "leak", "--color", "never", "-"], input: Data(payload.utf8)
    ).text
    let lines = text.split(separator: "\n")
    let marked = try #require(lines.firstIndex { $0.contains("^~~~~") && !$0.contains("<") })
    let column = try #require(lines[marked].firstIndex(of: "^"))
    let distance = lines[marked].distance(from: lines[marked].startIndex, to: column)
    #expect(lines[marked - 1].dropFirst(distance).hasPrefix("<extra/>"), "\(text)")
    #expect(!lines[marked - 1].contains("/etc"), "\(text)")
    #expect(lines[marked - 1].contains("… is locked"), "\(text)")
  }

  @Test func withoutTheProfileReportsAreWhole() throws {
    let payload = Payload.withExtra(string: "File /etc/acme/vault.key is locked")
    #expect(try Program.check(payload).text.contains("/etc/acme/vault.key is locked"))
  }
}
