// Going through rows in the order of a list, until its page is full.
import Catalog
import GRDB
import Merge

/// A walk along the indexes that have rows in the order that is asked for.
///
/// The rows of one standing are in order, so those of several are merged as they come; each is looked at by itself, and only
/// until the page is full. What few rows satisfy would be walked to in vain: a walk that has looked at too many gives up,
/// where everything that is meant can be looked through faster.
struct ListWalk {
  private let question: ListQuestion
  /// Streams whose rows are merged; a group begins when the one before has ended.
  private let groups: [[String]]
  private let values: [[Value]]
  /// What the streams do not say of a row.
  private let tests: [ListCondition]
  private let looksMax: Int

  /// Whether anything is asked of rows; where nothing is, the walk ends when the page is full.
  var asksRows: Bool { !tests.isEmpty }

  /// Nil where nothing has rows in this order.
  init?(_ question: ListQuestion) {
    self.question = question
    let list = question.list
    var known: Set<String> = []
    switch list.order.key {
    case .arrival: (groups, values) = Self.arrivals(question)
    case .changed where RecordIndexes(question.type).hasChanges:
      (groups, values) = Self.changes(question)
      known = [RecordIndexes.standing, "changed_at"]
    case .field(let name):
      guard let field = question.type.registersByValue.first(where: { $0.name == name }) else { return nil }
      (groups, values) = Self.fieldValues(field, question)
    default: return nil
    }
    tests = question.tests(besides: known)
    let column = [list.order.column].compactMap(\.self)
    let isOfAll = list.area == nil && list.statuses == nil && list.isOpen == nil
    let looks = isOfAll ? question.bounds.looksOfAll : question.bounds.looks
    looksMax = question.isCovered(.places, and: column) ? looks : .max
  }

  private static func select(_ value: String, _ question: ListQuestion, _ index: String?, _ all: [ListCondition])
    -> String
  {
    let order = question.list.order
    let indexed = index.map { " INDEXED BY \"\($0)\"" } ?? " NOT INDEXED"
    let key = order.column.map { value == "NULL" ? "" : "t.\"\($0)\" \(order.direction), " } ?? ""
    return
      "SELECT t.rowid, \(value) FROM \"\(question.type.name)\" AS t\(indexed) WHERE \(all.sql) ORDER BY \(key)t.rowid \(order.direction)"
  }

  private static func arrivals(_ question: ListQuestion) -> ([[String]], [[Value]]) {
    let beyond = question.list.order.beyond(question.list.after)
    return ([[select("NULL", question, nil, beyond)]], [beyond.values])
  }

  /// One stream for each standing.
  private static func changes(_ question: ListQuestion) -> ([[String]], [[Value]]) {
    let (list, type) = (question.list, question.type)
    let bounds = ListCondition.changed(list) + list.order.beyond(list.after)
    let index = RecordIndexes(type).byTime
    guard type.lifecycle != nil else { return ([[select("t.changed_at", question, index, bounds)]], [bounds.values]) }
    let streams = list.standings(of: type).map { standing in
      let condition = ListCondition(sql: "t.\(RecordIndexes.standing) = \(standing)", columns: [])
      return select("t.changed_at", question, index, [condition] + bounds)
    }
    return ([streams], [bounds.values])
  }

  /// The rows that show something in the order of its index, then those that show nothing.
  private static func fieldValues(_ field: Field, _ question: ListQuestion) -> ([[String]], [[Value]]) {
    let (list, column) = (question.list, "t.\"\(field.name)\"")
    let sign = list.order.isDescending ? "<" : ">"
    var shown = [ListCondition(sql: "\(column) IS NOT NULL", columns: [])]
    var blank = [ListCondition(sql: "\(column) IS NULL", columns: [])]
    var (groups, values): ([[String]], [[Value]]) = ([], [])
    switch list.after {
    case let after? where after.value == .null:
      blank.append(ListCondition(sql: "t.rowid \(sign) ?", values: [.int(after.row)], columns: []))
    case let after:
      let index = RecordIndexes(question.type).byValue(field)
      if let after {
        // Those that show the same come first, in a stream of their own: SQLite seeks a pair by its first value alone, and
        // would go through all that show it.
        let place = [after.value, .int(after.row)]
        let same = shown + [ListCondition(sql: "\(column) = ? AND t.rowid \(sign) ?", values: place, columns: [])]
        groups.append([select(column, question, index, same)])
        values.append(same.values)
        shown.append(ListCondition(sql: "\(column) \(sign) ?", values: [after.value], columns: []))
      }
      groups.append([select(column, question, index, shown)])
      values.append(shown.values)
    }
    groups.append([select("NULL", question, nil, blank)])
    values.append(blank.values)
    return (groups, values)
  }

  /// The statements of all streams, for those who ask how SQLite carries them out.
  var statements: [String] { groups.flatMap(\.self) }

  /// The places of a page and one behind it; nil when the walk has given up.
  /// - Parameter bound: so many rows are looked at, or fewer.
  func places(upTo bound: Int = .max) throws -> [ListPlace]? {
    let look = try question.look(tests)
    var found: [ListPlace] = []
    var looks = 0
    for (streams, values) in zip(groups, values) {
      var merged = try MergedRows(streams.map { try question.statement($0, values) }, question)
      while found.count <= question.list.count, let place = try merged.next() {
        if let look {
          looks += 1
          if looks > min(looksMax, bound) { return nil }
          look.bind(1, place.row)
          guard try look.first({ _ in true }) == true else { continue }
        }
        found.append(place)
      }
    }
    return found
  }
}

/// Streams of rows that are each in order, as one that is.
private struct MergedRows {
  private let streams: [HotStatement]
  private var heads: [ListPlace?]
  private let question: ListQuestion

  init(_ streams: [HotStatement], _ question: ListQuestion) throws {
    (self.streams, self.question) = (streams, question)
    heads = []
    for stream in streams { heads.append(try stream.step() ? question.place(stream) : nil) }
  }

  mutating func next() throws -> ListPlace? {
    var first: (index: Int, place: ListPlace)?
    for (index, head) in heads.enumerated() {
      if let head, first.map({ isBefore(head, $0.place) }) ?? true { first = (index, head) }
    }
    guard let first else { return nil }
    heads[first.index] = try streams[first.index].step() ? question.place(streams[first.index]) : nil
    return first.place
  }

  private func isBefore(_ left: ListPlace, _ right: ListPlace) -> Bool {
    let isLess = left.value == right.value ? left.row < right.row : left.value < right.value
    return question.list.order.isDescending ? !isLess : isLess
  }
}
