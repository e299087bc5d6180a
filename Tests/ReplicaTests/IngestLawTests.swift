// Laws of accepting commits, over random histories and random delivery orders, against a fold of one commit after the other.
import Catalog
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Ingest, whatever the order` {
  /// A history of a few nodes that wrote about the same hazards, each knowing some of the others' work.
  private struct History {
    var commits: [(feed: FeedID, body: [UInt8])] = []

    init(seed: UInt64) throws {
      var random = SplitMix64(seed: seed)
      let areas = [Place.city, Place.southTown, Place.southVillage]
      var nodes = try areas.enumerated().map { try TestNode($1, UInt64($0 + 1)) }
      for round in 0..<12 {
        let writer = nodes[random.below(nodes.count)]
        writer.now += Int64(random.below(5_000))
        let record = recordID(UInt64(random.below(3)))
        let field = ["place", "severity", "evidence_before", "steps", "assignees"][random.below(5)]
        let made = try writer.write(
          "hazard", record, in: Area(Place.southVillage)!, [field: Self.edit(field, round, &random)])
        let body = try writer.body(of: made.dot)
        commits.append((made.dot.feed, body))
        nodes.shuffle(using: &random)
        // Some hear of it at once; whoever does not misses the feed's later commits too, until it is told all.
        if random.next() & 1 == 0 { for node in nodes { try node.receive(commits.map(\.body)) } }
      }
    }

    private static func edit(_ field: String, _ round: Int, _ random: inout SplitMix64) -> FieldEdit {
      switch field {
      case "place": .write(.text("第\(round)处"))
      case "severity": .write(.int(Int64(random.below(2))))
      case "steps": .steps([Step(id: StepID(Bytes16(high: 1, low: UInt64(round))), kind: "ordered", round: 1)])
      case "assignees":
        .elements(add: [.init("u\(random.below(3))", .int(Int64(round)))], remove: ["u\(random.below(3))"])
      default: .elements(add: [.init("e\(random.below(3))", .int(Int64(round)))], remove: [])
      }
    }

    /// The commits in another order, each feed in its own, some of them twice.
    func shuffled(_ random: inout SplitMix64) -> [[UInt8]] {
      var lanes = Dictionary(grouping: commits, by: \.feed).sorted { $0.key < $1.key }.map { $0.value.map(\.body) }
      var order: [[UInt8]] = []
      while !lanes.isEmpty {
        let lane = random.below(lanes.count)
        order.append(lanes[lane].removeFirst())
        if random.below(4) == 0, let earlier = order.randomElement(using: &random) { order.append(earlier) }
        if lanes[lane].isEmpty { lanes.remove(at: lane) }
      }
      return order
    }
  }

  /// A node that is given commits in this order, a few at a time.
  private static func node(_ order: [[UInt8]], random: inout SplitMix64) throws -> TestNode {
    let node = try TestNode(Place.southTown, 9)
    let branch = Branch(parent: Area(Place.southTown)!, child: Area(Place.southVillage)!)!
    var refused: [FeedID: UInt64] = [:]
    var rest = order[...]
    while !rest.isEmpty {
      var bytes: [UInt8] = []
      for commit in rest.prefix(1 + random.below(5)) {
        CommitSequence.append(commit, to: &bytes)
        rest.removeFirst()
      }
      let result = try node.store.write {
        try node.replica.ingest(
          Delivery(ScannedBatch(commits: bytes), branch: branch, source: 1, now: node.now), refused: &refused, into: $0)
      }
      #expect(result.refusals.isEmpty && result.gaps == 0)
    }
    return node
  }

  private static func heads(_ node: TestNode) throws -> [FeedID: Head] {
    Dictionary(uniqueKeysWithValues: try node.feeds().map { ($0.id, $0.head) })
  }

  @Test(arguments: 0..<20)
  func `every delivery order gives the same heads and the same records`(seed: Int) throws {
    let history = try History(seed: UInt64(seed))
    var random = SplitMix64(seed: UInt64(seed) + 1_000)
    let first = try Self.node(history.commits.map(\.body), random: &random)
    #expect(try !first.feeds().isEmpty && !first.viewDump().isEmpty)
    for _ in 0..<3 {
      let other = try Self.node(history.shuffled(&random), random: &random)
      #expect(try Self.heads(other) == Self.heads(first))
      #expect(try other.viewDump() == first.viewDump())
    }
  }

  @Test(arguments: 0..<10)
  func `a store shows what one commit folded after the other gives`(seed: Int) throws {
    let history = try History(seed: UInt64(seed))
    var random = SplitMix64(seed: UInt64(seed) + 2_000)
    var naive = NaiveRecords(catalog: .builtIn)
    for commit in history.commits { naive.fold(try TestNode.scanned(commit.body)) }
    let node = try TestNode(Place.southTown, 9)
    try node.receive(history.shuffled(&random))
    for (key, state) in naive.states {
      let view = try node.record(key.type, key.record)!
      #expect(view.state.version == state.version && view.state.created == state.created)
      #expect(view.state.changed == state.changed)
      #expect(view.values.map(\.value) == RecordView.values(of: state, type: view.type))
    }
    #expect(try node.count("SELECT count(*) FROM hazard") == naive.states.count)
  }

  @Test func `a redelivered commit is a duplicate and one without its predecessor a gap`() throws {
    var author = Author(3, home: Place.southVillage)
    let (first, second, third) = (author.commit(), author.commit(), author.commit())
    let node = try TestNode(Place.southTown, 9)
    #expect(try node.receive([first, third]).gaps == 1)
    let result = try node.receive([first, second, third, second])
    #expect((result.accepted, result.duplicates, result.gaps) == (2, 2, 0))
  }
}

extension RecordView {
  /// What a state shows, field by field.
  fileprivate static func values(of state: RecordState, type: RecordType) -> [Value] {
    let standing = Shown.standing(of: state, type: type)
    return type.fields.map { Shown.value(of: state[$0.number], field: $0, standing: standing) }
  }
}
