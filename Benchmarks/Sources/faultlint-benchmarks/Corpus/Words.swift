/// Text like that of faults: words, one in twenty of them not ASCII.
enum Words {
  static func word(_ random: inout Random) -> String {
    random.happens(50) ? random.pick(foreign) : random.pick(plain)
  }

  static func sentence(_ random: inout Random, words: Int) -> String {
    (0..<words).map { _ in word(&random) }.joined(separator: " ")
  }

  static func identifier(_ random: inout Random) -> String {
    let digits = Array("0123456789abcdef")
    return [8, 4, 4, 4, 12].map { count in String((0..<count).map { _ in digits[random.below(16)] }) }
      .joined(separator: "-")
  }

  static func frame(_ random: inout Random) -> String {
    let parts = ["orders", "billing", "gateway", "pricing"]
    let file = random.pick(["OrderService", "PriceList", "SoapHandler", "Dispatcher"])
    let method = random.pick(["submit", "validate", "invoke", "process", "getUnitPrice"])
    let text = "com.example.\(random.pick(parts)).\(file).\(method)(\(file).java:\(10 + random.below(900)))"
    return random.happens(50) ? text + " [" + random.pick(foreign) + "]" : text
  }

  private static let plain = [
    "the", "order", "could", "not", "be", "processed", "because", "customer", "account", "has", "been",
    "closed",
    "request", "failed", "with", "an", "unexpected", "error", "in", "service", "timeout", "while", "waiting",
    "for", "a", "response", "from", "backend", "invalid", "value", "of", "field", "please", "contact", "your",
    "administrator", "session", "expired", "permission", "denied", "to", "read", "object", "database",
    "connection", "refused", "item", "quantity", "must", "positive", "duplicate", "key", "found", "internal",
  ]
  private static let foreign = [
    "für", "Größe", "ungültig", "möglich", "Übertragung", "café", "échoué", "français", "señal", "ação",
    "ошибка", "сервер", "エラー", "処理", "错误", "naïve",
  ]
}
