// One record type's table: its columns, and how a change is merged into its row.
package import Catalog
import FlightRecorder
import GRDB
import GRDBSQLite
import Merge
import Totals
import Wire

/// The table of one record type on one connection.
///
/// The columns before the fields: rowid, id, area, status, round, created_at, changed_at, conflicts; after them, merge. change,
/// the number of the last change, is written with them and read by nobody who reads records.
/// A type without a lifecycle has no status and no round.
package final class RecordTable {
  let type: RecordType
  /// Two answers of the type that folding asks for with each change: asking the type itself copies it.
  let className: String
  let asksWriter: Bool
  private let hasLifecycle: Bool
  /// Where a record of it stands that has just been entered; nil without a lifecycle.
  private let initial: String?
  /// For each field number below 256, the place of its column among the fields; -1 for none.
  private let places: [Int]
  /// What the column at each place takes. Kept apart from the type: its fields carry titles and codes, which cost to be handed
  /// around for every value.
  private let columns: [Column]
  private let fields: [Shared<Field>]
  /// The places of counters.
  private let counters: [Int]
  /// The type's indicators, and those in which a record can count that only has been entered.
  private let indicators: [Shared<Indicator>]
  private let entryIndicators: [Shared<Indicator>]
  private let firstField: Int32
  /// Where the merged state is bound, behind the fields.
  private let mergePlace: Int32
  let find: HotStatement
  private let load: HotStatement
  private let insert: HotStatement
  private let update: HotStatement
  let concurrent: ConcurrentTable
  /// The keys of sets that lists look for; nil where the type has none.
  let elements: ElementTable?
  let tally: TallyTable
  /// What is kept of code tables, where these are the rows of them.
  let codes: CodeMemory?
  /// Where it is noted that a row shows other texts; nil where none are indexed.
  let texts: TextTable?
  let numbers: ChangeNumbers
  let moments: TypeMoments
  private var lastPlace: (area: Area, division: String)?
  private var waiting = WaitingChanges()
  /// Whether the store has a root key.
  private let isProved: Bool
  /// What is known of actions that several commits bring.
  private let repeats: RepeatTable

  init(
    _ type: RecordType, in db: Database, tally: TallyTable, texts: TextTable?, codes: CodeMemory,
    numbers: ChangeNumbers, moments: TypeMoments, isProved: Bool, repeats: RepeatTable
  ) throws {
    self.type = type
    (self.isProved, self.repeats) = (isProved, repeats)
    self.codes = type.name == CodeTable.recordType ? codes : nil
    (className, asksWriter) = (type.class.name, type.asksWriter)
    (self.tally, self.texts, self.numbers, self.moments) = (tally, texts, numbers, moments)
    hasLifecycle = type.lifecycle != nil
    initial = type.lifecycle?.initial
    let columns = type.fields.map(Column.init)
    self.columns = columns
    fields = type.fields.map(Shared.init)
    counters = columns.indices.filter { columns[$0] == .counter }
    indicators = type.indicators.map(Shared.init)
    entryIndicators = indicators.filter { $0.value.counts(enteredAs: type.lifecycle?.initial) }
    let names = Self.columnNames(type)
    firstField = Int32(names.firstIndex(of: type.fields.first?.name ?? "merge") ?? names.count) + 1
    mergePlace = firstField + Int32(type.fields.count)
    let written = names + [Self.changeColumn]
    let marks = written.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
    let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
    let table = "\"\(type.name)\""
    find = try db.hot(Self.lookup(type))
    load = try db.hot("SELECT \(list) FROM \(table) WHERE rowid = ?1")
    insert = try db.hot("INSERT INTO \(table) (\(list), \(Self.changeColumn)) VALUES (\(marks))")
    // A row's id and area never change; naming them would have their indexes written again.
    let sets = written.enumerated().dropFirst(2).map { "\"\($1)\" = ?\($0 + 1)" }.joined(separator: ", ")
    update = try db.hot("UPDATE \(table) SET \(sets) WHERE rowid = ?\(written.count + 1)")
    concurrent = try ConcurrentTable(type, in: db)
    elements = try ElementTable(type, in: db)
    let largest = type.fields.last?.number ?? 0
    var places = [Int](repeating: -1, count: largest + 1)
    for (index, field) in type.fields.enumerated() { places[field.number] = index }
    self.places = places
  }

  /// The statement that finds a record's row. The plus keeps SQLite from looking through a whole area for one id.
  package static func lookup(_ type: RecordType) -> String {
    "SELECT rowid FROM \"\(type.name)\" WHERE id = ?1 AND +area = ?2"
  }

  /// What holds a row's change number. No field has this name (`Field.reservedNames`).
  static let changeColumn = "change"

  /// The columns that a record is read from.
  static func columnNames(_ type: RecordType) -> [String] {
    let status = type.lifecycle == nil ? [] : ["status", "round"]
    return ["id", "area"] + status + ["created_at", "changed_at", "conflicts"] + type.fields.map(\.name) + ["merge"]
  }

  /// The statements that make the type's table.
  static func definition(_ type: RecordType) -> String {
    let table = "\"\(type.name)\""
    let status = type.lifecycle == nil ? "" : "status TEXT NOT NULL, round INTEGER NOT NULL, "
    let fields = type.fields.map { "\"\($0.name)\" \(columnType($0)), " }.joined()
    return """
      CREATE TABLE \(table) (
        id BLOB NOT NULL, area TEXT NOT NULL, \(status)created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
        conflicts INTEGER NOT NULL, \(changeColumn) INTEGER NOT NULL, \(fields)merge BLOB NOT NULL,
        \(RecordIndexes(type).columns)
      ) STRICT;
      \(RecordIndexes(type).definitions)
      CREATE INDEX "\(type.name)_by_change" ON \(table) (\(changeColumn));
      """
  }

  private static func columnType(_ field: Field) -> String {
    switch (field.kind, field.value) {
    case (.counter, _), (.register, .integer), (.register, .boolean): "INTEGER"
    case (.register, .bytes): "BLOB"
    default: "TEXT"
    }
  }

  // MARK: The hot path: a record's first change

  /// Merges one change of a scanned commit.
  /// - Parameter bytes: the bytes that were scanned, unmoved until this returns.
  /// - Parameter isRepeat: whether an earlier commit brings the same action: what counts each time it is written does not
  ///   count here.
  func fold(
    _ index: Int, of scan: CommitScanner, in array: [UInt8], at bytes: UnsafeRawBufferPointer, origin: Origin,
    area: String, isRepeat: Bool = false
  )
    throws
  {
    codes?.forget()
    let change = scan.changes[index]
    find.bind(1, change.record.raw)
    find.bind(2, area)
    let row = try find.step() ? find.int(0) : nil
    find.reset()
    if row == nil, change.seen == nil, !isRepeat,
      try insertFresh(change, scan: scan, at: bytes, origin: origin, area: area)
    {
      return
    }
    let whole = scan.change(index, in: array)
    try merge(isRepeat ? whole.withoutIncrements : whole, into: row, origin: origin, area: area)
  }

  /// Inserts the row of a record that nothing was known of, binding the commit's bytes in place.
  /// - Returns: false when a field is more than a plain value of the column's type; nothing has been written then.
  private func insertFresh(
    _ change: ScannedChange, scan: CommitScanner, at bytes: UnsafeRawBufferPointer, origin: Origin, area: String
  ) throws -> Bool {
    insert.clear()
    var numbers: [Int] = []
    numbers.reserveCapacity(change.fields.count)
    for index in change.fields {
      let field = scan.fields[index]
      guard field.number < places.count, places[field.number] >= 0 else { continue }
      guard bindFresh(field, to: places[field.number], at: bytes) else { return false }
      numbers.append(field.number)
    }
    if numbers.isEmpty { return false }
    let parts = (feed: origin.dot.feed, seq: origin.dot.seq, time: origin.time, tier: origin.tier)
    let packed = PackedState.fresh(origin: parts, fields: numbers)
    bindHead(insert, record: change.record, area: area, created: origin.time, changed: origin.time, conflicts: 0)
    if let initial {
      insert.bind(3, initial)
      insert.bind(4, Int64(1))
    }
    let row = try packed.withUnsafeBytes { buffer in
      insert.bind(mergePlace, staticBlob: buffer)
      return try insertRow(change.record, area)
    }
    if !entryIndicators.isEmpty || !moments.isEmpty, let place = place(of: area) {
      let fresh = FreshRecord(
        record: change.record, area: place.area, division: place.division, status: initial,
        fields: scan.fields[change.fields],
        bytes: bytes, places: places, columns: columns)
      for contribution in entryIndicators.contributions(of: fresh) { tally.add(contribution) }
      moments.addEntered(fresh, fields: numbers, area: area, row: row)
    }
    return true
  }

  /// The area of a code. Records come by the hundred from one place, so the last one is kept.
  private func place(of code: String) -> (area: Area, division: String)? {
    if let lastPlace, lastPlace.area.code == code { return lastPlace }
    lastPlace = Area(code).map { ($0, $0.division) }
    return lastPlace
  }

  /// - Returns: the number of the row.
  private func insertRow(_ record: RecordID, _ area: String) throws -> Int64 {
    // Sets and steps that nobody has written to stay null, counters are 0, as after a merge.
    for place in counters { insert.bind(firstField + Int32(place), Int64(0)) }
    number(insert)
    try insert.run()
    let row = insert.lastInsertedRow
    if numbers.hasGone { try numbers.comeBack(record, type.name, area) }
    return row
  }

  /// Where a row's change number is bound, behind the merged state.
  private var changePlace: Int32 { mergePlace + 1 }

  /// Gives what is about to be written the next change number.
  private func number(_ statement: HotStatement) { statement.bind(changePlace, numbers.next()) }

  private func bindFresh(_ field: ScannedField, to place: Int, at bytes: UnsafeRawBufferPointer) -> Bool {
    let index = firstField + Int32(place)
    switch (field.kind, columns[place]) {
    case (.null, .text), (.null, .integer), (.null, .boolean), (.null, .bytes): insert.bindNull(index)
    case (.text, .text): insert.bind(index, staticText: UnsafeRawBufferPointer(rebasing: bytes[field.place]))
    case (.int, .integer), (.bool, .boolean): insert.bind(index, field.int)
    case (.bytes, .bytes): insert.bind(index, staticBlob: UnsafeRawBufferPointer(rebasing: bytes[field.place]))
    default: return false
    }
    return true
  }

  private func bindHead(
    _ statement: HotStatement, record: RecordID, area: String, created: HybridTime, changed: HybridTime, conflicts: Int
  ) {
    statement.bind(1, record.raw)
    statement.bind(2, area)
    let next: Int32 = hasLifecycle ? 5 : 3
    statement.bind(next, created.milliseconds)
    statement.bind(next + 1, changed.milliseconds)
    statement.bind(next + 2, Int64(conflicts))
  }
}

