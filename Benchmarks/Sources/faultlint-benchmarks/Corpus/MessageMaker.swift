/// Makes up one message.
///
/// White space around QNames and numbers, and xsi:type with names nobody declares, are left out: libxml2 2.9
/// judges them wrongly, and xmllint with it. Most messages are such that faultlint finds nothing in them, as most
/// captures are: what it does find is put there on purpose, here or in ``makeInvalid(_:)`` and ``spoil(_:_:)``.
struct MessageMaker {
  private let version: Payload.Version
  private let prefix: String
  private var fault: Element
  private var envelope: Element
  private var header: Element?
  private var details: [Element] = []
  /// Whether the code says that the fault is about a header block: then it has no detail.
  private var isAboutHeader = false
  /// Whether nothing is to be added to the detail, however small it is.
  private var isWhole = false
  /// Whether SOAP 1.2 asks for the status 400.
  private var isOfSender = false

  static func message(_ random: inout Random) -> Payload {
    let target = size(&random)
    let isPretty = random.happens(500)
    let hasDeclaration = random.happens(700)
    var maker = MessageMaker(&random, target)
    let hasDetail = random.happens(maker.isAboutHeader ? 200 : 870)
    if hasDetail { maker.details.append(maker.firstDetail(&random, target)) }
    if random.happens(95) { maker.makeInvalid(&random) }

    func written() -> [UInt8] {
      var text = hasDeclaration ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" : ""
      maker.assembled.write(to: &text, indent: isPretty ? 0 : nil)
      return Array(text.utf8)
    }
    var bytes = written()
    while hasDetail, !maker.isWhole, bytes.count < target {
      maker.details.append(maker.furtherDetail(&random, missing: target - bytes.count))
      bytes = written()
    }
    if random.happens(9) { spoil(&bytes, &random) }
    return Payload(
      bytes: bytes, version: maker.version, status: maker.version == .soap12 && maker.isOfSender ? 400 : 500)
  }

  /// A size: the median is 2.0 KB and the mean about 2.5 KB.
  private static func size(_ random: inout Random) -> Int {
    let quantiles = [(0, 300), (100, 800), (250, 1350), (500, 2200), (750, 3300), (900, 5150), (1000, 8000)]
    let draw = random.below(1000)
    guard let above = quantiles.firstIndex(where: { $0.0 > draw }) else { return 2000 }
    let (low, high) = (quantiles[above - 1], quantiles[above])
    return low.1 + (draw - low.0) * (high.1 - low.1) / (high.0 - low.0)
  }

  // MARK: The frame

  private init(_ random: inout Random, _ target: Int) {
    version = random.happens(600) ? .soap11 : .soap12
    prefix = random.pick(
      version == .soap11 ? ["soap", "soapenv", "s", "SOAP-ENV"] : ["soap", "env", "s", "soap12"])
    let namespace =
      version == .soap11
      ? "http://schemas.xmlsoap.org/soap/envelope/" : "http://www.w3.org/2003/05/soap-envelope"
    envelope = Element("\(prefix):Envelope", [("xmlns:\(prefix)", namespace)])
    if target > 500, random.happens(400) {
      envelope.attributes += [
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"),
      ]
    }
    fault = Element("\(prefix):Fault")
    if target > 800, random.happens(510) { header = Self.header(prefix, version, &random) }
    if version == .soap11 { fillFault11(&random) } else { fillFault12(&random, target) }
  }

  private var assembled: Element {
    var fault = fault
    if !details.isEmpty {
      fault.children.append(
        .element(version == .soap11 ? "detail" : "\(prefix):Detail", [], details.map(Node.markup)))
    }
    var envelope = envelope
    if let header { envelope.children.insert(.markup(header), at: 0) }
    envelope.children.append(.element("\(prefix):Body", [], [.markup(fault)]))
    return envelope
  }

  private mutating func fillFault11(_ random: inout Random) {
    let code = faultcode(&random)
    let words = random.happens(990) ? 3 + random.below(16) : 0
    fault.children = [
      .element("faultcode", code.hasPrefix("q:") ? [("xmlns:q", "urn:example:orders")] : [], text: code),
      .element("faultstring", text: Words.sentence(&random, words: words)),
    ]
    if random.happens(250) {
      fault.children.append(.element("faultactor", text: "http://api.example.com/services/orders"))
    }
  }

