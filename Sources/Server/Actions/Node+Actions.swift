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
  ///   - undertaking: what is noted while it is done.
  /// - Returns: what came of each, on disk.
  package func enter(
    _ actions: [PortableAction], with passes: [Statement], undertaking: Undertaking? = nil
  ) async throws -> [EnteredAction] {
    let catalog = catalog
    let checked = checked(actions, with: passes)
    let learned = await carryOut(
      passes.map { pass in { try PassPlan(pass, catalog: catalog).carryOut(&$0, $1, now: $2) } },
      undertaking: undertaking)
    for result in learned { _ = try result.get() }
    let results = await carryOut(
      actions.map { action in
        { replica, storage, now in
          let entry: SignedEntry
          do throws(WireError) { entry = try SignedEntry(action) } catch {
            return action.refused(.notEntered("expected \(error.detail)"))
          }
          return try ActionPlan(entry, checked: checked, catalog: catalog).carryOut(&replica, storage, now: now)
        }
      }, undertaking: undertaking)
    let entered = try results.map { try $0.get() }
    countMade(entered.count { $0.isEntered })
    return entered
  }
}