// MARK: The general path: any change to any record

extension RecordTable {
  private func merge(_ change: Change, into row: Int64?, origin: Origin, area: String) throws {
    guard let row else {
      var state = RecordState()
      let former = FormerRow(keys: elements?.keys(of: state))
      state.applyChange(change, origin: origin) { self.type.kind(of: $0) }
      return try write(state, after: former, record: change.record, area: area, row: nil)
    }
    waiting.add(change, origin: origin, to: row, in: area)
    // What is remembered of code tables is read from their rows.
    if codes != nil { try settle() }
  }

  /// Whether changes wait that no row shows yet.
  var isWaiting: Bool { !waiting.isEmpty }

  /// Merges what waits.
  func settle() throws {
    for row in waiting.takeAll() { try merge(row) }
  }

  /// Forgets what waits: the transaction is gone.
  func forgetWaiting() { waiting = WaitingChanges() }

  /// Takes away what somebody had seen in another commit of the same action.
  func dropSeenRepeats(of record: RecordID, in state: inout RecordState) throws {
    let known = try repeats.repeats(of: record)
    if !known.isEmpty { state.dropSeen(in: known) { self.type.kind(of: $0) } }
  }

  private func merge(_ row: WaitingChanges.Row) throws {
    guard let record = row.changes.first?.change.record else { return }
    var state = try state(row.row)
    let former = former(state, record: record, area: row.area)
    for (change, origin) in row.changes {
      FlightRecorder.noteCommit(origin.dot.feed, origin.dot.seq)
      state.applyChange(change, origin: origin) { self.type.kind(of: $0) }
    }
    try dropSeenRepeats(of: record, in: &state)
    try write(state, after: former, record: record, area: row.area, row: row.row)
  }

