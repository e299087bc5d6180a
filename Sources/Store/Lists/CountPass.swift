// Counting by several things at once, where rows have to be read for what is asked.
import Catalog
import GRDB
import Merge

extension ListCounting {
  /// So many different values are kept of all that is counted by, before each is counted by itself.
  private static let valuesMax = 50_000

  /// The counts by several axes from one pass over the rows, all of them exact; nil where the index of places says what is asked, and
  /// where the rows show very many values.
  func countsOfOnePass(by axes: [CountAxis]) throws -> [ListCounts]? {
    let isOverdue = question.list.overdue != nil
    guard axes.count > 1, isOverdue || !question.isCovered(.places, and: []) else { return nil }
    let source = isOverdue ? question.whole : try question.fewest(also: []) ?? question.whole
    let (sql, values) = selecting(axes.map(Self.column), from: source)
    var counts = axes.map { _ in [ColumnValue?: Int]() }
    var kept = 0
    let rows = try question.statement(sql, values)
    defer { rows.reset() }
    while try rows.step() {
      for index in axes.indices {
        let value = Self.value(rows.cell(Int32(index)))
        counts[index][value, default: 0] += 1
        if counts[index][value] == 1 { kept += 1 }
      }
      if kept > Self.valuesMax { return nil }
    }
    return zip(axes, counts).map { axis, counts in sorted(groups(axis, counts.map { ($0, $1) })) }
  }

  /// Counts of what has no conflicts: of all, which columns say, without those that have some; nil where columns do not say it.
  func countsWithoutConflicts(by axes: [CountAxis]) throws -> [ListCounts]? {
    guard question.list.hasConflicts == false, question.memory != nil, try question.fewest(also: []) == nil else {
      return nil
    }
    func counting(_ hasConflicts: Bool?) -> ListCounting {
      var list = question.list
      list.hasConflicts = hasConflicts
      return ListCounting(ListQuestion(list, askedAs: question))
    }
    let names = axes.map(Self.column)
    let all = counting(nil)
    guard let kept = try all.question.keptColumns(also: names) else {
      try all.question.wantColumns(also: names)
      return nil
    }
    guard let counted = ColumnQuestion(all.question.list, kept)?.counts(of: names) else { return nil }
    let few = counting(true)
    guard let source = try few.question.fewest(also: []) else { return nil }
    var counts = counted.map { Dictionary($0.map { ($0.value, $0.count) }) { $1 } }
    let (sql, values) = few.selecting(names, from: source)
    try question.statement(sql, values).forEachRow { row in
      for index in axes.indices { counts[index][Self.value(row.cell(Int32(index))), default: 0] -= 1 }
    }
    return zip(axes, counts).map { axis, counts in sorted(groups(axis, counts.map { ($0, $1) })) }
  }

  /// A statement that has some columns of each row that is meant.
  private func selecting(_ names: [String], from source: ListSource) -> (sql: String, values: [Value]) {
    let (table, values) = source.table(question.type)
    let all =
      source.lookup(question.list, question.type)
      .filter { added in !question.conditions.contains { $0.sql == added.sql } } + question.conditions
    let columns = names.map { "t.\"\($0)\"" }.joined(separator: ", ")
    return ("SELECT \(columns) FROM \(table) WHERE \(all.sql)", values + all.values)
  }

  private static func value(_ cell: Cell) -> ColumnValue? {
    switch cell {
    case .int(let number): .int(number)
    case .text(let text): .text(Array(text.utf8))
    default: nil
    }
  }
}
