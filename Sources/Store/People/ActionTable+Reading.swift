// Reading rows of `action`.
import GRDB
import Merge
package import Trust

extension ActionTable {
  func row(at dot: Dot) throws -> ActionRow? {
    let find = try db.hot("SELECT \(ActionRow.columns) FROM action WHERE feed = ?1 AND seq = ?2")
    find.bind(1, dot.feed.raw)
    find.bind(2, dot.seq)
    return try rows(find).first
  }

  /// The actions that would count under a number if each were alone, in the order of their dots.
  func candidates(for slot: ActionSlot) throws -> [ActionRow] {
    let find = try db.hot(
      """
      SELECT \(ActionRow.columns) FROM action WHERE device = ?1 AND number = ?2
        AND verdict IN ('counts', 'repeats', 'numberTaken') ORDER BY feed, seq
      """)
    find.bind(1, slot.device.raw)
    find.bind(2, slot.number)
    return try rows(find)
  }

  func rows(under pass: PassID) throws -> [ActionRow] {
    let find = try db.hot("SELECT \(ActionRow.columns) FROM action WHERE pass = ?1 ORDER BY feed, seq")
    find.bind(1, pass.raw)
    return try rows(find)
  }

  func rows(of device: DeviceID) throws -> [ActionRow] {
    let find = try db.hot("SELECT \(ActionRow.columns) FROM action WHERE device = ?1 ORDER BY feed, seq")
    find.bind(1, device.raw)
    return try rows(find)
  }

  private func rows(_ statement: HotStatement) throws -> [ActionRow] {
    var found: [ActionRow] = []
    try statement.forEachRow { found.append(try ActionRow($0)) }
    return found
  }
}

extension StoreReader: PeopleReader {
  package func passes(_ id: PassID) throws -> [Trust.Statement] {
    let (low, high) = (Bytes16.zero, Bytes16(high: .max, low: .max))
    let find = try db.hot("SELECT body FROM statement WHERE digest BETWEEN ?1 AND ?2 ORDER BY digest")
    find.bind(1, Merge.Digest(id.raw.bytes + low.bytes))
    find.bind(2, Merge.Digest(id.raw.bytes + high.bytes))
    return try readStatements(find).filter { if case .pass = $0.content { true } else { false } }
  }

  package func withdrawals(of device: DeviceID) throws -> [Trust.Statement] {
    try statements(about: NodeID(device.raw)).filter { statement in
      guard case .withdrawal(let withdrawal) = statement.content else { return false }
      return withdrawal.device == device
    }
  }
}
