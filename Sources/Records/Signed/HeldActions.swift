// Signed actions that could not be entered: kept as records, each once, with the reason.
import Catalog
import Merge
import Replica
import Store
import Trust
import Wire

/// The records of held actions, which the node makes in its own area.
struct HeldActions {
  let entry: SignedEntry
  let catalog: Catalog
  /// Where the node stands, then where it stood before: what it held there it holds still.
  private let places: [Area]

  init(entry: SignedEntry, catalog: Catalog, at replica: Replica) {
    (self.entry, self.catalog) = (entry, catalog)
    places = [replica.identity.area] + replica.formerAreas
  }

  private static let dayMilliseconds: Int64 = 86_400_000
  private static let confidential = "confidential"
  /// The status of what waits.
  static let open = "held"
  /// The types of such records.
  static let types = ["held_action", "held_confidential"]

  /// Of what is confidential, the record is confidential too.
  private var typeName: String { entry.className == Self.confidential ? "held_confidential" : "held_action" }

  /// The record's id: the same action is held once.
  var id: RecordID {
    let name = Array("gridward held action 1\u{0}".utf8)
    return RecordID(Hashing.sha256(name + entry.action.content.digest.bytes).first16)
  }

  /// The record, where the action is held already.
  func record(in reader: StoreReader) throws -> RecordView? {
    guard let type = catalog.type(named: typeName) else { return nil }
    return try reader.records(id, type: type).first { places.contains($0.area) }
  }

  /// The limit that one more would go beyond; nil where there is room for it.
  ///
  /// Each is counted by an index, and no further than the limit.
  func limit(
    _ reason: HeldReason, of pass: Pass?, _ limits: HeldLimits, now: Int64, in reader: StoreReader
  ) throws -> HeldLimit? {
    guard let type = catalog.type(named: typeName) else { return nil }
    var owners = [RecordFilter.Match(field: "pass", value: entry.action.signature.pass.description)]
    if let pass { owners.append(RecordFilter.Match(field: "device", value: pass.device.description)) }
    let day = now - Self.dayMilliseconds + 1
    for owner in owners {
      let today = try reader.count(of: type, showing: owner, createdFrom: day, upTo: limits.perDay)
      if today >= limits.perDay { return .ofDay(limits.perDay) }
      let waiting = try reader.count(of: type, standing: Self.open, showing: owner, upTo: limits.perDevice)
      if waiting >= limits.perDevice { return .ofDevice(limits.perDevice) }
    }
    if reason.code == .passUnknown {
      let unknown = RecordFilter.Match(field: "reason", value: reason.code.rawValue)
      let waiting = try reader.count(of: type, standing: Self.open, of: unknown, upTo: limits.unknown)
      if waiting >= limits.unknown { return .ofUnknown(limits.unknown) }
    }
    return try reader.count(of: type, standing: Self.open, upTo: limits.all) >= limits.all ? .ofNode(limits.all) : nil
  }

  /// What makes the record; nil where the catalog knows no such records.
  func intent(_ reason: HeldReason, of pass: Pass?) -> Intent? {
    guard let type = catalog.type(named: typeName) else { return nil }
    let signature = entry.action.signature
    var values: [(name: String, value: Value)] = [
      ("action", .bytes(entry.action.encoded)), ("reason", .text(reason.code.rawValue)),
      ("detail", .text(reason.detail)), ("pass", .text(signature.pass.description)),
      ("number", .int(Int64(clamping: signature.number))), ("about", .text(entry.area.code)),
    ]
    if let pass {
      values += [("device", .text(pass.device.description)), ("account", .text(pass.account.description))]
    }
    let fields = values.compactMap { item in
      type.field(named: item.name).map { FieldChange($0.number, .write(item.value)) }
    }
    return Intent(type: typeName, record: id, area: places[0], seen: .empty, fields: fields)
  }

  /// What says of a record that waits why it does so by now, and whose it is once that is known; nil where it says so already.
  func told(_ record: RecordView, _ reason: HeldReason, of pass: Pass?) -> Intent? {
    guard record.standing?.status == Self.open, let intent = intent(reason, of: pass) else { return nil }
    let changes = intent.fields.filter { change in
      guard case .write(let value) = change.edit else { return false }
      return record.values.first { $0.field.number == change.field }?.value != value
    }
    if changes.isEmpty { return nil }
    return Intent(
      type: typeName, record: id, area: record.area, seen: record.state.version.carried(), fields: changes)
  }

  /// What says of a record that the action has been entered after all; nil where nothing waits any more.
  func entered(_ record: RecordView) -> Intent? {
    guard record.standing?.status == Self.open, let lifecycle = record.type.lifecycle else { return nil }
    let name = Array("gridward held action entered 1\u{0}".utf8)
    let step = Step(id: StepID(Hashing.sha256(name + id.raw.bytes).first16), kind: "entered", round: 1)
    return Intent(
      type: typeName, record: id, area: record.area, seen: record.state.version.carried(),
      fields: [FieldChange(lifecycle.fieldNumber, .steps([step]))])
  }
}
