import Foundation
import Testing

/// Chromium without a window, told what to do through its DevTools protocol.
///
/// Messages are JSON, each ended by a NUL, through two pipes: no port is opened.
final class Browser {
  /// Where it is; nil where nobody wants these tests.
  static let program = ProcessInfo.processInfo.environment["FAULTLINT_BROWSER"]

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let scratch: Scratch
  private let child: Child
  private let toBrowser, fromBrowser: Int32
  private var received = Data()
  private var nextID = 1
  private var session: String?
  /// The messages that nobody asked for, in order.
  private var events: [(method: String, params: [String: Any])] = []

  /// Starts a browser of its own, with an empty profile.
  ///
  /// - Parameters:
  ///   - width: The width of its window, in pixels of CSS.
  ///   - height: Its height.
  /// - Throws: If there is none, or it does not answer.
  init(width: Int = 1280, height: Int = 900) throws {
    let scratch = try Scratch()
    self.scratch = scratch
    for name in ["in", "out"] where mkfifo(scratch.path(name), 0o600) != 0 {
      throw Failure(description: "no pipe can be made")
    }
    // Open for both, so that neither side waits for the other to open it.
    toBrowser = Foundation.open(scratch.path("in"), O_RDWR | O_CLOEXEC)
    fromBrowser = Foundation.open(scratch.path("out"), O_RDWR | O_CLOEXEC)
    let nothing = URL(filePath: "/dev/null")
    let errors = try scratch.write("errors", "")
    child = try Child(
      [
        "/bin/sh", "-c", #"program=$1; shift; exec "$program" "$@" 3<in 4>out"#, "sh", Self.program ?? "",
        // The sandbox cannot be had by root, or in many containers; the pages are our own.
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
        "--disable-sync", "--no-default-browser-check", "--hide-scrollbars", "--remote-debugging-pipe",
        "--user-data-dir=\(scratch.path("profile"))", "about:blank",
      ], in: scratch.folder, input: nothing, output: nothing, errors: errors)
    let target = try send("Target.createTarget", ["url": "about:blank"])["targetId"] as? String ?? ""
    session =
      try send("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String
    for domain in ["Page", "Runtime", "Log", "Network", "DOM", "Accessibility"] {
      try send("\(domain).enable")
    }
    try resize(width: width, height: height)
  }

  deinit {
    let session = session
    self.session = nil
    if session != nil { _ = try? send("Browser.close") }
    for _ in 0..<500 where child.status == nil { usleep(10_000) }
    if child.status == nil { child.kill() }
    Foundation.close(toBrowser)
    Foundation.close(fromBrowser)
  }

  // MARK: Pages

  /// Opens a file and waits until it and its script are done.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - fragment: What stands behind `#` in the address.
  /// - Throws: If that does not come about.
  func open(_ file: URL, fragment: String = "") throws {
    // A new fragment alone would load nothing.
    try send("Page.navigate", ["url": "about:blank"])
    events = []
    let address = URL(filePath: file.path).absoluteString + (fragment.isEmpty ? "" : "#\(fragment)")
    try send("Page.navigate", ["url": address])
    // Scripts are run before that.
    try wait(until: "location.protocol === 'file:' && document.readyState === 'complete'")
  }

  func resize(width: Int, height: Int) throws {
    try send(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600])
  }

  /// What a person may prefer, as in `prefers-color-scheme`, or nil for a screen as it is.
  func emulate(scheme: String, media: String = "") throws {
    try send(
      "Emulation.setEmulatedMedia",
      ["media": media, "features": [["name": "prefers-color-scheme", "value": scheme]]])
  }

