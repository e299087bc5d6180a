// What stands to be done, in the order in which it is due, a page at a time.
package import Catalog
package import Merge
package import Rules
package import Store

/// A deadline of one record, and how it stands.
package struct DatedStanding: Hashable, Sendable {
  package let type: String
  package let id: RecordID
  package let area: Area
  package let standing: DeadlineStanding
}

/// A page of deadlines.
package struct DeadlinePage: Hashable, Sendable {
  package let rows: [DatedStanding]
  /// Where the next page begins; nil after the last.
  package let next: String?
  /// How many deadlines there are, on all pages together, counted up to `DeadlineQuestion.countedMax`; nil where nobody knows.
  package let count: Int?
  package let isCountExact: Bool
}

/// What of the deadlines is asked for.
package struct DeadlineQuestion: Sendable {
  /// The area whose records are meant, those inside it among them.
  package let area: Area
  package let types: [RecordType]
  /// As of when they stand, in milliseconds since 1970; of each page its own.
  package let now: Int64
  /// Where the page begins: `next` of the page before.
  package let after: String?
  /// How many rows a page has at most.
  package let count: Int

  /// A longer list is not counted to its end.
  package static let countedMax = 10_000

  package init(area: Area, types: [RecordType], now: Int64, after: String?, count: Int) {
    (self.area, self.types, self.now, self.after, self.count) = (area, types, now, after, count)
  }
}

/// The place of a row among all that stands to be done.
struct StandingPlace: Hashable {
  let kind: Int64
  let key: MomentKey

  init(kind: Int64, key: MomentKey) { (self.kind, self.key) = (kind, key) }

  /// Reads what `text` says; nil for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
    let numbers = parts.compactMap(\.self)
    guard parts.count == 5, numbers.count == 5 else { return nil }
    self.init(
      kind: numbers[0], key: MomentKey(day: numbers[1], division: numbers[2], moment: numbers[3], row: numbers[4]))
  }

  var text: String { "\(kind).\(key.day).\(key.division).\(key.moment).\(key.row)" }
}

