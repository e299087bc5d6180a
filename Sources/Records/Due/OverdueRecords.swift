// Records of which a deadline is past, narrowed as lists are, in the order in which they were due.
package import Catalog
import Merge
import Rules
package import Store

/// A page of such records.
package struct OverduePage: Sendable {
  package let records: [RecordView]
  /// Where the next page begins; nil after the last.
  package let next: String?
}

extension StandingDeadlines {
  /// So many deadlines are looked at for one page: where a list leaves hardly any of them, a page ends short and says where to
  /// go on.
  package static let looksMax = 5_000
  /// Where a list leads to so few records whatever their deadlines, each of them is examined.
  package static let fewMax = 1_000

  /// The deadlines of a type that are past, for whoever counts their records or sorts them otherwise.
  package func past(of type: RecordType, now: Int64) -> [RecordList.PastDeadline] {
    kinds(of: type).compactMap { kind in
      kind.kept.deadline.map { .init(kind, before: $0.leastKept(dueFrom: now, calendar: calendar)) }
    }
  }

  /// A page of the records of a list of which a deadline that stands to be done is past, by the day on which the earliest of
  /// these was due, then by kind of deadline, then by place.
  /// - Parameters:
  ///   - list: its order and its `after` do not count. The places of its pages are none of another list's.
  ///   - now: milliseconds since 1970.
  ///   - after: `next` of the page before.
  ///   - looksMax, fewMax: see there.
  /// - Returns: nil where `after` is no place, or one of another list. The page may have fewer records than were asked for, and more follow all the
  ///   same.
  /// - Throws: `StoreError`, `ReadingStop`.
  package func records(
    _ list: RecordList, type: RecordType, now: Int64, after: String?, looksMax: Int = looksMax, fewMax: Int = fewMax
  ) throws -> OverduePage? {
    let mark = list.mark(type)
    var place: StandingPlace?
    if let after {
      guard let given = mark.taken(from: after).flatMap({ StandingPlace($0) }),
        kinds(of: type).contains(where: { $0.number == given.kind })
      else { return nil }
      place = given
    }
    let count = min(max(list.count, 1), RecordFilter.countMax)
    let found: Found?
    if let few = try reader.few(list, type: type, upTo: fewMax) {
      found = page(of: few, type: type, now: now, after: place, count: count)
    } else {
      found = try walk(list, type, now: now, after: place, count: count, looksMax: looksMax)
    }
    return found.map { OverduePage(records: $0.records, next: $0.next.map { mark.put(on: $0.text) }) }
  }

  /// The records of a page, and where the next one begins.
  private typealias Found = (records: [RecordView], next: StandingPlace?)

  private func kinds(of type: RecordType) -> [MomentKind] { kinds.filter { $0.kept.type == type.name } }

  // MARK: Few records

  private func page(
    of few: [(row: Int64, record: RecordView)], type: RecordType, now: Int64, after: StandingPlace?, count: Int
  ) -> Found {
    var found: [(place: StandingPlace, record: RecordView)] = few.compactMap { row, record in
      earliest(of: record, type, at: row, now: now).map { ($0, record) }
    }
    if let after { found.removeAll { !isBefore(after, $0.place) } }
    found.sort { isBefore($0.place, $1.place) }
    let rows = Self.fitting(found.prefix(count).map(\.record))
    return (found.prefix(rows).map(\.record), found.count > rows ? found[rows - 1].place : nil)
  }

  /// How many of these records a page takes.
  private static func fitting(_ records: [RecordView]) -> Int {
    var bytes = 0
    return records.prefix { record in
      defer { bytes += record.byteCount }
      return bytes < ListPage.bytesMax
    }.count
  }

  /// The deadline of a record that was due first of those that are past; nil where none is.
  private func earliest(of record: RecordView, _ type: RecordType, at row: Int64, now: Int64) -> StandingPlace? {
    kinds(of: type).compactMap { kind -> StandingPlace? in
      guard let deadline = kind.kept.deadline, let key = kind.key(of: record, at: row),
        deadline.standing(kept: key.moment, calendar: calendar, now: now).state == .overdue
      else { return nil }
      return StandingPlace(kind: kind.number, key: key)
    }.min(by: isBefore)
  }

  /// The order of pages.
  private func isBefore(_ left: StandingPlace, _ right: StandingPlace) -> Bool {
    let days = [left, right].map { place in
      kinds.first { $0.number == place.kind }?.kept.deadline.map { dueDay($0, place.key) } ?? 0
    }
    return (days[0], left.kind, left.key) < (days[1], right.kind, right.key)
  }

  // MARK: Many

  private func walk(
    _ list: RecordList, _ type: RecordType, now: Int64, after: StandingPlace?, count: Int, looksMax: Int
  ) throws -> Found? {
    // All that is held, also what lies outside the node's own area.
    guard let area = list.area ?? Area("000000000000") else { return nil }
    let question = DeadlineQuestion(area: area, types: [type], now: now, after: nil, count: count)
    var streams = kinds(of: type).compactMap { stream($0, question, .overdue, after: after) }
    let look = try reader.look(of: list, type: type)
    var found: [(place: StandingPlace, record: RecordView)] = []
    var (looks, bytes, last) = (0, 0, StandingPlace?.none)
    while found.count <= count, looks < looksMax, bytes < ListPage.bytesMax {
      guard let place = try next(of: &streams, now: now)?.place else {
        last = nil
        break
      }
      (looks, last) = (looks + 1, place)
      let row = place.key.row
      // A record with several of them stands where the earliest is.
      guard try look.fits(row), let record = try reader.record(of: type, at: row),
        earliest(of: record, type, at: row, now: now) == place
      else { continue }
      found.append((place, record))
      bytes += record.byteCount
    }
    let end = found.count > count ? found[count - 1].place : last
    return (found.prefix(count).map(\.record), end)
  }
}
