// One node of the simulated world: the shipped store and replica on a disk, with a clock and a network that may fail.
package import Catalog
package import Merge
package import Replica
package import Store
import Transport
package import Trust
import Wire

/// A node as the world knows it: what survives a crash, and what does not.
package final class SimulatedNode {
  package let number: Int
  /// Renewed when the machine is lost and another takes its place.
  package internal(set) var identity: Identity
  package var area: Area { identity.area }
  let disk: Disk
  var clock = NodeClock()
  /// What it signs with, the city's root key, and the grants from that key down to its own.
  package internal(set) var signer: SigningKey
  let root: PublicKey
  var grants: [Statement] = []
  /// Whether its machine still remembers what the store held when it stopped.
  var isLineageSure = true
  var sizes: SessionSizes
  package internal(set) var catalog: Catalog
  /// The node its uplink is set to; nil at the root.
  package internal(set) var parent: Int?
  /// Out of order until the end of the run.
  package internal(set) var isGone = false
  let mutant: Mutant?
  let memory = MutantMemory()

  // What a fault has in store for it.
  var lossWhenStopped = Disk.Loss.process
  var crashesLeft = 0
  var backup: [UInt8]?
  var hostility: Hostility?
  /// Whether it runs beside the node whose disk it was copied from.
  var isTwin = false
  /// Whether its disk is empty because it takes a lost machine's place.
  var isNew = false

  // What a crash takes away.
  package private(set) var store: Store?
  private var replica: Replica?
  /// What this life knows of the time.
  private var keeper: Timekeeper?
  /// How often the node has been started; what belongs to an earlier life comes to nothing.
  private(set) var life = 0
  var conversation: Conversation?
  /// Exchanges this node is answering, oldest first.
  var serving: [Int] = []
  var isSessionDue = false
  var isNewsDue = false
  /// How much news the writer had after the last transaction, and when it was last told.
  private var news: UInt64 = 0
  private var toldNews: UInt64 = 0

  // What the uplink remembers from try to try.
  var backoff = Backoff(base: .milliseconds(500), cap: .seconds(900))

  init(
    number: Int, identity: Identity, signer: SigningKey, root: PublicKey, catalog: Catalog, disk: Disk,
    sizes: SessionSizes, mutant: Mutant?
  ) {
    self.number = number
    self.identity = identity
    self.signer = signer
    self.root = root
    self.catalog = catalog
    self.disk = disk
    self.sizes = sizes
    self.mutant = mutant
  }

  package var isUp: Bool { store != nil }
  /// Where it stands, then where it stood before.
  var places: [Area] { [area] + (replica?.formerAreas ?? []) }

  /// Makes the store of a new node and starts it.
  func create() throws {
    memory.firstCatalog = catalog
    try begin(Store.create(onDisk: storeDisk, identity: identity, catalog: storeCatalog, root: root, run: run))
    isLineageSure = true
  }

  /// Starts the node from what its disk holds.
  /// - Parameter isDoubtful: whether the disk may have changed what it holds, or lied.
  func start(isDoubtful: Bool) throws {
    if isNew {
      // The machine may have failed once its store was made and before anybody took note of it.
      if let store = try? Store.open(onDisk: storeDisk, catalog: storeCatalog, run: run) {
        memory.firstCatalog = catalog
        begin(store)
      } else {
        disk.wipe()
        try create()
      }
      isNew = false
      return
    }
    let isInDoubt = isDoubtful && !isLineageSure
    let store = try Store.open(onDisk: storeDisk, catalog: storeCatalog, run: run)
    begin(store)
    if isDoubtful { try readPages() }
    if isInDoubt { try lookThrough() }
    try write { replica, storage in try LinkWork.resume(replica, storage) }
  }

  /// Reads every page, as the shell does soon after its start.
  /// - Throws: `damaged`.
  func readPages() throws {
    guard let store, mutant != .believesDisk else { return }
    var next: UInt32? = 1
    while let first = next { next = try store.checkPages(from: first, count: .max) }
  }

  /// Looks whether what the store holds fits together.
  /// - Throws: `damaged`.
  func lookThrough() throws {
    if let store, mutant != .believesDisk { try store.checkSoundness() }
  }

  /// Makes a new store of what is whole in a damaged one, as another lineage, as the shell does.
  /// - Throws: `damaged` when nothing can be saved.
  func salvage(as identity: Identity) throws -> Salvage {
    let draft = Disk(name: disk.name + "-draft", seed: 0)
    let salvage = try Store.salvage(
      onDisk: disk.guardedName, to: draft.guardedName, node: identity.node, incarnation: identity.incarnation,
      store: identity.store, catalog: storeCatalog)
    disk.restore(draft.image())
    return salvage
  }

  /// The file system its store is opened on, unless a mutant goes around the sums of pages.
  private var storeDisk: String { mutant == .believesDisk ? disk.name : disk.guardedName }

  /// The catalog its store is opened with: its own, unless a mutant alters it.
  private var storeCatalog: Catalog { mutant?.catalog(for: catalog, first: memory.firstCatalog ?? catalog) ?? catalog }

  /// The catalog by whose rules its people enter: that of its store, also where a mutant makes it say something else.
  var entryCatalog: Catalog { mutant == .keepsOldViews ? catalog : storeCatalog }

  /// What the next opening numbers changes under: no life of any node has it again.
  private var run: RunMark {
    var draw = Draw(seed: UInt64(number), stream: "run \(life)")
    return RunMark(draw.next())
  }

  private func begin(_ store: Store) {
    self.store = store
    identity = store.identity
    replica = Replica(
      identity: store.identity, catalog: catalog, clock: store.clock, signer: signer, root: root,
      isLineageSure: isLineageSure, formerAreas: store.formerAreas)
    isLineageSure = true
    keeper = nil
    life += 1
    (news, toldNews) = (0, 0)
  }

  /// The process ends. What it had in memory is gone; the disk keeps what it keeps.
  func stop() {
    try? store?.close()
    (store, replica, conversation) = (nil, nil, nil)
    memory.endProcess()
    serving.removeAll()
    (isSessionDue, isNewsDue) = (false, false)
  }

  /// What the node's wall clock shows at a moment of true time, in milliseconds since 1970.
  func wallClock(at now: Int64) -> Int64 { clock.reading(at: now) }

  /// The time the node dates by at a moment of true time.
  func time(at now: Int64) -> Int64 { timekeeper(at: now).time(wall: wallClock(at: now), uptime: now) }

  /// Takes note of the time its parent has told.
  func heard(_ time: Int64, at now: Int64) {
    var known = timekeeper(at: now)
    known.heard(time, wall: wallClock(at: now), uptime: now)
    keeper = known
  }

  /// Somebody looks at the node, whose clock is right, and has it date by it.
  func trustClock(at now: Int64) throws {
    let lead = (replica?.clock.last.milliseconds ?? 0).subtractingSaturated(time(at: now))
    guard timekeeper(at: now).doubt(wall: wallClock(at: now), uptime: now) != nil || lead > Timekeeper.leadMax else {
      return
    }
    try write { replica, storage in try replica.trustClock(now: wallClock(at: now), in: storage) }
    keeper = nil
  }

  private func timekeeper(at now: Int64) -> Timekeeper {
    if let keeper { return keeper }
    let fresh = Timekeeper(newest: replica?.clock.last ?? .zero, uptime: now, released: World.beginning)
    keeper = fresh
    return fresh
  }

  /// One transaction.
  /// - Throws: `NodeIsDown`, or what the work or the store throws.
  func write<T>(_ work: (inout Replica, any Storage) throws -> T) throws -> T {
    try enter { replica, storage, _ in try work(&replica, storage) }
  }

  /// One transaction that is told what the store shows when it begins, as one is that enters what people ask for.
  /// - Throws: `NodeIsDown`, or what the work or the store throws.
  func enter<T>(_ work: (inout Replica, any Storage, StoreReader) throws -> T) throws -> T {
    try handIn { [mutant] replica, writer in
      try work(&replica, mutant?.storage(over: writer, of: self) ?? writer, writer.reader)
    }
  }

  /// One transaction with the store's own writer, as one is that enters what devices have signed.
  /// - Throws: `NodeIsDown`, or what the work or the store throws.
  func handIn<T>(_ work: (inout Replica, StoreWriter) throws -> T) throws -> T {
    guard let store, var current = replica else { throw NodeIsDown() }
    mutant?.willWrite(self)
    defer {
      if replica != nil {
        replica = mutant == .reusesNumbers ? goingOn(current) : current
        identity = replica?.identity ?? identity
      }
    }
    return try store.write { writer in
      defer { news = writer.newsCount }
      return try work(&current, writer)
    }
  }

  /// The replica under the identity it had before the transaction.
  private func goingOn(_ current: Replica) -> Replica {
    guard current.identity != identity else { return current }
    return Replica(
      identity: identity, catalog: catalog, clock: current.clock, signer: signer, root: root, isLineageSure: true,
      formerAreas: current.formerAreas)
  }

  /// One snapshot.
  func read<T>(_ body: (any SessionReading, StoreReader) throws -> T) throws -> T {
    guard let store else { throw NodeIsDown() }
    return try store.read { reader in try body(mutant?.reader(over: reader, of: self) ?? reader, reader) }
  }

  /// Whether something was written since the last time this was asked.
  func takeNews() -> Bool {
    defer { toldNews = news }
    return news != toldNews
  }

  /// The largest time its clock has given out or taken over.
  package var hybridTime: HybridTime? { replica?.clock.last }

  var catalogDigest: Bytes16? { replica?.catalogDigest.first16 }
}

/// The node is not running.
struct NodeIsDown: Error {}

/// A session the node is having with its parent.
struct Conversation {
  var session: Uplink
  /// The exchange whose answer is awaited.
  var exchange: Int
  /// Whether the request may be held until there is news.
  let isPoll: Bool
}
