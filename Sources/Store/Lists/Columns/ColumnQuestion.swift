// What a list is narrowed to, asked of columns: a chunk of rows at a time.
import Catalog
import Merge

/// The conditions of a list as tests of columns. It reads nothing but memory, some nanoseconds for each row.
struct ColumnQuestion {
  private enum Test {
    /// For each code 1 where it fits.
    case coded(CodedColumn, [UInt8])
    case plain(PlainColumn, PlainTest)
  }

  let columns: ListColumns
  private var tests: [Test] = []
  let chunkCount: Int

  /// Nil where something is asked that the columns do not say.
  init?(_ list: RecordList, _ columns: ListColumns) {
    guard let divisions = columns.divisions, list.overdue == nil, list.hasConflicts == nil else { return nil }
    self.columns = columns
    chunkCount = divisions.chunks.count
    guard let fits = Self.fits(list.area, divisions) else { return nil }
    tests = [.coded(divisions, fits)]
    guard takeStandings(list), takeChanges(list) else { return nil }
    for test in list.fields { guard takeField(test) else { return nil } }
  }

  /// Of an enterprise the area itself would have to be asked. A row that there is not has no division.
  private static func fits(_ area: Area?, _ divisions: CodedColumn) -> [UInt8]? {
    if area?.tier == .terminal { return nil }
    let range = area.map { RecordIndexes.divisions(of: $0) }
    return divisions.table(nothing: 0) { value in
      guard let range, case .int(let division) = value else { return 1 }
      return range.contains(division) ? 1 : 0
    }
  }

  private mutating func takeStandings(_ list: RecordList) -> Bool {
    let type = columns.type
    guard type.lifecycle != nil else { return true }
    guard let column = columns.column(RecordIndexes.standing)?.coded else { return false }
    let asked = Set(list.standings(of: type).map { ColumnValue.int(Int64($0)) })
    tests.append(.coded(column, column.table(nothing: 0) { asked.contains($0) ? 1 : 0 }))
    return true
  }

  private mutating func takeChanges(_ list: RecordList) -> Bool {
    if list.changedFrom == nil, list.changedBefore == nil { return true }
    guard let column = columns.column("changed_at")?.plain else { return false }
    let (low, end) = (list.changedFrom ?? .min, list.changedBefore ?? .max)
    tests.append(.plain(column, PlainTest(ranges: low < end ? [low...(end - 1)] : [])))
    return true
  }

  private mutating func takeField(_ test: RecordList.FieldTest) -> Bool {
    guard let column = columns.column(test.field.name) else { return false }
    if let coded = column.coded {
      let (nothing, fits) = Self.fits(test.test)
      tests.append(.coded(coded, coded.table(nothing: nothing ? 1 : 0) { fits($0) ? 1 : 0 }))
    } else if let plain = column.plain {
      guard let asked = Self.plain(test.test) else { return false }
      tests.append(.plain(plain, asked))
    }
    return true
  }

  /// Whether nothing fits, and which values do. An empty text is nothing, too.
  private static func fits(_ test: RecordList.Test) -> (nothing: Bool, values: (ColumnValue) -> Bool) {
    let empty = ColumnValue.text([])
    switch test {
    case .any(let values):
      let asked = Set(values.compactMap { ColumnValue($0) })
      return (false, { asked.contains($0) })
    case .range(let low, let high):
      let (low, high) = (low.flatMap { ColumnValue($0) }, high.flatMap { ColumnValue($0) })
      return (false, { value in (low.map { value >= $0 } ?? true) && (high.map { value <= $0 } ?? true) })
    case .empty: return (true, { $0 == empty })
    case .given: return (false, { $0 != empty })
    }
  }

  /// Nil for a range between what are no numbers.
  private static func plain(_ test: RecordList.Test) -> PlainTest? {
    switch test {
    case .any(let values): return PlainTest(ranges: values.compactMap(\.int).map { $0...$0 })
    case .range(let low, let high):
      guard let low = (low ?? .int(.min)).int, let high = (high ?? .int(.max)).int else { return nil }
      return PlainTest(ranges: low <= high ? [low...high] : [])
    case .empty: return PlainTest(ranges: [], takesNothing: true)
    case .given: return PlainTest(ranges: [.min ... .max])
    }
  }

  // MARK: Chunks

  /// Sets a mask to the rows of a chunk that are meant.
  func select(_ chunk: Int, in mask: inout RowMask) {
    mask.fill()
    for test in tests {
      switch test {
      case .coded(let column, let fits): column.chunks[chunk].keep(fits, in: &mask)
      case .plain(let column, let test): column.chunks[chunk].keep(test, in: &mask)
      }
      if mask.isEmpty { return }
    }
  }
}
