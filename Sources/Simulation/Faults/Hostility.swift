// A node that does not keep to the rules: what it sends is not what an honest node would.
import Merge
import Replica
import Store
import Trust
import Wire

/// How one hostile node deceives. Its own store and work are those of any node; the deceit is in what it sends.
struct Hostility {
  enum Trick: String, CaseIterable {
    /// Bytes turned over anywhere.
    case garbles
    /// A fingerprint that is not that of its branch.
    case lies
    /// Commits left out of what it sends.
    case withholds
    /// Another content under a number it has already used.
    case forks
    /// Others' commits with another content, under their authors' seals.
    case forges
    /// Seals that are not what their authors signed, or none.
    case swapsSeals
    /// Times at the far end of what a clock can say.
    case farFuture
    /// Times long past.
    case backdates
  }

  let trick: Trick
  /// The hashes of what it has made up in others' names.
  private(set) var forgeries: Set<Digest> = []
  private var draw: Draw

  /// Everything about the far future and the far past is done by the node's clock.
  static let farFutureMilliseconds: Int64 = 200_000_000_000_000
  static let pastMilliseconds: Int64 = 1_000_000_000_000

  init(_ draw: inout Draw) {
    trick = draw.pick(Trick.allCases)
    self.draw = Draw(seed: draw.next(), stream: "hostility")
  }

  private var provedAt = Int64.min
  static let pauseMilliseconds: Int64 = 60_000

  /// What it says and what it holds do not fit, so that it could ask on and on; a server's rate limit sees to it that it does
  /// not, and here the world's.
  mutating func isTooBusy(at now: Int64) -> Bool {
    if provedAt > now - Self.pauseMilliseconds { return true }
    provedAt = now
    return false
  }

  /// What the node sends in place of an honest request. Most requests are left as they are, so that it goes on being heard.
  /// - Parameter own: the feeds it writes.
  mutating func alter(_ request: [UInt8], own: Set<FeedID>) -> [UInt8] {
    guard draw.chance(400) else { return request }
    switch trick {
    case .garbles:
      var altered = request
      altered[draw.below(altered.count)] ^= UInt8(1 << draw.below(8))
      return altered
    case .lies: return rewritten(request, close: true, own)
    case .withholds, .forks, .forges, .swapsSeals: return rewritten(request, close: false, own)
    case .farFuture, .backdates: return request
    }
  }

  private mutating func rewritten(_ request: [UInt8], close: Bool, _ own: Set<FeedID>) -> [UInt8] {
    var frames = FrameReader()
    frames.feed(request)
    var bytes: [UInt8] = []
    while let frame = try? frames.next() {
      var altered: Frame?
      switch Frame.Kind(rawValue: frame.kind) {
      case .close where close: altered = try? lying(CloseMessage(frame)).frame
      case .batch where !close: altered = try? deceiving(Batch(frame), own).frame
      default: break
      }
      (altered ?? frame).append(to: &bytes)
    }
    return bytes
  }

  private mutating func lying(_ close: CloseMessage) -> CloseMessage {
    var close = close
    let sum = Bytes16(high: draw.next(), low: draw.next())
    close.fingerprint = Fingerprint(sum: sum, count: close.fingerprint.count)
    return close
  }

  private mutating func deceiving(_ batch: Batch, _ own: Set<FeedID>) -> Batch {
    var reader = CBORReader(batch.commits)
    var commits: [UInt8] = []
    while !reader.isAtEnd, let place = try? reader.byteRange(max: Limits.batchBytesMax) {
      let item = Array(batch.commits[place])
      let altered = item.first == Seal.firstByte ? swapped(item) : deceiving(item, own)
      if let altered { CommitSequence.append(altered, to: &commits) }
    }
    return Batch(span: batch.span, commits: commits)
  }

  /// - Returns: what it sends in place of a commit; nil for nothing.
  private mutating func deceiving(_ commit: [UInt8], _ own: Set<FeedID>) -> [UInt8]? {
    guard draw.chance(300), isIn(own, commit) != (trick == .forges) else { return commit }
    switch trick {
    case .withholds: return nil
    case .forks: return forked(commit)
    case .forges:
      let forgery = forked(commit)
      if let hash = Self.hash(of: forgery) { forgeries.insert(hash) }
      return forgery
    default: return commit
    }
  }

  private mutating func swapped(_ seal: [UInt8]) -> [UInt8]? {
    guard trick == .swapsSeals, draw.chance(300) else { return seal }
    if draw.chance(500) { return nil }
    var swapped = seal
    swapped[seal.count - 1 - draw.below(60)] ^= UInt8(1 << draw.below(8))
    return swapped
  }

  private func isIn(_ own: Set<FeedID>, _ commit: [UInt8]) -> Bool {
    var scanner = CommitScanner()
    var reader = CBORReader(commit)
    return (try? scanner.scan(&reader)) != nil && own.contains(scanner.feed)
  }

  private static func hash(of commit: [UInt8]) -> Digest? {
    var scanner = CommitScanner()
    var reader = CBORReader(commit)
    guard (try? scanner.scan(&reader)) != nil else { return nil }
    return Hashing.chain(commit, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
  }

  /// The same commit by another user: well-formed, with another hash.
  private func forked(_ commit: [UInt8]) -> [UInt8] {
    var scanner = CommitScanner()
    var reader = CBORReader(commit)
    guard (try? scanner.scan(&reader)) != nil, let last = scanner.user.last else { return commit }
    var forked = commit
    forked[last] = forked[last] == 0x7A ? 0x79 : 0x7A
    return forked
  }
}

extension World {
  /// What a node really sends in place of an honest request.
  func altered(_ request: [UInt8], by node: SimulatedNode) throws -> [UInt8] {
    guard node.hostility != nil, !request.isEmpty else { return request }
    let feeds = try node.read { _, store in try store.feeds() }
    let own = Set(feeds.filter { atlas.number(of: $0.key.node) == node.number }.map(\.id))
    let altered = node.hostility?.alter(request, own: own) ?? request
    atlas.forgeries.formUnion(node.hostility?.forgeries ?? [])
    return altered
  }

  /// Makes one in ten of the nodes nobody stands below hostile, and at least one.
  func drawHostility() {
    guard settings.has(.hostileChild) || settings.has(.hostileMiddle) else { return }
    var draw = Draw(seed: settings.seed, stream: "hostility")
    let parents = Set(nodes.compactMap(\.parent))
    let leaves = nodes.filter { !parents.contains($0.number) && $0.parent != nil }
    if settings.has(.hostileChild), !leaves.isEmpty {
      for _ in 0..<max(1, leaves.count / 10) { turn(draw.pick(leaves), &draw) }
    }
    // A node in the middle sees all that passes, up and down.
    let middles = nodes.filter { parents.contains($0.number) && $0.parent != nil }
    if settings.has(.hostileMiddle), !middles.isEmpty { turn(draw.pick(middles), &draw) }
  }

  private func turn(_ node: SimulatedNode, _ draw: inout Draw) {
    let hostility = Hostility(&draw)
    node.hostility = hostility
    if hostility.trick == .farFuture { node.clock.jump(by: Hostility.farFutureMilliseconds) }
    if hostility.trick == .backdates { node.clock.jump(by: -Hostility.pastMilliseconds) }
    atlas.untrusted.insert(node.number)
    let isMiddle = nodes.contains { $0.parent == node.number }
    tally.faults[isMiddle ? .hostileMiddle : .hostileChild, default: 0] += 1
    note(node.number, "is hostile: \(hostility.trick)")
  }
}
