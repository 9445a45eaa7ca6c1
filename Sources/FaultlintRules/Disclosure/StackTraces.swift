internal import FaultlintEngine
internal import FaultlintText

/// Stack traces of the usual languages.
extension Disclosure {
  static let stackTrace = Rule(
    "LEAK-stack-trace", "The fault shows a stack trace",
    level: .warning,
    references: [Reference("CWE-209")],
    profiles: [.leak],
    isDisclosure: true,
    rationale: """
      It names classes, libraries and often files, which tells an attacker where to look and a client nothing.
      """,
    remedy: """
      Write the trace to the log of the service, and send an id that finds it there. Many stacks have a switch for \
      traces in faults that is on while developing.
      """,
    restates: ["LEAK-file-path", "LEAK-database-error", "LEAK-exception-class"],
    conforming: [
      .saying11("The shop opens at 10:30 and closes at 18.00 (summer)"),
      .saying11("See the description at www.example.com (section 2)"),
      .saying11("Caused by: a timeout of the service behind this one"),
      .saying11("Error in file \"orders\", row 12: the stack trace was logged as #0815"),
      .saying11("Order line 12 at item no.3 (blue) was refused"),
      .saying11("File \"report\", line of business unknown"),
    ],
    violating: [
      .disclosing11("boom\n\tat com.acme.Orders.place(Orders.java:42)"),
      .disclosing11("Caused by: java.lang.NullPointerException"),
      .disclosing12("   at Acme.Orders.Place(String id, Int32 n)"),
      .disclosing12("   at Program.Main(String[] args) in C:\\src\\p.cs:line 12"),
      .disclosing11("Traceback (most recent call last): x"),
      .disclosing12("File \"/srv/app/orders.py\", line 12, in place"),
      .disclosing11("Uncaught Error in /srv/www/orders.php on line 12"),
      .disclosing11("#0 /srv/www/orders.php(12): place()"),
      .disclosing12("died at /srv/app/orders.pl line 12."),
      .disclosing11("orders.rb:12:in `place'"),
      .disclosing11("at place (/srv/app/orders.js:12:5)"),
      .disclosing11("goroutine 1 [running]:"),
    ],
    check: check(stackTraces)
  )

  static let exceptionClass = Rule(
    "LEAK-exception-class", "The fault shows the class of an exception",
    level: .warning,
    references: [Reference("CWE-209")],
    profiles: [.leak],
    isDisclosure: true,
    rationale: """
      It tells an attacker the language and the libraries of the service, and which input makes it stumble. A client \
      cannot do anything with a class that it does not have.
      """,
    remedy: """
      Write the exception to the log of the service. Send a message of your own, and where clients have to tell \
      failures apart, a code or a detail entry of your contract.
      """,
    conforming: [
      .saying11("Server.userException"),
      .saying11("A PaymentException was raised; see payments.exception.log"),
      .saying11("Client.ValidationError and error.internal"),
      .saying11("The ExceptionHandler of com.acme.ExceptionHandlers is off"),
    ],
    violating: [
      .disclosing11("java.lang.NullPointerException"),
      .disclosing11("Failed: org.springframework.dao.DataAccessException"),
      .disclosing12("System.NullReferenceException: Object reference not set"),
      .disclosing12("java.lang.OutOfMemoryError: Java heap space"),
      .disclosing11("Acme.Orders.Data.StoreException"),
    ],
    check: check(exceptionClasses)
  )

  static let exceptionClasses = Detector(
    .word,
    (["Exception", "Error"] as [StaticString]).map { suffix in
      Detector.Anchor(suffix, "the class of an exception") { text, start, end in
        text.isExceptionClass(start, end)
      }
    })

  static let stackTraces = Detector(
    .rest,
    [
      .init("at ", "a line of a stack trace") { text, start, end in
        text.isStart(start) && text.isFrame(from: end)
      },
      .init("Caused by: ", "a line of a Java stack trace") { text, _, end in text.isThrowable(from: end)
      },
      .init("Traceback (most recent call last)", "a Python stack trace"),
      .init("File \"", "a line of a Python stack trace") { text, _, end in
        let quote = text.skip(from: end) { $0 != UInt8(ascii: "\"") && $0 >= 0x20 }
        return text.has("\", line ", at: quote) && text[quote + 8].isDigit
      },
      .init(".php on line ", "a line of a PHP stack trace") { text, _, end in text[end].isDigit
      },
      .init(".pl line ", "a place in a Perl program") { text, _, end in text[end].isDigit },
      .init(".pm line ", "a place in a Perl program") { text, _, end in text[end].isDigit },
      .init(".rb:", "a line of a Ruby stack trace") { text, _, end in
        let colon = text.skip(from: end, while: \.isDigit)
        return colon > end && text.has(":in ", at: colon)
      },
      .init("goroutine ", "a Go stack trace") { text, _, end in
        let space = text.skip(from: end, while: \.isDigit)
        return space > end && text.has(" [", at: space)
      },
    ] + phpFrames)

