// What one feed can add to a field of a record: asked before more than that is entered.
import Catalog
import Merge
import Replica
import Store
import Trust
import Wire

/// Whether what somebody enters would count.
///
/// Of one feed so much counts of a set, of steps and of increments with ids in a field of a record (protocol §4.2 to §4.4). What arrives
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
      guard let weight = change.edit.weight else { return false }
      return state.counts(of: change.field).largest + weight > FeedShare.max
    }
    if large.isEmpty { return }
    let feed = try feed(about: area, in: reader)
    let faults = large.compactMap { change -> EntryFault? in
      guard let weight = change.edit.weight, let field = type.field(numbered: change.field) else { return nil }
      let left = FeedShare.max - (feed.map { state.counts(of: change.field)[$0] } ?? 0)
      return weight > left ? Self.fault(change.edit, field: field.name, left: left) : nil
    }
    if !faults.isEmpty { throw EntryRefusal.invalidFields(faults) }
  }

  private static func fault(_ edit: FieldEdit, field: String, left: Int) -> EntryFault? {
    let unit = FeedShare.unitBytes
    switch edit {
    case .write, .increment: return nil
    case .elements: return .beyondShare(field: field, .element, max: FeedShare.max * unit, left: left * unit)
    case .steps: return .beyondShare(field: field, .step, max: FeedShare.max * unit, left: left * unit)
    // Each weighs one unit.
    case .increments: return .beyondShare(field: field, .increment, max: FeedShare.max, left: left)
    }
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
