// A node in the middle that knows nothing of people: it hands on what they sign as it came, and agrees once it is upgraded.
//
// Such a node is played by this version with a catalog that lacks class `people` and its types, and that is made to forget the
// statements which an older program cannot read.
import Catalog
import Foundation
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust

@Suite struct `A mixed tree` {
  private static let root = SignedChain.rootKey
  private static let keys = (1...4 as ClosedRange<UInt8>).map { SigningKey.test($0) }
  private static let codes = [Place.city, Place.south, Place.southTown, Place.southVillage]

  /// The built-in catalog as it was before people had devices.
  private static func older() throws -> Catalog {
    let files = Catalog.builtInFiles.filter { !["pass.yaml", "withdrawal.yaml"].contains($0.name) }
    return try Catalog(
      files: files.map { file in
        guard file.name == "classes.yaml" else { return (name: file.name, bytes: Array(file.text.utf8)) }
        let (mark, parts) = ("  - name: ", file.text.components(separatedBy: "  - name: "))
        let text = parts.filter { !$0.hasPrefix("people\n") }.joined(separator: mark)
        return (name: file.name, bytes: Array(text.utf8))
      })
  }

  private let folder: TemporaryFolder
  private let nodes: [TestNode]

  init() throws {
    folder = try TemporaryFolder()
    var (nodes, grants) = ([TestNode](), [Statement]())
    for (index, code) in Self.codes.enumerated() {
      let (key, issuer) = (Self.keys[index], index == 0 ? Self.root : Self.keys[index - 1])
      grants.append(SignedChain.grant(key, area: code, by: issuer))
      let identity = Identity(
        node: key.node, incarnation: 1, store: StoreID(Bytes16(high: key.node.raw.low, low: 1)), area: Area(code)!)
      let store =
        index == 1
        ? try Store.create(
          path: folder.file("middle.db"), identity: identity, catalog: try Self.older(), root: Self.root.publicKey)
        : try Store.inMemory(identity: identity, catalog: .builtIn, root: Self.root.publicKey)
      let node = TestNode(store, signer: key, root: Self.root.publicKey)
      try node.introduce(grants)
      nodes.append(node)
    }
    self.nodes = nodes
  }

  private func sync(_ nodes: [TestNode]) throws -> Bool {
    let isProved = try syncAll([(nodes[3], nodes[2]), (nodes[2], nodes[1]), (nodes[1], nodes[0])])
    // It could not read them, and has judged nothing.
    if nodes[1].replica.catalog.type(named: "pass") == nil {
      try nodes[1].execute("DELETE FROM statement WHERE substr(body, 2, 1) IN (x'04', x'05'); DELETE FROM action")
    }
    return isProved
  }

  private func carry(_ statement: Statement, at node: TestNode) throws {
    try node.store.write { try node.replica.learn([statement], in: $0) }
    let area = Area(Place.southVillage)!
    let intent = try #require(SignedRecord.intent(carrying: statement, about: area, catalog: node.replica.catalog))
    _ = try node.commit([intent], user: "gridward")
  }

  private func enter(_ number: UInt64, of person: Person) throws {
    let type = Catalog.builtIn.type(named: "hazard")!
    let changes = [WorkFeed.hazard(number, type.field(named: "place")!.number, .write(.text("第\(number)处")))]
    let signature = try person.signature(number, changes).signature
    let draft = ActionDraft(deviceTime: nil, area: Area(Place.southVillage)!, class: "work", changes: changes)
    let entry = try SignedEntry(
      PortableAction(draft, pass: person.pass.passID, number: number) { _ in signature })
    let node = nodes[3]
    node.now += 1_000
    _ = try node.store.write { try node.replica.enter(entry, of: Person.account, now: node.now, into: $0) }
  }

  private func bodies(_ node: TestNode) throws -> [String] {
    try node.lines(
      """
      SELECT hex(c.hash) AS hash, hex(c.body) AS body FROM "commit" c JOIN feed f ON f.ref = c.feed
      WHERE f.class IN ('work', 'people', 'control') AND f.area = '\(Place.southVillage)' ORDER BY f.id, c.seq
      """)
  }

  private func verdicts(_ node: TestNode) throws -> [String] {
    try node.lines("SELECT number, verdict, counts FROM action ORDER BY number")
  }

  @Test func `an older node in the middle hands on what people sign bit for bit, and agrees once it is upgraded`()
    throws
  {
    let person = try Person(by: Self.keys[3])
    #expect(try sync(nodes))
    try carry(person.pass, at: nodes[3])
    for number in 1...2 as ClosedRange<UInt64> { try enter(number, of: person) }
    #expect(try sync(nodes))
    // From above it comes down through the same node.
    try carry(person.withdrawal(by: Self.keys[0], last: 1), at: nodes[0])
    #expect(try sync(nodes) && sync(nodes))
    let expected = try bodies(nodes[3])
    #expect(expected.count >= 4)
    for node in nodes { #expect(try bodies(node) == expected, "\(node.area)") }
    let verdict = try verdicts(nodes[0])
    #expect(verdict.count == 2 && verdict[0].contains("counts") && verdict[1].contains("withdrawn"))
    #expect(try verdicts(nodes[2]) == verdict && verdicts(nodes[3]) == verdict)
    #expect(try verdicts(nodes[1]).isEmpty)
    // The upgrade: the same file under the catalog of now.
    try nodes[1].store.close()
    let store = try Store.open(path: folder.file("middle.db"), catalog: .builtIn)
    let upgraded = TestNode(store, signer: Self.keys[1], root: Self.root.publicKey)
    #expect(try verdicts(upgraded) == verdict)
    #expect(try store.read { try $0.passes(person.pass.passID) } == [person.pass])
    #expect(try upgraded.shown("hazard", recordID(1), "place") == .text("第1处"))
    #expect(try upgraded.record("hazard", recordID(2)) == nil)
    #expect(try store.verify().faults == [])
    #expect(try sync([nodes[0], upgraded, nodes[2], nodes[3]]))
    #expect(try bodies(upgraded) == expected)
  }
}