  private mutating func faultcode(_ random: inout Random) -> String {
    switch random.below(1000) {
    // Warnings: a dotted code, and one that has lost its prefix.
    case 0..<70: return prefix + random.pick([":Client.Authentication", ":Server.userException"])
    case 70..<110: return "OrderRejected"
    case 110..<190: return "q:OrderRejected"
    case 190..<240:
      isAboutHeader = true
      return prefix + ":MustUnderstand"
    default: return prefix + random.pick([":Server", ":Client"])
    }
  }

  private mutating func fillFault12(_ random: inout Random, _ target: Int) {
    isOfSender = random.happens(500)
    var code = Element(
      "\(prefix):Code", [],
      [.element("\(prefix):Value", text: prefix + (isOfSender ? ":Sender" : ":Receiver"))])
    if target > 600, random.happens(500) {
      code.children.append(
        .element(
          "\(prefix):Subcode", [],
          [
            .element(
              "\(prefix):Value", [("xmlns:m", "urn:example:orders")],
              text: "m:" + random.pick(["MessageTimeout", "OrderUnknown", "BadArguments"]))
          ]))
    }
    var reason = Element("\(prefix):Reason")
    let languages = target > 900 && random.happens(250) ? ["en", "de"] : ["en"]
    for language in languages {
      let text = Words.sentence(&random, words: 8 + random.below(14))
      reason.children.append(.element("\(prefix):Text", [("xml:lang", language)], text: text))
    }
    fault.children = [.markup(code), .markup(reason)]
    if random.happens(120) {
      fault.children.append(.element("\(prefix):Node", text: "http://api.example.com/nodes/7"))
    }
  }

  private static func header(_ prefix: String, _ version: Payload.Version, _ random: inout Random) -> Element
  {
    var header = Element("\(prefix):Header")
    if random.happens(600) {
      let addressing = [("xmlns:wsa", "http://www.w3.org/2005/08/addressing")]
      header.children += [
        .element("wsa:Action", addressing, text: "http://www.w3.org/2005/08/addressing/soap/fault"),
        .element("wsa:MessageID", addressing, text: "urn:uuid:" + Words.identifier(&random)),
        .element("wsa:RelatesTo", addressing, text: "urn:uuid:" + Words.identifier(&random)),
      ]
    }
    if random.happens(350) {
      let utility = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
      let extensions = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
      // A warning: 1 is not the canonical form in SOAP 1.2, which some stacks do not mind.
      let yes = version == .soap11 || random.happens(400) ? "1" : "true"
      header.children.append(
        .element(
          "wsse:Security", [("xmlns:wsse", extensions), ("\(prefix):mustUnderstand", yes)],
          [
            .element(
              "wsu:Timestamp", [("xmlns:wsu", utility), ("wsu:Id", "TS-\(random.below(1000))")],
              [
                .element("wsu:Created", text: "2024-05-17T08:30:\(10 + random.below(50))Z"),
                .element("wsu:Expires", text: "2024-05-17T08:35:\(10 + random.below(50))Z"),
              ])
          ]))
    }
    if header.children.isEmpty || random.happens(250) {
      header.children.append(
        .element(
          "t:correlation", [("xmlns:t", "urn:example:tracking"), ("hop", "\(random.below(9))")],
          text: Words.identifier(&random)))
    }
    return header
  }

  // MARK: The detail

  private mutating func firstDetail(_ random: inout Random, _ target: Int) -> Element {
    if version == .soap11, target < 1350, random.happens(800) { return exactTargetDetail(&random) }
    if target > 2800, random.happens(700) { return Self.stackTrace(&random, target) }
    if random.happens(300) { return Self.exceptionDetail(&random) }
    return furtherDetail(&random, missing: 400)
  }

  /// Makes the fault one as Marketing Cloud sends them: a Server fault that says what its detail says, most of them with
  /// the address of the service.
  private mutating func exactTargetDetail(_ random: inout Random) -> Element {
    let text = Words.sentence(&random, words: 4 + random.below(10))
    isAboutHeader = false
    isWhole = true
    fault.children = [
      .element("faultcode", text: "\(prefix):Server"), .element("faultstring", text: text),
    ]
    if random.happens(900) {
      fault.children.append(.element("faultactor", text: "https://tenant.soap.example.com/Service.asmx"))
    }
    return Self.exactTarget(&random, code: "2", text)
  }

  /// An entry whose namespace has a schema.
  private static func exactTarget(_ random: inout Random, code: String, _ text: String) -> Element {
    Element(
      "apifault", [("xmlns", "urn:fault.partner.exacttarget.com")],
      [
        .element("Code", text: code),
        .element("Message", text: text),
        .element("LogID", text: "\(100_000_000 + random.below(900_000_000))"),
        .element(
          "Params", [],
          [
            .element("Param", text: Words.word(&random)),
            .element("Param", text: Words.word(&random)),
          ]),
      ])
  }

