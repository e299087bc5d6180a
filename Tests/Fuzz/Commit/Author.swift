// Commits of any content, chained as their feeds ask: what a program of anybody's could send up a link.
import Catalog
import Merge
import Replica
import Trust
import Wire

/// A feed, its head, and whom it is signed by.
struct Author {
  let key: FeedKey
  let signer: SigningKey
  let id: FeedID
  private(set) var head: Head

  init(_ signer: SigningKey, home: Area, area: Area, class feedClass: FeedClass) {
    self.signer = signer
    key = FeedKey(node: signer.node, incarnation: 1, home: home, area: area, class: feedClass)
    let digest = Hashing.sha256(key.encoded)
    id = FeedID(digest.first16)
    head = Head(seq: 0, hash: digest)
  }

  mutating func commit(_ change: Change, time: HybridTime, deviceTime: Int64?, user: String) -> [UInt8] {
    let header = CommitHeader(
      feed: id, seq: head.seq + 1, previous: head.hash, time: time, deviceTime: deviceTime, user: user,
      key: head.seq == 0 ? key : nil)
    let commit = CommitEncoder.commit(header, payload: CommitEncoder.payload([change], feed: id))
    head = Head(seq: head.seq + 1, hash: Hashing.chain(commit.bytes, header: commit.header, payload: commit.payload))
    return commit.bytes
  }
}

/// A history that the bytes choose: a few nodes, records and many odd changes.
struct History {
  /// Each with the number of its feed.
  private(set) var commits: [(feed: Int, body: [UInt8])] = []
  private(set) var records: Set<RecordKey> = []
  private var authors: [Author] = []

  struct RecordKey: Hashable {
    let type: String
    let id: RecordID
  }

  init(_ choices: inout Choices, catalog: Catalog, commitsMax: Int) {
    let types = catalog.types.filter { $0.class.name != StatementRecord.className }
    while !choices.isAtEnd, commits.count < commitsMax {
      let type = choices.pick(types)
      let home = choices.pick(City.homes)
      let area = choices.pick([home, City.community, City.works, City.township].filter { home.contains($0) })
      let feed = author(choices.pick(City.signers), home: home, area: area, class: type.class)
      guard authors[feed].key.isHeld(at: home), City.branch.shares(authors[feed].key) else { continue }
      let record = RecordID(Bytes16(high: 0x0192_0000_0000_7000, low: 1 << 63 | UInt64(choices.below(2))))
      let change = Change(
        type: type.name, record: record, seen: seen(by: authors[feed], &choices), fields: fields(of: type, &choices))
      let times: [UInt64] = [1_760_000_000_000 << 16, 0, .max, 1_760_000_000_001 << 16, UInt64(choices.raw())]
      let body = authors[feed].commit(
        change, time: HybridTime(packed: choices.pick(times)),
        deviceTime: choices.below(4) == 0 ? choices.integer() : nil,
        user: choices.pick(["甲", "乙", "\u{0}"]))
      commits.append((feed, body))
      records.insert(RecordKey(type: type.name, id: record))
    }
  }

  private mutating func author(_ signer: SigningKey, home: Area, area: Area, class feedClass: FeedClass) -> Int {
    let new = Author(signer, home: home, area: area, class: feedClass)
    if let known = authors.firstIndex(where: { $0.id == new.id }) { return known }
    authors.append(new)
    return authors.count - 1
  }

  /// What a change may claim to have seen: anything of others, and of its own feed what stands before it.
  private func seen(by author: Author, _ choices: inout Choices) -> SeenVector {
    guard choices.below(2) == 1 else { return .empty }
    let numbers: [UInt64] = [1, 2, 3, UInt64(Int64.max), 7]
    var seen = SeenVector.empty
    for _ in 0...choices.below(3) { seen.include(Dot(feed: choices.pick(authors).id, seq: choices.pick(numbers))) }
    seen.limit(author.id, to: author.head.seq)
    return seen
  }

  private func fields(of type: RecordType, _ choices: inout Choices) -> [FieldChange] {
    var fields: [Int: FieldEdit] = [:]
    for _ in 0...choices.below(6) {
      let field = choices.pick(type.fields)
      fields[field.number] = edit(field, type, &choices)
    }
    return fields.sorted { $0.key < $1.key }.map { FieldChange($0.key, $0.value) }
  }

  private func edit(_ field: Field, _ type: RecordType, _ choices: inout Choices) -> FieldEdit {
    if choices.below(8) == 7 { return .write(choices.value()) }
    switch field.kind {
    case .register:
      if let code = field.codes.isEmpty ? nil : choices.pick(field.codes), choices.below(2) == 0 {
        return .write(code.value)
      }
      if field.value == .text { return .write(.text(choices.text())) }
      return .write(field.value == .integer ? .int(choices.integer()) : choices.value())
    case .set:
      let add = (0..<choices.below(3)).map { _ in Value.Entry(choices.text(), choices.value()) }
      return .elements(add: add, remove: (0..<choices.below(2)).map { _ in choices.text() })
    case .counter:
      if choices.below(2) == 0 { return .increment(choices.integer()) }
      return .increments(
        (0..<choices.below(4)).map { _ in
          Increment(id: IncrementID(Bytes16(high: 4, low: UInt64(choices.byte() % 8))), amount: choices.integer())
        })
    case .steps: return .steps((0...choices.below(3)).map { _ in step(type, &choices) })
    }
  }

  private func step(_ type: RecordType, _ choices: inout Choices) -> Step {
    let kinds = (type.lifecycle?.steps ?? []).map(\.name) + ["none"]
    let rounds: [Int64] = [1, 1, 2, 3, .max]
    var details: [(String, Value)] = ["reason", "by", "measure"].map { ($0, .text("x")) }
    if choices.below(2) == 0 {
      details.append(("at", choices.below(4) == 0 ? choices.value() : .int(choices.integer())))
    }
    return Step(
      id: StepID(Bytes16(high: 7, low: UInt64(choices.byte()))), kind: choices.pick(kinds), round: choices.pick(rounds),
      details: .sorted(details))
  }

  /// The seals of every feed's head.
  func seals() -> [[UInt8]] {
    City.signers.flatMap { signer in
      let heads = authors.filter { $0.signer.node == signer.node && $0.head.seq > 0 }.map {
        (feed: $0.id, head: $0.head)
      }
      return heads.isEmpty ? [] : Seal.seals(of: heads, time: HybridTime(packed: .max), key: signer).map(\.encoded)
    }
  }

  /// The commits in another order, each feed in its own, some of them twice.
  func shuffled(_ choices: inout Choices) -> [[UInt8]] {
    var lanes = Dictionary(grouping: commits, by: \.feed).sorted { $0.key < $1.key }.map { $0.value.map(\.body) }
    var order: [[UInt8]] = []
    while !lanes.isEmpty {
      let lane = choices.below(lanes.count)
      if let last = order.last, choices.below(8) == 7 { order.append(last) }
      order.append(lanes[lane].removeFirst())
      if lanes[lane].isEmpty { lanes.remove(at: lane) }
    }
    return order
  }
}
