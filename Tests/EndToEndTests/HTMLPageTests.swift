import Foundation
import Testing

/// The page of a report in a browser: what it shows and does, and that it does nothing else.
@Suite(.serialized, .enabled(if: Browser.program != nil, "script/test-html runs them, in a browser"))
struct HTMLPageTests {
  let browser: Browser
  let scratch: Scratch

  init() throws {
    browser = try Browser()
    scratch = try Scratch()
  }

  /// A report as a page, opened.
  @discardableResult
  func open(_ arguments: [String], fragment: String = "") throws -> URL {
    let file = URL(filePath: scratch.path("report.html"))
    let outcome = try Program.run(
      ["--format", "html", "--output", file.path] + arguments, in: scratch.folder, within: 120)
    try #require(outcome.errors.isEmpty, "\(outcome.errors)")
    try browser.open(file, fragment: fragment)
    return file
  }

  @discardableResult
  func open(payload: String, _ options: String...) throws -> URL {
    try scratch.write("payload.xml", payload)
    return try open(options + ["payload.xml"])
  }

  /// That nothing went wrong, and nothing was asked of disk or network.
  func expectQuiet(_ file: URL, _ source: SourceLocation = #_sourceLocation) {
    #expect(browser.complaints == [], sourceLocation: source)
    #expect(browser.requests(of: file) == [], sourceLocation: source)
  }

  /// The samples as JSON, to hold the page to.
  func samples() throws -> JSONReportContent {
    try Program.run(["--format", "json", Payload.samples.path], within: 60).report()
  }

  // MARK: What it shows

