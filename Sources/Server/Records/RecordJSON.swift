// A record as the API shows it.
import Catalog
import Merge
import Records
import Store
import Wire

/// Writes records of one type as the API shows them: those of lists and changes, single ones and the answers to writes.
///
/// What all records of the type have in common is written down once, when this is made; the rest goes straight into the bytes of
/// the answer, since a page shows thousands of values. What is nearly never there is made as a tree.
struct RecordJSON {
  private let lifecycle: Lifecycle?
  /// All up to the record's id.
  private let beginning: [UInt8]
  /// For each field what stands between the value before it and its own.
  private let names: [[UInt8]]
  /// What is said of each status.
  private let statuses: [(name: String, bytes: [UInt8])]

  /// About what a record takes without the values of its fields.
  private static let bytesBeside = 512
  private static let roomMax = 1 << 20

  init(_ type: RecordType) {
    self.lifecycle = type.lifecycle
    var beginning: [UInt8] = []
    JSONText.append(plain: #"{"type":"#, to: &beginning)
    JSONText.append(type.name, to: &beginning)
    JSONText.append(plain: #","id":""#, to: &beginning)
    self.beginning = beginning
    names = type.fields.enumerated().map { place, field in
      var bytes: [UInt8] = place == 0 ? [] : [UInt8(ascii: ",")]
      JSONText.append(field.name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      return bytes
    }
    let lifecycle = type.lifecycle
    statuses = lifecycle?.statuses.map { ($0.name, Self.status($0.name, lifecycle)) } ?? []
  }

  /// - Parameter places: further members.
  func json(_ told: ToldRecord, _ places: [(String, JSON)]) -> JSON {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(room(for: [told.record]))
    append(told, places, to: &bytes)
    return .written(bytes)
  }

  /// The records of a list.
  /// - Parameter marking: tells what of each is not as it would be entered here.
  func list(_ records: [RecordView], _ marking: Marking, in reader: StoreReader) throws -> JSON {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(room(for: records))
    bytes.append(UInt8(ascii: "["))
    for (place, record) in records.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      append(try ToldRecord(record, marking, in: reader), to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
    return .written(bytes)
  }

  /// About what records take; of what is large no more than a first part.
  private func room(for records: [RecordView]) -> Int {
    let beside = names.reduce(Self.bytesBeside) { $0 + $1.count + 4 }
    return min(records.reduce(0) { $0 + $1.byteCount + beside }, Self.roomMax)
  }

  /// Appends a record of the type.
  /// - Parameter more: further members at its end.
  func append(_ told: ToldRecord, _ more: [(String, JSON)] = [], to bytes: inout [UInt8]) {
    let record = told.record
    bytes += beginning
    record.id.raw.appendHex(to: &bytes, isDashed: true)
    JSONText.append(plain: #"","area":"#, to: &bytes)
    JSONText.append(record.area.code, to: &bytes)
    JSONText.append(plain: #","version":""#, to: &bytes)
    record.state.version.carried().append(to: &bytes)
    Self.append(
      record.state.created.milliseconds, #"","created_at":"#, #","created_at_text":""#, to: &bytes)
    Self.append(
      record.state.changed.milliseconds, #"","changed_at":"#, #","changed_at_text":""#, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
    if let standing = record.standing { append(standing, to: &bytes) }
    let shown = record.shown
    append(fields: shown, to: &bytes)
    append(told.hidden, to: &bytes)
    append(told.marks(showing: shown), to: &bytes)
    for member in more {
      bytes.append(UInt8(ascii: ","))
      JSON.append(member, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Appends a moment, and its text but for the mark at the end.
  private static func append(
    _ milliseconds: Int64, _ name: StaticString, _ nameOfText: StaticString, to bytes: inout [UInt8]
  ) {
    JSONText.append(plain: name, to: &bytes)
    JSONText.append(milliseconds, to: &bytes)
    JSONText.append(plain: nameOfText, to: &bytes)
    Instant.append(milliseconds, to: &bytes)
  }

  private func append(fields shown: [Value], to bytes: inout [UInt8]) {
    JSONText.append(plain: #","fields":{"#, to: &bytes)
    for (place, value) in shown.enumerated() {
      bytes += names[place]
      JSONText.append(value, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }
}

// MARK: Where a record stands

extension RecordJSON {
  private func append(_ standing: Standing, to bytes: inout [UInt8]) {
    if let status = statuses.first(where: { Value.isSame($0.name, standing.status) }) {
      bytes += status.bytes
    } else {
      bytes += Self.status(standing.status, lifecycle)
    }
    JSONText.append(plain: #","round":"#, to: &bytes)
    JSONText.append(standing.round, to: &bytes)
    JSONText.append(plain: #","open_round":"#, to: &bytes)
    JSONText.append(standing.openRound, to: &bytes)
  }

  private static func status(_ name: String, _ lifecycle: Lifecycle?) -> [UInt8] {
    var bytes: [UInt8] = []
    JSONText.append(plain: #","status":"#, to: &bytes)
    JSONText.append(name, to: &bytes)
    JSONText.append(plain: #","status_title":"#, to: &bytes)
    (lifecycle?.title(ofStatus: name).map { CatalogJSON.title($0) } ?? .null).append(to: &bytes)
    return bytes
  }
}

// MARK: What nearly no record has

extension RecordJSON {
  private func append(_ hidden: [ToldRecord.Hidden], to bytes: inout [UInt8]) {
    JSONText.append(plain: #","concurrent":"#, to: &bytes)
    JSON.list(hidden.map { Self.write($0.write, to: $0.field, by: $0.user) }).append(to: &bytes)
  }

  private func append(_ marks: [FieldProblem], to bytes: inout [UInt8]) {
    if marks.isEmpty { return }
    JSONText.append(plain: #","marks":"#, to: &bytes)
    JSON.list(marks.map { FaultJSON.object($0) }).append(to: &bytes)
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
