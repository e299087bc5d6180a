// A store's reader whose fingerprints follow what arrives instead of adding up every head again.
import Merge
import Replica
import Store
import Wire

/// What is remembered of a node's fingerprints between reads.
///
/// The shipped reader adds up all heads of a branch each time it is asked, several times a round; for a whole city that
/// was half of the run. The sums are the same, and the model charges for the shipped way (`ServiceTime.headNanoseconds`).
final class Fingerprints {
  private struct Sum {
    var fingerprint: Fingerprint
    var arrival: UInt64
    /// Whether the branch shares a feed, by the feed's number in the store.
    var shared: [Int64: Bool] = [:]
  }

  private var sums: [Branch: Sum] = [:]

  func fingerprint(of branch: Branch, in reader: StoreReader) throws -> Fingerprint {
    let mark = try reader.mark()
    guard var sum = sums[branch] else {
      let fingerprint = try reader.fingerprint(of: branch)
      sums[branch] = Sum(fingerprint: fingerprint, arrival: mark)
      return fingerprint
    }
    if sum.arrival == mark { return sum.fingerprint }
    for moved in try reader.headsMoved(after: sum.arrival) {
      guard try shares(moved.feed, branch, &sum, in: reader) else { continue }
      if let previous = moved.previous { sum.fingerprint.remove(previous) }
      sum.fingerprint.add(moved.hash)
    }
    sum.arrival = mark
    sums[branch] = sum
    return sum.fingerprint
  }

  private func shares(_ feed: Int64, _ branch: Branch, _ sum: inout Sum, in reader: StoreReader) throws -> Bool {
    if let known = sum.shared[feed] { return known }
    let isShared = try reader.feed(reference: feed).map { branch.shares($0.key) } ?? false
    sum.shared[feed] = isShared
    return isShared
  }
}

/// Everything a session asks of a store, with fingerprints that follow.
struct FollowingReader: PassingReader {
  let inner: StoreReader
  let fingerprints: Fingerprints

  func fingerprint(of branch: Branch) throws -> Fingerprint { try fingerprints.fingerprint(of: branch, in: inner) }
}