  /// The value of an expression of JavaScript in the page.
  func value(_ expression: String) throws -> Any? {
    let answer = try send(
      "Runtime.evaluate",
      ["expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true])
    if let details = answer["exceptionDetails"] as? [String: Any] {
      let exception = details["exception"] as? [String: Any]
      throw Failure(description: "\(exception?["description"] ?? details) in \(expression)")
    }
    return (answer["result"] as? [String: Any])?["value"]
  }

  func text(_ expression: String) throws -> String { try value(expression) as? String ?? "" }
  func number(_ expression: String) throws -> Int { (try value(expression) as? NSNumber)?.intValue ?? -1 }
  func texts(_ expression: String) throws -> [String] { try value(expression) as? [String] ?? [] }
  func isTrue(_ expression: String) throws -> Bool { try value(expression) as? Bool ?? false }

  /// The texts of the elements that a selector finds.
  func all(_ selector: String) throws -> [String] {
    try texts("[...document.querySelectorAll(`\(selector)`)].map((node) => node.textContent.trim())")
  }

  /// Clicks where an element is, as a mouse does.
  func click(_ selector: String) throws {
    let place = try value(
      """
      (() => {
        const node = document.querySelector(`\(selector)`);
        node.scrollIntoView({ block: "center" });
        const box = node.getBoundingClientRect();
        return [box.x + Math.min(box.width, 30) / 2, box.y + box.height / 2];
      })()
      """)
    guard let place = place as? [NSNumber] else { throw Failure(description: "no place of \(selector)") }
    for type in ["mousePressed", "mouseReleased"] {
      try send(
        "Input.dispatchMouseEvent",
        ["type": type, "x": place[0], "y": place[1], "button": "left", "clickCount": 1])
    }
  }

  /// Presses a key.
  func press(_ key: String, code: Int, text: String = "") throws {
    for type in [text.isEmpty ? "rawKeyDown" : "keyDown", "keyUp"] {
      var event: [String: Any] = ["type": type, "key": key, "code": key, "windowsVirtualKeyCode": code]
      if type == "keyDown" { event["text"] = text }
      try send("Input.dispatchKeyEvent", event)
    }
  }

  /// Types into what has the focus.
  func type(_ text: String) throws { try send("Input.insertText", ["text": text]) }

  /// Waits until an expression is true.
  func wait(until expression: String) throws {
    let deadline = Date(timeIntervalSinceNow: 20)
    while try !isTrue(expression) {
      guard Date() < deadline else { throw Failure(description: "it never came to \(expression)") }
      usleep(20_000)
    }
  }

  /// What went wrong in the page since it was opened: exceptions, what the console has, what a policy stopped.
  var complaints: [String] {
    events.compactMap { method, params in
      switch method {
      case "Runtime.exceptionThrown": "\(params["exceptionDetails"] ?? params)"
      case "Runtime.consoleAPICalled": "\(params["args"] ?? params)"
      case "Log.entryAdded": "\((params["entry"] as? [String: Any])?["text"] ?? params)"
      case "Page.javascriptDialogOpening": "a dialog: \(params)"
      default: nil
      }
    }
  }

  /// The addresses the page asked for, its own left out.
  func requests(of file: URL) -> [String] {
    events.compactMap { method, params in
      guard method == "Network.requestWillBeSent",
        let address = (params["request"] as? [String: Any])?["url"] as? String,
        address != URL(filePath: file.path).absoluteString
      else { return nil }
      return address
    }
  }

  /// The elements people can use that say nothing of what they are, by role, as assistive technology sees the page.
  func unnamedControls() throws -> [String] {
    let nodes = try send("Accessibility.getFullAXTree")["nodes"] as? [[String: Any]] ?? []
    let roles: Set<String> = [
      "button", "link", "searchbox", "textbox", "combobox", "dialog", "region", "table", "heading", "group",
      "DisclosureTriangle",
    ]
    return nodes.compactMap { node in
      guard node["ignored"] as? Bool != true,
        let role = (node["role"] as? [String: Any])?["value"] as? String, roles.contains(role),
        ((node["name"] as? [String: Any])?["value"] as? String ?? "").isEmpty
      else { return nil }
      return role
    }
  }

  // MARK: The protocol

  @discardableResult
  func send(_ method: String, _ params: [String: Any] = [:]) throws -> [String: Any] {
    let id = nextID
    nextID += 1
    var message: [String: Any] = ["id": id, "method": method, "params": params]
    message["sessionId"] = session
    try write(try JSONSerialization.data(withJSONObject: message) + [0])
    let deadline = Date(timeIntervalSinceNow: 60)
    while true {
      let answer = try receive(until: deadline, method)
      guard answer["id"] as? Int == id else {
        note(answer)
        continue
      }
      if let error = answer["error"] { throw Failure(description: "\(method): \(error)") }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  private func note(_ message: [String: Any]) {
    guard let method = message["method"] as? String else { return }
    events.append((method, message["params"] as? [String: Any] ?? [:]))
  }

  private func write(_ data: Data) throws {
    var rest = Array(data)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(toBrowser, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure(description: "the browser takes nothing") }
      rest = rest.dropFirst(count)
    }
  }

  private func receive(until deadline: Date, _ what: String) throws -> [String: Any] {
    while true {
      if let end = received.firstIndex(of: 0) {
        let message = received[received.startIndex..<end]
        received.removeSubrange(received.startIndex...end)
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      var waiting = pollfd(fd: fromBrowser, events: Int16(POLLIN), revents: 0)
      if poll(&waiting, 1, 200) > 0 {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = Foundation.read(fromBrowser, &buffer, buffer.count)
        if count > 0 { received.append(contentsOf: buffer[..<count]) }
      } else if child.status != nil || Date() > deadline {
        let said = try? String(contentsOfFile: scratch.path("errors"), encoding: .utf8)
        throw Failure(description: "no answer to \(what): \(said?.suffix(2000) ?? "")")
      }
    }
  }
}