/// Deadlines that are not done, from the table in which they are kept.
package struct StandingDeadlines {
  let reader: StoreReader
  let kinds: [MomentKind]
  let calendar: WorkCalendar

  /// - Throws: `StoreError`.
  package init(_ reader: StoreReader, catalog: Catalog) throws {
    self.reader = reader
    kinds = MomentKind.all(of: catalog).filter { $0.view == .deadline }
    calendar = WorkCalendar(try reader.codeTables([WorkCalendar.table], catalog))
  }

  /// A page of what is to be done, by the day on which it is due, then by kind of deadline, then by place.
  ///
  /// Places do not move with time, so that each page may be asked at its own moment: nothing comes twice, and nothing is left out
  /// that stood so at all of them.
  /// - Parameter state: `open` or `overdue`; nil for both.
  /// - Returns: nil where `after` is no place.
  /// - Complexity: the rows of the page, for each kind of deadline one search, and counting.
  /// - Throws: `StoreError`, `ReadingStop`.
  package func page(_ question: DeadlineQuestion, state: DeadlineStanding.State?) throws -> DeadlinePage? {
    let wanted = kinds.filter { kind in question.types.contains { $0.name == kind.kept.type } }
    let mark = question.mark(state)
    var place: StandingPlace?
    if let after = question.after {
      guard let given = mark.taken(from: after).flatMap({ StandingPlace($0) }),
        wanted.contains(where: { $0.number == given.kind })
      else { return nil }
      place = given
    }
    var streams = wanted.compactMap { stream($0, question, state, after: place) }
    var found: [(place: StandingPlace, row: DatedStanding)] = []
    while found.count <= question.count, let next = try next(of: &streams, now: question.now) { found.append(next) }
    let isMore = found.count > question.count
    if isMore { found.removeLast() }
    let count = try counted(wanted, question, state)
    return DeadlinePage(
      rows: found.map(\.row), next: isMore ? found.last.map { mark.put(on: $0.place.text) } : nil,
      count: min(count, DeadlineQuestion.countedMax), isCountExact: count <= DeadlineQuestion.countedMax)
  }

  // MARK: Merging the kinds

  /// The rows of one kind, read a few at a time.
  struct Stream {
    let kind: MomentKind
    let deadline: Deadline
    var range: MomentRange
    var rows: ArraySlice<KeptRow> = []
    var isAtEnd = false

    /// Rows are read so many at a time: a page takes few of most kinds.
    static let batchRows = 32

    mutating func head(in reader: StoreReader) throws -> KeptRow? {
      if rows.isEmpty, !isAtEnd {
        let batch = try reader.keptRows(kind, in: range, count: Self.batchRows)
        isAtEnd = batch.count < Self.batchRows
        range.after = batch.last?.key ?? range.after
        rows = batch[...]
      }
      return rows.first
    }
  }

  /// The rows of a kind behind a place; nil where there are none.
  func stream(
    _ kind: MomentKind, _ question: DeadlineQuestion, _ state: DeadlineStanding.State?, after place: StandingPlace?
  ) -> Stream? {
    guard let deadline = kind.kept.deadline, var range = range(deadline, question, state) else { return nil }
    guard let place else { return Stream(kind: kind, deadline: deadline, range: range) }
    if place.kind == kind.number {
      range.after = place.key
    } else if let other = kinds.first(where: { $0.number == place.kind })?.kept.deadline {
      let day = dueDay(other, place.key)
      guard narrow(&range, of: deadline, toDueDay: kind.number < place.kind ? day + 1 : day) else { return nil }
    }
    return Stream(kind: kind, deadline: deadline, range: range)
  }

  /// Leaves out of a range what is due before a day.
  /// - Returns: false where nothing is left.
  private func narrow(_ range: inout MomentRange, of deadline: Deadline, toDueDay day: Int64) -> Bool {
    guard deadline.countsWorkingDays else {
      // By days, since beyond the calendar there are days of which no moment is the first.
      range.after = MomentKey(day: day - 1, division: .max, moment: .max, row: .max)
      return true
    }
    let start = day.multipliedSaturated(by: Day.milliseconds).subtractingSaturated(Day.offsetMilliseconds)
    guard let least = deadline.leastKept(dueFrom: start, calendar: calendar) else { return false }
    range.from = max(range.from ?? least, least)
    return true
  }

  /// Which moments of a deadline are in a state; nil for none.
  func range(
    _ deadline: Deadline, _ question: DeadlineQuestion, _ state: DeadlineStanding.State?
  ) -> MomentRange? {
    let bound = deadline.leastKept(dueFrom: question.now, calendar: calendar)
    switch state {
    case .open: return bound.map { MomentRange(in: question.area, from: $0) }
    case .overdue: return MomentRange(in: question.area, before: bound)
    case nil: return MomentRange(in: question.area)
    case .met, .late: return nil
    }
  }

  func dueDay(_ deadline: Deadline, _ key: MomentKey) -> Int64 {
    Day.numberUnbounded(milliseconds: deadline.due(kept: key.moment, calendar: calendar))
  }

  /// The earliest row of all kinds: within a kind a later row is never due on an earlier day.
  func next(
    of streams: inout [Stream], now: Int64
  ) throws -> (place: StandingPlace, row: DatedStanding)? {
    var first: (stream: Int, day: Int64)?
    for index in streams.indices {
      guard let head = try streams[index].head(in: reader) else { continue }
      let day = dueDay(streams[index].deadline, head.key)
      if first.map({ day < $0.day }) ?? true { first = (index, day) }
    }
    guard let first, let row = streams[first.stream].rows.popFirst() else { return nil }
    let stream = streams[first.stream]
    let standing = stream.deadline.standing(kept: row.key.moment, calendar: calendar, now: now)
    return (
      StandingPlace(kind: stream.kind.number, key: row.key),
      DatedStanding(type: stream.kind.kept.type, id: row.id, area: row.area, standing: standing)
    )
  }

  /// How many there are, and one more than is counted where there are more.
  private func counted(
    _ kinds: [MomentKind], _ question: DeadlineQuestion, _ state: DeadlineStanding.State?
  ) throws -> Int {
    var count = 0
    for kind in kinds {
      guard let deadline = kind.kept.deadline, let range = range(deadline, question, state) else { continue }
      count += try reader.keptCount(kind, in: range, upTo: DeadlineQuestion.countedMax + 1 - count)
    }
    return count
  }
}
