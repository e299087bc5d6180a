// Proof files: made at a node, checked with nothing but the city's root key, and broken in every way.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust
import Wire

@Suite struct `Proof files` {
  private static let root = SignedChain.rootKey.publicKey

  private func proof(_ node: TestNode, _ number: UInt64) throws -> MadeProof {
    try node.store.read { try $0.proof(of: recordID(number), type: Catalog.builtIn.type(named: "hazard")!) }
  }

  /// A hazard that two tiers have written to, and what the community can show of it.
  private func written() throws -> (chain: SignedChain, bytes: [UInt8]) {
    let chain = try SignedChain()
    try chain.hazard(9, place: "别处")
    try chain.hazard(1)
    #expect(try chain.sync())
    try chain.township.write("hazard", recordID(1), ["measure": .write(.text("立即清理"))], user: "安监办")
    #expect(try chain.sync())
    #expect(try chain.sync())
    return (chain, try proof(chain.community, 1).file.encoded)
  }

  @Test func `a proof shows who wrote what when, under whose grant, and which tiers held it`() throws {
    let (chain, bytes) = try written()
    let finding = try ProofFile.check(bytes, root: Self.root)
    #expect(finding.commits.map(\.user) == ["网格员", "安监办"])
    #expect(finding.commits.map(\.key.home) == [chain.community.area, chain.township.area])
    #expect(finding.commits.map(\.isEffective) == [true, true])
    let places = finding.commits.map { $0.grants.map(\.area.code) }
    let branch = [Place.city, Place.south, Place.southTown, Place.southVillage]
    #expect(places == [branch, Array(branch.dropLast())])
    #expect(
      finding.commits.map { $0.holders.map(\.area.tier) } == [[.city, .district, .township], [.city, .district]])
    #expect(finding.digestsOnly == 1 && finding.notShown.isEmpty)
  }

  @Test func `what the same author wrote about other records is not in it`() throws {
    let (_, bytes) = try written()
    func holds(_ text: String) -> Bool {
      let needle = Array(text.utf8)
      return bytes.indices.contains { bytes[$0...].starts(with: needle) }
    }
    #expect(holds("一号楼") && holds("立即清理"))
    #expect(!holds("别处"))
  }

  @Test func `made twice, or at another tier, it is made of the same chains and proves the same`() throws {
    let (chain, bytes) = try written()
    #expect(try proof(chain.community, 1).file.encoded == bytes)
    let city = try ProofFile.check(proof(chain.city, 1).file.encoded, root: Self.root)
    let community = try ProofFile.check(bytes, root: Self.root)
    #expect(city.commits.map(\.hash) == community.commits.map(\.hash))
  }

  @Test func `one flipped bit in any byte fails, and so does every byte set to something else`() throws {
    let (_, bytes) = try written()
    for index in bytes.indices {
      for flip: UInt8 in [1 << UInt8(index % 8), 0xFF] {
        var broken = bytes
        broken[index] ^= flip
        #expect(throws: ProofFault.self, "byte \(index) of \(bytes.count)") {
          try ProofFile.check(broken, root: Self.root)
        }
      }
    }
  }

  @Test func `cut off anywhere, or with a byte more, it fails`() throws {
    let (_, bytes) = try written()
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: ProofFault.self) { try ProofFile.check(Array(bytes.prefix(length)), root: Self.root) }
    }
    #expect(throws: ProofFault.self) { try ProofFile.check(bytes + [0], root: Self.root) }
  }

  @Test func `another root key fails, also when it is put into the file`() throws {
    let (_, bytes) = try written()
    let other = SigningKey.test(66).publicKey
    #expect(throws: ProofFault.otherRoot(Self.root)) { try ProofFile.check(bytes, root: other) }
    let file = try ProofFile(encoded: bytes)
    let forged = ProofFile(
      root: other, type: file.type, record: file.record, feeds: file.feeds, statements: file.statements)
    #expect(throws: ProofFault.noGrant(file.feeds[0].author)) { try ProofFile.check(forged.encoded, root: other) }
  }

  /// The file with one feed's part changed.
  private func changed(_ bytes: [UInt8], _ change: (FeedProof) throws -> FeedProof) throws -> [UInt8] {
    let file = try ProofFile(encoded: bytes)
    let feeds = [try change(file.feeds[0])] + file.feeds.dropFirst()
    return ProofFile(
      root: file.root, type: file.type, record: file.record, feeds: feeds, statements: file.statements
    ).encoded
  }

  @Test func `a dropped, doubled, added or reordered commit fails`() throws {
    let (_, bytes) = try written()
    let changes: [([[UInt8]]) -> [[UInt8]]] = [
      { Array($0.dropFirst()) }, { Array($0.dropLast()) }, { $0 + [$0[$0.count - 1]] },
      { Array($0.reversed()) + [$0[0]] },
      { _ in [] },
    ]
    for change in changes {
      let broken = try changed(bytes) { FeedProof(commits: change($0.commits), seal: $0.seal, receipts: $0.receipts) }
      #expect(throws: ProofFault.self) { try ProofFile.check(broken, root: Self.root) }
    }
  }

  @Test func `a receipt for another feed, a seal in place of a receipt and a shown payload of another record fail`()
    throws
  {
    let (chain, bytes) = try written()
    let file = try ProofFile(encoded: bytes)
    let moved = try changed(bytes) { FeedProof(commits: $0.commits, seal: $0.seal, receipts: file.feeds[1].receipts) }
    #expect(throws: ProofFault.self) { try ProofFile.check(moved, root: Self.root) }
    let dressed = try changed(bytes) {
      FeedProof(commits: $0.commits, seal: $0.seal, receipts: [CustodyReceipt(signer: $0.author, seal: $0.seal)])
    }
    #expect(throws: ProofFault.self) { try ProofFile.check(dressed, root: Self.root) }
    let feed = try #require(
      try chain.community.feeds().first { $0.key.node == chain.community.node && $0.key.class.name == "work" })
    let whole = try chain.community.store.read { try $0.commits(of: feed, from: 1, through: feed.head.seq) }
    let feeds = file.feeds.map { part in
      part.seal.feed == feed.id ? FeedProof(commits: whole, seal: part.seal, receipts: part.receipts) : part
    }
    let open = ProofFile(
      root: file.root, type: file.type, record: file.record, feeds: feeds, statements: file.statements)
    #expect(throws: ProofFault.foreignPayload(feed.id, 1)) { try ProofFile.check(open.encoded, root: Self.root) }
  }

  @Test func `a commit hidden behind its digest is named by those who had seen it`() throws {
    let chain = try SignedChain()
    let first = try chain.hazard(1).dot
    try chain.community.write("hazard", recordID(1), ["place": .write(.text("二号楼"))])
    let made = try proof(chain.community, 1)
    let hidden = try changed(made.file.encoded) { part in
      var scanner = CommitScanner()
      var reader = CBORReader(part.commits[0])
      try scanner.scan(&reader)
      let digest = ProofFile.withoutPayload(part.commits[0], scanner)
      return FeedProof(commits: [digest] + part.commits.dropFirst(), seal: part.seal, receipts: part.receipts)
    }
    let finding = try ProofFile.check(hidden, root: Self.root)
    #expect(finding.commits.count == 1 && finding.notShown == [first])
  }

  @Test func `what was written after a revocation is proved and said to be without effect`() throws {
    let chain = try SignedChain()
    let known = try chain.hazard(1).dot
    try chain.hazard(1, place: "改过")
    let revocation = Revocation(
      issuer: SigningKey.test(3).publicKey, subject: SigningKey.test(4).publicKey, area: chain.community.area,
      at: 1_760_000_000_000, reason: "遗失", heads: [known], statements: [])
    let statement = Statement(.revocation(revocation), key: SigningKey.test(3))
    let made = try proof(chain.community, 1).file
    let file = ProofFile(
      root: made.root, type: made.type, record: made.record, feeds: made.feeds,
      statements: made.statements + [statement])
    let finding = try ProofFile.check(file.encoded, root: Self.root)
    #expect(finding.commits.map(\.isEffective) == [true, false])
  }

  /// What a patroller signed at a chain's community, synced to the top; and the patroller, whose pass the chain knows.
  private func signed(_ chain: SignedChain, number: UInt64 = 1) throws -> Person {
    let person = try Person(by: SigningKey.test(4))
    for node in chain.nodes { try node.store.write { try node.replica.learn([person.pass], in: $0) } }
    let hazard = Catalog.builtIn.type(named: "hazard")!
    let changes = [
      Change(
        type: "hazard", record: recordID(1), seen: .empty,
        fields: [FieldChange(hazard.field(named: "place")!.number, .write(.text("一号楼")))])
    ]
    let payload = CommitEncoder.payload(changes, feed: nil)
    let draft = ActionDraft(deviceTime: nil, area: chain.community.area, class: "work", changes: payload)
    let signature = try person.signature(number, changes).signature
    let action = PortableAction(draft, pass: person.pass.passID, number: number) { _ in signature }
    let entry = try SignedEntry(action)
    let node = chain.community
    _ = try node.store.write { try node.replica.enter(entry, of: Person.account, now: node.now, into: $0) }
    #expect(try chain.sync())
    #expect(try chain.sync())
    return person
  }

  @Test func `a proof shows the person: the pass and who issued it, the number, and the signature`() throws {
    let chain = try SignedChain()
    let person = try signed(chain, number: 128)
    for node in [chain.community, chain.city] {
      let finding = try ProofFile.check(proof(node, 1).file.encoded, root: Self.root)
      let commit = try #require(finding.commits.first)
      #expect(finding.commits.count == 1 && commit.isEffective)
      let signer = try #require(commit.signer)
      #expect(signer.pass == person.pass.passID && signer.number == 128)
      #expect(signer.statement?.role == "patroller" && signer.statement?.device == person.device)
      #expect(signer.grants.map(\.area.tier) == [.city, .district, .township, .community])
      #expect(signer.authority?.account == Person.account && signer.authority?.tier == .community)
    }
    let held = try ProofFile.check(proof(chain.community, 1).file.encoded, root: Self.root).commits[0].holders
    #expect(held.map(\.area.tier) == [.city, .district, .township])
  }

  @Test func `in a proof another pass, number, signature or area of the post proves no person`() throws {
    let chain = try SignedChain()
    let person = try signed(chain)
    let file = try proof(chain.community, 1).file
    func found(_ statements: [Statement]) throws -> ProvedCommit {
      let other = ProofFile(
        root: file.root, type: file.type, record: file.record, feeds: file.feeds, statements: statements)
      return try ProofFile.check(other.encoded, root: Self.root).commits[0]
    }
    // Without the pass, or with that of another post of the same device, nobody is shown.
    let others = file.statements.filter { $0 != person.pass }
    let elsewhere = try Person(at: Place.otherVillage, by: SigningKey.test(3)).pass
    for statements in [others, others + [elsewhere]] {
      let commit = try found(statements)
      #expect(commit.signer?.verdict == .hasNoEffect(.passUnknown) && commit.signer?.statement == nil)
      #expect(!commit.isEffective)
    }
    let withdrawal = person.withdrawal(by: SigningKey.test(3), last: 0)
    #expect(try found(file.statements + [withdrawal]).signer?.verdict == .hasNoEffect(.withdrawn(last: 0)))
    // A pass with another area in it is nobody's word.
    let bytes = file.encoded
    let area = Array(Place.southVillage.utf8)
    let pass = try #require(bytes.indices.first { bytes[$0...].starts(with: person.pass.encoded) })
    let place = try #require((pass..<bytes.count).first { bytes[$0...].starts(with: area) })
    var moved = bytes
    moved[place + area.count - 1] = UInt8(ascii: "2")
    #expect(throws: ProofFault.self) { try ProofFile.check(moved, root: Self.root) }
  }

  @Test func `a node that puts another number, signature or area to what was signed proves no person`() throws {
    let person = try Person(by: SigningKey.test(4))
    let outside = try Person(at: Place.otherVillage, by: SigningKey.test(3))
    let place = Catalog.builtIn.type(named: "hazard")!.field(named: "place")!.number
    let changes = [WorkFeed.hazard(1, place, .write(.text("一")))]
    let (one, two) = (try person.signature(1, changes), try person.signature(2, changes))
    let renumbered = ActionSignature(pass: one.pass, number: 2, signature: one.signature)
    let exchanged = ActionSignature(pass: one.pass, number: 1, signature: two.signature)
    let grants = try SignedChain().grants[SigningKey.test(4).node] ?? []
    let cases: [(ActionSignature, ActionFault?)] = [
      (one, nil), (renumbered, .badSignature), (exchanged, .badSignature),
      (try outside.signature(1, changes), .outsidePass),
    ]
    for (signature, fault) in cases {
      var feed = WorkFeed(of: SigningKey.test(4), home: Place.southVillage)
      feed.write(changes, at: 1_760_000_000_000, signed: signature)
      let part = FeedProof(commits: feed.commits, seal: try Seal(encoded: feed.seal), receipts: [])
      let file = ProofFile(
        root: Self.root, type: "hazard", record: recordID(1), feeds: [part],
        statements: grants + [person.pass, outside.pass])
      let commit = try ProofFile.check(file.encoded, root: Self.root).commits[0]
      #expect(commit.isEffective == (fault == nil))
      if let fault { #expect(commit.signer?.verdict == .hasNoEffect(fault)) }
    }
  }

  @Test func `one flipped bit in any byte of a proof with a person in it fails`() throws {
    let chain = try SignedChain()
    let person = try signed(chain)
    let withdrawal = person.withdrawal(by: SigningKey.test(3), last: 1)
    try chain.community.store.write { try chain.community.replica.learn([withdrawal], in: $0) }
    let file = try proof(chain.community, 1).file
    #expect(file.statements.contains(person.pass) && file.statements.contains(withdrawal))
    let bytes = file.encoded
    for index in bytes.indices {
      var broken = bytes
      broken[index] ^= 1 << UInt8(index % 8)
      #expect(throws: ProofFault.self, "byte \(index) of \(bytes.count)") {
        try ProofFile.check(broken, root: Self.root)
      }
    }
  }

  @Test func `without its author's grants, or those above, it fails`() throws {
    let (_, bytes) = try written()
    let file = try ProofFile(encoded: bytes)
    for dropped in file.statements {
      let less = ProofFile(
        root: file.root, type: file.type, record: file.record, feeds: file.feeds,
        statements: file.statements.filter { $0 != dropped })
      #expect(throws: ProofFault.self) { try ProofFile.check(less.encoded, root: Self.root) }
    }
  }
}

extension FeedProof {
  /// The node of the key in the first commit.
  fileprivate var author: NodeID {
    var scanner = CommitScanner()
    var reader = CBORReader(commits[0])
    try? scanner.scan(&reader)
    return scanner.key!.node
  }
}
