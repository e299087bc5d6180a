// The columns of types that people ask much of, kept in memory for as long as the store is open, shared by all who read it.
package import Catalog
import GRDB
import Synchronization

/// From when on columns are kept, and how much is read at one time.
package struct ColumnBounds: Hashable, Sendable {
  /// A type with fewer rows is read from its index: that takes a few milliseconds.
  package var rowsMin: Int64 = 20_000
  /// Of all types together: of a row some forty bytes are kept.
  package var rowsMax = ListColumns.rowsMax
  /// So many rows a question reads that have changed since the columns were kept; where there are more it goes another way.
  package var changesMax = 2_000
  /// So many entries one piece of the work reads.
  package var piece = 20_000

  package init() {}
}

/// Columns are made where a question would have been answered by them: it is noted that they are wanted, the question goes another
/// way, and `StoreReader.tendColumns` makes them, piece by piece. Nobody waits for that, nor for anybody else who reads.
final class ColumnMemory: Sendable {
  private struct Kept {
    var columns: ListColumns?
    var work: ColumnWork?
    var isWanted = false
    /// Whether somebody is at its work.
    var isTaken = false
    var rows: Int64 = 0
    /// Whether columns of it have once said something else than its rows.
    var isDistrusted = false
    /// When it was last asked for, among all questions.
    var asked: UInt64 = 0
  }

  private struct State {
    var kept: [String: Kept] = [:]
    var questions: UInt64 = 0
    var answers = 0
  }

  private let bounds: ColumnBounds
  private let state = Mutex(State())
  private let news: AsyncStream<Void>.Continuation
  /// Yields when there is work; for one listener.
  let wishes: AsyncStream<Void>

  init(_ bounds: ColumnBounds) {
    self.bounds = bounds
    (wishes, news) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// How many questions have been answered from columns.
  var answers: Int { state.withLock { $0.answers } }

  func noteAnswer() { state.withLock { $0.answers += 1 } }

  /// Whether there are columns of a type, of whatever state.
  func hasColumns(of type: RecordType) -> Bool { state.withLock { $0.kept[type.name]?.columns != nil } }

  /// The columns of a type as of a snapshot, brought up to it where little has changed since; nil where there are none.
  func columns(of type: RecordType, in db: Database) throws -> ListColumns? {
    let known = state.withLock { state -> ListColumns? in
      guard let columns = state.kept[type.name]?.columns else { return nil }
      state.questions += 1
      state.kept[type.name]?.asked = state.questions
      return columns
    }
    guard var columns = known else { return nil }
    let present = try TableState(of: type, in: db)
    if columns.state == present { return columns }
    guard try columns.move(to: present, upTo: bounds.changesMax, in: db) else { return nil }
    keep(columns)
    return columns
  }

  /// Keeps columns, unless somebody has brought them further meanwhile or they have been dropped.
  private func keep(_ columns: ListColumns) {
    state.withLock { state in
      guard let held = state.kept[columns.type.name]?.columns, columns.state.isAfter(held.state) else { return }
      state.kept[columns.type.name]?.columns = columns
    }
  }

  /// Notes that a question would have been answered from columns.
  func want(_ type: RecordType, in db: Database) throws {
    let rows = try db.hot("SELECT max(rowid) FROM \"\(type.name)\"").first { $0.int(0) } ?? 0
    guard rows >= bounds.rowsMin, rows < bounds.rowsMax else { return }
    let present = try TableState(of: type, in: db)
    let isNew = state.withLock { state in
      var kept = state.kept[type.name] ?? Kept()
      // Of a later snapshot there are some.
      if let held = kept.columns?.state, held.schema == present.schema, held.change >= present.change { return false }
      if kept.isWanted || kept.isDistrusted { return false }
      state.questions += 1
      (kept.isWanted, kept.rows, kept.asked) = (true, rows, state.questions)
      state.kept[type.name] = kept
      return true
    }
    if isNew { news.yield() }
  }

  /// Forgets columns that do not say what the rows do, and keeps none of that type any more: they are not relied on.
  func distrust(_ type: RecordType) {
    state.withLock { state in
      state.kept[type.name] = Kept()
      state.kept[type.name]?.isDistrusted = true
    }
  }

  // MARK: Work

  /// Does a piece of what is wanted.
  /// - Returns: whether more is to be done.
  func tend(types: [RecordType], in db: Database) throws -> Bool {
    guard let type = takeType(among: types) else { return false }
    // What a piece throws is begun anew.
    var left: ColumnWork?
    defer { putBack(type, left) }
    var work = try takeWork(of: type) ?? ColumnWork(type, in: db)
    switch try work.advance(by: bounds.piece, in: db) {
    case .goesOn: left = work
    case .isVoid: break
    case .isDone: finish(work.columns)
    }
    return state.withLock { $0.kept.values.contains(where: \.isWanted) }
  }

  private func takeType(among types: [RecordType]) -> RecordType? {
    state.withLock { state in
      let type = types.first { type in state.kept[type.name].map { $0.isWanted && !$0.isTaken } ?? false }
      guard let type else { return nil }
      state.kept[type.name]?.isTaken = true
      makeRoom(for: type.name, in: &state)
      return type
    }
  }

  /// What is kept of a type, to be written to: nobody else has it meanwhile. What is behind serves nobody.
  private func takeWork(of type: RecordType) -> ColumnWork? {
    state.withLock { state in
      guard var kept = state.kept[type.name] else { return nil }
      let work = kept.work ?? kept.columns.map { ColumnWork($0) }
      (kept.work, kept.columns) = (nil, nil)
      state.kept[type.name] = kept
      return work
    }
  }

  /// Forgets what was asked for the longest ago.
  private func makeRoom(for name: String, in state: inout State) {
    while state.kept.values.reduce(0, { $0 + $1.rows }) > bounds.rowsMax {
      let others = state.kept.filter { $0.key != name && !$0.value.isTaken }
      guard let oldest = others.min(by: { $0.value.asked < $1.value.asked })?.key else { return }
      state.kept[oldest] = nil
    }
  }

  private func putBack(_ type: RecordType, _ work: ColumnWork?) {
    state.withLock { state in
      state.kept[type.name]?.isTaken = false
      state.kept[type.name]?.work = work
    }
  }

  private func finish(_ columns: ListColumns) {
    state.withLock { state in
      state.kept[columns.type.name]?.columns = columns
      state.kept[columns.type.name]?.isWanted = false
    }
  }
}

extension StoreReader {
  /// Does a piece of making columns that questions have asked for.
  /// - Returns: whether more is to be done.
  /// - Complexity: some 20,000 entries of an index; nothing where nothing is wanted.
  package func tendColumns(of types: [RecordType]) throws -> Bool { try columns?.tend(types: types, in: db) ?? false }
}
