// Checking a batch's seals on the task of its session, beside the writer.
import Merge
import Replica
import Store
import Trust
import Wire

extension Node {
  /// Checks the seals of a batch as far as their authors' keys are in the store or among those met; the rest is left to the
  /// writer, and all of it when the store cannot be read now.
  func check(_ batch: ScannedBatch, met: inout MetKeys) -> CheckedSeals {
    guard store.root != nil else { return .none }
    let known = met
    let result = try? read { reader in
      var met = known
      let checked = try CheckedSeals(of: batch, met: &met) {
        try reader.feed($0)?.key.node
      } key: { author in
        try reader.statements(about: author).lazy.compactMap(\.subject).first { $0.node == author }
      }
      return (checked, met)
    }
    guard let result else { return .none }
    met = result.1
    return result.0
  }

  /// Verifies the action signatures of a batch whose passes are in the store or were met; the rest is left to the writer.
  func checkActions(of batch: ScannedBatch, met: inout MetPeople) -> CheckedActions {
    guard store.root != nil else { return .none }
    let known = met
    let result = try? read { reader in
      var met = known
      let checked = try CheckedActions(of: batch, met: &met) {
        try reader.feed($0)?.key
      } pass: { id in
        try reader.passes(id).lazy.compactMap { if case .pass(let pass) = $0.content { pass } else { nil } }.first
      }
      return (checked, met)
    }
    guard let result else { return .none }
    met = result.1
    return result.0
  }
}
