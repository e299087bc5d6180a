// Which feeds a branch shares, decided row by row without reading whole feed keys.
import Merge
import Replica

/// Which feeds a branch shares, remembered by their number while one snapshot lasts.
final class ScopeCache {
  private var branch: Branch?
  private var known: [Int64: Bool] = [:]

  func shares(_ reference: Int64, branch: Branch, reader: StoreReader) throws -> Bool {
    if self.branch != branch {
      known.removeAll()
      self.branch = branch
    }
    if let answer = known[reference] { return answer }
    let answer = try reader.isShared(reference, in: branch)
    known[reference] = answer
    return answer
  }
}

/// Which combinations of area and class a branch shares, remembered from row to row: rows come sorted by area.
struct ScopeMemory {
  let branch: Branch
  private var area = ""
  private var rises: Int64 = -2
  private var falls: Int64 = -2
  private var answer = false

  init(branch: Branch) { self.branch = branch }

  mutating func shares(_ row: HotStatement, area: Int32, rises: Int32, falls: Int32) throws -> Bool {
    let nextRises = row.isNull(rises) ? -1 : row.int(rises)
    let nextFalls = row.isNull(falls) ? -1 : row.int(falls)
    let isSameArea = row.blob(area).elementsEqual(self.area.utf8)
    if isSameArea, nextRises == self.rises, nextFalls == self.falls { return answer }
    (self.rises, self.falls) = (nextRises, nextFalls)
    self.area = row.text(area)
    answer = branch.shares(try FeedKey(scopeIn: row, area: area, rises: rises, falls: falls))
    return answer
  }
}

extension FeedKey {
  /// The part of a feed's key that decides who shares it, from a row; nothing else of the key is true.
  init(scopeIn row: HotStatement, area: Int32, rises: Int32, falls: Int32) throws {
    guard let place = Area(row.text(area)) else { throw StoreError(.damaged, "a feed's area") }
    func tier(_ column: Int32) -> Tier? {
      row.isNull(column) ? nil : Tier(rawValue: UInt8(truncatingIfNeeded: row.int(column)))
    }
    let feedClass = FeedClass(name: "", rises: tier(rises), falls: tier(falls), priority: .normal)
    self.init(node: NodeID(.zero), incarnation: 0, home: place, area: place, class: feedClass)
  }
}
