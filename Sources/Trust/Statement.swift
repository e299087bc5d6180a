// What one key says about another: grants, revocations, orders to redact, passes and withdrawals, each checkable by itself.
package import Merge
package import Wire

/// A signed statement, as its issuer encoded it.
///
/// Statements travel as field 1 of the records `grant`, `revocation`, `redaction`, `pass` and `withdrawal`, and in enrolment and
/// proof files. They need no sealed feed around them: their own signature and the chain of grants to the root key say whether
/// they hold.
/// - Source: protocol §10.3, protocol §16.2.
package struct Statement: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case grant(Grant)
    case revocation(Revocation)
    case redaction(Redaction)
    case pass(Pass)
    case withdrawal(Withdrawal)
  }

  package let content: Content
  /// An array of kind, body and signature.
  package let encoded: [UInt8]

  /// The largest encoded statement: it fits a commit with room to spare.
  package static let bytesMax = 200 << 10

  package var issuer: PublicKey {
    switch content {
    case .grant(let grant): grant.issuer
    case .revocation(let revocation): revocation.issuer
    case .redaction(let redaction): redaction.issuer
    case .pass(let pass): pass.issuer
    case .withdrawal(let withdrawal): withdrawal.issuer
    }
  }

  /// The node's key it is about; nil for an order to redact, and for what is about a device.
  package var subject: PublicKey? {
    switch content {
    case .grant(let grant): grant.subject
    case .revocation(let revocation): revocation.subject
    case .redaction, .pass, .withdrawal: nil
    }
  }

  /// Whether it is an order to redact.
  package var isRedaction: Bool { if case .redaction = content { true } else { false } }

  /// What other statements name this one by.
  package var digest: Digest { Hashing.sha256(encoded) }

  /// Signs what the key's holder has to say.
  /// - Precondition: the content names the key's public part as its issuer.
  package init(_ content: Content, key: SigningKey) {
    self.content = content
    var writer = CBORWriter(capacity: 320)
    writer.array(3)
    writer.unsigned(content.kind)
    let body = content.body
    writer.bytes(body)
    writer.bytes(key.sign(Self.message(kind: content.kind, body: body)))
    encoded = writer.bytes
    precondition(issuer == key.publicKey, "an issuer signs with its own key")
  }

  /// Reads a statement and checks its issuer's signature.
  package init(encoded bytes: [UInt8]) throws(WireError) { try self.init(bytes, checks: true) }

  /// Reads a statement that was checked before it was kept.
  package init(kept bytes: [UInt8]) throws(WireError) { try self.init(bytes, checks: false) }

  private init(_ bytes: [UInt8], checks: Bool) throws(WireError) {
    guard bytes.count <= Self.bytesMax else { throw WireError(.tooLarge, "a statement") }
    var reader = CBORReader(bytes)
    guard try reader.array(max: 3, "parts of a statement") == 3 else { throw reader.fail(.malformed, "three parts") }
    let kind = try reader.unsigned()
    let body = Array(bytes[try reader.byteRange(max: Self.bytesMax)])
    let signature = Array(bytes[try reader.byteRange(max: SigningKey.signatureBytes)])
    try reader.expectEnd()
    content = try Content(kind: kind, body: body)
    encoded = bytes
    guard !checks || issuer.verifies(signature, of: Self.message(kind: kind, body: body)) else {
      throw WireError(.malformed, "a signature of the issuer")
    }
  }

  private static func message(kind: UInt64, body: [UInt8]) -> [UInt8] {
    Array("gridward statement 1".utf8) + [0, UInt8(truncatingIfNeeded: kind)] + body
  }
}

extension Statement.Content {
  fileprivate var kind: UInt64 {
    switch self {
    case .grant: 1
    case .revocation: 2
    case .redaction: 3
    case .pass: 4
    case .withdrawal: 5
    }
  }

  fileprivate var body: [UInt8] {
    switch self {
    case .grant(let grant): grant.encoded
    case .revocation(let revocation): revocation.encoded
    case .redaction(let redaction): redaction.encoded
    case .pass(let pass): pass.encoded
    case .withdrawal(let withdrawal): withdrawal.encoded
    }
  }

  fileprivate init(kind: UInt64, body: [UInt8]) throws(WireError) {
    var reader = CBORReader(body)
    switch kind {
    case 1: self = .grant(try Grant(&reader))
    case 2: self = .revocation(try Revocation(&reader))
    case 3: self = .redaction(try Redaction(&reader))
    case 4: self = .pass(try Pass(&reader))
    case 5: self = .withdrawal(try Withdrawal(&reader))
    default: throw WireError(.unsupportedVersion, "a kind of statement this version knows")
    }
    try reader.expectEnd()
  }
}
