// Rows on one page of a table, read without the tree above it. Nothing that stands on it is believed.

/// A leaf of a table's tree, as SQLite lays it out: cells with the payload of a row each, which may go on on other pages.
///
/// Only what the page's pointers name is read, not what may be left between the cells. Every offset and length is checked.
/// - Complexity: of a page, its bytes; of a row, its own bytes, at most `payloadMax`.
/// - Source: https://www.sqlite.org/fileformat.html#b_tree_pages
package struct LeafPage {
  /// One row: its number, how long it is, what of it stands here, and the page on which it goes on.
  package struct Cell {
    package let row: Int64
    package let payloadBytes: Int
    package let local: Range<Int>
    package let next: UInt32?
  }

  private static let leafOfTable: UInt8 = 0x0D
  private static let fileHeaderBytes = 100

  private let bytes: [UInt8]
  private let usable: Int
  private let payloadMax: Int

  /// - Parameters:
  ///   - usable: bytes of a page that SQLite uses; the rest is reserved.
  ///   - payloadMax: no longer row is taken.
  package init(_ bytes: [UInt8], usable: Int, payloadMax: Int) {
    precondition(usable >= 480 && usable <= bytes.count && payloadMax < 1 << 30)
    (self.bytes, self.usable, self.payloadMax) = (bytes, usable, payloadMax)
  }

  /// The rows of the page with this number; none when it is no leaf of a table.
  package func cells(number: UInt32) -> [Cell] {
    let start = number == 1 ? Self.fileHeaderBytes : 0
    guard bytes[start] == Self.leafOfTable else { return [] }
    let count = short(start + 3)
    let pointers = start + 8
    guard pointers + 2 * count <= usable else { return [] }
    var cells: [Cell] = []
    // Cells of a page do not lie over each other: together they are no longer than it.
    var left = usable
    for index in 0..<count {
      guard let cell = cell(at: short(pointers + 2 * index), after: pointers + 2 * count) else { continue }
      left -= cell.local.count
      guard left >= 0 else { break }
      cells.append(cell)
    }
    return cells
  }

  /// The whole payload of a row.
  /// - Parameter page: reads another page; nil when it cannot be read.
  package func payload(of cell: Cell, page: (UInt32) -> [UInt8]?) -> [UInt8]? {
    var payload = Array(bytes[cell.local])
    var next = cell.next
    // Each page brings at least one byte, so that a ring of pages ends.
    while payload.count < cell.payloadBytes {
      guard let number = next, number > 0, let more = page(number), more.count >= usable else { return nil }
      payload += more[4..<min(usable, 4 + cell.payloadBytes - payload.count)]
      next = more.number(at: 0)
    }
    return payload
  }

  /// What stands of a row on this page.
  func local(of cell: Cell) -> ArraySlice<UInt8> { bytes[cell.local] }

  private func short(_ place: Int) -> Int { Int(bytes[place]) << 8 | Int(bytes[place + 1]) }

  private func cell(at place: Int, after end: Int) -> Cell? {
    guard place >= end, place < usable else { return nil }
    var reader = VarintReader(bytes[place..<usable])
    guard let length = reader.next(), length > 0, length <= UInt64(payloadMax), let number = reader.next() else {
      return nil
    }
    let row = Int64(bitPattern: number)
    let payloadBytes = Int(length)
    let localBytes = localBytes(of: payloadBytes)
    let local = reader.place..<(reader.place + localBytes)
    guard localBytes < payloadBytes else {
      return local.upperBound <= usable ? Cell(row: row, payloadBytes: local.count, local: local, next: nil) : nil
    }
    guard local.upperBound + 4 <= usable else { return nil }
    return Cell(row: row, payloadBytes: payloadBytes, local: local, next: bytes.number(at: local.upperBound))
  }

  /// How much of a payload stands on the leaf itself.
  private func localBytes(of payload: Int) -> Int {
    guard payload > usable - 35 else { return payload }
    let least = (usable - 12) * 32 / 255 - 23
    let fitting = least + (payload - least) % (usable - 4)
    return fitting <= usable - 35 ? fitting : least
  }
}

/// SQLite's numbers of one to nine bytes.
package struct VarintReader {
  private let bytes: ArraySlice<UInt8>
  private(set) var place: Int

  package init(_ bytes: ArraySlice<UInt8>) { (self.bytes, place) = (bytes, bytes.startIndex) }

  /// The next number; nil at the end.
  package mutating func next() -> UInt64? {
    var number: UInt64 = 0
    for index in 0..<9 {
      guard place < bytes.endIndex else { return nil }
      let byte = bytes[place]
      place += 1
      if index == 8 { return number << 8 | UInt64(byte) }
      number = number << 7 | UInt64(byte & 0x7F)
      if byte < 0x80 { return number }
    }
    return nil
  }
}

/// What a row's header says of its columns.
/// - Source: https://www.sqlite.org/fileformat.html#record_format
package struct RowShape {
  package enum Column: Hashable {
    case null
    case integer
    case blob(Int)
    case other
  }

  private static let columnsMax = 16

  package let columns: [Column]
  private let kinds: [UInt64]
  private let places: [Range<Int>]

  /// - Parameters:
  ///   - start: the row's first bytes, with its header.
  ///   - payloadBytes: how long the row is; its columns take all of it.
  package init?(_ start: ArraySlice<UInt8>, payloadBytes: Int) {
    var reader = VarintReader(start)
    guard let length = reader.next(), length <= UInt64(start.count) else { return nil }
    let end = start.startIndex + Int(length)
    var (kinds, columns, places): ([UInt64], [Column], [Range<Int>]) = ([], [], [])
    var at = Int(length)
    while reader.place < end, kinds.count < Self.columnsMax {
      guard let kind = reader.next(), let size = Self.size(of: kind), size <= payloadBytes - at else { return nil }
      kinds.append(kind)
      columns.append(Self.column(kind, size))
      places.append(at..<(at + size))
      at += size
    }
    guard reader.place == end, at == payloadBytes else { return nil }
    (self.kinds, self.columns, self.places) = (kinds, columns, places)
  }

  /// A column that is a blob.
  package func blob(_ column: Int, in payload: [UInt8]) -> [UInt8]? {
    guard case .blob = columns[column] else { return nil }
    return Array(payload[places[column]])
  }

  /// What stands of a column in the row's first bytes.
  func bytes(_ column: Int, in start: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    start.dropFirst(places[column].lowerBound).prefix(places[column].count)
  }

  /// A column that is a whole number.
  package func integer(_ column: Int, in payload: [UInt8]) -> Int64? {
    guard columns[column] == .integer else { return nil }
    if kinds[column] >= 8 { return kinds[column] == 8 ? 0 : 1 }
    let bytes = payload[places[column]]
    let sign: Int64 = (bytes.first ?? 0) & 0x80 == 0 ? 0 : -1
    return bytes.reduce(sign) { $0 << 8 | Int64($1) }
  }

  private static func size(of kind: UInt64) -> Int? {
    switch kind {
    case 0, 8, 9: 0
    case 1...4: Int(kind)
    case 5: 6
    case 6, 7: 8
    case 12...: Int(exactly: (kind - 12) / 2)
    default: nil
    }
  }

  private static func column(_ kind: UInt64, _ size: Int) -> Column {
    switch kind {
    case 0: .null
    case 1...6, 8, 9: .integer
    case 12... where kind % 2 == 0: .blob(size)
    default: .other
    }
  }
}
