// Deadlines of what has been done: nothing is kept of them, so records are gone through, some at each question.
package import Catalog
import Merge
package import Rules
package import Store

/// Deadlines that are met, or were late.
package struct DoneDeadlines {
  private let reader: StoreReader
  private let calendar: WorkCalendar

  /// How many records one question looks at.
  private static let recordsMax = 500

  /// - Throws: `StoreError`.
  package init(_ reader: StoreReader, catalog: Catalog) throws {
    self.reader = reader
    calendar = WorkCalendar(try reader.codeTables([WorkCalendar.table], catalog))
  }

  /// A page of what is done, in the order of types and in that in which the records arrived here.
  ///
  /// The deadlines of one record stand on one page. A page may be empty and yet not be the last: it looks at so many records
  /// and no more. How many there are is known where one page has them all.
  /// - Returns: nil where `after` is no place, or one of another question.
  /// - Throws: `StoreError`, `ReadingStop`.
  package func page(_ question: DeadlineQuestion, state: DeadlineStanding.State) throws -> DeadlinePage? {
    // A catalog may have no deadlines at all.
    if question.types.isEmpty { return DeadlinePage(rows: [], next: nil, count: 0, isCountExact: true) }
    let mark = question.mark(state)
    guard let place = Place(question.after, of: question.types.count, mark) else { return nil }
    var (rows, left) = ([DatedStanding](), Self.recordsMax)
    var current: Place? = place
    while let from = current, left > 0, rows.count < question.count {
      let type = question.types[from.type]
      let room = (question.count - rows.count) / max(1, type.deadlines.count)
      // Where there is room for some of a record's deadlines and not for all, the next page has them.
      if room == 0, !rows.isEmpty { break }
      let page = try reader.records(of: type, after: from.row, count: min(left, max(1, room)))
      left -= min(left, max(1, room))
      for view in page.records where question.area.contains(view.area) { add(view, question, state, to: &rows) }
      current = from.next(page.next, of: question.types.count)
    }
    let isWhole = question.after == nil && current == nil
    return DeadlinePage(
      rows: rows, next: current.map { mark.put(on: $0.text) }, count: isWhole ? rows.count : nil, isCountExact: isWhole)
  }

  private func add(
    _ view: RecordView, _ question: DeadlineQuestion, _ state: DeadlineStanding.State, to rows: inout [DatedStanding]
  ) {
    let record = ExaminedRecord(view)
    for deadline in view.type.deadlines {
      guard let standing = deadline.standing(of: record, calendar: calendar, now: question.now), standing.state == state
      else { continue }
      rows.append(DatedStanding(type: view.type.name, id: view.id, area: view.area, standing: standing))
    }
  }

  /// A type among those asked for, and the row behind which its records are looked at.
  private struct Place {
    let type: Int
    let row: Int64

    init(type: Int, row: Int64) { (self.type, self.row) = (type, row) }

    /// - Returns: nil for a text that is none, or where there is no such type.
    init?(_ text: String?, of typeCount: Int, _ mark: QuestionMark) {
      guard let text else {
        self.init(type: 0, row: 0)
        return
      }
      guard let text = mark.taken(from: text) else { return nil }
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2, let type = Int(parts[0]), let row = Int64(parts[1]) else { return nil }
      guard (0..<typeCount).contains(type), row >= 0 else { return nil }
      self.init(type: type, row: row)
    }

    var text: String { "\(type).\(row)" }

    /// - Parameter row: where the type goes on; nil where it has ended.
    func next(_ row: Int64?, of typeCount: Int) -> Place? {
      if let row { return Place(type: type, row: row) }
      return type + 1 < typeCount ? Place(type: type + 1, row: 0) : nil
    }
  }
}
