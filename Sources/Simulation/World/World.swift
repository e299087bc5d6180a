// The simulated world: its nodes, its network, its people, and the moment it is at.
import Catalog
package import Merge
import Replica
import Synchronization
import Trust
import Wire

/// One run. It is made from settings alone, runs on one thread on virtual time, and touches nothing outside itself.
package final class World {
  package let settings: Settings
  package internal(set) var trace = Trace()
  package internal(set) var nodes: [SimulatedNode] = []
  package internal(set) var tally = Tally()
  package internal(set) var violation: Violation?

  /// Virtual time in milliseconds since the run began.
  package internal(set) var now: Int64 = 0
  /// When the run begins, in true time.
  static let beginning: Int64 = 1_767_225_600_000
  var agenda = Agenda<Event>()
  var phase = Phase.safety
  var network: Network
  var exchanges: [Int: Exchange] = [:]
  var exchangeCount = 0
  var people: [Person] = []
  var plan: [PlannedFault] = []
  /// Withdrawals that an office has not written down yet, by the place of their fault in the plan.
  var withdrawals: [Int: (statement: Statement, office: Int)] = [:]
  var checkers: [any Checker]
  /// How long each turn of the second phase took until everybody agreed, in milliseconds.
  var settlingTimes: [Int64] = []
  /// What everybody together knows to exist.
  package internal(set) var atlas = Atlas()
  /// What each node's disk holds.
  var ledger = Ledger()
  /// Directives that existed when the nodes that show them signed them.
  var signedDirectives: Set<RecordID> = []
  /// The city's root key, which nobody in the world uses after the beginning.
  let rootKey: SigningKey
  /// The catalog everybody ends with.
  let catalogs: CatalogVersions
  /// Draws of what belongs to no one node.
  var draw: Draw
  /// What is done to the world when it has come to rest, before the last look: how a test shows that a checker notices.
  package var disturbance: ((World) throws -> Void)?
  /// Distinguishes the disks of worlds that run at the same time.
  package let name: String
  /// How many worlds this process has made. Nothing in a run depends on it but the names of its disks.
  private static let count = Atomic(0)

  enum Phase { case safety, healing }

  package convenience init(_ settings: Settings, name: String = "w") {
    self.init(settings, name: name, checkers: Checkers.all())
  }

  /// A world at which only the checkers of these names look.
  package convenience init(_ settings: Settings, name: String, checkers names: [String]) {
    self.init(settings, name: name, checkers: Checkers.types.filter { names.contains($0.name) }.map { $0.init() })
  }

  init(_ settings: Settings, name: String, checkers: [any Checker]) {
    self.settings = settings
    self.name = "\(name)-\(Self.count.wrappingAdd(1, ordering: .relaxed).newValue)"
    self.checkers = checkers
    network = Network(settings)
    draw = Draw(seed: settings.seed, stream: "world")
    catalogs = CatalogVersions.standard
    var keys = Draw(seed: settings.seed, stream: "root key")
    rootKey = Self.key(&keys)
  }

  /// True time in milliseconds since 1970.
  var trueTime: Int64 { Self.beginning + now }
  /// What a node's machine shows.
  func wallClock(_ node: SimulatedNode) -> Int64 { node.wallClock(at: trueTime) }
  /// What a node dates by.
  func time(_ node: SimulatedNode) -> Int64 { node.time(at: trueTime) }

  func after(_ delay: Int64, _ event: Event) { agenda.add(event, at: now + max(0, delay)) }
  func note(_ node: Int? = nil, _ text: @autoclosure () -> String, _ entry: Trace.Entry? = nil) {
    trace.note(now, node: node, text(), entry)
  }

  /// Notes that something happened that must not; the run ends with it.
  func violate(_ checker: String, node: Int? = nil, _ text: String, record: RecordID? = nil, dot: Dot? = nil) {
    guard violation == nil else { return }
    violation = Violation(checker: checker, time: now, node: node, text: text, record: record, dot: dot)
    note(node, "VIOLATION \(checker): \(text)")
  }

  /// Lets every checker look.
  func check(_ look: (inout any Checker) -> Void) {
    for index in checkers.indices where violation == nil { look(&checkers[index]) }
  }

  /// What failed, in words that are the same whatever this world's disks are called.
  func words(_ error: any Error) -> String { "\(error)".replacing("\(name)-", with: "") }

  package func node(_ number: Int) -> SimulatedNode { nodes[number] }
}

/// What must not be.
package struct Violation: Error, Sendable, CustomStringConvertible {
  package let checker: String
  package let time: Int64
  package let node: Int?
  package let text: String
  /// The record it shows in, when it shows in one.
  package let record: RecordID?
  /// The commit it is about, when it is about one.
  package let dot: Dot?

  package var description: String { "\(checker)\(node.map { " at n\($0)" } ?? ""): \(text)" }
}

/// What a run counted.
package struct Tally: Sendable {
  package var events = 0
  package var commits = 0
  /// What became of what people asked for, by the kind of thing.
  package var acts: [ActKind: ActTally] = [:]
  /// How often the rules of entry refused something, by the reason.
  package var refusals: [String: Int] = [:]
  package var rounds = 0
  package var bytes = 0
  package var proofs = 0
  /// Stores that were found damaged, and of which what was whole was saved.
  package var salvages = 0
  /// Faults that took effect, by kind.
  package var faults: [FaultKind: Int] = [:]
  package var virtualMilliseconds: Int64 = 0

  package init() {}

  package mutating func add(_ other: Tally) {
    events += other.events
    commits += other.commits
    acts.merge(other.acts) { $0.adding($1) }
    refusals.merge(other.refusals) { $0 + $1 }
    rounds += other.rounds
    bytes += other.bytes
    proofs += other.proofs
    salvages += other.salvages
    virtualMilliseconds += other.virtualMilliseconds
    faults.merge(other.faults) { $0 + $1 }
  }
}

/// What people were told.
package struct ActTally: Hashable, Sendable {
  package var done: Int
  /// It had been done before, and the answer had been lost.
  package var repeated: Int
  /// The rules of entry forbid it.
  package var refused: Int
  /// A device has signed it, and a node keeps it with the reason why it could not be entered.
  package var held: Int

  package init(done: Int = 0, repeated: Int = 0, refused: Int = 0, held: Int = 0) {
    (self.done, self.repeated, self.refused, self.held) = (done, repeated, refused, held)
  }

  func adding(_ other: ActTally) -> ActTally {
    ActTally(
      done: done + other.done, repeated: repeated + other.repeated, refused: refused + other.refused,
      held: held + other.held)
  }
}
