internal import Faultlint
internal import FaultlintContracts
internal import FaultlintReports
internal import FaultlintRuleDocs
internal import FaultlintText

/// Explains codes of vendors: `marketing-cloud:11`, or `DFHPI1009` where one vendor alone has the code.
struct CodeSearch {
  /// The contracts of the user.
  let own: [Contract]

  /// A code and where it was found.
  struct Found {
    let contract: Contract
    let table: CodeTable
    let entry: CodeEntry
  }

  /// What a name stands for; empty if for nothing.
  func codes(named name: String) -> [Found] {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    let contracts: [Contract]
    if parts.count == 2 {
      guard let contract = contract(named: parts[0]) else { return [] }
      contracts = [contract]
    } else {
      // A number alone may be anybody's.
      guard name.contains(where: \.isLetter) else { return [] }
      contracts = own + BuiltInContracts.all
    }
    let wanted = (parts.last ?? name).uppercased()
    return contracts.flatMap { contract in
      contract.tables.flatMap { table in
        table.entries.filter { $0.code.uppercased() == wanted || $0.name?.uppercased() == wanted }.map {
          Found(contract: contract, table: table, entry: $0)
        }
      }
    }
  }

  private func contract(named name: String) -> Contract? {
    let name = name.lowercased()
    return own.first { $0.name == name } ?? BuiltInContracts.named(name)
  }

  /// The codes of the contract that a name begins with which are nearest to the rest of it.
  func suggestions(for name: String) -> [String] {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let contract = contract(named: parts[0]) else { return [] }
    return Spelling.nearest(to: parts[1], in: contract.tables.flatMap { $0.entries.map(\.code) }).map {
      "\(contract.name):\($0)"
    }
  }

  /// Writes what a code means.
  static func write(_ found: Found, width: Int, _ output: inout Output) {
    let entry = found.entry
    output.write("\(found.contract.name):\(entry.code)")
    if let name = entry.name { output.write("  \(name)") }
    output.write("\n")
    let classes =
      entry.classes.isEmpty ? "" : ", in faults of the class \(entry.classes.joined(separator: " or "))"
    output.writeWrapped("\(found.table.title) of \(found.contract.title)\(classes)", indent: 2, width: width)
    output.writeWrapped(entry.meaning, indent: 2, width: width)
    for column in found.table.columns {
      if let text = entry.fields[column] {
        output.writeWrapped("\(column.printable): \(text)", indent: 2, width: width)
      }
    }
    if let remedy = entry.remedy { output.writeWrapped(remedy, indent: 2, width: width) }
    if let source = entry.source { output.writeWrapped("Source: \(source)", indent: 2, width: width) }
  }

  /// Writes what a code means as JSON.
  static func json(_ found: Found) -> JSONValue {
    let fields = JSONValue.object(
      found.table.columns.map { ($0, .optional(found.entry.fields[$0])) })
    var members: [(key: String, value: JSONValue)] = [
      ("profile", .string(found.contract.name)), ("table", .string(found.table.name)),
      ("kind", .string(found.table.title)), ("code", .string(found.entry.code)),
      ("name", .optional(found.entry.name)), ("classes", .array(found.entry.classes.map { .string($0) })),
      ("meaning", .string(found.entry.meaning)), ("remedy", .optional(found.entry.remedy)),
      ("source", .optional(found.entry.source)),
    ]
    if !found.table.columns.isEmpty { members.append(("fields", fields)) }
    return .object(members)
  }
}
