// A page of zeros: what a disk gives for a page it has lost.
import Foundation
import Replica
import Store
import TestSupport
import Testing

@Suite struct `A page of zeros` {
  private static let size = 8_192
  private static let catalog = SmallCatalog.everyKind
  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }

  init() throws { folder = try TemporaryFolder() }

  private func fill() throws {
    let store = WrittenStore(
      try Store.create(path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: Self.catalog))
    try store.receive(try History(seed: 12, rounds: 30).commits.map(\.body))
    try store.store.close()
  }

  private static func place(_ number: Int) -> Range<Int> { (number - 1) * size..<number * size }

  /// Puts bytes into the place of a page, beside the store that has the file open.
  private func put(_ bytes: Data, at number: Int) throws {
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    defer { try? file.close() }
    try file.seek(toOffset: UInt64(Self.place(number).lowerBound))
    try file.write(contentsOf: bytes)
  }

  /// Looks at all pages.
  /// - Returns: whether one of them is damaged.
  private func isDamaged(_ store: Store) throws -> Bool {
    do {
      var next: UInt32? = 1
      while let first = next { next = try store.checkPages(from: first, count: 7) }
    } catch let error as StoreError where error.code == .damaged { return true }
    return false
  }

  /// Nobody reads it meanwhile: the pass over all pages has to find it.
  @Test func `is noticed by its sum, whichever it is, or put right from the log`() throws {
    try fill()
    let pages = try Data(contentsOf: URL(filePath: path)).count / Self.size
    var noticed = 0
    for number in 2...pages {
      let store = try Store.open(path: path, catalog: Self.catalog)
      defer { try? store.close() }
      let whole = try Data(contentsOf: URL(filePath: path))
      try put(Data(count: Self.size), at: number)
      if try isDamaged(store) {
        #expect(store.damage?.message.contains("page \(number) ") == true)
        noticed += 1
        try put(whole[Self.place(number)], at: number)
      } else {
        // What the opening has written stands in the log.
        let now = try Data(contentsOf: URL(filePath: path))
        #expect(now[Self.place(number)].contains { $0 != 0 }, "page \(number)")
      }
    }
    #expect(noticed > 10 && noticed + 5 > pages, "\(noticed) of \(pages)")
  }
}
