// A checkpoint: what a node signs each day about its own feeds.
package import Merge
package import Trust
package import Wire

/// One day's account of a node's own feeds.
/// - Source: protocol §13.
package struct Checkpoint: Hashable, Sendable {
  package let node: NodeID
  package let home: Area
  /// From 1, one more each time.
  package let number: Int64
  /// By the node's own clock, in milliseconds.
  package let at: Int64
  package let heads: Int64
  package let root: Digest
  package let previous: Digest?
  package let waiting: [Waiting]

  /// A head of which the node has no receipt of the highest tier that should hold it.
  package struct Waiting: Hashable, Sendable {
    package let feed: FeedID
    package let head: Head
    /// The highest tier that holds the feed.
    package let top: Tier
    /// The receipt that reaches furthest up; nil when nobody has signed for it.
    package let receipt: CustodyReceipt?

    package init(feed: FeedID, head: Head, top: Tier, receipt: CustodyReceipt?) {
      self.feed = feed
      self.head = head
      self.top = top
      self.receipt = receipt
    }
  }

  /// The most heads one checkpoint lists; those with a receipt come first.
  package static let waitingMax = 200

  package init(
    node: NodeID, home: Area, number: Int64, at: Int64, heads: Int64, root: Digest, previous: Digest?,
    waiting: [Waiting]
  ) {
    self.node = node
    self.home = home
    self.number = number
    self.at = at
    self.heads = heads
    self.root = root
    self.previous = previous
    self.waiting = waiting
  }

  /// Every node has one such record, in its own area.
  package static func record(of node: NodeID) -> RecordID {
    RecordID(Hashing.sha256(Array("gridward checkpoint 1".utf8) + [0] + node.raw.bytes).first16)
  }

  /// The fields of the record: protocol/catalog/checkpoint.yaml.
  var fields: [FieldChange] {
    [
      FieldChange(1, .write(.text(node.description))), FieldChange(2, .write(.int(number))),
      FieldChange(3, .write(.int(at))), FieldChange(4, .write(.int(heads))),
      FieldChange(5, .write(.bytes(root.bytes))),
      FieldChange(6, .write(previous.map { .bytes($0.bytes) } ?? .null)),
      FieldChange(7, .write(.bytes(Self.encoded(waiting)))),
    ]
  }

  /// Reads a checkpoint from a commit's fields; nil when they are none.
  package init?(node: NodeID, home: Area, fields: [FieldChange]) {
    var values: [Int: Value] = [:]
    for field in fields { if case .write(let value) = field.edit { values[field.field] = value } }
    guard case .int(let number) = values[2], case .int(let at) = values[3], case .int(let heads) = values[4],
      case .bytes(let root) = values[5], root.count == 32, case .bytes(let list) = values[7],
      let waiting = try? Self.waiting(list)
    else { return nil }
    var previous: Digest?
    if case .bytes(let bytes) = values[6], bytes.count == 32 { previous = Digest(bytes) }
    self.init(
      node: node, home: home, number: number, at: at, heads: heads, root: Digest(root), previous: previous,
      waiting: waiting)
  }

  package static func encoded(_ waiting: [Waiting]) -> [UInt8] {
    var writer = CBORWriter()
    writer.array(waiting.count)
    for item in waiting {
      writer.array(5)
      writer.id(item.feed)
      writer.unsigned(item.head.seq)
      writer.digest(item.head.hash)
      writer.unsigned(UInt64(item.top.rawValue))
      if let receipt = item.receipt { receipt.write(to: &writer) } else { writer.null() }
    }
    return writer.bytes
  }

  /// Reads the list of waiting heads; what cannot be read is no list.
  package static func waiting(_ bytes: [UInt8]) throws(WireError) -> [Waiting] {
    var reader = CBORReader(bytes)
    var waiting: [Waiting] = []
    for _ in 0..<(try reader.array(max: waitingMax, "waiting heads")) {
      guard try reader.array(max: 5, "parts") == 5 else { throw reader.fail(.malformed, "five parts") }
      let feed = FeedID(try reader.bytes16())
      let head = Head(seq: try reader.sequence(), hash: try reader.digest())
      guard let top = Tier(rawValue: UInt8(try reader.count(max: 255, "tier"))) else {
        throw reader.fail(.malformed, "a tier")
      }
      let receipt = reader.skipNull() ? nil : try CustodyReceipt(&reader)
      waiting.append(Waiting(feed: feed, head: head, top: top, receipt: receipt))
    }
    try reader.expectEnd()
    return waiting
  }
}

extension FeedKey {
  /// The highest tier that holds the feed.
  var top: Tier { `class`.rises.map { min($0, area.tier) } ?? area.tier }
}
