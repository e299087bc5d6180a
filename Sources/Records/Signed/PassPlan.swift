// A pass that comes with the actions under it: a node that has not heard of it learns it, and tells it on.
package import Catalog
import Merge
package import Replica
package import Store
package import Trust

/// Writes a pass down, where it is new here and its issuer could issue it.
package struct PassPlan: Sendable {
  private let statement: Statement
  private let catalog: Catalog

  package init(_ statement: Statement, catalog: Catalog) { (self.statement, self.catalog) = (statement, catalog) }

  /// - Parameter now: the node's clock, in milliseconds since 1970.
  /// - Returns: whether it was written down.
  package func carryOut(_ replica: inout Replica, _ storage: StoreWriter, now: Int64) throws -> Bool {
    guard case .pass(let pass) = statement.content, let root = replica.root,
      try storage.passes(statement.passID).isEmpty, try counts(pass, root, in: storage),
      let intent = SignedRecord.intent(carrying: statement, about: pass.area, catalog: catalog)
    else { return false }
    do {
      _ = try replica.commit([intent], user: "gridward", now: now, into: storage)
      return true
    } catch is CommitRefusal {
      // Of another branch: what is under it cannot be written down here either.
      return false
    }
  }

  /// A pass that nobody who may has issued is not spread.
  private func counts(_ pass: Pass, _ root: PublicKey, in storage: StoreWriter) throws -> Bool {
    if pass.issuer == root { return true }
    var authority = Authority(root: root)
    return try !authority.issuerGrants(of: statement, for: pass.area, at: pass.issuedAt, orThere: true, in: storage)
      .isEmpty
  }
}
