// Noticing and raising: an alarm becomes a record in the transaction in which it is due.
import Catalog
import Merge
import Trust
import Wire

extension Replica {
  /// Whether this node watches: it has a key to sign alarms with, a root key, and a catalog that knows them.
  var canWatch: Bool {
    root != nil && signer != nil && catalog.type(named: "alarm") != nil && catalog.type(named: "checkpoint") != nil
  }

  /// Notices what is an alarm at once.
  func notice(_ alarms: [Alarm], now: Int64, in storage: some Storage) throws {
    guard canWatch else { return }
    for alarm in alarms { _ = try storage.notice(alarm, due: now) }
  }

  /// Makes records of the alarms that are due.
  ///
  /// Not while this store may lack commits of its own: an alarm is no reason to begin another incarnation.
  /// - Parameter kinds: which of them.
  mutating func raiseAlarms(_ kinds: Set<Alarm.Kind>, now: Int64, in storage: some Storage) throws {
    guard canWatch, isLineageSure else { return }
    for alarm in try storage.due(at: now, count: Self.alarmsAtOnce) where kinds.contains(alarm.kind) {
      if try isMended(alarm, in: storage) {
        try storage.forget(alarm)
        continue
      }
      if try isUndecided(alarm, in: storage) {
        try storage.postpone(alarm.kind, by: WatchPolicy.standard.impostor)
        continue
      }
      let intent = Intent(type: "alarm", record: alarm.id, area: identity.area, seen: .empty, fields: alarm.fields)
      _ = try commit([intent], user: "gridward", now: now, into: storage)
      try storage.raised(alarm)
    }
  }

  /// Whether what was noticed some time ago is no longer so.
  private func isMended(_ alarm: Alarm, in storage: some Storage) throws -> Bool {
    guard let place = alarm.place, let feed = try storage.feed(place.feed) else { return false }
    switch alarm.kind {
    case .missingSuffix: return feed.head.seq >= place.seq
    case .noEffect: return feed.effective >= place.seq
    // Another incarnation: it was this node's own, and has been lost.
    case .impostor: return feed.key.incarnation != identity.incarnation
    default: return false
    }
  }

  /// How many alarms one transaction makes; the rest wait for the next.
  private static let alarmsAtOnce = 16
}

// MARK: What a session shows

extension Replica {
  /// What the other end's hello and close show: a store that went back, or stores that speak in turn.
  mutating func watchStore(of hello: Hello, was known: StoredLink, now: Int64, in storage: some Storage) throws {
    guard canWatch else { return }
    let met = RecordID(Hashing.sha256(Array("gridward met 1".utf8) + [0] + hello.node.raw.bytes).first16)
    if known.store == nil { _ = try storage.mark(met, now) }
    guard known.store != hello.store else { return }
    let name = RecordID(
      Hashing.sha256(Array("gridward store 1".utf8) + [0] + hello.node.raw.bytes + hello.store.raw.bytes).first16)
    // The number says how often the store has come back after another had spoken.
    guard let returns = try storage.marked(name) else { return try noteStore(name, of: hello.node, storage) }
    _ = try storage.mark(name, returns.addingSaturated(1))
    if returns.addingSaturated(1) >= Self.returnsOfClone {
      let alarm = Alarm(.clone, node: hello.node, about: hello.area, cause: hello.store.raw.bytes, noticedAt: now)
      try notice([alarm], now: now, in: storage)
      try raiseAlarms(Alarm.immediate, now: now, in: storage)
    }
  }

  /// Remembers a store that spoke for the first time, up to a number for each node: one that takes another name in every hello must
  /// not take the room of all others.
  private func noteStore(_ store: RecordID, of node: NodeID, _ storage: some Storage) throws {
    let count = RecordID(Hashing.sha256(Array("gridward stores 1".utf8) + [0] + node.raw.bytes).first16)
    let known = try storage.marked(count) ?? 0
    guard known < Self.storesMax else { return }
    _ = try storage.mark(count, known + 1)
    _ = try storage.mark(store, 0)
  }

  private static let storesMax: Int64 = 64

  /// A store that comes back once may be a request that was late, or a backup restored twice.
  private static let returnsOfClone: Int64 = 2

  /// When the link to a node was first met, in milliseconds; nil when it was not noted.
  func firstMet(_ node: NodeID, in storage: some Storage) throws -> Int64? {
    let met = RecordID(Hashing.sha256(Array("gridward met 1".utf8) + [0] + node.raw.bytes).first16)
    return try storage.marked(met)
  }

  /// Whom a batch comes from, as far as late entries are told by it: a child that was met before.
  func neighbour(_ link: StoredLink?, in storage: some Storage) throws -> Neighbour? {
    guard canWatch, let link, !link.isParent, let metAt = try firstMet(link.peer, in: storage) else { return nil }
    return Neighbour(node: link.peer, clockOffset: link.clockOffset, metAt: metAt)
  }

  /// What a child's hello shows of its machine's clock: one alarm for each child and day.
  mutating func watchClock(of hello: Hello, on link: StoredLink, now: Int64, in storage: some Storage) throws {
    let offset = hello.now.subtractingSaturated(now)
    guard !link.isParent, offset.magnitude > HybridClock.driftMillisecondsMax.magnitude else { return }
    let alarm = Alarm(.wrongClock, node: link.peer, about: hello.area, cause: Alarm.cause(dayOf: now), noticedAt: now)
    try notice([alarm], now: now, in: storage)
    try raiseAlarms(Alarm.immediate, now: now, in: storage)
  }

  mutating func watchRollBack(of link: StoredLink, now: Int64, in storage: some Storage) throws {
    // One for each neighbour and day: marks that go back in every round must not make a record each.
    let alarm = Alarm(
      .rollBack, node: link.peer, about: link.area, cause: Alarm.cause(dayOf: now), noticedAt: now)
    try notice([alarm], now: now, in: storage)
    try raiseAlarms(Alarm.immediate, now: now, in: storage)
  }
}
