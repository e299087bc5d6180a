// What one feed can add to a field of a record: asked before more than that is entered.
import Catalog
import Merge
import Replica
import Store
import Trust
import Wire

/// Whether what somebody enters would count.
///
/// Of one feed so many steps, keys and increments with ids count in a field of a record (protocol §4.2 to §4.4). What arrives
/// beyond them is kept and has no effect; a person would not learn of it.
struct EntryShares {
  let type: RecordType
  /// Of the node that writes.
  let home: Area

  /// - Parameter changes: what will be written, without what has been done before.
  /// - Throws: `invalidFields` with each field in which this node's feed has not as much left.
  func check(_ changes: [FieldChange], on state: RecordState, area: Area, in reader: StoreReader) throws {
    // Nearly always no feed at all has come near.
    let large = changes.filter { change in
      guard let share = change.edit.share else { return false }
      return state.counts(of: change.field).largest + share.count > share.max
    }
    if large.isEmpty { return }
    let feed = try feed(about: area, in: reader)
    let faults = large.compactMap { change -> EntryFault? in
      guard let share = change.edit.share, let field = type.field(numbered: change.field) else { return nil }
      let left = share.max - (feed.map { state.counts(of: change.field)[$0] } ?? 0)
      return share.count > left ? .beyondShare(field: field.name, kind: field.kind, max: share.max, left: left) : nil
    }
    if !faults.isEmpty { throw EntryRefusal.invalidFields(faults) }
  }

  /// The feed in which this node writes such records; nil where it writes none.
  private func feed(about area: Area, in reader: StoreReader) throws -> FeedID? {
    guard let home = try type.class.home(of: area, among: [home] + reader.formerAreas()) else { return nil }
    let identity = try reader.identity()
    let key = FeedKey(
      node: identity.node, incarnation: identity.incarnation, home: home, area: area, class: type.class)
    return FeedID(Hashing.sha256(key.encoded).first16)
  }
}
