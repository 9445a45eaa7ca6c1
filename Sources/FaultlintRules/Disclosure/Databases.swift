internal import FaultlintEngine
internal import FaultlintText
internal import FaultlintXMLTree

/// Statements and messages of databases.
extension Disclosure {
  static let sqlStatement = Rule(
    "LEAK-sql", "The fault shows text of an SQL statement",
    level: .warning,
    references: [Reference("CWE-209")],
    profiles: [.leak],
    isDisclosure: true,
    rationale: """
      It names tables and columns, and shows how input gets into a statement: all that an injection takes. A \
      client can do nothing with it.
      """,
    remedy: """
      Write the statement to the log of the service. Send a message of your own, with an id that finds the entry \
      in the log.
      """,
    conforming: [
      .saying11("Please select an option from the list"),
      .saying11("Select a date, then update your profile and set a password"),
      .saying11("Insert into the slot (front) and delete from the tray what is left"),
      .saying11("The SELECT button is not available FROM here? No: select all"),
      .saying11("Update the address set by default"),
    ],
    violating: [
      .disclosing11("bad grammar [SELECT id, name FROM customers WHERE id = ?]"),
      .disclosing12("select * from orders"),
      .disclosing11("select o.id from orders o where o.id = 42"),
      .disclosing11("INSERT INTO orders (id) VALUES (1)"),
      .disclosing12("insert into orders values (1)"),
      .disclosing11("UPDATE orders SET state = 1"),
      .disclosing11("DELETE FROM orders WHERE id = 1"),
    ],
    check: check(statements)
  )

  static let statements = Detector(
    .rest,
    [
      .init("select ", ignoringCase: true, "an SQL statement") { text, start, end in
        text.isStart(start) && text.isQuery(start, end)
      },
      .init("insert into ", ignoringCase: true, "an SQL statement") { text, start, end in
        let name = text.tableName(from: end)
        let next = text.skip(from: name, while: StartTag.isBlank)
        return text.isStart(start) && name > end
          && (text[next] == UInt8(ascii: "(") || text.has("values", at: next, ignoringCase: true))
      },
      .init("update ", ignoringCase: true, "an SQL statement") { text, start, end in
        let name = text.tableName(from: end)
        guard text.isStart(start), name > end, text.has(" set ", at: name, ignoringCase: true) else {
          return false
        }
        let column = text.tableName(from: name + 5)
        return text[text.skip(from: column, while: StartTag.isBlank)] == UInt8(ascii: "=")
      },
      .init("delete from ", ignoringCase: true, "an SQL statement") { text, start, end in
        let name = text.tableName(from: end)
        return text.isStart(start) && name > end && text.has(" where ", at: name, ignoringCase: true)
      },
    ])

  static let databaseError = Rule(
    "LEAK-database-error", "The fault shows a message of a database",
    level: .warning,
    references: [Reference("CWE-209")],
    profiles: [.leak],
    isDisclosure: true,
    rationale: """
      It tells the product, and often tables, columns and values. A client can do no more with it than with a message \
      of the service itself.
      """,
    remedy: """
      Catch the error of the database where it occurs and write it to the log. Send a message of your own that \
      says what the client can do.
      """,
    restates: ["LEAK-sql", "LEAK-exception-class"],
    conforming: [
      .saying11("A database error occurred; it was logged as 4711"),
      .saying11("ORA-CLE of Delphi: no such order"),
      .saying11("The value of SQLSTATE is not reported"),
      .saying11("Incorrect syntax in the field 'date'"),
    ],
    violating: [
      .disclosing11("ORA-00942: table or view does not exist"),
      .disclosing12("SQLSTATE[42S02]: Base table or view not found"),
      .disclosing11("You have an error in your SQL syntax"),
      .disclosing11("org.postgresql.util.PSQLException"),
      .disclosing12("duplicate key value violates unique constraint"),
      .disclosing11("DB2 SQL Error: SQLCODE=-204, SQLSTATE=42704"),
    ],
    check: check(databaseMessages)
  )

  static let databaseMessages = Detector(
    .rest,
    ["ORA-", "PLS-", "SQLSTATE[", "SQLSTATE=", "SQLSTATE: ", "SQLCODE=-", "SQLCODE: -"].map { code in
      Detector.Anchor(code, "a code of a database") { text, start, end in
        text.isStart(start) && text[end].isDigit || text.has("HY", at: end)
      }
    }
      + [
        "You have an error in your SQL syntax", "Unclosed quotation mark after the character string",
        "Incorrect syntax near ", "syntax error at or near \"", "violates unique constraint",
        "violates foreign key constraint", "violates not-null constraint",
        "Cannot insert the value NULL into column",
        "ODBC SQL Server Driver", "java.sql.SQL", "org.postgresql.util.PSQLException", "com.mysql.jdbc.",
        "com.mysql.cj.", "oracle.jdbc.", "com.microsoft.sqlserver.jdbc.", "System.Data.SqlClient.",
        "SQLITE_", "sqlite3.OperationalError", "org.hibernate.exception.", "MySqlException", "mysqli_",
        "pg_query(",
      ].map { Detector.Anchor($0, "a message of a database") })
}

extension ByteText {
  /// Whether the columns and the table of a query follow. In small letters that is English as well, so more is asked.
  fileprivate func isQuery(_ start: Int, _ columns: Int) -> Bool {
    guard let from = find(" from ", from: columns - 1, within: 160, ignoringCase: true),
      tableName(from: from + 6) > from + 6
    else { return false }
    if has("*", at: columns) { return true }
    if has("SELECT", at: start), has(" FROM ", at: from) {
      let list = bytes[columns..<max(columns, from)]
      return list.contains(UInt8(ascii: ",")) || !list.contains(0x20)
    }
    guard let condition = find(" where ", from: from, within: 160, ignoringCase: true) else { return false }
    let column = tableName(from: condition + 7)
    return "=<>".utf8.contains(self[skip(from: column, while: StartTag.isBlank)])
  }

  /// The index after the name of a table or column, perhaps quoted and qualified.
  fileprivate func tableName(from start: Int) -> Int {
    skip(from: start) { Self.isName($0) || ".\"`[]$#".utf8.contains($0) }
  }
}
