// A node as people enter records at it: a store in memory, the replica that writes it, and a clock that a test moves.
import Catalog
import FlightRecorder
import Merge
import Records
import Replica
import Store
import TestSupport

final class EnteringNode {
  /// The id of every step that brings none and that nothing tells from another.
  static let stepID = StepID(Bytes16(high: 7, low: 7))

  let store: Store
  var replica: Replica
  var now: Int64 = 1_767_225_600_000

  init(at area: Area = Place.community, shelf: Shelf = Shelf()) throws {
    store = try Store.inMemory(identity: .test(1, at: area), catalog: .builtIn, shelf: shelf)
    replica = Replica(identity: store.identity, catalog: store.catalog, clock: store.clock)
  }

  func context(_ user: String = "张伟", isForced: Bool = false) -> EntryContext {
    EntryContext(
      user: user, catalog: store.catalog, home: store.identity.area, now: now, isForced: isForced,
      newStepID: { Self.stepID })
  }

  func type(_ name: String) -> RecordType { store.catalog.type(named: name)! }

  func place(_ type: String, _ number: UInt64, in area: Area? = nil) -> RecordPlace {
    RecordPlace(type: self.type(type), id: RecordID(Bytes16(high: 0x0199, low: number)), area: area)
  }

  /// What a plan comes to now, without writing it.
  func intents(_ plan: some WritePlan) throws -> [Intent] { try store.read { try plan.intents(in: $0) } }

  /// Writes what a plan comes to.
  @discardableResult
  func enter(_ plan: some WritePlan, user: String = "张伟") throws -> [Committed] {
    now += 1_000
    return try store.write { writer in
      let intents = try plan.intents(in: writer.reader)
      if intents.isEmpty { return [] }
      return try replica.commit(intents, user: user, now: now, into: writer)
    }
  }

  /// Writes what no rule of entry is asked about, as what arrives from another node.
  func write(_ intents: [Intent]) throws {
    now += 1_000
    _ = try store.write { try replica.commit(intents, user: "张伟", now: now, into: $0) }
  }

  /// Making a record of fields in an area of its own, the community's by default.
  func creation(_ place: RecordPlace, in area: Area = Place.community, _ fields: [Value.Entry]) throws -> CreatePlan {
    var input = EditInput()
    input.fields = fields
    return CreatePlan(place, in: area, try RecordEdits(input, type: place.type, isNew: true), context: context())
  }

  func editing(
    _ place: RecordPlace, seen: Seen = .whatIsHeld, isForced: Bool = false, _ change: (inout EditInput) -> Void
  ) throws -> EditPlan {
    var input = EditInput()
    change(&input)
    let edits = try RecordEdits(input, type: place.type, isNew: false)
    return EditPlan(place, seen: seen, edits, deviceTime: nil, context: context(isForced: isForced))
  }
}

/// What a hazard needs to be entered.
func hazard(_ description: String = "疏散通道堵塞") -> [Value.Entry] {
  [
    Value.Entry("category", .text("消防安全")), Value.Entry("description", .text(description)),
    Value.Entry("severity", .int(0)), Value.Entry("found_at", .int(1_767_225_600_000)),
  ]
}
