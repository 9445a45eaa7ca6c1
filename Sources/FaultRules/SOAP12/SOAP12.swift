/// The rules of SOAP 1.2 (second edition, 27 April 2007) and its envelope schema.
enum SOAP12 {
  static let rules: [Rule] = []
}
