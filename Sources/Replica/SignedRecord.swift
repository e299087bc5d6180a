// The records that carry signed statements: what one must say to be handed in by somebody who only carries it.
package import Catalog
package import Merge
package import Trust

/// A record of the types `grant`, `revocation`, `redaction`, `pass` and `withdrawal`, as this program writes it.
/// - Source: catalog README §3.7.
package enum SignedRecord {
  /// The first 16 bytes of the statement's digest: handed in again, it is the same record.
  package static func id(of statement: Statement) -> RecordID { RecordID(statement.digest.first16) }

  /// The statement that a record carries, when it is signed by its issuer and of the record's type, and nothing beside it says
  /// anything else than it does; nil otherwise.
  package static func statement(in fields: [FieldChange], type: RecordType) -> Statement? {
    guard let first = fields.first(where: { $0.field == StatementRecord.field }),
      case .write(.bytes(let bytes)) = first.edit, let statement = try? Statement(encoded: bytes),
      name(of: statement) == type.name
    else { return nil }
    let notes = notes(of: statement)
    for change in fields where change.field != StatementRecord.field {
      guard case .write(let value) = change.edit, let name = type.field(numbered: change.field)?.name else {
        return nil
      }
      // Who holds a place is known to whoever grants it alone.
      guard name == "holder" || notes.contains(where: { $0.name == name && $0.value == value }) else { return nil }
    }
    return statement
  }

  /// The record that carries a statement about an area, as whoever only carries it writes it; nil where the catalog lacks its type.
  package static func intent(carrying statement: Statement, about area: Area, catalog: Catalog) -> Intent? {
    guard let type = catalog.type(named: name(of: statement)) else { return nil }
    let signed = FieldChange(StatementRecord.field, .write(.bytes(statement.encoded)))
    let others = notes(of: statement).compactMap { note in
      type.field(named: note.name).map { FieldChange($0.number, .write(note.value)) }
    }
    return Intent(type: type.name, record: id(of: statement), area: area, seen: .empty, fields: [signed] + others)
  }

  static func name(of statement: Statement) -> String {
    switch statement.content {
    case .grant: "grant"
    case .revocation: "revocation"
    case .redaction: "redaction"
    case .pass: "pass"
    case .withdrawal: "withdrawal"
    }
  }

  /// What the other fields say of a statement, for people.
  private static func notes(of statement: Statement) -> [(name: String, value: Value)] {
    switch statement.content {
    case .grant(let grant):
      [("node", .text(grant.subject.node.description)), ("not_after", grant.notAfter.map { .int($0) } ?? .null)]
    case .revocation(let revocation):
      [("node", .text(revocation.subject.node.description)), ("reason", .text(revocation.reason))]
    case .redaction(let redaction):
      [
        ("commit", .text("\(redaction.commit.feed)/\(redaction.commit.seq)")), ("reason", .text(redaction.reason)),
      ]
    case .pass(let pass):
      [
        ("device", .text(pass.device.description)), ("account", .text(pass.account.description)),
        ("role", .text(pass.role)), ("not_after", .int(pass.notAfter)),
      ]
    case .withdrawal(let withdrawal):
      [("device", .text(withdrawal.device.description)), ("reason", .text(withdrawal.reason))]
    }
  }
}
