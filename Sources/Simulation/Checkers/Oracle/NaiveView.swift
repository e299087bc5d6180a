// All records that a set of commits makes.
import Catalog
import Merge
import Trust

/// What names a record.
/// - Source: protocol §4.5.
struct RecordKey: Hashable, Comparable, CustomStringConvertible {
  let type: String
  let id: RecordID
  let area: Area

  static func < (left: RecordKey, right: RecordKey) -> Bool {
    if left.type != right.type { return left.type < right.type }
    return left.id == right.id ? left.area < right.area : left.id < right.id
  }

  var description: String { "\(type) \(id) of \(area)" }
}

enum NaiveView {
  /// The records that commits make under a catalog.
  /// - Parameter actions: what becomes of those that are signed.
  static func records(
    of commits: [KnownCommit], _ catalog: Catalog, actions: [Dot: NaiveAction]
  ) -> [RecordKey: NaiveRecord] {
    var records: [RecordKey: NaiveRecord] = [:]
    for commit in commits where !commit.isRedacted {
      let action = actions[commit.dot]
      if commit.signature != nil, action == nil { continue }
      let home = action?.pass.area ?? commit.key.home
      for change in commit.changes {
        guard let type = catalog.type(named: change.type), type.class.name == commit.key.class.name else { continue }
        guard isSpoken(change, type, from: home, about: commit.key.area) else { continue }
        let key = RecordKey(type: type.name, id: change.record, area: commit.key.area)
        let part = NaiveRecord.Contribution(commit: commit, change: change, action: action)
        records[key, default: NaiveRecord(type: type)].contributions.append(part)
      }
    }
    return records
  }

  /// What a node says of itself is said in a feed about its own home; others may take steps, and do nothing besides. What is written at
  /// its area or above is not written below: the code of an area begins with the digits that all areas around it have.
  private static func isSpoken(_ change: Change, _ type: RecordType, from home: Area, about area: Area) -> Bool {
    if type.writers == .atOrAbove, !area.code.starts(with: home.prefix) { return false }
    if type.origin == .people || type.origin == .statement || home == area { return true }
    let steps = type.fields.filter { $0.kind == .steps }.map(\.number)
    let others = change.fields.filter { field in
      if case .steps = field.edit { !steps.contains(field.field) } else { true }
    }
    return others.isEmpty && !change.fields.isEmpty
  }
}
