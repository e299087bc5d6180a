// A record as the API shows it.
import Catalog
import Merge
import Records
import Store
import Wire

enum RecordJSON {
  /// A record that was asked for by itself: its marks say too whether it stands twice.
  static func single(_ record: RecordView, _ marking: Marking, in reader: StoreReader) throws -> JSON {
    object(try ToldRecord(record, marking, isSingle: true, in: reader))
  }

  /// - Parameters:
  ///   - marking: tells what of the record is not as it would be entered here; nil where only what the record itself says is told.
  ///   - reader: tells whose the concurrent values are.
  static func object(_ record: RecordView, _ marking: Marking?, in reader: StoreReader) throws -> JSON {
    object(try ToldRecord(record, marking, in: reader))
  }

  static func object(_ told: ToldRecord) -> JSON {
    let record = told.record
    let values = record.values
    var members: [(String, JSON)] = [
      ("type", .text(record.type.name)), ("id", .text(record.id.description)), ("area", .text(record.area.code)),
      ("version", .text(record.state.version.carried().text)),
    ]
    members += Instant.members("created_at", record.state.created.milliseconds)
    members += Instant.members("changed_at", record.state.changed.milliseconds)
    if let standing = record.standing { members += self.standing(standing, type: record.type) }
    members += [
      ("fields", .object(values.map { ($0.field.name, .value($0.value)) })),
      ("concurrent", .list(told.hidden.map { write($0.write, to: $0.field, by: $0.user) })),
    ]
    let marks = told.marks(showing: values)
    if !marks.isEmpty { members.append(("marks", .list(marks.map { FaultJSON.object($0) }))) }
    return .object(members)
  }

  private static func standing(_ standing: Standing, type: RecordType) -> [(String, JSON)] {
    [
      ("status", .text(standing.status)),
      ("status_title", type.lifecycle?.title(ofStatus: standing.status).map { CatalogJSON.title($0) } ?? .null),
      ("round", .int(standing.round)), ("open_round", .int(standing.openRound)),
    ]
  }

  /// A value that is not shown, with whose it is.
  private static func write(_ write: Write, to field: Field, by user: String?) -> JSON {
    .object(
      [
        ("field", .text(field.name)), ("value", .value(write.value)), ("tier", .text(write.origin.tier.name)),
        ("user", .text(user)),
      ] + Instant.members("time", write.origin.time.milliseconds) + [
        ("feed", .text(write.origin.dot.feed.description)), ("seq", .int(Int64(clamping: write.origin.dot.seq))),
      ])
  }
}