  func former(_ state: RecordState, record: RecordID, area: String) -> FormerRow {
    var former = FormerRow(
      hidden: hidden(in: state), keys: elements?.keys(of: state), texts: texts?.texts(of: state))
    if !indicators.isEmpty || !moments.isEmpty, let place = place(of: area) {
      let standing = Shown.standing(of: state, type: type, isProved: isProved)
      let merged = MergedRecord(type: type, record: record, area: place.area, state: state, standing: standing)
      (former.counted, former.moments) = (indicators.contributions(of: merged), moments.moments(of: merged))
    }
    return former
  }

  func write(
    _ state: RecordState, after former: FormerRow, record: RecordID, area: String, row: Int64?
  ) throws {
    let standing = Shown.standing(of: state, type: type, isProved: isProved)
    let saved = try save(state, standing, record: record, area: area, row: row, hidden: former.hidden)
    if let row, let shown = former.texts { try texts?.noteChange(of: row, from: shown, to: state) }
    if let keys = former.keys { try elements?.move(from: keys, to: state, of: record, in: area) }
    guard !indicators.isEmpty || !moments.isEmpty, let place = place(of: area) else { return }
    let present = MergedRecord(type: type, record: record, area: place.area, state: state, standing: standing)
    tally.move(from: former.counted, to: indicators.contributions(of: present))
    moments.move(from: former.moments, to: present, area: area, row: saved)
  }

