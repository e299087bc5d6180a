// Comparing the index of texts with the rows that it is of.
import Catalog
import GRDB
import Merge

/// Adds up the entries there should be and those there are, type by type: neither has to be kept in memory, and no second index
/// made.
struct TextCheck {
  private let reader: StoreReader
  private let catalog: Catalog

  init(_ reader: StoreReader, catalog: Catalog) { (self.reader, self.catalog) = (reader, catalog) }

  /// Does nothing in a store that keeps no index.
  func run(_ result: inout Verification) throws {
    guard try TextIndex.isKept(reader.db) else { return }
    let found: [Int: EntrySum]
    do { found = try entries() } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      note("cannot be read", &result)
      return
    }
    var known: Set<Int> = []
    for (place, type) in catalog.types.enumerated() where !type.searched.isEmpty {
      known.insert(place)
      let wanted = try wanted(type, at: place, &result)
      if wanted != found[place] ?? EntrySum() { note("is not what \(type.name) records show", &result) }
    }
    if !Set(found.keys).isSubset(of: known) { note("has entries of no type", &result) }
  }

  private func note(_ fault: String, _ result: inout Verification) {
    result.viewFaults += 1
    result.faults.append("record_text: the index of texts \(fault); run `gridward rebuild`")
  }

  /// The entries there are, added up by the place of their type.
  private func entries() throws -> [Int: EntrySum] {
    var sums: [Int: EntrySum] = [:]
    try reader.db.hot("SELECT doc, col, offset, term FROM record_text_terms").forEachRow { row in
      let isOfText = row.blob(1).elementsEqual("text".utf8)
      sums[TextIndex.place(ofDocument: row.int(0)), default: EntrySum()]
        .add(row.int(0), isOfText: isOfText, offset: row.int(2), word: row.blob(3))
    }
    return sums
  }

  /// The entries there should be of a type's rows up to its mark.
  private func wanted(_ type: RecordType, at place: Int, _ result: inout Verification) throws -> EntrySum {
    var sum = EntrySum()
    guard let mark = try TextIndex.mark(of: type, reader.db), mark.place == place else { return sum }
    var due = try noted(at: place)
    let rows = try reader.db.hot("\(StoreWriter.rowTexts(type)) WHERE rowid <= ?1 ORDER BY rowid")
    rows.bind(1, mark.row)
    var last: Int64 = 0
    try rows.forEachRow { row in
      let shown = IndexedText(row, of: type)
      let document = TextIndex.document(shown.row, ofTypeAt: place)
      sum.add(document, isOfText: false, words: shown.areas.map { $0[...] })
      sum.add(document, isOfText: true, words: (due.removeValue(forKey: document) ?? shown.text).split(separator: " "))
      result.rows += 1
      last = shown.row
    }
    // A note about a row that has no entries, or a mark beyond the rows, would have later work leave something out.
    if !due.isEmpty || last < mark.row { note("is marked as further than \(type.name) records go", &result) }
    return sum
  }

  /// What the entries of changed rows are still of.
  private func noted(at place: Int) throws -> [Int64: String] {
    let find = try reader.db.hot("SELECT document, text FROM record_text_due WHERE document BETWEEN ?1 AND ?2")
    find.bind(1, TextIndex.document(0, ofTypeAt: place))
    find.bind(2, TextIndex.document(TextIndex.rowMax, ofTypeAt: place))
    var texts: [Int64: String] = [:]
    try find.forEachRow { texts[$0.int(0)] = $0.text(1) }
    return texts
  }
}

/// How many entries there are, and a sum over them in which their order plays no part.
private struct EntrySum: Equatable {
  private var count: UInt64 = 0
  private var sum: UInt64 = 0

  mutating func add(_ document: Int64, isOfText: Bool, offset: Int64, word: some Sequence<UInt8>) {
    // FNV-1a over the word, then the place; the last mixing spreads every bit over the sum.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for number in [UInt64(bitPattern: document), UInt64(bitPattern: offset), isOfText ? 1 : 0] {
      hash = (hash ^ number) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    count &+= 1
    sum &+= hash
  }

  mutating func add(_ document: Int64, isOfText: Bool, words: [Substring]) {
    for (offset, word) in words.enumerated() {
      add(document, isOfText: isOfText, offset: Int64(offset), word: word.utf8)
    }
  }
}