  private static func exceptionDetail(_ random: inout Random) -> Element {
    Element(
      "ExceptionDetail",
      [
        ("xmlns", "http://schemas.datacontract.org/2004/07/System.ServiceModel"),
        ("xmlns:i", "http://www.w3.org/2001/XMLSchema-instance"),
      ],
      [
        .element("HelpLink", [("i:nil", "true")], []),
        .element("InnerException", [("i:nil", "true")], []),
        .element("Message", text: Words.sentence(&random, words: 6)),
        .element("StackTrace", text: Words.frame(&random)),
        .element("Type", text: "System.InvalidOperationException"),
      ])
  }

  private static func stackTrace(_ random: inout Random, _ target: Int) -> Element {
    var trace = "java.lang.IllegalStateException: " + Words.sentence(&random, words: 5) + "\n"
    let wanted = target / 3 + random.below(target / 3)
    while trace.utf8.count < wanted { trace += "\tat " + Words.frame(&random) + "\n" }
    return Element(
      "ex:exception", [("xmlns:ex", "urn:example:exceptions")],
      [
        .element("ex:type", text: "java.lang.IllegalStateException"),
        .element("ex:trace", [], [.cdata(trace)]),
      ])
  }

  /// One more entry of about the size that is missing, if that is little.
  private func furtherDetail(_ random: inout Random, missing: Int) -> Element {
    var entry = Element(
      "o:orderFault", [("xmlns:o", "urn:example:orders")],
      [
        .element("o:code", text: "E-\(1000 + random.below(9000))"),
        .element("o:message", text: Words.sentence(&random, words: 6 + random.below(14))),
      ])
    for _ in 0..<min(missing / 230, 6) {
      switch random.below(4) {
      case 0:
        entry.children.append(
          .element(
            "o:violation", [("field", Words.word(&random)), ("line", "\(random.below(90))")],
            text: Words.sentence(&random, words: 8 + random.below(20))))
      case 1:
        entry.children.append(
          .element(
            "o:item", [],
            [
              .element("o:name", text: Words.word(&random)),
              .element("o:amount", text: "\(random.below(10000)).\(10 + random.below(90))"),
              .element("o:reason", text: Words.sentence(&random, words: 8 + random.below(16))),
            ]))
      case 2:
        entry.children.append(
          .element("o:occurredAt", text: "2024-05-17T08:30:\(10 + random.below(50)).125Z"))
      default:
        entry.children.append(
          .element("o:note", text: Words.sentence(&random, words: 12 + random.below(24)) + " <= 5 & > 2"))
      }
    }
    return entry
  }

  // MARK: Defects

  /// Breaks what the schemas ask for.
  private mutating func makeInvalid(_ random: inout Random) {
    switch (version, random.below(7)) {
    case (_, 0): fault.attributes.append(("id", "f\(random.below(100))"))
    case (_, 1): fault.children.swapAt(0, 1)
    case (_, 2): fault.children.insert(.element("extra", text: "surplus"), at: 2)
    case (_, 3):
      fault.children.removeFirst()
      isOfSender = false
    case (_, 4): envelope.attributes.append(("kind", "fault"))
    case (.soap11, 5): fault.children[0] = .element("faultcode", text: "not a name")
    case (.soap12, 5):
      isOfSender = false
      fault.children[0] = .element(
        "\(prefix):Code", [], [.element("\(prefix):Value", text: "\(prefix):Client")])
    case (.soap11, _):
      let text = Words.sentence(&random, words: 6)
      details.insert(Self.exactTarget(&random, code: "none", text), at: 0)
    case (.soap12, _):
      fault.children[1] = .element("\(prefix):Reason", [], [.element("\(prefix):Text", text: "no language")])
    }
  }

  /// Breaks the grammar of XML.
  private static func spoil(_ bytes: inout [UInt8], _ random: inout Random) {
    switch random.below(3) {
    case 0:
      bytes.removeLast(bytes.count / 4 + random.below(bytes.count / 2))
      // Not in the middle of a character: a capture in JSON could not hold that.
      while let last = bytes.last, last >= 0x80 { bytes.removeLast() }
    case 1: bytes.append(contentsOf: "<trailer/>".utf8)
    default:
      let place = bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0
      bytes.insert(UInt8(ascii: "x"), at: min(place + 1, bytes.count))
    }
  }
}
