// How many records of a list there are, by what they show.
package import Catalog
import GRDB
package import Merge

/// By what records are counted.
package enum CountAxis: Hashable, Sendable {
  case status
  /// The areas of the tier below this one; what belongs to no area of that tier stands under the area itself.
  case area(Area)
  /// What a field shows, of which there are few values (`Field.isGrouped`).
  case field(Field)
}

/// The records that show one value.
package struct ListCount: Hashable, Sendable {
  /// A status, an area's code, or a value; null where a field shows nothing.
  package let value: Value
  package let count: Int
  /// Whether there are more: counting goes no further than it is worth.
  package let isMore: Bool
}

/// How many records show each value, the most first.
package struct ListCounts: Hashable, Sendable {
  package fileprivate(set) var groups: [ListCount] = []
  /// Whether all groups are told.
  package fileprivate(set) var isWhole = true
  private var bytes = 0

  fileprivate init() {}

  fileprivate init(_ groups: [ListCount], bytesMax: Int) { for group in groups { take(group, bytesMax: bytesMax) } }

  /// Whether another group is told; with the one that reaches a bound no more are.
  fileprivate mutating func hasRoom(bytesMax: Int) -> Bool {
    isWhole = isWhole && groups.count < ListCounting.groupsMax && bytes < bytesMax
    return isWhole
  }

  fileprivate mutating func take(_ group: ListCount, bytesMax: Int) {
    guard hasRoom(bytesMax: bytesMax) else { return }
    groups.append(group)
    bytes += group.value.text?.utf8.count ?? 0
  }
}

extension StoreReader {
  /// The records of a list by each axis, the most first, those with none left out; the list's order and page do not count.
  /// - Complexity: memory alone where columns of the type are kept, else by status and area so many entries of an index as are
  ///   counted; by a field all that the list is narrowed to, once for all axes, in the index of places where only what stands there is
  ///   asked.
  package func counts(
    of list: RecordList, by axes: [CountAxis], type: RecordType, bounds: ListBounds = ListBounds()
  ) throws -> [ListCounts] {
    let counting = ListCounting(ListQuestion(list, type, self, bounds, usesColumns: true))
    return try counting.countsOfColumns(by: axes) ?? counting.countsWithoutConflicts(by: axes)
      ?? counting.countsOfOnePass(by: axes) ?? axes.map { try counting.counts(by: $0) }
  }
}

/// Counting the records of one question.
struct ListCounting {
  /// So many groups of one axis are told, the largest.
  static let groupsMax = 1_000

  let question: ListQuestion
  private let countMax: Int
  private let bytesMax: Int

  init(_ question: ListQuestion) {
    self.question = question
    (countMax, bytesMax) = (question.bounds.counted, question.bounds.groupBytes)
  }

  func counts(by axis: CountAxis) throws -> ListCounts {
    if question.list.overdue != nil { return try grouped(axis, from: question.whole) }
    let columns = if case .field(let field) = axis { [field.name] } else { [String]() }
    let source = try question.fewest(also: columns)
    guard question.isCovered(.places, and: columns) else { return try grouped(axis, from: source ?? question.whole) }
    switch axis {
    case .status: return sorted(try byStatus())
    case .area(let area): return sorted(try byArea(below: area))
    case .field: return try grouped(axis, from: source ?? .places)
    }
  }

  func sorted(_ counts: [ListCount]) -> ListCounts {
    ListCounts(
      counts.filter { $0.count > 0 }.sorted { $0.count == $1.count ? $0.value < $1.value : $0.count > $1.count },
      bytesMax: bytesMax)
  }

  // MARK: All rows of a source, in groups

  func grouping(_ axis: CountAxis, from source: ListSource) -> (sql: String, values: [Value]) {
    let (type, list) = (question.type, question.list)
    let (table, values) = source.table(type)
    let all =
      source.lookup(list, type).filter { added in !question.conditions.contains { $0.sql == added.sql } }
      + question.conditions
    let within = if case .area(let area) = axis { ListCondition.area(area) } else { [ListCondition]() }
    let value =
      switch axis {
      case .status: "t.status"
      case .area(let area): "t.\(RecordIndexes.division) / \(Self.span(below: area)) * \(Self.span(below: area))"
      case .field(let field) where field.value == .text: "nullif(t.\"\(field.name)\", '')"
      case .field(let field): "t.\"\(field.name)\""
      }
    let sql =
      "SELECT \(value), count(*) FROM \(table) WHERE \((all + within).sql) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT \(Self.groupsMax + 1)"
    return (sql, values + (all + within).values)
  }

