// Keys for tests, and grants as the records they are told in.
package import Merge
package import Replica
package import Trust

extension SigningKey {
  /// The same key for the same number.
  package static func test(_ number: UInt8) -> SigningKey {
    SigningKey(seed: [UInt8](repeating: number, count: seedBytes))!
  }

  /// Another key each time.
  package static func fresh() -> SigningKey {
    SigningKey(seed: (0..<seedBytes).map { _ in UInt8.random(in: .min ... .max) })!
  }
}

extension Statement {
  /// A grant as a record about an area, which tells everybody there who may write.
  package func intent(in area: Area) -> Intent {
    Intent(
      type: "grant", record: RecordID(digest.first16), area: area, seen: .empty,
      fields: [FieldChange(StatementRecord.field, .write(.bytes(encoded)))])
  }
}
