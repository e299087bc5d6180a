// Looking for words in records' texts.
package import Catalog
import GRDB
import Merge

extension StoreReader {
  /// How many entries are looked at for one page: where the other conditions leave hardly any of them, a page ends short and
  /// says where to go on.
  package static let textEntriesMax = 5_000
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

  /// A page of the records of a list in whose texts words stand, those that came last first.
  /// - Parameter list: what the records are narrowed to besides. Of its `after` the row counts; its order does not.
  /// - Returns: nil where `textsBehind` is. The page may have fewer records than were asked for, and more follow all the same.
  package func page(_ list: RecordList, with query: TextQuery, type: RecordType) throws -> ListPage? {
    guard let mark = try TextIndex.mark(of: type, db) else { return nil }
    let entries = try db.hot(
      """
      SELECT rowid FROM record_text WHERE record_text MATCH ?1 AND rowid >= ?2 AND rowid <= ?3 ORDER BY rowid DESC
      """)
    let end = list.after.map { $0.row > 1 ? min($0.row - 1, TextIndex.rowMax) : 0 } ?? TextIndex.rowMax
    entries.bind(1, query.expression(in: list.area))
    entries.bind(2, TextIndex.document(0, ofTypeAt: mark.place))
    entries.bind(3, TextIndex.document(end, ofTypeAt: mark.place))
    defer { entries.reset() }
    let look = try ListLook(list, type, self)
    let count = min(max(list.count, 1), RecordFilter.countMax)
    var (found, looked, last, isExhausted) = ([Int64](), 0, Int64?.none, false)
    while found.count <= count, looked < Self.textEntriesMax {
      guard try entries.step() else {
        isExhausted = true
        break
      }
      let row = TextIndex.row(ofDocument: entries.int(0))
      (looked, last) = (looked + 1, row)
      if try look.fits(row) { found.append(row) }
    }
    let (records, rows) = try records(in: found.prefix(count), type: type)
    let next = found.count > rows ? found[rows - 1] : isExhausted ? nil : last
    return ListPage(
      records: records, next: next.map { ListPlace(.null, row: $0) }, textsBehind: try textsBehind(type))
  }
}
