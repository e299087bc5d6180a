// What is being watched, inside the one write transaction.
package import Catalog
import GRDB
package import Merge
package import Replica
import Trust
import Wire

extension StoreWriter {
  /// The most notices of one kind, and the most marks: a flood of nonsense fills no store.
  private static let noticesMax: Int64 = 10_000
  private static let marksMax: Int64 = 65_536

  package func version(of record: RecordID, type: String) throws -> SeenVector? {
    guard let type = catalog.type(named: type) else { return nil }
    return try reader.records(record, type: type).first?.state.version
  }

  package func steps(in field: Int, of record: RecordID, type: String, area: Area) throws -> Steps {
    guard let type = catalog.type(named: type),
      let view = try reader.records(record, type: type).first(where: { $0.area == area }),
      case .steps(let steps)? = view.state[field]
    else { return Steps() }
    return steps
  }

  package func notice(_ alarm: Alarm, due: Int64) throws -> Bool {
    guard try count("SELECT count(*) FROM watch_notice WHERE kind = ?1", alarm.kind.rawValue) < Self.noticesMax else {
      return false
    }
    let save = try db.hot(
      """
      INSERT OR IGNORE INTO watch_notice (id, kind, node, feed, due, is_raised, body)
      VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)
      """)
    save.bind(1, alarm.id.raw)
    save.bind(2, alarm.kind.rawValue)
    save.bind(3, alarm.node.raw)
    if let place = alarm.place { save.bind(4, place.feed.raw) } else { save.bindNull(4) }
    save.bind(5, due)
    save.bind(6, alarm.encoded)
    try save.run()
    return db.changesCount > 0
  }

  private func count(_ sql: String, _ text: String? = nil) throws -> Int64 {
    let statement = try db.hot(sql)
    if let text { statement.bind(1, text) }
    defer { statement.reset() }
    return try statement.step() ? statement.int(0) : 0
  }

  package func forget(_ alarm: Alarm) throws {
    let forget = try db.hot("DELETE FROM watch_notice WHERE id = ?1 AND is_raised = 0")
    forget.bind(1, alarm.id.raw)
    try forget.run()
  }

  package func postpone(_ kind: Alarm.Kind, by milliseconds: Int64) throws {
    let save = try db.hot("UPDATE watch_notice SET due = due + ?2 WHERE kind = ?1 AND is_raised = 0")
    save.bind(1, kind.rawValue)
    save.bind(2, milliseconds)
    try save.run()
  }

  package func forget(_ kind: Alarm.Kind, about node: NodeID?, place: FeedID?, but id: RecordID?) throws {
    let forget = try db.hot(
      """
      DELETE FROM watch_notice WHERE kind = ?1 AND is_raised = 0 AND (?2 IS NULL OR node = ?2)
        AND (?3 IS NULL OR feed = ?3) AND (?4 IS NULL OR id <> ?4)
      """)
    forget.bind(1, kind.rawValue)
    if let node { forget.bind(2, node.raw) } else { forget.bindNull(2) }
    if let place { forget.bind(3, place.raw) } else { forget.bindNull(3) }
    if let id { forget.bind(4, id.raw) } else { forget.bindNull(4) }
    try forget.run()
  }

  package func due(at now: Int64, count: Int) throws -> [Alarm] {
    let statement = try db.hot(
      "SELECT body FROM watch_notice WHERE is_raised = 0 AND due <= ?1 ORDER BY due, id LIMIT ?2")
    statement.bind(1, now)
    statement.bind(2, Int64(count))
    var found: [Alarm] = []
    try statement.forEachRow { row in
      do { found.append(try Alarm(encoded: Array(row.blob(0)))) } catch {
        throw StoreError(.damaged, "a notice cannot be read", hint: "Run `gridward verify`.", cause: "\(error)")
      }
    }
    return found
  }

  package func raised(_ alarm: Alarm) throws {
    let save = try db.hot("UPDATE watch_notice SET is_raised = 1, body = x'' WHERE id = ?1")
    save.bind(1, alarm.id.raw)
    try save.run()
  }

  package func marked(_ name: RecordID) throws -> Int64? {
    let find = try db.hot("SELECT number FROM peer_mark WHERE name = ?1")
    find.bind(1, name.raw)
    defer { find.reset() }
    return try find.step() ? find.int(0) : nil
  }

  package func mark(_ name: RecordID, _ number: Int64) throws -> Int64? {
    let known = try marked(name)
    if known == nil, try count("SELECT count(*) FROM peer_mark") >= Self.marksMax { return nil }
    let save = try db.hot("INSERT OR REPLACE INTO peer_mark (name, number) VALUES (?1, ?2)")
    save.bind(1, name.raw)
    save.bind(2, number)
    try save.run()
    return known
  }

  package func checkpoint(of node: NodeID) throws -> Checkpoint? {
    guard let type = catalog.type(named: "checkpoint") else { return nil }
    return try reader.checkpoint(of: node, type: type)
  }

  package func feeds(by node: NodeID) throws -> [StoredFeed] {
    let statement = try db.hot("SELECT \(StoreReader.feedColumns) FROM feed WHERE node = ?1 AND seq > 0 ORDER BY id")
    statement.bind(1, node.raw)
    var feeds: [StoredFeed] = []
    try statement.forEachRow { feeds.append(try StoreReader.feed($0)) }
    return feeds
  }

  package func grantees(inside area: Area) throws -> [NodeID] {
    var found: Set<NodeID> = []
    try db.hot("SELECT body FROM statement ORDER BY digest").forEachRow { row in
      guard let statement = try? Trust.Statement(kept: Array(row.blob(0))),
        case .grant(let grant) = statement.content,
        area.contains(grant.area)
      else { return }
      found.insert(grant.subject.node)
    }
    return found.sorted()
  }

  package func isRefused(_ feed: FeedID) throws -> Bool {
    let find = try db.hot("SELECT 1 FROM quarantine WHERE feed = ?1 AND ours = 1")
    find.bind(1, feed.raw)
    defer { find.reset() }
    return try find.step()
  }
}

extension StoreReader {
  /// Read from the node's own commits: the record stands in its area, and whoever stands above may write there too.
  package func checkpoint(of node: NodeID, type: RecordType) throws -> Checkpoint? {
    let id = Checkpoint.record(of: node)
    var latest: Checkpoint?
    var scanner = CommitScanner()
    for dot in try records(id, type: type).flatMap(\.state.version.dots) {
      guard let feed = try feed(dot.feed), feed.key.node == node, feed.key.area == feed.key.home,
        let bytes = try commits(of: feed, from: dot.seq, through: dot.seq).first
      else { continue }
      var cbor = CBORReader(bytes)
      try scanner.scan(&cbor)
      guard let index = scanner.changes.firstIndex(where: { $0.record == id }),
        let found = Checkpoint(node: node, home: feed.key.home, fields: scanner.change(index, in: bytes).fields)
      else { continue }
      if latest.map({ $0.number < found.number }) ?? true { latest = found }
    }
    return latest
  }
}
