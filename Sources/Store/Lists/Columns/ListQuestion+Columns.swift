// Lists and counts by the columns that are kept in memory, where nothing else leads to few rows.
import Catalog
import GRDB
import Merge

extension ListQuestion {
  /// Whether columns that are kept say what is asked, as far as is known without asking them.
  func mayAskColumns(also columns: [String]) -> Bool {
    guard let memory, list.overdue == nil else { return false }
    return memory.hasColumns(of: type) && isCovered(.places, and: columns)
  }

  /// The columns as of this snapshot; nil where there are none, or where something else is asked.
  func keptColumns(also columns: [String]) throws -> ListColumns? {
    guard let memory, list.overdue == nil, isCovered(.places, and: columns) else { return nil }
    return try memory.columns(of: type, in: db)
  }

  /// Notes that the index of places is looked through, where columns would have answered.
  func wantColumns(also columns: [String]) throws {
    guard let memory, list.overdue == nil, isCovered(.places, and: columns) else { return }
    try memory.want(type, in: db)
  }

  /// The places of a page and of one behind it by columns; nil where they do not say what is asked.
  ///
  /// Each row that they lead to is read and asked all that they were asked. If one says something else they are not relied on any
  /// more.
  func places(in kept: ListColumns) throws -> [ListPlace]? {
    guard let page = ColumnQuestion(list, kept)?.page(list) else { return nil }
    let value = list.order.column.map { "t.\"\($0)\"" } ?? "NULL"
    let look = try statement(
      "SELECT t.rowid, \(value) FROM \"\(type.name)\" AS t WHERE t.rowid = ? AND \(conditions.sql)",
      [.int(0)] + conditions.values)
    var found: [ListPlace] = []
    for (index, row) in page.rows.enumerated() {
      look.bind(1, row)
      guard let shown = try look.first({ place($0) }), page.isSorted(shown.value, index) else {
        memory?.distrust(type)
        return nil
      }
      found.append(shown)
    }
    memory?.noteAnswer()
    return found
  }
}

extension ListCounting {
  /// The counts by columns, all of them exact; nil where something leads to few rows, or columns are not kept.
  func countsOfColumns(by axes: [CountAxis]) throws -> [ListCounts]? {
    let names = axes.map(Self.column)
    guard question.memory != nil, try question.fewest(also: names) == nil else { return nil }
    guard let kept = try question.keptColumns(also: names) else {
      if axes.contains(where: { if case .field = $0 { true } else { false } }) {
        try question.wantColumns(also: names)
      }
      return nil
    }
    guard let counted = ColumnQuestion(question.list, kept)?.counts(of: names) else { return nil }
    question.memory?.noteAnswer()
    return zip(axes, counted).map { sorted(groups($0, $1)) }
  }

  static func column(_ axis: CountAxis) -> String {
    switch axis {
    case .status: RecordIndexes.standing
    case .area: RecordIndexes.division
    case .field(let field): field.name
    }
  }

  /// What is told of the values of a column. An empty text is nothing.
  func groups(_ axis: CountAxis, _ counts: [(value: ColumnValue?, count: Int)]) -> [ListCount] {
    let names = question.type.lifecycle?.inOrderOfRest ?? []
    var told: [Value: Int] = [:]
    for (value, count) in counts {
      let name: Value? =
        switch (axis, value) {
        case (.status, .int(let standing)?): names.indices.contains(Int(standing)) ? .text(names[Int(standing)]) : nil
        case (.area(let area), .int(let division)?): group(of: division, below: area)
        case (.field(let field), .int(let number)?) where field.value == .boolean: .bool(number != 0)
        default: value.map { $0.value.isBlank ? .null : $0.value } ?? .null
        }
      if let name { told[name, default: 0] += count }
    }
    return told.map { ListCount(value: $0, count: $1, isMore: false) }
  }

  /// The area of the tier below in which a division lies; nil outside of the area that is counted.
  private func group(of division: Int64, below area: Area) -> Value? {
    guard RecordIndexes.divisions(of: area).contains(division) else { return nil }
    let span = Self.span(below: area)
    return .text(RecordIndexes.code(ofDivision: division / span * span))
  }
}
