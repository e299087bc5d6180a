// The vectors of chapter 10: seals, statements, and which of them count.
import Merge
import Testing
import Trust
import Wire

@Suite struct `Trust vectors` {
  @Test(arguments: Vector.topic("seal")) func `every case of seal`(vector: Vector) {
    let input = vector.input
    vector.check { (input) throws(WireError) in
      try Seal(encoded: input["seal"].bytes)
    } _: {
      $0.seal
    }
    vector.checkWriting({ hex($0.seal.encoded) }, input["seal"].string)
    guard let expected = vector.expected, let key = PublicKey(hex: input["key"].string) else { return }
    #expect(key.node == NodeID(expected["signer"].id))
    let purpose: Seal.Purpose = input["purpose"].string == "receipt" ? .custody : .authorship
    #expect(expected.seal.holds(for: input["hash"].digest, by: key, purpose) == expected["holds"].bool)
  }

  @Test(arguments: Vector.topic("statement")) func `every case of statement`(vector: Vector) throws {
    vector.check { (input) throws(WireError) in
      try Statement(encoded: input.bytes).content
    } _: {
      $0.content
    }
    guard let expected = vector.expected else { return }
    let statement = try Statement(kept: vector.input.bytes)
    #expect(statement.digest == expected["digest"].digest)
    #expect(try Statement(encoded: statement.encoded) == statement)
  }

  @Test(arguments: Vector.topic("authority")) func `every case of authority`(vector: Vector) throws {
    let (input, expected) = (vector.input, try #require(vector.expected))
    let statements = try input["statements"].array.map { try Statement(encoded: $0.bytes) }
    var authority = Authority(root: try #require(PublicKey(hex: input["root"].string)))
    let known = Known(statements: statements)
    let key = FeedKey(
      node: NodeID(input["author"].id), incarnation: 1, home: input["home"].area, area: input["home"].area,
      class: FeedClass(name: input["class"].string, rises: .city, falls: nil, priority: .normal))
    let time = HybridTime(milliseconds: input["at"].int, counter: 0)
    #expect(try authority.permits(key, time: time, in: known) == expected["permits"].bool)
    let limit = try authority.limit(of: input["feed"].feed, author: key.node, in: known)
    #expect(limit == expected["limit"].optional(\.natural) ?? .max)
  }
}

/// The statements of one case.
private struct Known: StatementReader {
  let statements: [Statement]

  func statements(about subject: NodeID) -> [Statement] {
    statements.filter { statement in
      switch statement.content {
      case .grant(let grant): grant.subject.node == subject
      case .revocation(let revocation): revocation.subject.node == subject
      case .redaction: false
      }
    }
  }
}

extension JSON {
  fileprivate var key: PublicKey { PublicKey(digest) }

  fileprivate var seal: Seal {
    let path = self["path"].bytes
    return Seal(
      feed: self["feed"].feed, seq: self["seq"].natural, time: self["time"].time, count: Int(self["count"].int),
      index: Int(self["index"].int),
      path: stride(from: 0, to: path.count, by: 32).map { Digest(path[$0..<$0 + 32]) },
      signature: self["signature"].bytes)
  }

  fileprivate var content: Statement.Content {
    if let grant = object["grant"] { return .grant(grant.grant) }
    if let revocation = object["revocation"] { return .revocation(revocation.revocation) }
    let redaction = self["redaction"]
    return .redaction(
      Redaction(
        issuer: redaction["issuer"].key, area: redaction["area"].area,
        commit: Dot(feed: redaction["feed"].feed, seq: redaction["seq"].natural),
        payload: redaction["payload"].digest, at: redaction["at"].int, reason: redaction["reason"].string))
  }

  private var grant: Grant {
    Grant(
      issuer: self["issuer"].key, subject: self["subject"].key, area: self["area"].area,
      classes: self["classes"].optional { $0.array.map(\.string) }, issuedAt: self["issued_at"].int,
      notAfter: self["not_after"].optional(\.int), formerArea: self["former_area"].optional(\.area))
  }

  private var revocation: Revocation {
    Revocation(
      issuer: self["issuer"].key, subject: self["subject"].key, area: self["area"].area, at: self["at"].int,
      reason: self["reason"].string,
      heads: self["heads"].array.map { Dot(feed: $0[0].feed, seq: $0[1].natural) },
      statements: self["statements"].array.map(\.digest))
  }
}