  @Test func thePageShowsWhatTheReportOfJSONHas() throws {
    let file = try open([Payload.samples.path])
    let report = try samples()
    let counts = report.summary
    #expect(
      try browser.all("#headline") == [
        "\(counts.nonconforming) of \(counts.payloads) payloads do not conform"
      ])
    #expect(
      try browser.all("#verdicts b")
        == [
          counts.nonconforming, counts.unreadable, counts.errorResponse, counts.notAFault, counts.conforming,
        ].map(String.init))
    #expect(try browser.all("#levels b") == [counts.errors, counts.warnings, counts.notes].map(String.init))

    // The clean ones are folded, the others stand in the order of the input.
    let found = report.results.filter { !$0.findings.isEmpty }
    #expect(try browser.all("tr.payload").count == min(found.count, 100))
    #expect(
      try browser.all("tr.payload .path")
        == found.prefix(100).map { result in
          result.source.member.map { "\(result.source.path)/\($0)" } ?? result.source.path
        })
    #expect(
      try browser.all("tr.payload .verdict")
        == found.prefix(100).map { $0.verdict.replacingOccurrences(of: "-", with: " ") })
    #expect(
      try browser.all("#shown")[0].contains(
        "\(report.results.count - found.count) without findings are folded"))

    // The bars of rules: most first, and all of them when that is asked for.
    let rules = Dictionary(grouping: report.results.flatMap(\.rules)) { $0 }.mapValues(\.count)
    try browser.click("#chart-rule .all")
    let bars = try browser.texts(
      "[...document.querySelectorAll('#chart-rule .bar-row')].map((row) => row.dataset.value.slice(1) + ' ' + row.querySelector('.value').textContent.split(' ')[0])"
    )
    #expect(Set(bars) == Set(rules.map { "\($0.key) \($0.value)" }))
    let numbers = bars.compactMap { Int($0.split(separator: " ")[1]) }
    #expect(numbers == numbers.sorted(by: >) && numbers.count == rules.count)
    #expect(try browser.number("document.querySelectorAll('#charts svg').length") > 20)
    #expect(
      try browser.all("#charts h2") == [
        "Findings by rule", "Verdicts by profile", "Verdicts by fault code", "Verdicts by source",
        "What came instead of faults",
      ])
    expectQuiet(file)
  }

  @Test func whatIsNotHeldAgainstAPayloadIsCountedAndFolded() throws {
    try scratch.write(
      ".faultlint.yml",
      "suppressions:\n  - rules: BP-R1004\n    reason: The gateway <b>is</b> replaced in the autumn.\n")
    try scratch.write("a.xml", Payload.fault(code: "Server", "<extra/>"))
    _ = try Program.run(["baseline", "create", "a.xml"], in: scratch.folder)
    // One is suppressed, one is known, and one is new.
    try scratch.write("a.xml", Payload.fault(code: "Server", "<extra/><other/>"))
    let file = try open(["a.xml"])
    #expect(
      try browser.all("#subline")[0].contains(
        "2 findings are not counted: 1 in the baseline, 1 suppressed by the configuration."))
    #expect(try browser.all("tr.payload .counts")[0].contains("+ 2 not held against it"))
    try browser.click("tr.payload .open")
    #expect(try browser.all(".found h3") == ["1 finding"])
    #expect(
      try browser.all(".suppressed summary") == [
        "Not held against it: 1 in the baseline, 1 suppressed by the configuration"
      ])
    #expect(try browser.texts("[String(document.querySelector('.suppressed').open)]") == ["false"])
    try browser.click(".suppressed summary")
    #expect(try browser.all(".suppressed .clause .rule") == ["BP-R1004", "BP-R1000"])
    #expect(
      try browser.all(".suppressed .standing") == [
        "Suppressed: The gateway <b>is</b> replaced in the autumn.", "Known: it is in the baseline",
      ])
    expectQuiet(file)
  }

  @Test func everyFindingOfTheSamplesIsPinnedWhereItIs() throws {
    let file = try open([Payload.samples.path], fragment: "clean=shown")
    let report = try samples()
    try browser.click("#open-all")
    // For each finding: the number of the line its mark is in, and how many characters stand before it there.
    let pins = try browser.texts(
      """
      [...document.querySelectorAll('tr.payload')].flatMap((row) => {
        const detail = row.nextElementSibling;
        return [...detail.querySelectorAll('.findings > li')].map((finding) => {
          const goto = finding.querySelector('[data-goto]');
          if (!goto) return 'none';
          const [, , index] = goto.dataset.goto.split('-');
          const mark = [...detail.querySelectorAll('mark')].find((node) => node.dataset.pins.split(' ').includes(index));
          // A long line is several, and only the first has a number.
          let line = mark.closest('.code-line'), before = '';
          const range = document.createRange();
          range.setStart(line.querySelector('.content'), 0);
          range.setEndBefore(mark);
          before = range.toString();
          while (!line.querySelector('.number').textContent) {
            line = line.previousElementSibling;
            if (line.matches('.code-line')) before = line.querySelector('.content').textContent + before;
          }
          return row.dataset.index + ' ' + line.querySelector('.number').textContent + ':' + ([...before].length + 1);
        });
      })
      """)
    let expected = report.results.enumerated().flatMap { index, result in
      result.findings.map { "\(index) \($0.line):\($0.column)" }
    }
    #expect(pins.count == expected.count)
    // What is in the head of an HTTP message has no place in the text.
    let wrong = zip(pins, expected).filter { $0 != "none" && $0 != $1 }
    #expect(wrong.isEmpty, "\(wrong)")
    #expect(pins.count { $0 != "none" } > expected.count / 2)
    expectQuiet(file)
  }

  @Test func aPinIsOnItsCharactersWhateverStandsBefore() throws {
    // Characters of one, two, three and four bytes, from right to left, and with marks of their own.
    let payload = Payload.envelope(
      "<s:Fault><faultcode>s:Server</faultcode><faultstring>é 日本 😀 שלום مرحبا e\u{301}</faultstring><extra>נ</extra></s:Fault>"
    )
    let file = try open(payload: payload)
    try browser.click("button.open")
    #expect(try browser.all("mark") == ["<extra"])
    #expect(try browser.all(".annotation .rule") == ["BP-R1000"])
    #expect(
      try browser.text(
        "[...document.querySelectorAll('.code-line .content')].map((n) => n.textContent).join('')") == payload
    )
    #expect(
      try browser.isTrue("document.querySelectorAll('.code-line').length > 3"),
      "a long line is broken before tags")
    // The link leads to the characters.
    try browser.click(".findings .goto")
    #expect(try browser.text("document.activeElement.textContent") == "<extra")
    expectQuiet(file)
  }

  @Test func theTextHasItsColours() throws {
    let file = try open(
      payload: """
        <?xml version="1.0"?>
        <!-- a <b> c -->
        <s:Envelope xmlns:s="\(Payload.soap11)"><s:Body><s:Fault>
        <faultcode>s:Server</faultcode><faultstring>a &amp; <![CDATA[<x>]]></faultstring><extra a='1>2'/>
        </s:Fault></s:Body></s:Envelope>
        """)
    try browser.click("button.open")
    func tokens(_ kind: String) throws -> [String] { try browser.all(".code-block .t-\(kind)") }
    #expect(try tokens("pi") == [#"<?xml version="1.0"?>"#])
    #expect(try tokens("comment") == ["<!-- a <b> c -->"])
    #expect(try tokens("cdata") == ["<![CDATA[<x>]]>"])
    #expect(try tokens("entity") == ["&amp;"])
    #expect(try tokens("value") == ["\"\(Payload.soap11)\"", "'1>2'"])
    #expect(try tokens("tag").contains("</faultstring"))
    #expect(try tokens("text").contains("s:Server"))
    expectQuiet(file)
  }

  @Test func aRuleIsOneClickAway() throws {
    let file = try open(payload: Payload.withExtra())
    try browser.click("button.open")
    try browser.click(".findings .rule")
    let explained = try Program.run(["rules", "--format", "json"]).output
    let rules = try #require(
      (try JSONSerialization.jsonObject(with: explained) as? [String: Any])?["rules"] as? [[String: Any]])
    let rule = try #require(rules.first { $0["id"] as? String == "BP-R1000" })
    #expect(try browser.isTrue("document.getElementById('rule-dialog').open"))
    #expect(try browser.all("#rule-id") == ["BP-R1000"])
    #expect(try browser.all("#rule-title") == [rule["title"] as? String])
    let text = try browser.text("document.getElementById('rule-body').textContent")
    #expect(text.contains(try #require(rule["rationale"] as? String)))
    #expect(text.contains(try #require(rule["remedy"] as? String)))
    let references = try #require(rule["references"] as? [[String: Any]])
    #expect(
      try browser.texts(
        "[...document.querySelectorAll('#rule-body a')].map((a) => a.textContent + ' ' + a.getAttribute('href'))"
      )
        == references.compactMap { reference in
          (reference["address"] as? String).map { "\(reference["text"] ?? "") \($0)" }
        })
    // Esc closes it, and one is where one was.
    try browser.press("Escape", code: 27)
    #expect(try !browser.isTrue("document.getElementById('rule-dialog').open"))
    #expect(try browser.text("document.activeElement.dataset.rule") == "BP-R1000")
    // What else the defect breaks is explained as well.
    try browser.click(".findings .also .rule")
    #expect(try browser.all("#rule-id") == ["SOAP11-fault-child-unknown"])
    #expect(try !browser.all("#rule-body")[0].isEmpty)
    expectQuiet(file)
  }

  // MARK: Choosing

  @Test func itFiltersAndSorts() throws {
    let file = try open([Payload.samples.path])
    let results = try samples().results
    func choose(_ filter: String, _ value: String) throws {
      _ = try browser.value(
        """
        { const select = document.getElementById('\(filter)'); select.value = '=\(value)';
          select.dispatchEvent(new Event('change', { bubbles: true })); }
        """)
    }
    func shown() throws -> [Int] {
      try browser.texts("[...document.querySelectorAll('tr.payload')].map((row) => row.dataset.index)")
        .compactMap(Int.init)
    }
    func indices(_ condition: (JSONReportContent.Result) -> Bool) -> [Int] {
      results.indices.filter { condition(results[$0]) }
    }
    try choose("verdict", "conforming")
    #expect(
      try shown() == indices { $0.verdict == "conforming" }, "one who asks for them sees the clean ones too")
    try choose("level", "warning")
    #expect(
      try shown() == indices { $0.verdict == "conforming" && $0.findings.contains { $0.level == "warning" } })
    try browser.click("#clear")
    #expect(try shown() == indices { !$0.findings.isEmpty })
    #expect(try browser.text("document.activeElement.id") == "search")

    // A bar is a filter, and so is a tile; once more takes it back.
    try browser.click("#chart-rule .bar-row")
    let rule = try browser.text("document.querySelector('#chart-rule .bar-row').dataset.value.slice(1)")
    #expect(try shown() == indices { $0.rules.contains(rule) })
    #expect(try browser.text("document.getElementById('rule').value") == "=\(rule)")
    #expect(
      try browser.text("document.querySelector('#chart-rule .bar-row').getAttribute('aria-pressed')")
        == "true")
    try browser.click("#chart-rule .bar-row")
    try browser.click("#verdicts .not-a-fault")
    #expect(try shown() == indices { $0.verdict == "not-a-fault" })
    try browser.click("#verdicts .not-a-fault")

    // Words, each of which has to be there, in whatever case.
    try browser.click("#search")
    try browser.type("BP-R1004 OPENAIR")
    try browser.wait(until: "document.getElementById('shown').textContent.includes(' of ')")
    #expect(
      try shown()
        == indices {
          $0.source.path.contains("openair")
            && $0.findings.contains { $0.rule == "BP-R1004" || $0.also.contains("BP-R1004") }
        })
    try browser.type(" nothing at all")
    try browser.wait(until: "!document.getElementById('empty').hidden")
    #expect(try shown() == [])
    #expect(try browser.all("#shown") == ["0 of \(results.count) payloads"])
    try browser.click("#clear")

    // Sorting: by errors down, then up, then as the input has it.
    func errors(_ index: Int) -> Int { results[index].findings.count { $0.level == "error" } }
    try browser.click("th[data-sort=findings] button")
    #expect(try browser.text("document.querySelector('th[data-sort=findings]').ariaSort") == "descending")
    #expect(try shown().map(errors) == shown().map(errors).sorted(by: >))
    try browser.click("th[data-sort=findings] button")
    #expect(try shown().map(errors) == shown().map(errors).sorted())
    try browser.click("th[data-sort=findings] button")
    #expect(try shown() == indices { !$0.findings.isEmpty })
    try browser.click("th[data-sort=name] button")
    let paths = try browser.all("tr.payload .path")
    #expect(paths == paths.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) })
    expectQuiet(file)
  }

  @Test func whatIsChosenStandsInTheAddress() throws {
    let file = try open([Payload.samples.path])
    try browser.click("#verdicts .nonconforming")
    try browser.click("th[data-sort=findings] button")
    try browser.click("button.open")
    let rows = try browser.all("tr.payload")
    let fragment = try browser.text("location.hash.slice(1)")
    try browser.open(file, fragment: fragment)
    #expect(try browser.all("tr.payload") == rows)
    #expect(try browser.number("document.querySelectorAll('tr.detail').length") == 1)
    #expect(try browser.isTrue("document.querySelector('#verdicts .nonconforming').ariaPressed === 'true'"))
    // One that somebody made up does no harm.
    for sort in ["__proto__", "-constructor", "toString"] {
      try browser.open(file, fragment: "sort=\(sort)&open=9999,-1,x,__proto__")
      #expect(try browser.number("document.querySelectorAll('tr.payload').length") > 20)
    }
    try browser.open(file, fragment: "verdict=%3D%3Cimg%20src%3Dx%3E&open=9999,-1,x&sort=__proto__&rule=x")
    #expect(try browser.number("document.querySelectorAll('tr.payload').length") == 0)
    expectQuiet(file)
  }

  // MARK: By keyboard and by ear

  @Test func everythingGoesByKeyboard() throws {
    let file = try open([Payload.samples.path])
    // The first stop leads past charts and filters.
    try browser.press("Tab", code: 9)
    #expect(try browser.text("document.activeElement.className") == "skip")
    try browser.press("Enter", code: 13, text: "\r")
    #expect(try browser.text("document.activeElement.id") == "payloads-heading")
    for _ in 0..<30 where try !browser.isTrue("document.activeElement.matches('button.open')") {
      try browser.press("Tab", code: 9)
    }
    #expect(try browser.isTrue("document.activeElement.matches('button.open')"))
    func row() throws -> Int {
      try browser.number("[...document.querySelectorAll('button.open')].indexOf(document.activeElement)")
    }
    #expect(try row() == 0)
    try browser.press("ArrowDown", code: 40)
    try browser.press("ArrowDown", code: 40)
    #expect(try row() == 2)
    try browser.press("ArrowUp", code: 38)
    #expect(try row() == 1)
    try browser.press("Enter", code: 13, text: "\r")
    #expect(try browser.text("document.activeElement.getAttribute('aria-expanded')") == "true")
    #expect(
      try browser.isTrue(
        "document.getElementById(document.activeElement.getAttribute('aria-controls')) !== null"))
    // From there Tab goes into what was opened.
    try browser.press("Tab", code: 9)
    #expect(try browser.isTrue("document.activeElement.closest('tr.detail') !== null"))
    // All stops can be seen.
    #expect(try browser.isTrue("getComputedStyle(document.activeElement).outlineStyle !== 'none'"))
    try browser.press("End", code: 35)
    expectQuiet(file)
  }

  @Test func allThatCanBeUsedHasANameAndARole() throws {
    let file = try open([Payload.samples.path], fragment: "clean=shown&open=0,2,5")
    #expect(try browser.unnamedControls() == [])
    try browser.click(".findings .rule")
    #expect(try browser.unnamedControls() == [])
    #expect(try browser.isTrue("document.documentElement.lang === 'en'"))
    #expect(try browser.number("document.querySelectorAll('h1').length") == 1)
    #expect(
      try browser.texts(
        "(() => { const ids = [...document.querySelectorAll('[id]')].map((n) => n.id); return ids.filter((id, at) => ids.indexOf(id) !== at); })()"
      )
        == [], "no id twice")
    expectQuiet(file)
  }

  @Test("Text can be read: contrast as WCAG AA asks for", arguments: ["light", "dark"])
  func contrast(_ scheme: String) throws {
    try browser.emulate(scheme: scheme)
    let file = try open([Payload.samples.path], fragment: "clean=shown")
    try browser.click("#open-all")
    try browser.click("#verdicts .nonconforming")
    #expect(try browser.texts(Self.poorContrast) == [])
    try browser.click(".findings .rule")
    #expect(try browser.texts(Self.poorContrast) == [])
    expectQuiet(file)
  }

  /// The texts whose contrast is too low, each once with its colours.
  static let poorContrast = """
    (() => {
      const parse = (color) => color.match(/[\\d.]+/g).map(Number);
      const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
        .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
      const ground = (node) => {
        for (let at = node; at; at = at.parentElement) {
          const color = parse(getComputedStyle(at).backgroundColor);
          if (color.length < 4 || color[3] === 1) return color;
          if (color[3] > 0) return [255, 0, 255];
        }
        return [255, 255, 255];
      };
      const found = new Set();
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let seen = 0;
      while (walker.nextNode()) {
        const node = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !node.checkVisibility() || node.closest("option")) continue;
        seen += 1;
        const style = getComputedStyle(node);
        const [a, b] = [light(parse(style.color)), light(ground(node))].sort((x, y) => y - x);
        const size = parseFloat(style.fontSize);
        const isLarge = size >= 24 || size >= 18.66 && style.fontWeight >= 700;
        const contrast = (a + 0.05) / (b + 0.05);
        if (contrast < (isLarge ? 3 : 4.5)) {
          found.add(`${contrast.toFixed(2)} ${style.color} on ${ground(node)}: ${node.className} ${node.textContent.slice(0, 30)}`);
        }
      }
      return seen > 50 ? [...found] : ["too little text"];
    })()
    """

  @Test("Nothing has to be scrolled to the side", arguments: [320, 390, 768, 1280])
  func width(_ width: Int) throws {
    let long = String(repeating: "a-very-long-name-without-any-space", count: 6)
    try scratch.write("\(long)/\(long).xml", Payload.withExtra(string: long))
    try scratch.write("b.xml", Payload.detail("<\(long)/>x<a b='\(long)\(long)'/>"))
    try scratch.write("c.xml", Payload.fault(code: "s:\(long)", string: "שלום עולם \(long)"))
    try scratch.write("d.xml", "<html><title>\(long)</title></html>")
    try browser.resize(width: width, height: 800)
    let file = try open(["."], fragment: "clean=shown")
    try browser.click("#open-all")
    #expect(try browser.number("document.documentElement.scrollWidth") <= width)
    try browser.click(".findings .rule")
    #expect(try browser.number("document.documentElement.scrollWidth") <= width)
    expectQuiet(file)
  }

  // MARK: Whatever comes in

  static let hostile = [
    "</script><script>document.title = 'owned'</script>", "<img src=x onerror=\"document.title='owned'\">",
    "<!-- <script>", "</noscript></template></dialog><h1>x", "\u{202E}dlrow\u{2066}",
    "\u{2028}\u{2029}\u{85}",
    "javascript:alert(1)", "{\"summary\":{}}\n{\"payload\":1}\n", "__proto__", "constructor",
    "<svg onload=alert(1)>", "&#x3C;b&#x3E;",
  ]

  @Test("What payloads say stays text", arguments: hostile)
  func staysText(_ text: String) throws {
    let inXML = text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
    let name = text.replacingOccurrences(of: "/", with: "\u{2215}") + ".xml"
    let payloads = [
      Payload.fault(code: "s:\(inXML)", string: inXML, "<faultactor>\(inXML)</faultactor><\u{61}x/>"),
      Payload.withExtra(string: "<![CDATA[\(text)]]>"), text, "<html><title>\(text)</title><br>",
    ]
    for (index, payload) in payloads.enumerated() { try scratch.write("\(index)/\(name)", payload) }
    let file = try open(["--expect", "fault", "."], fragment: "clean=shown")
    try browser.click("#open-all")
    #expect(try browser.text("document.title").hasSuffix("· faultlint"))
    #expect(try browser.number("document.scripts.length") == 2)
    #expect(
      try browser.number(
        "document.querySelectorAll('img, iframe, object, embed, link, base, form:not(#filters)').length") == 0
    )
    #expect(try browser.number("document.querySelectorAll('tr.payload').length") == payloads.count)
    // The text is all there; what would not be seen is named.
    for (index, payload) in payloads.enumerated() {
      let shown = try browser.text(
        """
        (() => {
          const block = document.querySelector('#detail-\(index) .code-block').cloneNode(true);
          for (const node of block.querySelectorAll('.annotation, .number')) node.remove();
          for (const node of block.querySelectorAll('.odd')) node.replaceWith(String.fromCharCode(parseInt(node.textContent.slice(2), 16)));
          return [...block.children].map((line) => line.textContent).join('');
        })()
        """)
      #expect(shown == payload.replacingOccurrences(of: "\n", with: ""))
    }
    let seen = try browser.text("document.getElementById('app').innerText")
    #expect(HostileTextTests.steering(seen.replacingOccurrences(of: "\t", with: " ")) == [])
    for rule in try browser.texts(
      "[...new Set([...document.querySelectorAll('tr.detail [data-rule]')].map((n) => n.dataset.rule))]"
    ).prefix(3) {
      try browser.click("tr.detail [data-rule='\(rule)']")
      #expect(try browser.all("#rule-id") == [rule])
      try browser.press("Escape", code: 27)
    }
    expectQuiet(file)
  }

  @Test func tenThousandPayloadsAreQuick() throws {
    let lines = try (0..<10_000).map {
      try Record.line($0, $0 % 5 == 0 ? Payload.withExtra(string: "number \($0)") : Payload.fault())
    }
    try scratch.write("log.ndjson", lines.joined())
    let start = Date()
    let file = try open(["log.ndjson"])
    print("10,000 payloads: checked and opened in \(Date().timeIntervalSince(start)) s")
    let ready = try browser.number("Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd)")
    #expect(ready < 10_000, "\(ready) ms until it is there")
    #expect(try browser.all("#headline") == ["2,000 of 10,000 payloads do not conform"])
    #expect(try browser.number("document.querySelectorAll('tr.payload').length") == 100)
    #expect(try browser.all("#shown")[0].contains("8,000 without findings are folded"))
    #expect(try browser.all("#unfold") == ["Show 8,000 clean payloads too"])
    #expect(try browser.number("document.querySelectorAll('*').length") < 5000)
    // More come when they are asked for, and a word is found among all.
    try browser.click("#more")
    #expect(try browser.number("document.querySelectorAll('tr.payload').length") == 200)
    #expect(try browser.text("document.activeElement.closest('tr').dataset.index") == "500")
    let time = try browser.number(
      """
      (() => { const start = performance.now(); const search = document.getElementById('search');
        search.value = 'number 9995'; search.dispatchEvent(new Event('input'));
        return new Promise((done) => { const look = () => document.querySelectorAll('tr.payload').length === 1
          ? done(Math.round(performance.now() - start)) : setTimeout(look, 10); look(); }); })()
      """)
    #expect(time < 5000, "\(time) ms for a search")
    #expect(try browser.all("tr.payload .reason") == ["number 9995"])
    try browser.click("button.open")
    #expect(try browser.all("mark") == ["<extra"])
    expectQuiet(file)
  }

  @Test func emptyAndCleanReportsSaySo() throws {
    var file = try open(payload: Payload.fault())
    #expect(try browser.all("#headline") == ["The fault conforms"])
    #expect(try browser.all("#subline")[0].hasPrefix("There are no findings."))
    #expect(try browser.all("tr.payload").count == 1, "there is nothing to fold them under")
    #expect(try browser.isTrue("document.getElementById('chart-rule') === null"))
    expectQuiet(file)

    file = try open(["--allow-empty", "--files-from", "/dev/null"])
    #expect(try browser.all("#headline") == ["Nothing was checked"])
    #expect(try browser.isTrue("document.getElementById('payloads').hidden"))
    expectQuiet(file)

    file = try open(payload: "{}")
    #expect(try browser.all("#headline") == ["The payload is not a fault"])
    #expect(try browser.all("#chart-content .label") == ["JSON"])
    expectQuiet(file)
  }

  @Test func aPayloadThatCouldNotBeReadSaysWhy() throws {
    let file = URL(filePath: scratch.path("report.html"))
    let outcome = try Program.run(
      ["--format", "html", "--output", file.path, "missing.xml"], in: scratch.folder)
    #expect(outcome.status == 2)
    try browser.open(file)
    #expect(
      try browser.all("#headline") == ["Nothing is wrong with what could be read, but 1 payload could not"])
    try browser.click("button.open")
    #expect(try browser.all(".facts dd")[0].contains("No such file"))
    #expect(try browser.all(".text .hint") == ["It could not be read."])
    expectQuiet(file)
  }

  @Test func aJoinedReportIsAPageWithoutTexts() throws {
    let lines = try Program.run(["--format", "ndjson", Payload.samples.path]).output
    try scratch.write("a.ndjson", lines)
    let file = URL(filePath: scratch.path("report.html"))
    _ = try Program.run(["merge", "--format", "html", "--output", file.path, "a.ndjson"], in: scratch.folder)
    try browser.open(file)
    let counts = try samples().summary
    #expect(
      try browser.all("#headline") == [
        "\(counts.nonconforming) of \(counts.payloads) payloads do not conform"
      ])
    try browser.click("button.open")
    #expect(try browser.all(".text .hint") == ["Its text is not in this report."])
    #expect(try !browser.all(".findings .said").isEmpty)
    expectQuiet(file)
  }

  @Test func onPaperEachRowHasItsFindings() throws {
    let file = try open([Payload.samples.path])
    try browser.emulate(scheme: "dark", media: "print")
    _ = try browser.value("window.dispatchEvent(new Event('beforeprint'))")
    let rows = try browser.number("document.querySelectorAll('tr.payload').length")
    #expect(try browser.number("document.querySelectorAll('tr.detail').length") == rows)
    #expect(try browser.text("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)")
    #expect(try browser.isTrue("!document.getElementById('filters').checkVisibility()"))
    _ = try browser.value("window.dispatchEvent(new Event('afterprint'))")
    #expect(try browser.number("document.querySelectorAll('tr.detail').length") == 0)
    expectQuiet(file)
  }

  @Test func withoutScriptsThereIsASummary() throws {
    try browser.send("Emulation.setScriptExecutionDisabled", ["value": true])
    let file = try open([Payload.samples.path])
    let counts = try samples().summary
    let text = try browser.text("document.body.innerText")
    #expect(text.contains("scripts are switched off"))
    #expect(text.contains("Payloads\t\(counts.payloads)") && text.contains("Errors\t\(counts.errors)"))
    #expect(try browser.isTrue("!document.getElementById('app').checkVisibility()"))
    expectQuiet(file)
  }

  @Test func theThemeCanBeChosen() throws {
    try browser.emulate(scheme: "light")
    let file = try open(payload: Payload.fault())
    func ground() throws -> String { try browser.text("getComputedStyle(document.body).backgroundColor") }
    let light = try ground()
    try browser.click("#theme")
    #expect(try ground() == light)
    #expect(try browser.all("#theme-name") == ["light"])
    try browser.click("#theme")
    let dark = try ground()
    #expect(dark != light)
    #expect(try browser.all("#theme-name") == ["dark"])
    try browser.click("#theme")
    #expect(try ground() == light)
    try browser.emulate(scheme: "dark")
    #expect(try ground() == dark)
    expectQuiet(file)
  }

  @Test func thePageInTheRepositoryShowsTheSample() throws {
    let page = Payload.samples.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/FaultlintReportPage/page/report.html")
    try browser.open(page)
    #expect(try browser.number("document.querySelectorAll('tr.payload').length") > 10)
    #expect(try browser.number("document.querySelectorAll('#charts svg').length") > 10)
    try browser.click("button.open")
    #expect(try browser.number("document.querySelectorAll('mark').length") > 0)
    #expect(browser.complaints == [])
    #expect(
      Set(browser.requests(of: page).compactMap { $0.split(separator: "/").last.map(String.init) })
        == ["report.css", "report.js", "sample.js"])
  }
}
