// A revocation: from here on a key's word counts for nothing, but for what is listed.
package import Merge
import Wire

/// Ends what a key may do. What it had done and is listed here stays; commits of its feeds beyond the listed heads, feeds
/// not listed, and statements not listed have no effect anywhere, whatever time they claim.
/// - Source: protocol §10.3; the heads follow Keyhive's removal, so that a revoked key cannot write into the past.
package struct Revocation: Hashable, Sendable {
  package let issuer: PublicKey
  package let subject: PublicKey
  /// The place whose key it is; the issuer stands above it.
  package let area: Area
  package let at: Int64
  package let reason: String
  /// The last commit of each feed that still counts, ascending by feed.
  package let heads: [Dot]
  /// The statements of the subject's that still count, ascending.
  package let statements: [Digest]

  package static let listedMax = 2_048
  package static let reasonBytesMax = 1_024

  package init(
    issuer: PublicKey, subject: PublicKey, area: Area, at: Int64, reason: String, heads: [Dot], statements: [Digest]
  ) {
    self.issuer = issuer
    self.subject = subject
    self.area = area
    self.at = at
    self.reason = reason
    self.heads = heads.sorted { $0.feed < $1.feed }
    self.statements = statements.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// How many commits of one of the subject's feeds still count.
  package func limit(of feed: FeedID) -> UInt64 { heads.first { $0.feed == feed }?.seq ?? 0 }

  var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 192 + 26 * heads.count + 34 * statements.count)
    writer.array(7)
    writer.digest(issuer.raw)
    writer.digest(subject.raw)
    writer.text(area.code)
    writer.int(at)
    writer.text(reason)
    writer.array(heads.count)
    for head in heads {
      writer.array(2)
      writer.id(head.feed)
      writer.unsigned(head.seq)
    }
    writer.array(statements.count)
    for statement in statements { writer.digest(statement) }
    return writer.bytes
  }

  init(_ reader: inout CBORReader) throws(WireError) {
    guard try reader.array(max: 7, "parts of a revocation") == 7 else { throw reader.fail(.malformed, "seven parts") }
    issuer = PublicKey(try reader.digest())
    subject = PublicKey(try reader.digest())
    area = try reader.area()
    at = try reader.int()
    reason = try reader.text(max: Self.reasonBytesMax)
    var heads: [Dot] = []
    for _ in 0..<(try reader.array(max: Self.listedMax, "heads")) {
      guard try reader.array(max: 2, "parts of a head") == 2 else { throw reader.fail(.malformed, "feed and number") }
      heads.append(Dot(feed: FeedID(try reader.bytes16()), seq: try reader.unsigned()))
    }
    var statements: [Digest] = []
    for _ in 0..<(try reader.array(max: Self.listedMax, "statements")) { statements.append(try reader.digest()) }
    (self.heads, self.statements) = (heads, statements)
  }
}

/// An order to remove a payload by law: the commit's header, its hash and its place in the chain stay.
/// - Source: protocol §10.3, §3.4.
package struct Redaction: Hashable, Sendable {
  package let issuer: PublicKey
  /// The area of the feed; the issuer stands above it.
  package let area: Area
  package let commit: Dot
  /// The SHA-256 of the payload that goes.
  package let payload: Digest
  package let at: Int64
  /// Who ordered it and by what law.
  package let reason: String

  package init(issuer: PublicKey, area: Area, commit: Dot, payload: Digest, at: Int64, reason: String) {
    self.issuer = issuer
    self.area = area
    self.commit = commit
    self.payload = payload
    self.at = at
    self.reason = reason
  }

  var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 160)
    writer.array(7)
    writer.digest(issuer.raw)
    writer.text(area.code)
    writer.id(commit.feed)
    writer.unsigned(commit.seq)
    writer.digest(payload)
    writer.int(at)
    writer.text(reason)
    return writer.bytes
  }

  init(_ reader: inout CBORReader) throws(WireError) {
    guard try reader.array(max: 7, "parts of a redaction") == 7 else { throw reader.fail(.malformed, "seven parts") }
    issuer = PublicKey(try reader.digest())
    area = try reader.area()
    commit = Dot(feed: FeedID(try reader.bytes16()), seq: try reader.unsigned())
    payload = try reader.digest()
    at = try reader.int()
    reason = try reader.text(max: Revocation.reasonBytesMax)
  }
}
