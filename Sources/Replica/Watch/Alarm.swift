// What a node has noticed about another, and the record it becomes.
package import Merge
import Trust
package import Wire

/// One thing noticed. Its id is derived from its cause, so that noticing it again makes no second record.
/// - Source: protocol §13.
package struct Alarm: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// An author sealed two contents for one number.
    case fork
    /// Commits came under a seal that is not their author's.
    case badSeal = "bad-seal"
    /// The other end's store has gone back behind what it had given out.
    case rollBack = "roll-back"
    /// A node below signed that it holds what it has not delivered.
    case missingSuffix = "missing-suffix"
    /// A commit came long after its own time.
    case lateEntry = "late-entry"
    /// No checkpoint for days.
    case silence
    /// Commits wait that nobody allowed, or that a revocation does not list.
    case noEffect = "no-effect"
    /// One node id speaks from several stores in turn.
    case clone
    /// Commits came that claim to be this node's own, and are not.
    case impostor
    /// The clock of a machine below is far from the observer's time.
    case wrongClock = "wrong-clock"
    /// Two different actions of one device stand under one number: its key is in two hands.
    case deviceFork = "device-fork"
    /// What a person below did has no effect, by the word of an office below.
    case undone
  }

  /// What is told in the transaction in which it is noticed; the rest waits whether it mends.
  static let immediate: Set<Kind> = [
    .fork, .badSeal, .rollBack, .lateEntry, .clone, .wrongClock, .deviceFork, .undone,
  ]

  package let id: RecordID
  package let kind: Kind
  /// Whom it is about.
  package let node: NodeID
  package let about: Area?
  package let place: Dot?
  /// When it was noticed, in milliseconds by the observer's clock.
  package let noticedAt: Int64
  /// Commits, seals and receipts that show it.
  package let evidence: [[UInt8]]

  /// Evidence beyond this is left out: the alarm must fit a commit.
  package static let evidenceBytesMax = 192 << 10

  /// - Parameter cause: what tells this case from others of its kind about the same node.
  package init(
    _ kind: Kind, node: NodeID, about: Area? = nil, place: Dot? = nil, cause: [UInt8], noticedAt: Int64,
    evidence: [[UInt8]] = []
  ) {
    id = Self.id(kind, node: node, cause: cause)
    self.kind = kind
    self.node = node
    self.about = about
    self.place = place
    self.noticedAt = noticedAt
    var room = Self.evidenceBytesMax
    self.evidence = evidence.prefix { part in
      room -= part.count + 5
      return room >= 0
    }
  }

  static func id(_ kind: Kind, node: NodeID, cause: [UInt8]) -> RecordID {
    let bytes = Array("gridward alarm 1".utf8) + [0] + Array(kind.rawValue.utf8) + [0] + node.raw.bytes + cause
    return RecordID(Hashing.sha256(bytes).first16)
  }

  /// The bytes by which causes tell commits apart.
  static func cause(_ dot: Dot) -> [UInt8] {
    var bytes = dot.feed.raw.bytes
    Bytes16(high: 0, low: dot.seq).append(to: &bytes)
    return bytes
  }

  /// The bytes by which causes tell the days apart that an observer counts.
  static func cause(dayOf now: Int64) -> [UInt8] {
    Bytes16(high: 0, low: UInt64(bitPattern: Day.numberUnbounded(milliseconds: now))).bytes
  }

  /// The fields of the record: protocol/catalog/alarm.yaml.
  var fields: [FieldChange] {
    var fields = [
      FieldChange(1, .write(.text(kind.rawValue))), FieldChange(2, .write(.text(node.description))),
      FieldChange(6, .write(.int(noticedAt))),
    ]
    if let about { fields.append(FieldChange(3, .write(.text(about.code)))) }
    if let place {
      fields.append(FieldChange(4, .write(.text(place.feed.description))))
      fields.append(FieldChange(5, .write(.int(Int64(clamping: place.seq)))))
    }
    if !evidence.isEmpty { fields.append(FieldChange(7, .write(.bytes(Self.list(evidence))))) }
    return fields
  }

  private static func list(_ parts: [[UInt8]]) -> [UInt8] {
    var writer = CBORWriter()
    writer.array(parts.count)
    for part in parts { writer.bytes(part) }
    return writer.bytes
  }
}

// MARK: Encoding, as an alarm waits in the store

extension Alarm {
  package var encoded: [UInt8] {
    var writer = CBORWriter()
    writer.array(8)
    writer.id(id)
    writer.text(kind.rawValue)
    writer.id(node)
    if let about { writer.text(about.code) } else { writer.null() }
    if let place { writer.id(place.feed) } else { writer.null() }
    writer.unsigned(place?.seq ?? 0)
    writer.int(noticedAt)
    writer.bytes += Self.list(evidence)
    return writer.bytes
  }

  package init(encoded bytes: [UInt8]) throws(WireError) {
    var reader = CBORReader(bytes)
    guard try reader.array(max: 8, "parts of an alarm") == 8 else { throw reader.fail(.malformed, "eight parts") }
    id = RecordID(try reader.bytes16())
    guard let kind = Kind(rawValue: try reader.text(max: 32)) else { throw reader.fail(.malformed, "a kind of alarm") }
    self.kind = kind
    node = NodeID(try reader.bytes16())
    about = reader.skipNull() ? nil : try reader.area()
    let feed = reader.skipNull() ? nil : FeedID(try reader.bytes16())
    let seq = try reader.unsigned()
    place = feed.map { Dot(feed: $0, seq: seq) }
    noticedAt = try reader.int()
    var evidence: [[UInt8]] = []
    for _ in 0..<(try reader.array(max: 1_024, "parts of evidence")) {
      evidence.append(Array(bytes[try reader.byteRange(max: Self.evidenceBytesMax)]))
    }
    self.evidence = evidence
    try reader.expectEnd()
  }
}
