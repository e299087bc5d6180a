// Looking for words in records' texts.
package import Catalog
import GRDB
import Merge

extension StoreReader {
  /// How many entries are looked at for one page: where the other conditions leave hardly any of them, a page ends short and
  /// says where to go on.
  package static let textEntriesMax = 5_000
  private static let pieceMax = 512
  /// Up to where changed rows are counted.
  private static let changedMax: Int64 = 10_000

  /// How many rows of a type the index of texts is behind: those that it has no entries of, and, up to ten thousand, those that
  /// show something else by now. Nil where the store keeps no index, or the type has no text that is looked at.
  package func textsBehind(_ type: RecordType) throws -> Int? {
    guard let mark = try TextIndex.mark(of: type, db) else { return nil }
    let count = try db.hot(
      """
      SELECT (SELECT count(*) FROM (SELECT 1 FROM record_text_due WHERE document BETWEEN ?1 AND ?2 LIMIT ?3))
        + coalesce((SELECT max(rowid) FROM "\(type.name)"), 0)
      """)
    count.bind(1, TextIndex.document(0, ofTypeAt: mark.place))
    count.bind(2, TextIndex.document(TextIndex.rowMax, ofTypeAt: mark.place))
    count.bind(3, Self.changedMax)
    defer { count.reset() }
    return try count.step() ? Int(max(0, count.int(0) - mark.row)) : nil
  }

  /// A page of the records in whose texts words stand, those that came last first.
  /// - Parameter filter: what the records are narrowed to besides. Its `after` is a row that the page before said; 0 begins.
  /// - Returns: nil where `textsBehind` is. The page may have fewer records than were asked for, and more follow all the same.
  package func records(_ filter: RecordFilter, with query: TextQuery, type: RecordType) throws -> RecordPage? {
    guard let mark = try TextIndex.mark(of: type, db) else { return nil }
    let entries = try db.hot(
      """
      SELECT rowid FROM record_text WHERE record_text MATCH ?1 AND rowid >= ?2 AND rowid <= ?3 ORDER BY rowid DESC
      """)
    let end = filter.after > 0 ? min(filter.after - 1, TextIndex.rowMax) : TextIndex.rowMax
    entries.bind(1, query.expression(in: filter.area))
    entries.bind(2, TextIndex.document(0, ofTypeAt: mark.place))
    entries.bind(3, TextIndex.document(end, ofTypeAt: mark.place))
    defer { entries.reset() }
    var walk = TextWalk(filter, count: min(max(filter.count, 1), RecordFilter.countMax))
    while !walk.isOver {
      let piece = try walk.takePiece(of: entries)
      walk.found += try records(walk.filter(among: piece), type: type).records.reversed()
      try checkDeadline()
    }
    var page = RecordPage(records: Array(walk.found.prefix(walk.count)), next: try next(after: walk, type: type))
    page.textsBehind = try textsBehind(type)
    return page
  }

  /// The row that the next page begins after: that of the last record shown, or the last one looked at.
  private func next(after walk: TextWalk, type: RecordType) throws -> Int64? {
    guard walk.found.count > walk.count else { return walk.isExhausted ? nil : walk.last }
    let last = walk.found[walk.count - 1]
    let find = try db.hot(RecordTable.lookup(type))
    find.bind(1, last.id.raw)
    find.bind(2, last.area.code)
    defer { find.reset() }
    return try find.step() ? find.int(0) : nil
  }

  /// A walk over the entries that have the words, from the newest on, in pieces that grow.
  private struct TextWalk {
    /// How many records the page is to have.
    let count: Int
    private let narrowed: RecordFilter
    var found: [RecordView] = []
    private(set) var last: Int64?
    private(set) var isExhausted = false
    private var looked = 0

    init(_ filter: RecordFilter, count: Int) {
      self.count = count
      var narrowed = filter
      (narrowed.after, narrowed.count) = (0, RecordFilter.countMax)
      self.narrowed = narrowed
    }

    var isOver: Bool { isExhausted || found.count > count || looked >= StoreReader.textEntriesMax }

    mutating func takePiece(of entries: HotStatement) throws -> [Int64] {
      let size = min(max(count - found.count + 1, looked), StoreReader.pieceMax, StoreReader.textEntriesMax - looked)
      var rows: [Int64] = []
      while rows.count < size {
        guard try entries.step() else {
          isExhausted = true
          break
        }
        rows.append(TextIndex.row(ofDocument: entries.int(0)))
      }
      looked += rows.count
      last = rows.last ?? last
      return rows
    }

    func filter(among rows: [Int64]) -> RecordFilter {
      var filter = narrowed
      filter.among = rows
      return filter
    }
  }
}
