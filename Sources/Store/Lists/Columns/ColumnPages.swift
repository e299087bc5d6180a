// A page of a list from columns: its rows in the order of the list.
import Catalog
import Merge

extension ColumnQuestion {
  /// The order of a list as numbers, the least first, of which the last is what shows nothing.
  private struct Keys {
    static let nothing = Int64.max

    let isDescending: Bool
    private let coded: (column: CodedColumn, ranks: [ColumnValue: Int64], table: [Int64])?
    private let plain: PlainColumn?

    /// Nil for an order that the columns do not have.
    init?(_ order: ListOrder, _ columns: ListColumns) {
      isDescending = order.isDescending
      guard let name = order.column else {
        (coded, plain) = (nil, nil)
        return
      }
      guard let column = columns.column(name) else { return nil }
      plain = column.plain
      coded = column.coded.map { column in
        let ranks = column.ranks()
        let turned = order.isDescending
        return (column, ranks, column.table(nothing: Self.nothing) { Self.turn(ranks[$0] ?? 0, turned) })
      }
    }

    private static func turn(_ key: Int64, _ isDescending: Bool) -> Int64 { isDescending ? ~key : key }

    func read(_ chunk: Int, into keys: inout [Int64]) {
      if let coded { return coded.column.chunks[chunk].keys(coded.table, into: &keys) }
      if let plain { return plain.chunks[chunk].keys(isDescending: isDescending, none: Self.nothing, into: &keys) }
    }

    /// The key of a place, which may show what no row shows any more.
    func key(of value: Value) -> Int64 {
      if value == .null { return coded == nil && plain == nil ? 0 : Self.nothing }
      guard let coded else { return Self.turn(value.int ?? 0, isDescending) }
      guard let asked = ColumnValue(value) else { return Self.nothing }
      // Between two of those that there are.
      let key = coded.ranks[asked] ?? 2 * Int64(coded.column.values.count { $0 < asked }) - 1
      return Self.turn(key, isDescending)
    }
  }

  /// The rows of a page and one behind it, in the order of the list; nil for an order that the columns do not have.
  func page(_ list: RecordList) -> ColumnPage? {
    guard let keys = Keys(list.order, columns) else { return nil }
    let isDescending = list.order.isDescending
    let after = list.after.map { FirstPlaces.Place(keys.key(of: $0.value), $0.row, isDescending) }
    var first = FirstPlaces(list.count + 1, after: after)
    var (mask, values) = (RowMask(), [Int64](repeating: 0, count: ColumnPlace.chunkRows))
    // What comes first is often what arrived first, in either direction: then all else is passed over.
    for number in 0..<chunkCount {
      if list.order.column == nil, first.isFull { break }
      let chunk = isDescending ? chunkCount - 1 - number : number
      select(chunk, in: &mask)
      if mask.isEmpty { continue }
      keys.read(chunk, into: &values)
      for slot in values.indices where mask.bytes[slot] != 0 {
        first.take(FirstPlaces.Place(values[slot], ColumnPlace.row(chunk, slot), isDescending))
      }
    }
    let places = first.sorted()
    return ColumnPage(rows: places.map { isDescending ? ~$0.row : $0.row }) { value, index in
      keys.key(of: value) == places[index].key
    }
  }
}

/// The rows of a page and one behind it.
struct ColumnPage {
  let rows: [Int64]
  /// Whether a row, by its place among these, is sorted by a value.
  let isSorted: (_ value: Value, _ index: Int) -> Bool
}

/// The first of many places, by key and then by row.
private struct FirstPlaces {
  struct Place: Comparable {
    let key: Int64
    let row: Int64

    init(_ key: Int64, _ row: Int64, _ isDescending: Bool) { (self.key, self.row) = (key, isDescending ? ~row : row) }

    static func < (left: Place, right: Place) -> Bool {
      left.key == right.key ? left.row < right.row : left.key < right.key
    }
  }

  private let count: Int
  private let after: Place?
  /// Those that may be among the first: sorted and cut when there are many times as many.
  private var places: [Place] = []
  /// None that comes behind it is among the first.
  private var last: Place?

  init(_ count: Int, after: Place?) { (self.count, self.after) = (count, after) }

  var isFull: Bool { places.count >= count }

  mutating func take(_ place: Place) {
    if let last, place >= last { return }
    if let after, place <= after { return }
    places.append(place)
    if places.count >= 8 * count + 1_024 { cut() }
  }

  private mutating func cut() {
    places.sort()
    places.removeLast(places.count - count)
    last = places.last
  }

  func sorted() -> [Place] { Array(places.sorted().prefix(count)) }
}