  private func grouped(_ axis: CountAxis, from source: ListSource) throws -> ListCounts {
    let (sql, values) = grouping(axis, from: source)
    var counts = ListCounts()
    try question.statement(sql, values).forEachRow { row in
      guard counts.hasRoom(bytesMax: bytesMax) else { return }
      let value: Value =
        switch (axis, row.cell(0)) {
        case (.area, .int(let division)): .text(RecordIndexes.code(ofDivision: division))
        case (.field(let field), .int(let number)) where field.value == .boolean: .bool(number != 0)
        case (_, .int(let number)): .int(number)
        case (_, .text(let text)): .text(text)
        default: .null
        }
      counts.take(ListCount(value: value, count: Int(row.int(1)), isMore: false), bytesMax: bytesMax)
    }
    return counts
  }

  // MARK: Entries of the index of places, up to a bound

  private func byStatus() throws -> [ListCount] {
    let names = question.type.lifecycle?.inOrderOfRest ?? []
    return try question.list.standings(of: question.type).map { standing in
      let count = try count(of: standing, in: [], from: 0)
      return ListCount(value: .text(names[standing]), count: min(count, countMax), isMore: count > countMax)
    }
  }

  /// Goes from one area that has a record to the next, in each standing, and counts its entries.
  private func byArea(below area: Area) throws -> [ListCount] {
    let span = Self.span(below: area)
    let asked = question.list.area.map { RecordIndexes.divisions(of: $0) }
    let range = RecordIndexes.divisions(of: area)
    let whole = asked.map { range.clamped(to: $0) } ?? range
    var counts: [Int64: Int] = [:]
    let standings: [Int?] = question.type.lifecycle == nil ? [nil] : question.list.standings(of: question.type)
    for standing in standings {
      var from = whole.lowerBound
      while let division = try first(of: standing, in: from..<whole.upperBound) {
        let start = division / span * span
        let within = (start..<(start + span)).clamped(to: whole)
        let held = counts[start] ?? 0
        if held <= countMax {
          counts[start] = held + (try count(of: standing, in: Self.within(within), from: held))
        }
        from = within.upperBound
      }
    }
    return counts.map { start, count in
      ListCount(
        value: .text(RecordIndexes.code(ofDivision: start)), count: min(count, countMax), isMore: count > countMax)
    }
  }

  private static func within(_ range: Range<Int64>) -> [ListCondition] {
    let division = RecordIndexes.division
    return [
      ListCondition(
        sql: "t.\(division) >= ? AND t.\(division) < ?", values: [.int(range.lowerBound), .int(range.upperBound)],
        columns: [division])
    ]
  }

  /// What of the question is asked of an entry beside its standing, and beside its place where one is given: a second range of
  /// divisions would be asked of the row.
  private func conditions(_ standing: Int?, _ place: [ListCondition]) -> [ListCondition] {
    let own = standing.map { [ListCondition(sql: "t.\(RecordIndexes.standing) = \($0)", columns: [])] } ?? []
    let said = [[RecordIndexes.standing]] + (place.isEmpty ? [] : [[RecordIndexes.division]])
    return own + place + question.conditions.filter { !said.contains($0.columns) }
  }

  /// How many entries of a standing there are, up to one more than is told with those that are known.
  private func count(of standing: Int?, in place: [ListCondition], from known: Int) throws -> Int {
    let (table, _) = ListSource.places.table(question.type)
    let all = conditions(standing, place)
    let limit = countMax + 1 - known
    let sql = "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE \(all.sql) LIMIT \(limit))"
    return try question.statement(sql, all.values).first { Int($0.int(0)) } ?? 0
  }

  private func first(of standing: Int?, in range: Range<Int64>) throws -> Int64? {
    guard !range.isEmpty else { return nil }
    let (table, _) = ListSource.places.table(question.type)
    let all = conditions(standing, Self.within(range))
    let division = "t.\(RecordIndexes.division)"
    let sql = "SELECT \(division) FROM \(table) WHERE \(all.sql) ORDER BY \(division) LIMIT 1"
    return try question.statement(sql, all.values).first { $0.int(0) }
  }

  // MARK: Areas as numbers

  /// How many divisions an area of the tier below has.
  static func span(below area: Area) -> Int64 {
    let below = area.tier >= .community ? Tier.community : Tier(rawValue: area.tier.rawValue + 1) ?? .community
    return RecordIndexes.span(of: below)
  }
}