  private static let phpFrames =
    (["#0", "#1", "#2", "#3", "#4", "#5", "#6", "#7", "#8", "#9"] as [StaticString]).map {
      Detector.Anchor($0, "a line of a PHP stack trace") { text, start, _ in text.isPHPFrame(start, start + 1)
      }
    }
}

extension ByteText {
  /// Whether the name of a method with a place or with parameters begins at an index: a frame of Java, .NET or
  /// JavaScript.
  fileprivate func isFrame(from start: Int) -> Bool {
    let end = skip(from: start) { Self.isName($0) || "$.<>`+/@[]-".utf8.contains($0) }
    let open = self[end] == 0x20 ? end + 1 : end
    guard end > start + 1, self[start].isLetter || self[start] == UInt8(ascii: "_"),
      self[open] == UInt8(ascii: "(")
    else { return false }
    let close = skip(from: open + 1) { !"()\n".utf8.contains($0) }
    guard self[close] == UInt8(ascii: ")") else { return false }
    let inside = open + 1..<close
    if open > end { return hasPlace([".js:", ".ts:", ".mjs:", ".cjs:"], in: inside) }
    guard bytes[start..<end].contains(UInt8(ascii: ".")) else { return false }
    if has("Native Method)", at: open + 1) || has("Unknown Source)", at: open + 1) { return true }
    if hasPlace([".java:", ".kt:", ".scala:", ".groovy:"], in: inside) { return true }
    if has(") in ", at: close), find(":line ", from: close, within: 200) != nil { return true }
    return isMember(start..<end) && isParameterList(inside)
  }

  /// Whether a name without a place is one of .NET: two dots, and a method in capitals or a constructor.
  private func isMember(_ range: Range<Int>) -> Bool {
    let dots = range.filter { self[$0] == UInt8(ascii: ".") }
    guard dots.count > 1, let last = dots.last else { return false }
    return Self.isUpper(self[last + 1]) || self[last - 1] == UInt8(ascii: ".")
  }

  /// Whether a file with one of these endings and a number of a line stand in a range.
  private func hasPlace(_ endings: [StaticString], in range: Range<Int>) -> Bool {
    endings.contains { ending in
      find(ending, from: range.lowerBound, within: range.count).map {
        self[$0 + ending.utf8CodeUnitCount].isDigit
      } ?? false
    }
  }

  /// Whether a range is empty or holds types with names, as in `String id, Int32 n`.
  private func isParameterList(_ range: Range<Int>) -> Bool {
    bytes[range].split(separator: UInt8(ascii: ",")).allSatisfy { part in
      let words = part.split(separator: UInt8(ascii: " "))
      return words.count == 2 && words.allSatisfy { $0.first.map { $0.isLetter } ?? false }
    }
  }

  /// Whether the qualified name of an exception class stands at an index.
  fileprivate func isThrowable(from start: Int) -> Bool {
    let end = skip(from: start) { Self.isName($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "$") }
    guard bytes[start..<end].contains(UInt8(ascii: ".")) else { return false }
    return has("Exception", at: end - 9) || has("Error", at: end - 5)
  }

  /// Whether a qualified name of a class ends behind an index: packages in small letters and a class in capitals, as
  /// Java has them, or three names in capitals, or two of which the first is System or Microsoft, as .NET has them.
  fileprivate func isExceptionClass(_ suffix: Int, _ end: Int) -> Bool {
    guard !Self.isName(self[end]), !(self[end] == UInt8(ascii: ".") && Self.isName(self[end + 1])) else {
      return false
    }
    var start = suffix
    while start > suffix - 300, Self.isName(self[start - 1]) || ".$".utf8.contains(self[start - 1]) {
      start -= 1
    }
    let parts = bytes[start..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let name = parts.last, let first = name.first, Self.isUpper(first) else { return false }
    let packages = parts.dropLast()
    guard packages.allSatisfy({ $0.first?.isLetter ?? false }) else { return false }
    if packages.count > 1, packages.allSatisfy({ !$0.contains(where: Self.isUpper) }) { return true }
    guard packages.allSatisfy({ $0.first.map(Self.isUpper) ?? false }) else { return false }
    return packages.count > 1
      || packages.count == 1 && (has("System.", at: start) || has("Microsoft.", at: start))
  }

  /// Whether a frame of PHP follows a number sign: its number, and the main program or a place.
  fileprivate func isPHPFrame(_ start: Int, _ number: Int) -> Bool {
    let end = skip(from: number, while: \.isDigit)
    guard isStart(start), end > number, self[end] == 0x20 else { return false }
    if has("{main}", at: end + 1) || has("[internal function]: ", at: end + 1) { return true }
    guard let open = find(".php(", from: end + 1, within: 200) else { return false }
    let close = skip(from: open + 5, while: \.isDigit)
    return close > open + 5 && has("): ", at: close)
  }
}
