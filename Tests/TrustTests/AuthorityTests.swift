// Whose word counts: chains from the root key, and what ends them.
import Merge
import TestSupport
import Testing
import Trust

@Suite struct AuthorityTests {
  private struct Statements: StatementReader {
    var all: [Statement] = []
    func statements(about subject: NodeID) throws -> [Statement] {
      all.filter { statement in
        switch statement.content {
        case .grant(let grant): grant.subject.node == subject
        case .revocation(let revocation): revocation.subject.node == subject
        case .redaction, .pass, .withdrawal: false
        }
      }
    }
  }

  private static let (root, city) = (SigningKey.test(1), SigningKey.test(2))
  private static let (town, village) = (SigningKey.test(3), SigningKey.test(4))
  private static let cityArea = Area("370200000000")!
  private static let townArea = Area("370202001000")!
  private static let villageArea = Area("370202001001")!

  private static func grant(
    _ subject: SigningKey, _ area: Area, by issuer: SigningKey, at: Int64 = 100, until: Int64? = nil,
    classes: [String]? = nil
  ) -> Statement {
    let grant = Grant(
      issuer: issuer.publicKey, subject: subject.publicKey, area: area, classes: classes, issuedAt: at, notAfter: until)
    return Statement(.grant(grant), key: issuer)
  }

  private static func revocation(
    _ subject: SigningKey, _ area: Area, by issuer: SigningKey, heads: [Dot] = [], statements: [Statement] = []
  ) -> Statement {
    let revocation = Revocation(
      issuer: issuer.publicKey, subject: subject.publicKey, area: area, at: 200, reason: "失窃", heads: heads,
      statements: statements.map(\.digest))
    return Statement(.revocation(revocation), key: issuer)
  }

  private static func feed(_ author: SigningKey, home: Area, class name: String = "work") -> FeedKey {
    let feedClass = FeedClass(name: name, rises: .city, falls: .terminal, priority: .normal)
    return FeedKey(node: author.node, incarnation: 1, home: home, area: home, class: feedClass)
  }

  private static func permits(_ statements: [Statement], _ feed: FeedKey, at milliseconds: Int64 = 150) throws -> Bool {
    var authority = Authority(root: root.publicKey)
    let time = HybridTime(milliseconds: milliseconds)
    return try authority.permits(feed, time: time, in: Statements(all: statements))
  }

  private static let chain = [
    grant(city, cityArea, by: root), grant(town, townArea, by: city), grant(village, villageArea, by: town),
  ]

  @Test func `a chain counts whole, and without any of its links not at all`() throws {
    let feed = Self.feed(Self.village, home: Self.villageArea)
    #expect(try Self.permits(Self.chain, feed))
    #expect(try Self.permits(Self.chain.reversed(), feed))
    for index in Self.chain.indices {
      var broken = Self.chain
      broken.remove(at: index)
      #expect(try !Self.permits(broken, feed))
    }
  }

  @Test func `nobody grants its own area, another's, or one above`() throws {
    let feed = Self.feed(Self.village, home: Self.villageArea)
    let above = Array(Self.chain.prefix(2))
    let elsewhere = Area("370203001001")!
    #expect(try !Self.permits(above + [Self.grant(Self.village, Self.townArea, by: Self.town)], feed))
    let stray = Self.feed(Self.village, home: elsewhere)
    #expect(try !Self.permits(above + [Self.grant(Self.village, elsewhere, by: Self.town)], stray))
    // A circle of two that grant each other ends.
    let circle = [
      Self.grant(Self.town, Self.townArea, by: Self.village), Self.grant(Self.village, Self.townArea, by: Self.town),
    ]
    #expect(try !Self.permits(circle, Self.feed(Self.village, home: Self.townArea)))
  }

  @Test func `home, class and end are those of the grant`() throws {
    let narrow =
      Array(Self.chain.prefix(2))
      + [Self.grant(Self.village, Self.villageArea, by: Self.town, until: 300, classes: ["work"])]
    #expect(try Self.permits(narrow, Self.feed(Self.village, home: Self.villageArea), at: 300))
    #expect(try !Self.permits(narrow, Self.feed(Self.village, home: Self.villageArea), at: 301))
    #expect(try !Self.permits(narrow, Self.feed(Self.village, home: Self.villageArea, class: "order")))
    #expect(try !Self.permits(narrow, Self.feed(Self.village, home: Self.townArea)))
  }

  @Test func `an issuer's later end does not end what it granted, but it grants nothing after it`() throws {
    let office = [Self.chain[0], Self.grant(Self.town, Self.townArea, by: Self.city, until: 120)]
    let feed = Self.feed(Self.village, home: Self.villageArea)
    #expect(try Self.permits(office + [Self.grant(Self.village, Self.villageArea, by: Self.town, at: 120)], feed))
    #expect(try !Self.permits(office + [Self.grant(Self.village, Self.villageArea, by: Self.town, at: 121)], feed))
  }

  @Test func `revoking an office ends what it granted, but for what is listed, whatever time is claimed`() throws {
    let feed = Self.feed(Self.village, home: Self.villageArea)
    #expect(try !Self.permits(Self.chain + [Self.revocation(Self.town, Self.townArea, by: Self.city)], feed))
    let listed = Self.revocation(Self.town, Self.townArea, by: Self.city, statements: [Self.chain[2]])
    #expect(try Self.permits(Self.chain + [listed], feed))
    let thief = SigningKey.test(9)
    let backdated = Self.grant(thief, Self.villageArea, by: Self.town, at: 1)
    #expect(try !Self.permits(Self.chain + [listed, backdated], Self.feed(thief, home: Self.villageArea)))
  }

  @Test func `a revocation limits feeds, and only one from above counts`() throws {
    let id = FeedID(Bytes16(high: 1, low: 1))
    func limit(_ revocation: Statement) throws -> UInt64 {
      var authority = Authority(root: Self.root.publicKey)
      let reader = Statements(all: Self.chain + [revocation])
      return try authority.limit(of: id, author: Self.village.node, in: reader)
    }
    #expect(try limit(Self.revocation(Self.village, Self.villageArea, by: Self.town)) == 0)
    let listed = Self.revocation(Self.village, Self.villageArea, by: Self.root, heads: [Dot(feed: id, seq: 7)])
    #expect(try limit(listed) == 7)
    #expect(try limit(Self.revocation(Self.village, Self.villageArea, by: SigningKey.test(9))) == .max)
    #expect(try limit(Self.revocation(Self.village, Self.villageArea, by: Self.village)) == .max)
  }

  @Test func `a statement with any byte changed is none`() {
    for statement in [Self.chain[2], Self.revocation(Self.town, Self.townArea, by: Self.city)] {
      for place in statement.encoded.indices {
        var changed = statement.encoded
        changed[place] ^= 0x01
        #expect(throws: (any Error).self, "byte \(place)") { try Statement(encoded: changed) }
      }
    }
  }
}
