// Steps that were dated ahead of their time are taken once more when the right time is known.
import Merge
import Trust
import Wire

extension Replica {
  /// A step of this node's own that was dated ahead, and who took it.
  private struct Dated {
    let time: HybridTime
    let deviceTime: Int64?
    let user: String
    var intents: [Intent]
    /// Nil where nobody has signed it; else it is made again as it was signed.
    let signed: SignedCommit?
  }

  /// Takes again, in the present incarnation, the steps that this node dated ahead of now in those it has left and that still stand so.
  ///
  /// It looks once after a start, and after each new incarnation: what was dated ahead may also have come back from a backup, a
  /// damaged store or the parent.
  ///
  /// The ids are the same, so that a step taken twice is taken once, and of its two times the smaller stands: it counts on the day on
  /// which the right time was known, at every node alike. What it was dated first stays in its details. A step that says itself
  /// when it was done is left as it is: it is not dated by its commit.
  /// - Source: protocol §3.2, §4.3.
  mutating func redate(now: Int64, in storage: some Storage) throws {
    guard !hasRedated else { return }
    hasRedated = true
    let limit = HybridTime(milliseconds: now.addingSaturated(HybridClock.driftMillisecondsMax))
    var ahead: [Dated] = []
    for feed in try storage.feeds(homeIn: identity.area)
    where feed.key.node == identity.node && feed.key.incarnation != identity.incarnation {
      ahead += try steps(of: feed, after: limit, in: storage)
    }
    for dated in ahead.sorted(by: { $0.time < $1.time }).suffix(Self.redatedMax) {
      do {
        if let signed = dated.signed {
          _ = try commitAgain(signed, now: now, into: storage) { $0 }
          continue
        }
        _ = try commit(dated.intents, user: dated.user, deviceTime: dated.deviceTime, now: now, into: storage)
      } catch is CommitRefusal { continue }
    }
  }

  /// One transaction makes no more commits than this: an office's work of months.
  private static let redatedMax = 10_000
  /// How many commits are looked at at once, from a feed's head back.
  private static let stride: UInt64 = 64

  /// The steps of a feed that are dated after a time. The times of a feed rise with its numbers.
  private func steps(of feed: StoredFeed, after limit: HybridTime, in storage: some Storage) throws -> [Dated] {
    var found: [Dated] = []
    var last = feed.head.seq
    while last > 0, found.count < Self.redatedMax {
      let first = last > Self.stride ? last - Self.stride + 1 : 1
      let run = try storage.commits(of: feed, from: first, through: last)
      for place in run.places.reversed() {
        var scanner = CommitScanner()
        let bytes = Array(run.bytes[place])
        var reader = CBORReader(bytes)
        guard (try? scanner.scan(&reader)) != nil else { continue }
        guard scanner.time > limit else { return found }
        if let dated = try steps(of: scanner, in: bytes, feed: feed, after: limit, in: storage) {
          found.append(dated)
        }
      }
      last = first - 1
    }
    return found
  }

  private func steps(
    of scanner: CommitScanner, in bytes: [UInt8], feed: StoredFeed, after limit: HybridTime, in storage: some Storage
  ) throws -> Dated? {
    guard scanner.redacted == nil else { return nil }
    let area = feed.key.area
    let intents = try scanner.changes.indices.compactMap { index -> Intent? in
      let change = scanner.change(index, in: bytes)
      let fields = try change.fields.compactMap { field -> FieldChange? in
        guard case .steps(let steps) = field.edit else { return nil }
        let held = try storage.steps(in: field.field, of: change.record, type: change.type, area: area)
        let standing = Set(held.facts.filter { $0.origin.time > limit }.map(\.step.id))
        let ahead = steps.filter { standing.contains($0.id) && $0.details["at"] == nil }
        return ahead.isEmpty
          ? nil : FieldChange(field.field, .steps(ahead.map { Self.redated($0, first: scanner.time.milliseconds) }))
      }
      guard !fields.isEmpty else { return nil }
      return Intent(type: change.type, record: change.record, area: area, seen: change.seen, fields: fields)
    }
    guard !intents.isEmpty else { return nil }
    let user = String(decoding: bytes[scanner.user], as: UTF8.self)
    return Dated(
      time: scanner.time, deviceTime: scanner.deviceTime, user: user, intents: intents,
      signed: SignedCommit(scanner, in: bytes, feed: feed))
  }

  private static func redated(_ step: Step, first: Int64) -> Step {
    var details: [(String, Value)] = [(datedAhead, .int(first))]
    // What has been dated anew before keeps its first time.
    if case .map(let entries) = step.details { details += entries.map { ($0.key, $0.value) } }
    return Step(id: step.id, kind: step.kind, round: step.round, details: .sorted(details))
  }

  /// The key in a step's details that says when it was dated first, in milliseconds since 1970.
  private static let datedAhead = "dated_ahead"
}
