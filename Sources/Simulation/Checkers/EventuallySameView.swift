// The same commits make the same views, in whatever order and however often they come.
import Catalog
import Merge
import Replica
import Store
import Trust
import Wire

/// At rest: the commits of the root and of one drawn node, put into an empty store in a drawn order that keeps the order
/// of each feed, every commit folded twice, make every record table and the table of concurrent values byte for byte what
/// the node has. And nodes that hold the same commits about a record show the same row, byte for byte.
/// - Source: protocol §4: merging is commutative, associative and idempotent.
struct EventuallySameView: Checker {
  mutating func ended(_ world: World) {
    var draw = Draw(seed: world.settings.seed, stream: Self.name)
    let numbers = [0, draw.below(world.nodes.count)]
    for number in numbers where world.violation == nil { foldAgain(world.nodes[number], in: world, &draw) }
    if world.violation == nil { compareNodes(in: world) }
  }

  // MARK: One node and its commits in another order

  private func foldAgain(_ node: SimulatedNode, in world: World, _ draw: inout Draw) {
    guard node.isUp, world.isTrusted(node.number) else { return }
    do {
      let copy = try Store.inMemory(identity: node.identity, catalog: node.catalog, root: node.root)
      defer { try? copy.close() }
      let statements = try world.statements(of: node).all
      try Self.fill(copy, with: try world.effectiveCommits(of: node), statements, &draw)
      for type in node.catalog.types {
        let (left, right) = (try node.read { try $1.rows(of: type) }, try copy.read { try $0.rows(of: type) })
        guard let odd = Self.difference(left, right) else { continue }
        let text = "\(type.name) \(odd) is another row when its commits come in another order"
        return world.violate(Self.name, node: node.number, text, record: odd)
      }
      if try node.read({ try $1.concurrentRows() }) != copy.read({ try $0.concurrentRows() }) {
        world.violate(Self.name, node: node.number, "concurrent values are others when commits come in another order")
      }
    } catch { world.refuse(node, error) }
  }

  /// Folds commits into an empty store: each time the next of a drawn feed, and now and then one that has been folded.
  /// Statements come before, between and after them.
  private static func fill(
    _ store: Store, with commits: [KnownCommit], _ statements: [Statement], _ draw: inout Draw
  ) throws {
    var statements = statements
    var queues: [[KnownCommit]] = []
    var places: [FeedID: Int] = [:]
    for commit in commits {
      let place = places[commit.dot.feed] ?? queues.count
      if place == queues.count { queues.append([]) }
      places[commit.dot.feed] = place
      queues[place].append(commit)
    }
    queues = queues.map { $0.reversed() }
    var late: [(KnownCommit, StoredFeed)] = []
    try store.write { writer in
      while !queues.isEmpty {
        let index = draw.below(queues.count)
        guard let commit = queues[index].popLast() else { continue }
        if queues[index].isEmpty { queues.remove(at: index) }
        late.append((commit, try add(commit, to: writer)))
        if draw.chance(500) { try repeatOne(of: &late, in: writer, &draw) }
        if draw.chance(100), !statements.isEmpty {
          try learn(statements.remove(at: draw.below(statements.count)), writer)
        }
      }
      for statement in statements { try learn(statement, writer) }
      while !late.isEmpty { try repeatOne(of: &late, in: writer, &draw) }
    }
  }

  private static func add(_ commit: KnownCommit, to writer: StoreWriter) throws -> StoredFeed {
    let start = KnownCommit.start(of: commit.key)
    var feed = try writer.feed(commit.dot.feed) ?? writer.openFeed(commit.key, id: commit.dot.feed, digest: start)
    let scanner = try Self.scan(commit)
    _ = try writer.append(
      ScannedCommit(commit.bytes, scan: scanner, hash: commit.hash), to: &feed, from: 0, isEffective: true)
    try writer.fold(scanner, in: commit.bytes, feed: feed)
    return feed
  }

  private static func learn(_ statement: Statement, _ writer: StoreWriter) throws {
    if try writer.keepStatement(statement) { try writer.reconsiderActions(after: [statement]) }
  }

  private static func repeatOne(
    of late: inout [(KnownCommit, StoredFeed)], in writer: StoreWriter, _ draw: inout Draw
  ) throws {
    let (commit, feed) = late.remove(at: draw.below(late.count))
    try writer.fold(try scan(commit), in: commit.bytes, feed: feed)
  }

  private static func scan(_ commit: KnownCommit) throws -> CommitScanner {
    var scanner = CommitScanner()
    var reader = CBORReader(commit.bytes)
    try scanner.scan(&reader)
    return scanner
  }

  private static func difference(_ left: [ViewRow], _ right: [ViewRow]) -> RecordID? {
    if left == right { return nil }
    let common = zip(left, right).first { $0 != $1 }.map { min($0.0.id, $0.1.id) }
    return common ?? (left.count > right.count ? left[right.count].id : right[left.count].id)
  }

  // MARK: Nodes among each other

  private struct Seen {
    let node: Int
    let dots: [Dot]
    let row: ViewRow
  }

  private func compareNodes(in world: World) {
    var known: [RecordKey: [Seen]] = [:]
    for node in world.nodes where node.isUp && world.isTrusted(node.number) && world.violation == nil {
      do { try compare(node, with: &known, in: world) } catch { world.refuse(node, error) }
    }
  }

  private func compare(_ node: SimulatedNode, with known: inout [RecordKey: [Seen]], in world: World) throws {
    let commits = try world.effectiveCommits(of: node)
    let records = try world.expectedRecords(of: node, commits)
    for type in node.catalog.types {
      for row in try node.read({ try $1.rows(of: type) }) {
        let key = RecordKey(type: type.name, id: row.id, area: row.area)
        let dots = records[key]?.contributions.map(\.commit.dot).sorted() ?? []
        guard let same = known[key]?.first(where: { $0.dots == dots }) else {
          known[key, default: []].append(Seen(node: node.number, dots: dots, row: row))
          continue
        }
        if same.row == row { continue }
        let text = "shows another \(key) than n\(same.node), and both hold the same commits about it"
        return world.violate(Self.name, node: node.number, text, record: key.id)
      }
    }
  }
}
