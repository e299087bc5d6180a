// Taking in what devices have signed: passes first, then each action by itself and in order.
package import FlightRecorder
import Merge
package import Node
package import Records
import Replica
import Store
package import Trust
import Wire

extension Node {
  /// Enters actions, each in a piece of work of its own; none takes another with it.
  /// - Parameters:
  ///   - passes: those that come with them; what counts and is new here is written down first.
  ///   - isStrict: whether what fails the catalog's checks is refused, and not entered with marks.
  ///   - undertaking: what is noted while it is done.
  /// - Returns: what came of each, on disk.
  package func enter(
    _ actions: [PortableAction], with passes: [Statement], isStrict: Bool = false, undertaking: Undertaking? = nil
  ) async throws -> [EnteredAction] {
    let catalog = catalog
    let checked = checked(actions, with: passes)
    let learning = passes.map { pass in
      { @Sendable (replica: inout Replica, storage: StoreWriter, now: Int64) throws -> Bool in
        try PassPlan(pass, catalog: catalog).carryOut(&replica, storage, now: now)
      }
    }
    for result in await carryOut(learning, undertaking: undertaking) { _ = try result.get() }
    let entering = actions.map { action in
      { @Sendable (replica: inout Replica, storage: StoreWriter, now: Int64) throws -> EnteredAction in
        let entry: SignedEntry
        do throws(WireError) { entry = try SignedEntry(action) } catch {
          return action.refused(.notEntered("expected \(error.detail)"))
        }
        return try ActionPlan(entry, checked: checked, catalog: catalog, isStrict: isStrict)
          .carryOut(&replica, storage, now: now)
      }
    }
    let results = await carryOut(entering, undertaking: undertaking)
    let entered = try results.map { try $0.get() }
    countMade(entered.count { $0.isEntered })
    return entered
  }
}
