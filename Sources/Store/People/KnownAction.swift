// What a store knows of the actions of a device: for whoever handed them in, and for the next that is handed in.
import GRDB
package import Merge
package import Trust

/// A commit that brings an action, and what comes of it here.
package struct KnownAction: Hashable, Sendable {
  package let dot: Dot
  package let pass: PassID
  package let number: UInt64
  /// Nil where the commit cannot be what was signed.
  package let digest: Merge.Digest?
  /// `counts`, `repeats`, or the reason of protocol §16.4.
  package let verdict: String
  /// Whether the device has signed it: what somebody else has put under its number says nothing of the device.
  package let isOfDevice: Bool
  /// Whether nothing that arrives can give the commit effect.
  package let isLost: Bool
  /// Whether its payload was removed by law: of what was signed only the header is left, and the number is used.
  package let isRemoved: Bool

  init(_ row: ActionRow) {
    (dot, pass, number, digest, verdict) = (row.dot, row.pass, row.number, row.digest, row.verdict.word)
    isOfDevice = row.isRemoved || !["badSignature", "passUnknown"].contains(row.verdict.word)
    (isLost, isRemoved) = (row.verdict.isFirm, row.isRemoved)
  }
}

extension StoreReader {
  /// What stands under a number of a device by its own hand: what somebody else has put there crowds nothing out.
  private static let ofDevice = "device = ?1 AND (verdict <> 'badSignature' OR is_removed = 1)"

  /// The commits that bring actions of a device under a number, by their dots: what it has signed, and what was removed by law.
  /// - Parameter count: how many at most.
  package func actions(of device: DeviceID, _ number: UInt64, count: Int) throws -> [KnownAction] {
    let find = try db.hot(
      """
      SELECT \(ActionRow.columns) FROM action WHERE \(Self.ofDevice) AND number = ?2
        ORDER BY verdict = 'counts' DESC, counts DESC, feed, seq LIMIT ?3
      """)
    find.bind(1, device.raw)
    find.bind(2, number)
    find.bind(3, Int64(count))
    var found: [KnownAction] = []
    try find.forEachRow { found.append(KnownAction(try ActionRow($0))) }
    return found
  }

  /// What stands under the numbers of a device behind one, ascending: of each number the commit that counts, else the first.
  /// - Parameter count: how many numbers at most.
  package func actions(of device: DeviceID, after last: UInt64, count: Int) throws -> [KnownAction] {
    let find = try db.hot(
      "SELECT DISTINCT number FROM action WHERE \(Self.ofDevice) AND number > ?2 ORDER BY number LIMIT ?3")
    find.bind(1, device.raw)
    find.bind(2, last)
    find.bind(3, Int64(count))
    var numbers: [UInt64] = []
    try find.forEachRow { numbers.append($0.uint(0)) }
    return try numbers.flatMap { try actions(of: device, $0, count: 1) }
  }

  /// The commits that bring the same action as one, that one left out: an action that was handed in at several nodes.
  /// - Parameter count: how many at most.
  package func others(bringing action: KnownAction, count: Int) throws -> [Dot] {
    guard let digest = action.digest else { return [] }
    let find = try db.hot(
      "SELECT feed, seq FROM action WHERE pass = ?1 AND number = ?2 AND digest = ?3 ORDER BY feed, seq LIMIT ?4")
    find.bind(1, action.pass.raw)
    find.bind(2, action.number)
    find.bind(3, digest)
    find.bind(4, Int64(count) + 1)
    var found: [Dot] = []
    try find.forEachRow { found.append(Dot(feed: FeedID(try $0.bytes16(0)), seq: $0.uint(1))) }
    return Array(found.filter { $0 != action.dot }.prefix(count))
  }

  /// The verdict on the action of one commit; nil where it brings none, or its feed lets it have no effect.
  package func action(at dot: Dot) throws -> KnownAction? {
    let find = try db.hot("SELECT \(ActionRow.columns) FROM action WHERE feed = ?1 AND seq = ?2")
    find.bind(1, dot.feed.raw)
    find.bind(2, dot.seq)
    var found: KnownAction?
    try find.forEachRow { found = KnownAction(try ActionRow($0)) }
    return found
  }
}

extension StoreWriter {
  /// What comes of an action that is not written down yet, as long as no other takes its number.
  /// - Returns: nil in a store without a root key, in which nothing is proved.
  package func finding(of action: SignedAction) throws -> (standing: PassStanding?, finding: ActionFinding)? {
    try actions.judging { judge in
      (try judge.standing(of: action.signature.pass, in: inner), try judge.finding(action, in: inner))
    }
  }
}
