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
    answer = try FeedScope(row, area: area, rises: rises, falls: falls).isShared(by: branch)
    return answer
  }
}

/// The part of a feed's key that decides who shares it.
struct FeedScope: Hashable, Sendable {
  let area: Area
  let rises: Tier?
  let falls: Tier?

  init(_ row: HotStatement, area: Int32, rises: Int32, falls: Int32) throws {
    guard let place = Area(row.text(area)) else { throw StoreError(.damaged, "a feed's area") }
    func tier(_ column: Int32) -> Tier? {
      row.isNull(column) ? nil : Tier(rawValue: UInt8(truncatingIfNeeded: row.int(column)))
    }
    (self.area, self.rises, self.falls) = (place, tier(rises), tier(falls))
  }

  init(_ key: FeedKey) { (area, rises, falls) = (key.area, key.class.rises, key.class.falls) }

  func isShared(by branch: Branch) -> Bool {
    let feedClass = FeedClass(name: "", rises: rises, falls: falls, priority: .normal)
    return branch.shares(FeedKey(node: NodeID(.zero), incarnation: 0, home: area, area: area, class: feedClass))
  }
}
