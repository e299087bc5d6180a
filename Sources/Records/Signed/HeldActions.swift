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
  let home: Area

  /// How many of one pass are held in a day.
  static let perDayMax = 200
  private static let dayMilliseconds: Int64 = 86_400_000
  private static let confidential = "confidential"
  private static let open = "held"

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
    return try reader.records(id, type: type).first { $0.area == home }
  }

  /// Whether as many are held as one day may bring.
  func isFull(now: Int64, in reader: StoreReader) throws -> Bool {
    guard let type = catalog.type(named: typeName) else { return true }
    var filter = RecordFilter(type: typeName)
    filter.match = RecordFilter.Match(field: "pass", value: entry.action.signature.pass.description)
    filter.changedFrom = now - Self.dayMilliseconds
    filter.count = Self.perDayMax
    return try reader.records(filter, type: type).records.count >= Self.perDayMax
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
    return Intent(type: typeName, record: id, area: home, seen: .empty, fields: fields)
  }

  /// What says of a record that the action has been entered after all; nil where nothing waits any more.
  func entered(_ record: RecordView) -> Intent? {
    guard record.standing?.status == Self.open, let lifecycle = record.type.lifecycle else { return nil }
    let name = Array("gridward held action entered 1\u{0}".utf8)
    let step = Step(id: StepID(Hashing.sha256(name + id.raw.bytes).first16), kind: "entered", round: 1)
    return Intent(
      type: typeName, record: id, area: home, seen: record.state.version.carried(),
      fields: [FieldChange(lifecycle.fieldNumber, .steps([step]))])
  }
}
