// One day of a whole city: its nodes, links and people on virtual time, and the queues at its servers.
import Catalog
import Merge
import Replica
import Store
import Wire

/// A run of a city from settings and a tree, on one thread, with the shipped replica, sessions, wire and store.
///
/// Unlike `World`, nothing is lost or corrupted here: it asks how much the tree can carry. Time is in microseconds.
package final class CityRun {
  package let settings: CitySettings
  let tree: CityTree
  var nodes: [CityNode] = []
  var numbers: [String: Int] = [:]
  var agenda = Agenda<CityEvent>()
  var now: Int64 = 0
  var exchanges: [Int: CityExchange] = [:]
  var exchangeCount = 0
  var hazards: [CityHazard] = []
  /// The devices with which officers of nodes sign, by the node.
  var devices: [Int: CityDevice] = [:]
  var enterprises: [(area: Area, node: Int)] = []
  /// The enterprises of each node.
  var registered: [[Int]] = []
  let forms: CityForms
  /// Draws of what belongs to no one person.
  var draw: Draw
  var people: Draw
  package internal(set) var figures = CityFigures()
  /// What each commit's author knows of it.
  var authored: [Dot: Authored] = [:]
  var directive: (record: RecordID, dot: Dot, time: Int64)?
  /// Over everything that was sent.
  package internal(set) var trace = Trace()
  /// Told how far the run is, in lines.
  package var progress: (String) -> Void = { _ in }

  struct Authored {
    let node: Int
    let time: Int64
    /// The highest tier the commit rises to.
    let top: Tier
    let isUrgent: Bool
  }

  package init(_ settings: CitySettings, tree: CityTree) {
    self.settings = settings
    self.tree = tree
    forms = CityForms(catalog: CatalogVersions.standard.newest)
    draw = Draw(seed: settings.seed, stream: "city")
    people = Draw(seed: settings.seed, stream: "city people")
  }

  /// When the day begins: the hours before are for entering the enterprises and the first sessions.
  static let dayBegins: Int64 = 4 * hour
  static let hour: Int64 = 3_600_000_000
  static let second: Int64 = 1_000_000

  /// A node's wall clock, which is right here, in milliseconds since 1970.
  var wallClock: Int64 { World.beginning + now / 1_000 }

  /// Runs the day, and goes on until every link is proved equal.
  /// - Throws: what a store throws, or `CityFailure` when something is wrong or does not come to rest.
  package func run() throws {
    try build()
    try prepare()
    planDay()
    let end = Self.dayBegins + 24 * Self.hour
    for time in stride(from: Self.dayBegins + Self.hour, through: end, by: Int(Self.hour)) {
      try runUntil(time)
      note("\((time - Self.dayBegins) / Self.hour) h")
    }
    try settle(within: 6 * Self.hour)
    figures.settledAt = now - end
    try measureStores()
    for node in nodes { try node.store.close() }
  }

  func runUntil(_ end: Int64) throws {
    while let time = agenda.nextTime, time <= end, let next = agenda.next() {
      now = time
      figures.events += 1
      try carryOut(next.event)
    }
    now = max(now, end)
  }

  private func carryOut(_ event: CityEvent) throws {
    switch event {
    case .session(let node): try beginSession(nodes[node])
    case .asked(let number): asked(number)
    case .answered(let number): answered(number)
    case .unpark(let number): unpark(number)
    case .serve(let node): try serve(nodes[node])
    case .news(let node): try spread(nodes[node])
    case .errand(let errand): send(errand)
    case .arrival(let errand): arrive(errand)
    case .offline(let node): goOffline(nodes[node])
    case .online(let node): nodes[node].isOnline = true
    case .down(let node): goDown(nodes[node])
    case .up(let node): comeUp(nodes[node])
    }
  }

  func after(_ delay: Int64, _ event: CityEvent) { agenda.add(event, at: now + delay) }

  func note(_ text: String) {
    progress("\(text): \(figures.events) events, \(authored.count) commits, \(ResidentMemory.bytes >> 20) MiB")
  }
}

/// What must not be.
package struct CityFailure: Error, CustomStringConvertible {
  package let description: String
}
