// The first page of a file that has lost it, made anew from the pages that it led to.
import CPageGuard
import Foundation

/// SQLite keeps the list of a database's tables in a tree whose root is the first page. A store of the built-in catalog has so many
/// tables that the root holds nothing but the way to others, and each of these says itself that it is of the list. Of a catalog with
/// few types the list stands on the first page itself, and is gone with it.
/// - Source: https://www.sqlite.org/fileformat.html#storage_of_the_sql_database_schema
enum FirstPage {
  private static let bytes = StoreHeader.pageBytes
  private static let usable = bytes - Int(PAGE_GUARD_RESERVE)
  private static let headerBytes = 100
  private static let pointersAt = headerBytes + 12
  private static let kinds = ["table", "index", "view", "trigger"].map { Array($0.utf8)[...] }

  /// A page of the list, and which rows are on it.
  private struct Leaf {
    let page: UInt32
    let rows: ClosedRange<Int64>
  }

  /// Makes a copy of a damaged database with another first page. What its log holds stands beside it or, where there is a hole in the
  /// log, in it.
  /// - Returns: false where the list is not found.
  /// - Throws: what tells of a full disk.
  static func remake(of path: String, into copy: String, hasHole: Bool) throws -> Bool {
    do {
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      let file = try FileHandle(forUpdating: URL(filePath: copy))
      defer { try? file.close() }
      let count = UInt32(clamping: try file.seekToEnd() / UInt64(bytes))
      let leaves = try leaves(of: file).sorted { $0.rows.lowerBound < $1.rows.lowerBound }
      guard isList(leaves) else { return false }
      try file.seek(toOffset: 0)
      try file.write(contentsOf: page(over: leaves, count))
      if hasHole { return page_guard_replay_log(path, copy) == 0 }
      if FileManager.default.fileExists(atPath: path + "-wal") {
        try FileManager.default.copyItem(atPath: path + "-wal", toPath: copy + "-wal")
      }
      return true
    } catch {
      if SalvageRoom.isOfFullDisk(error) { throw error }
      return false
    }
  }

  /// Every page behind the first whose sum fits and whose rows are all of the list.
  private static func leaves(of file: FileHandle) throws -> [Leaf] {
    var found: [Leaf] = []
    var number: UInt32 = 1
    try file.seek(toOffset: UInt64(bytes))
    while let data = try file.read(upToCount: bytes), data.count == bytes {
      number += 1
      let page = [UInt8](data)
      let leaf = LeafPage(page, usable: usable, payloadMax: 1 << 20)
      let cells = leaf.cells(number: number)
      guard let first = cells.first, let last = cells.last, first.row <= last.row,
        cells.allSatisfy({ isOfList($0, on: leaf) }), page_guard_fits(page, UInt32(bytes), number)
      else { continue }
      found.append(Leaf(page: number, rows: first.row...last.row))
    }
    return found
  }

  /// A row is a kind, two names, a page and how it was made, which nobody needs to say of an index.
  private static func isOfList(_ cell: LeafPage.Cell, on leaf: LeafPage) -> Bool {
    let start = leaf.local(of: cell)
    guard let shape = RowShape(start, payloadBytes: cell.payloadBytes), shape.columns.count == 5,
      shape.columns[..<4] == [.other, .other, .other, .integer], [.other, .null].contains(shape.columns[4])
    else { return false }
    return kinds.contains(shape.bytes(0, in: start))
  }

  /// Whether the pages follow each other and there is room for the way to them.
  private static func isList(_ leaves: [Leaf]) -> Bool {
    !leaves.isEmpty && leaves.count <= (usable - pointersAt) / 15
      && zip(leaves, leaves.dropFirst()).allSatisfy { $0.rows.upperBound < $1.rows.lowerBound }
  }

  private static func page(over leaves: [Leaf], _ count: UInt32) -> [UInt8] {
    var page = header(pages: count) + [UInt8](repeating: 0, count: bytes - headerBytes)
    func put(_ number: [UInt8], at place: Int) { page.replaceSubrange(place..<(place + number.count), with: number) }
    var end = usable
    for (index, leaf) in leaves.dropLast().enumerated() {
      let cell = number(Int(leaf.page)) + varint(leaf.rows.upperBound)
      end -= cell.count
      put(cell, at: end)
      put(number(end, bytes: 2), at: pointersAt + 2 * index)
    }
    page[headerBytes] = 0x05
    put(number(leaves.count - 1, bytes: 2) + number(end, bytes: 2), at: headerBytes + 3)
    put(number(leaves.last.map { Int($0.page) } ?? 0), at: headerBytes + 8)
    page_guard_put_sum(&page, UInt32(bytes), 1)
    return page
  }

  private static func header(pages: UInt32) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: headerBytes)
    header.replaceSubrange(0..<16, with: Array("SQLite format 3\u{0}".utf8))
    // Written by way of a log; room for the sums; what SQLite has always had there.
    header.replaceSubrange(16..<24, with: number(bytes, bytes: 2) + [2, 2, UInt8(PAGE_GUARD_RESERVE), 64, 32, 32])
    let numbers = [
      (24, 1), (28, Int(pages)), (40, 1), (44, 4), (56, 1), (60, StoreVersion.current.number),
      (68, Schema.applicationID), (92, 1), (96, 3_045_000),
    ]
    for (place, value) in numbers { header.replaceSubrange(place..<(place + 4), with: number(value)) }
    return header
  }

  private static func number(_ value: Int, bytes count: Int = 4) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A number of a row as SQLite writes it; those of the list are small.
  private static func varint(_ value: Int64) -> [UInt8] {
    var (rest, groups) = (UInt64(clamping: value) & (1 << 56 - 1), [UInt8]())
    repeat {
      groups.insert(UInt8(rest & 0x7F) | (groups.isEmpty ? 0 : 0x80), at: 0)
      rest >>= 7
    } while rest > 0
    return groups
  }
}