  func state(_ row: Int64) throws -> RecordState {
    load.bind(1, row)
    defer { load.reset() }
    guard try load.step() else { throw StoreError(.damaged, "row \(row) of \(type.name) vanished") }
    let statement = load
    let packed = Array(statement.blob(mergePlace - 1))
    return try PackedState.decode(packed) { number in
      guard let place = self.place(ofField: number) else { return nil }
      return self.columns[place].value(in: statement, at: self.firstField - 1 + Int32(place))
    }
  }

  /// The place of a field's column among the fields; nil for a field that the type does not have.
  private func place(ofField number: Int) -> Int? {
    guard places.indices.contains(number), places[number] >= 0 else { return nil }
    return places[number]
  }

  private func hidden(in state: RecordState) -> [HiddenWrites] {
    state.fields.compactMap { item in
      guard case .register(let register) = item.state, let place = place(ofField: item.number) else { return nil }
      // One value that its column can hold hides nothing: nearly every register.
      if register.writes.count == 1, columns[place] == .any || columns[place].holds(register.writes[0].value) {
        return nil
      }
      guard let field = type.field(numbered: item.number) else { return nil }
      let writes = Shown.hidden(in: register, of: field)
      return writes.isEmpty ? nil : HiddenWrites(field: field, writes: writes)
    }
  }

  /// - Returns: the number of the row.
  private func save(
    _ state: RecordState, _ standing: Standing?, record: RecordID, area: String, row: Int64?, hidden: [HiddenWrites]
  ) throws -> Int64 {
    let statement = row == nil ? insert : update
    statement.clear()
    let present = self.hidden(in: state)
    let conflicts = present.reduce(0) { $0 + $1.writes.count }
    bindHead(
      statement, record: record, area: area, created: state.created, changed: state.changed,
      conflicts: conflicts)
    if let standing {
      statement.bind(3, standing.status)
      statement.bind(4, standing.round)
    }
    // What nothing is known of stays null.
    for place in counters { statement.bind(firstField + Int32(place), Int64(0)) }
    for item in state.fields {
      guard let place = place(ofField: item.number) else { continue }
      bind(item.state, of: fields[place].value, standing: standing, to: firstField + Int32(place), in: statement)
    }
    let packed = PackedState.encode(
      state, rule: { self.type.kind(of: $0) },
      fits: { number, value in self.place(ofField: number).map { self.columns[$0].holds(value) } ?? false })
    statement.bind(mergePlace, packed)
    number(statement)
    if let row { statement.bind(changePlace + 1, row) }
    try statement.run()
    // Asked for at once: whatever else is written may have row numbers too.
    let saved = row ?? insert.lastInsertedRow
    if row == nil, numbers.hasGone { try numbers.comeBack(record, type.name, area) }
    try concurrent.move(from: hidden, to: present, of: record, in: area)
    return saved
  }

  private func bind(
    _ state: FieldState, of field: Field, standing: Standing?, to index: Int32, in statement: HotStatement
  ) {
    switch Shown.value(of: state, field: field, standing: standing) {
    case .null, .list([]): statement.bindNull(index)
    case .int(let number): statement.bind(index, number)
    case .bool(let flag): statement.bind(index, Int64(flag ? 1 : 0))
    case .text(let text) where field.value == .text: statement.bind(index, text)
    case .bytes(let bytes) where field.value == .bytes: statement.bind(index, bytes)
    case let value: statement.bind(index, JSONText.string(value))
    }
  }
}
