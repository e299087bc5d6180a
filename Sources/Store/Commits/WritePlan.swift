// What is to be written, where it depends on what the store holds at the moment of writing.
package import Replica

/// A write as a value: what it comes to is asked of the store as it stands in the transaction that writes it.
///
/// It knows nothing of whoever asked for it. It may be asked twice, when the transaction is run again.
package protocol WritePlan: Sendable {
  /// - Returns: what to commit; nothing when all of it is there already.
  /// - Throws: why nothing is to be written, or `StoreError`.
  func intents(in reader: StoreReader) throws -> [Intent]
}
