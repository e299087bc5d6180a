// The benchmark's records as people's devices sign them: one device for each author, an action for every three records.
import Catalog
import Enrolment
import Merge
import Replica
import Store
import Trust
import Wire

/// One device, certified by its author's node, and the number it has come to.
struct SigningDevice {
  let key = DeviceSigningKey()
  let account: AccountID
  let pass: Statement
  private(set) var number: UInt64 = 0

  init(author: Int, office: SigningKey, at area: Area) {
    account = AccountID(Bytes16(high: 0x6465_7669_6365, low: UInt64(author)))
    let pass = Pass(
      issuer: office.publicKey, key: key.deviceKey, account: account, area: area, role: "patroller",
      post: RecordID(Bytes16(high: 0x706F_7374, low: UInt64(author))), issuedAt: 1_850_000_000_000,
      notAfter: 4_000_000_000_000)
    self.pass = Statement(.pass(pass), key: office)
  }

  mutating func sign(_ intents: [Intent], className: String) throws -> PortableAction {
    number += 1
    let changes = intents.map { Change(type: $0.type, record: $0.record, seen: $0.seen, fields: $0.fields) }
    let draft = ActionDraft(
      deviceTime: 1_899_999_000_000, area: intents[0].area, class: className, changes: changes)
    return try PortableAction(draft, pass: pass.passID, number: number) { message throws in try key.sign(message) }
  }
}

/// Authors in a city with a root key, who write what is given in commits of so many records, signed by their people or not.
struct SigningCity {
  /// Records of one author about one area, as many as go into one commit.
  let commits: [BenchCommit]
  let isSigned: Bool
  private let className = Catalog.builtIn.type(named: "hazard")!.class.name

  init(_ commits: [BenchCommit], each: Int, isSigned: Bool) {
    var groups: [[Intent]] = []
    var authors: [Int] = []
    var open: [String: Int] = [:]
    for commit in commits {
      for intent in commit.intents {
        let key = "\(commit.author) \(intent.area.code)"
        if let place = open[key], groups[place].count < each {
          groups[place].append(intent)
        } else {
          open[key] = groups.count
          groups.append([intent])
          authors.append(commit.author)
        }
      }
    }
    self.commits = zip(authors, groups).map { BenchCommit(author: $0, intents: $1) }
    self.isSigned = isSigned
  }

  var authors: [Int] { Set(commits.map(\.author)).sorted() }

  /// Fills a store at the city with what all have written.
  func parent(_ path: String) throws -> Store {
    let parent = try Fixture.store(path, number: 1_005, area: Fixture.city, root: Trusted.root.publicKey)
    for author in authors { try fill(parent, by: author) }
    return parent
  }

  /// Fills a store of its own with what one author has written.
  func child(_ path: String, author: Int) throws {
    let key = Trusted.key(author)
    let identity = Trusted.identity(author)
    let store = try Store.create(path: path, identity: identity, catalog: .builtIn, root: Trusted.root.publicKey)
    precondition(identity.node == key.node, "an author writes under its own key")
    try fill(store, by: author)
    try store.close()
  }

  private func fill(_ store: Store, by author: Int) throws {
    var replica = try Trusted.writer(author, in: store)
    var device = SigningDevice(author: author, office: Trusted.key(author), at: Records.home(of: author))
    let own = commits.filter { $0.author == author }
    try store.write { storage in
      try replica.learn([device.pass], in: storage)
      _ = try replica.commit(
        [Self.intent(carrying: device.pass)], user: "office", now: 1_900_000_000_000, into: storage)
    }
    for start in stride(from: 0, to: own.count, by: 1_000) {
      try store.write { storage in
        for commit in own[start..<min(start + 1_000, own.count)] {
          guard isSigned else {
            _ = try replica.commit(commit.intents, user: "patroller", now: 1_900_000_000_000, into: storage)
            continue
          }
          let entry = try SignedEntry(try device.sign(commit.intents, className: className))
          _ = try replica.enter(entry, of: device.account, now: 1_900_000_000_000, into: storage)
        }
      }
    }
  }

  static func intent(carrying pass: Statement) -> Intent {
    guard case .pass(let content) = pass.content else { preconditionFailure("a pass") }
    return Intent(
      type: "pass", record: RecordID(pass.digest.first16), area: content.area, seen: .empty,
      fields: [FieldChange(1, .write(.bytes(pass.encoded)))])
  }
}
