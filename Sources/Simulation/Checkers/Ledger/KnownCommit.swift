// One commit as the simulator reads it for itself, once, whoever holds it.
import Merge
import Trust
import Wire

/// A commit taken apart, apart from every node: what a checker compares nodes with.
final class KnownCommit: Sendable {
  let dot: Dot
  let hash: Digest
  let previous: Digest
  let time: HybridTime
  let user: String
  let key: FeedKey
  let changes: [Change]
  let bytes: [UInt8]
  let isRedacted: Bool
  let deviceTime: Int64?
  /// What a person's device has put on it.
  let signature: ActionSignature?

  /// - Parameter known: the key of the commit's feed, unless this is the feed's first commit.
  /// - Throws: `Unreadable`, which says why.
  init(_ bytes: [UInt8], key known: FeedKey?) throws {
    var scanner = CommitScanner()
    var reader = CBORReader(bytes)
    do {
      try scanner.scan(&reader)
      try reader.expectEnd()
    } catch { throw Unreadable(reason: "cannot be read: \(error)") }
    guard let key = scanner.key ?? known else { throw Unreadable(reason: "has no feed key before it") }
    self.bytes = bytes
    self.key = key
    dot = Dot(feed: scanner.feed, seq: scanner.seq)
    hash = Hashing.chain(bytes, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
    previous = scanner.previous
    time = scanner.time
    user = String(decoding: bytes[scanner.user], as: UTF8.self)
    isRedacted = scanner.redacted != nil
    deviceTime = scanner.deviceTime
    if case .signed(let found) = ActionMark(scanner, in: bytes) { signature = found } else { signature = nil }
    changes = scanner.changes.indices.map { scanner.change($0, in: bytes) }
  }

  struct Unreadable: Error { let reason: String }

  /// What it says in its node's own name.
  var origin: Origin { Origin(dot: dot, time: time, tier: key.home.tier, user: user) }

  /// The passes and withdrawals that it carries, each in the class that it may come in.
  var peopleStatements: [Statement] {
    if isRedacted { return [] }
    return changes.compactMap { change in
      guard case .write(.bytes(let bytes))? = change.fields.first(where: { $0.field == 1 })?.edit,
        let statement = try? Statement(encoded: bytes)
      else { return nil }
      return switch (statement.content, change.type, key.class.name) {
      case (.pass, "pass", "people"), (.withdrawal, "withdrawal", "control"): statement
      default: nil
      }
    }
  }

  /// What the device must have signed, put together once more from what was read; nil where the commit cannot be that.
  var message: [UInt8]? {
    guard let signature, !isRedacted else { return nil }
    var signed = changes
    for seen in signature.seen {
      guard signed.indices.contains(seen.change), seen.vector.covers(signed[seen.change].seen) else { return nil }
      signed[seen.change] = signed[seen.change].with(seen: seen.vector)
    }
    var writer = CBORWriter()
    writer.array(8)
    writer.text("gridward action 1")
    writer.id(signature.pass)
    writer.unsigned(signature.number)
    if let deviceTime { writer.int(deviceTime) } else { writer.null() }
    if let account = signature.actingFor { writer.id(account) } else { writer.null() }
    writer.text(key.area.code)
    writer.text(key.class.name)
    writer.bytes += CommitEncoder.payload(signed, feed: nil)
    return writer.bytes
  }

  /// What the first commit of the feed must name as the one before it.
  static func start(of key: FeedKey) -> Digest { Hashing.sha256(key.encoded) }
}
