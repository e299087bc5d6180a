// What a batch shows of those who wrote it or handed it on: late entries and bad seals.
import Merge
import Trust
import Wire

/// The other end of the link a batch came over.
struct Neighbour {
  let node: NodeID
  let clockOffset: Int64
  let metAt: Int64
}

extension Intake {
  /// A child's own commit that comes long after its own time, its clock's error taken off. What is older than the link
  /// itself is history, which a new parent is given.
  mutating func noticeLateEntry(_ scan: CommitScanner) {
    let now = delivery.now
    guard let neighbour else { return }
    let time = scan.time.milliseconds.subtractingSaturated(neighbour.clockOffset)
    guard time >= neighbour.metAt, now.subtractingSaturated(time) > WatchPolicy.standard.lateEntry,
      let feed = feeds.known(scan.feed), feed.key.node == neighbour.node
    else { return }
    let alarm = Alarm(
      .lateEntry, node: neighbour.node, about: feed.key.home, place: Dot(feed: feed.id, seq: scan.seq),
      cause: Alarm.cause(dayOf: now), noticedAt: now)
    // One for each author and day.
    if !alarms.contains(where: { $0.id == alarm.id }) { alarms.append(alarm) }
  }

  /// A seal that is not of the commits that came with it: whoever handed them on has made something up.
  mutating func noticeBadSeal(_ seal: Seal, _ feed: StoredFeed) {
    let place = Dot(feed: feed.id, seq: feed.sealed + 1)
    alarms.append(
      Alarm(
        .badSeal, node: delivery.link?.peer ?? feed.key.node, about: feed.key.home, place: place,
        cause: Alarm.cause(place) + feed.head.hash.bytes, noticedAt: delivery.now, evidence: [seal.encoded]))
  }
}
