// The header of a commit: its place in a feed, its time and its author. Encoded once, hashed, never re-encoded.
package import Merge

/// What a commit says about itself; the payload follows it.
/// - Source: protocol §3.1.
package struct CommitHeader: Hashable, Sendable {
  package static let version: UInt64 = 1

  package var feed: FeedID
  /// Counted from 1 without a gap.
  package var seq: UInt64
  /// The chain hash of the commit before; of the first commit, the digest of the feed's key.
  package var previous: Digest
  package var time: HybridTime
  /// The device's own clock in milliseconds, when the action was taken on another device than the node.
  package var deviceTime: Int64?
  package var user: String
  /// The feed's identity, in its first commit only.
  package var key: FeedKey?
  /// The encoded action signature, when a person's device has signed what the commit says.
  package var action: [UInt8]?

  package init(
    feed: FeedID, seq: UInt64, previous: Digest, time: HybridTime, deviceTime: Int64? = nil, user: String,
    key: FeedKey? = nil, action: [UInt8]? = nil
  ) {
    self.feed = feed
    self.seq = seq
    self.previous = previous
    self.time = time
    self.deviceTime = deviceTime
    self.user = user
    self.key = key
    self.action = action
  }
}

/// The integer keys of a header. Those beyond are kept and hashed like these, and mean nothing.
enum HeaderKey {
  static let version: UInt64 = 0
  static let feed: UInt64 = 1
  static let seq: UInt64 = 2
  static let previous: UInt64 = 3
  static let time: UInt64 = 4
  static let deviceTime: UInt64 = 5
  static let user: UInt64 = 6
  static let key: UInt64 = 7
  /// 8 is never used.
  static let action: UInt64 = 9
}

extension FeedKey {
  /// The key's deterministic encoding; its SHA-256 begins the feed's chain and gives the feed its id.
  /// - Source: protocol §2.4.
  package var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 96)
    writer.map(8)
    writer.unsigned(0)
    writer.id(node)
    writer.unsigned(1)
    writer.unsigned(incarnation)
    writer.unsigned(2)
    writer.text(home.code)
    writer.unsigned(3)
    writer.text(area.code)
    writer.unsigned(4)
    writer.text(self.class.name)
    writer.unsigned(5)
    writer.tier(self.class.rises)
    writer.unsigned(6)
    writer.tier(self.class.falls)
    writer.unsigned(7)
    writer.unsigned(UInt64(self.class.priority.rawValue))
    return writer.bytes
  }

  /// Decodes a key; every one of its eight entries is required and no other is allowed.
  package init(from reader: inout CBORReader) throws(WireError) {
    guard try reader.map(max: 8, "key entries") == 8 else {
      throw reader.fail(.malformed, "a feed key of eight entries")
    }
    try reader.expectKey(0)
    let node = NodeID(try reader.bytes16())
    try reader.expectKey(1)
    let incarnation = try reader.unsigned()
    try reader.expectKey(2)
    let home = try reader.area()
    try reader.expectKey(3)
    let area = try reader.area()
    try reader.expectKey(4)
    let name = try reader.text(max: 32)
    guard FeedClass.isName(name) else { throw reader.fail(.malformed, "a class name of a-z, 0-9 and -") }
    try reader.expectKey(5)
    let rises = try reader.tier()
    try reader.expectKey(6)
    let falls = try reader.tier()
    try reader.expectKey(7)
    guard let priority = Priority(rawValue: UInt8(try reader.count(max: 255, "priority"))) else {
      throw reader.fail(.malformed, "a priority")
    }
    let feedClass = FeedClass(name: name, rises: rises, falls: falls, priority: priority)
    self.init(node: node, incarnation: incarnation, home: home, area: area, class: feedClass)
  }
}

extension CBORWriter {
  mutating func tier(_ tier: Tier?) {
    if let tier { unsigned(UInt64(tier.rawValue)) } else { null() }
  }
}

extension CBORReader {
  mutating func expectKey(_ key: UInt64) throws(WireError) {
    guard try unsigned() == key else { throw fail(.malformed, "key \(key)") }
  }

  package mutating func area() throws(WireError) -> Area {
    guard let area = Area(try text(max: 31)) else { throw fail(.malformed, "an area code") }
    return area
  }

  mutating func tier() throws(WireError) -> Tier? {
    if skipNull() { return nil }
    guard let tier = Tier(rawValue: UInt8(try count(max: 255, "tier"))) else { throw fail(.malformed, "a tier") }
    return tier
  }
}
