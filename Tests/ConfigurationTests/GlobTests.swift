import FaultlintConfiguration
import Testing

/// Patterns for paths and for elements.
@Suite struct GlobTests {
  static func matches(_ pattern: String, _ path: String) throws -> Bool {
    try Glob(pattern).matches(path.split(separator: "/"))
  }

  @Test(
    "A pattern fits what it says",
    arguments: [
      // A name at any depth.
      ("a.xml", "a.xml"), ("a.xml", "x/y/a.xml"), ("*.xml", "x/a.xml"), ("?.xml", "ü.xml"),
      ("*", "a/b"), ("**", "a/b"),
      // With a slash: from the folder.
      ("x/a.xml", "x/a.xml"), ("/a.xml", "a.xml"), ("./a.xml", "a.xml"), ("x/*.xml", "x/a.xml"),
      ("x/**", "x/y/z"), ("x/**/a.xml", "x/a.xml"), ("x/**/a.xml", "x/y/z/a.xml"), ("**/a.xml", "a.xml"),
      ("**/y/**/a.xml", "x/y/z/a.xml"),
      // What fits a folder fits all in it.
      ("legacy", "legacy/a.xml"), ("legacy/", "x/legacy/a.xml"), ("x/legacy", "x/legacy/y/a.xml"),
      // Sets, ranges, and characters without their meaning.
      ("[ab].xml", "b.xml"), ("[a-c]*.xml", "cat.xml"), ("[!a].xml", "b.xml"), ("[^a].xml", "b.xml"),
      ("[]a].xml", "].xml"), (#"\*.xml"#, "*.xml"), (#"\{a\}"#, "{a}"), ("a*b*c", "aXbXbXc"),
      ("..", "../x"),
    ])
  func fits(_ pattern: String, _ path: String) throws { #expect(try Self.matches(pattern, path)) }

  @Test(
    "A pattern does not fit anything else",
    arguments: [
      ("a.xml", "a.xml.bak"), ("a.xml", "ba.xml"), ("/a.xml", "x/a.xml"), ("x/a.xml", "y/x/a.xml"),
      ("x/*.xml", "x/y/a.xml"), ("*.xml", "a.http"), ("?.xml", "ab.xml"), ("[!a].xml", "a.xml"),
      ("[a-c].xml", "d.xml"), (#"\*.xml"#, "a.xml"), ("x/**/a.xml", "y/a.xml"), ("legacy", "legacy2/a.xml"),
      ("a*b*c", "aXbX"), ("A.xml", "a.xml"),
    ])
  func fitsNot(_ pattern: String, _ path: String) throws { #expect(try !Self.matches(pattern, path)) }

  @Test(
    "What is no pattern is an error",
    arguments: ["", "/", ".", "[a", "[]", "[c-a]", "a\\", "!a", "{a,b}", "x/{a,b}.xml"])
  func broken(_ pattern: String) { #expect(throws: GlobError.self) { try Glob(pattern) } }

  @Test("A pattern of many stars takes no time of its own")
  func stars() throws {
    let pattern = try Glob(String(repeating: "*a", count: 200) + "b")
    let deep = try Glob(String(repeating: "**/", count: 200) + "b")
    let name = String(repeating: "a", count: 5000)
    let path = Array(repeating: Substring("a"), count: 500)
    let clock = ContinuousClock()
    let time = clock.measure {
      #expect(!pattern.matches([name[...]]))
      #expect(!deep.matches(path))
    }
    #expect(time < .seconds(20))
  }

  @Test(
    "Elements are compared by their names, and by prefix and position where the pattern has them",
    arguments: [
      ("faultcode", "/s:Envelope/s:Body/s:Fault/faultcode", true),
      ("/Envelope/Body/Fault/faultcode", "/s:Envelope/s:Body/s:Fault/faultcode", true),
      ("/s:Envelope/s:Body/s:Fault", "/s:Envelope/s:Body/s:Fault/faultcode", true),
      ("/e:Envelope/**", "/s:Envelope/s:Body", false),
      ("/Envelope/Body/Fault[2]", "/s:Envelope/s:Body/s:Fault[1]/faultcode", false),
      ("/s:Envelope/s:Body/s:Fault[2]", "/s:Envelope/s:Body/s:Fault[2]/faultcode", true),
      ("Fault", "/s:Envelope/s:Body/s:Fault[2]", true),
      ("detail", "/s:Envelope/s:Body/s:Fault/detail/m:problem/m:code", true),
      ("@mustUnderstand", "/s:Envelope/s:Header/m:x/@s:mustUnderstand", true),
      ("faultcode", "/s:Envelope/s:Body/s:Fault/faultstring", false),
      ("detail/**", "/s:Envelope/s:Body/s:Fault/detail/x", false),
      ("**/detail/x", "/s:Envelope/s:Body/s:Fault/detail/m:x", true),
    ])
  func elements(_ pattern: String, _ path: String, _ fits: Bool) throws {
    #expect(try ElementPattern(pattern).matches(path) == fits)
  }

  @Test("Paths are counted from a folder, wherever the program runs")
  func roots() {
    let above = PathRoot("../", workingFolder: "/home/u/project/in")
    #expect(above.path(of: "a.xml") == "in/a.xml")
    #expect(above.path(of: "./x/../a.xml") == "in/a.xml")
    #expect(above.path(of: "/home/u/project/b.xml") == "b.xml")
    #expect(above.path(of: "../../other/c.xml") == "../other/c.xml")
    #expect(above.path(of: "..") == ".")
    #expect(above.opened("in/a.xml") == "/home/u/project/in/a.xml")
    #expect(above.isIn("..") && above.isIn("../..") && above.isIn("/") && !above.isIn("."))
    #expect(PathRoot("/srv/x", workingFolder: "/home").path(of: "/srv/x/a") == "a")
  }

  @Test("Days are those of the calendar")
  func days() {
    #expect(CalendarDay("2024-02-29")?.text == "2024-02-29")
    for text in [
      "2023-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "24-01-01", "2024-1-1", "tomorrow",
      "2024/01/01",
    ] {
      #expect(CalendarDay(text) == nil, "\(text)")
    }
    #expect(CalendarDay(year: 2024, month: 2, day: 29) < CalendarDay(year: 2024, month: 3, day: 1))
  }
}
