// What signed actions show of devices and of those who withdraw them.
import Merge
import Trust
import Wire

extension Replica {
  /// The alarms that notices give rise to at this node. Commits are named, not shown: an alarm is read by more people than what
  /// it is about.
  func alarms(of notices: [ActionNotice], now: Int64, in storage: some Storage) throws -> [Alarm] {
    guard canWatch else { return [] }
    return try notices.compactMap { notice -> Alarm? in
      switch notice {
      case .fork(let device, let number, let first, let other):
        return Alarm(
          .deviceFork, node: NodeID(device.raw), about: try storage.feed(other.feed)?.key.area, place: other,
          cause: Bytes16(high: 0, low: number).bytes, noticedAt: now, evidence: [Self.list([first, other])])
      case .undone(let end, let dots): return undone(by: end, dots, now: now)
      }
    }
  }

  /// Told by whoever stands above the one who withdrew a device: those may have their own reasons, and cannot silence this.
  private func undone(by end: PassEnd, _ dots: [Dot], now: Int64) -> Alarm? {
    guard case .withdrawal(let withdrawal) = end.statement.content, case .tier(let tier) = end.issuer,
      identity.area.tier < tier, identity.area.contains(withdrawal.area)
    else { return nil }
    return Alarm(
      .undone, node: withdrawal.issuer.node, about: withdrawal.area, place: dots.min(),
      cause: end.statement.digest.bytes, noticedAt: now, evidence: [end.statement.encoded, Self.list(dots)])
  }

  /// Commits by feed and number, as evidence names them.
  private static func list(_ dots: [Dot]) -> [UInt8] {
    var writer = CBORWriter()
    writer.array(dots.count)
    for dot in dots.sorted() {
      writer.array(2)
      writer.id(dot.feed)
      writer.unsigned(dot.seq)
    }
    return writer.bytes
  }
}
