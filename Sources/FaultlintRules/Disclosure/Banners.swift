internal import FaultlintEngine
internal import FaultlintText

/// The software that a service runs on.
extension Disclosure {
  static let softwareVersion = Rule(
    "LEAK-software-version", "The fault shows a product the service runs on and its version",
    level: .warning,
    references: [Reference("CWE-497"), Reference("CWE-200")],
    profiles: [.leak],
    isDisclosure: true,
    rationale: "It tells an attacker which published holes to try first. Clients have no use for it.",
    remedy: """
      Switch off version banners in the server, and do not copy error pages or messages of other components into \
      the fault.
      """,
    conforming: [
      .saying11("nginx refused the connection over HTTP/1.1"),
      .saying11("Version 2.1 of the order service is needed"),
      .saying11("The schema of SOAP 1.2 and text/xml; charset=utf-8"),
      .saying11("Apache/Orders is not a valid name"),
      .saying11("We speak PHP and Python"),
    ],
    violating: [
      .disclosing11("Apache/2.4.41 (Ubuntu) Server at port 80"),
      .disclosing11("nginx/1.18.0"),
      .disclosing12("Microsoft-IIS/10.0"),
      .disclosing12("Apache Tomcat/9.0.31"),
      .disclosing11("Microsoft .NET Framework Version:4.0.30319"),
      .disclosing11("Oracle WebLogic Server 12.2"),
    ],
    check: check(banners)
  )

  static let banners = Detector(
    .word,
    [
      "Apache/", "Tomcat/", "Coyote/", "nginx/", "IIS/", "PHP/", "OpenSSL/", "Python/", "Perl/", "gSOAP/",
      "Axis/",
      "Axis2/", "CXF/", "JBoss/", "WildFly/", "Jetty/", "Jetty(", "GlassFish/", "WebSphere/", "WebLogic/",
      "Undertow/",
      "gunicorn/", "Werkzeug/", "Kestrel/", "Varnish/", "squid/", "mod_ssl/", "mod_perl/", "Mono/",
      "ColdFusion/",
      "WebLogic Server ", "WebSphere Application Server ", "JBoss EAP ", "GlassFish Server ",
      "SQL Server ",
      "PostgreSQL ", "Apache Tomcat ", ".NET Framework Version:", "ASP.NET Version:", "NET-SOAP/",
      "SOAP::Lite/",
    ].map { product in
      Detector.Anchor(product, ignoringCase: true, "a product and its version") { text, start, end in
        let dot = text.skip(from: end, while: \.isDigit)
        // Apache-Coyote, but no folder on a path.
        guard text.isStart(start) || text[start - 1] == UInt8(ascii: "-") else { return false }
        return dot > end && text[dot] == UInt8(ascii: ".") && text[dot + 1].isDigit
      }
    })
}
