// A proof from one machine, checked on another that has nothing but the file and the city's public key.
import Catalog
import Foundation
import Merge
import Replica
import Store
import TestSupport
import Testing
import Trust

@Suite(.serialized, .timeLimit(.minutes(5))) struct ProofTests {
  static let record = RecordID(milliseconds: 1_760_000_000_000, random: (1, 1))
  static let root = SigningKey.test(200)

  /// A community's store on disk with one hazard in it, granted by the township, the city and the root key.
  static func community(_ folder: TemporaryFolder) throws {
    let places = ["370200000000", "370202021000", "370202021001"]
    var grants: [Statement] = []
    for (index, code) in places.enumerated() {
      let issuer = index == 0 ? root : SigningKey.test(UInt8(index))
      let grant = Grant(
        issuer: issuer.publicKey, subject: SigningKey.test(UInt8(index + 1)).publicKey, area: Area(code)!,
        issuedAt: 1_750_000_000_000)
      grants.append(Statement(.grant(grant), key: issuer))
    }
    let (signer, area) = (SigningKey.test(3), Area(places[2])!)
    let identity = Identity(node: signer.node, incarnation: 1, store: StoreID(Bytes16(high: 1, low: 1)), area: area)
    let path = folder.url.appending(path: "node.db").path
    let store = try Store.create(path: path, identity: identity, catalog: .builtIn, root: root.publicKey)
    var replica = Replica(
      identity: identity, catalog: .builtIn, clock: store.clock, signer: signer, root: root.publicKey)
    let hazard = Intent(
      type: "hazard", record: record, area: area, seen: .empty,
      fields: [FieldChange(3, .write(.text("疏散通道堆放杂物"))), FieldChange(5, .write(.int(1)))])
    try store.write { writer in
      try replica.learn(grants, in: writer)
      _ = try replica.commit(grants.map { $0.intent(in: area) }, user: "gridward", now: 1_760_000_000_000, into: writer)
      _ = try replica.commit([hazard], user: "patroller-17", now: 1_760_000_000_000, into: writer)
    }
    try store.close()
  }

  @Test func `a proof made by a community is checked by a process that has the file and the root key alone`() throws {
    let (home, court) = (try TemporaryFolder(), try TemporaryFolder())
    try Self.community(home)
    let made = try home.run("proof", "\(Self.record)", "--store", "node.db", "-o", "hazard.proof")
    #expect(made.status == 0 && made.output.contains("1 commit"), "\(made.output) \(made.notes)")
    let bytes = try home.bytes(of: "hazard.proof")
    try court.write(bytes, to: "hazard.proof")
    let key = "\(Self.root.publicKey)"
    let checked = try court.run("verify-proof", "hazard.proof", "--root", key)
    #expect(checked.status == 0, "\(checked.notes)")
    for text in [
      "验证通过", "patroller-17", "疏散通道堆放杂物", "2025-10-09 16:53:20 UTC+8", "370202021001", "root → 370200000000",
    ] {
      #expect(checked.output.contains(text), "\(text) in \(checked.output)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: court.url.path) == ["hazard.proof"])
  }

  @Test func `a changed file, another root key and no key at all are told apart`() throws {
    let folder = try TemporaryFolder()
    try Self.community(folder)
    _ = try folder.run("proof", "\(Self.record)", "--store", "node.db", "-o", "hazard.proof")
    var bytes = try folder.bytes(of: "hazard.proof")
    let key = "\(Self.root.publicKey)"
    let other = try folder.run("verify-proof", "hazard.proof", "--root", "\(SigningKey.test(201).publicKey)")
    #expect(other.status == 1 && other.notes.contains("another root key"))
    bytes[bytes.count / 2] ^= 1
    try folder.write(bytes, to: "hazard.proof")
    let changed = try folder.run("verify-proof", "hazard.proof", "--root", key)
    #expect(changed.status == 1 && changed.notes.contains("验证未通过"))
    #expect(try folder.run("verify-proof", "hazard.proof", "--root", "abc").status == 64)
    #expect(try folder.run("verify-proof", "nothing.proof", "--root", key).status == 66)
    #expect(try folder.run("proof", "0199c0de-0000-7000-8000-0000000000ff", "--store", "node.db").status == 66)
  }
}
