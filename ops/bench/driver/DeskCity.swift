// Half a year of a city, day by day: visits that find hazards, and what becomes of these.
import Catalog
import Foundation
import Merge
import Replica
import SeededNumbers
import Store

/// One commit that is to be made.
struct DeskEntry {
  let time: Int64
  /// Where its node stands.
  let home: Area
  let user: String
  let intents: [Intent]
  /// What is done about its records later, by the places of its intents.
  let later: [DeskLater]
}

/// What is done later about some records of one visit.
struct DeskLater {
  let time: Int64
  let home: Area
  let user: String
  let records: [RecordID]
  let area: Area
  /// The steps that are taken, in their order; with `rectified` comes the picture of it.
  let steps: [String]
  /// What follows upon it.
  let next: [DeskLater]
}

/// Makes the commits as their authors' nodes make them, and has the city's store keep and fold them: the ids, chains and
/// rows are those of the engine.
struct DeskCity {
  let plan: DeskPlan
  let units: [DeskUnit]
  private(set) var figures = DeskFigures()
  private var hazards: DeskHazards
  private var share: DeskOpenShare
  private var writers: [Area: Replica] = [:]
  private var draw = SplitMix64(seed: 17)
  /// What is done about records found before, by day.
  private var due: [[(later: DeskLater, seen: SeenVector)]] = Array(repeating: [], count: DeskPlan.days)

  init(plan: DeskPlan, units: [DeskUnit], texts: DeskTexts) {
    (self.plan, self.units) = (plan, units)
    hazards = DeskHazards(plan: plan, texts: texts)
    share = DeskOpenShare(count: plan.count, open: plan.open)
    for township in Set(units.flatMap { [$0.township, $0.district] }).sorted(by: { $0.code < $1.code }) {
      writers[township] = Self.writer(township, number: writers.count)
    }
    figures.units = units.count
    figures.townships = Set(units.map(\.township)).count
    (figures.from, figures.to) = (plan.midnight(0), plan.end)
  }

  private static func writer(_ home: Area, number: Int) -> Replica {
    Replica(
      identity: Fixture.identity(10_000 + UInt64(number), area: home), catalog: .builtIn, clock: HybridClock())
  }

  mutating func fill(_ store: Store) throws {
    for day in 0..<DeskPlan.days {
      var entries: [(DeskEntry, SeenVector)] = visits(of: day).map { ($0, .empty) }
      // Again for what is found and settled on the same day: it is settled after it was found.
      repeat {
        let later = due[day]
        due[day] = []
        for one in later { entries.append((entry(one.later), one.seen)) }
        try write(entries, to: store)
        entries = []
      } while !due[day].isEmpty
      FileHandle.standardError.write(Data("\r  day \(day + 1) of \(DeskPlan.days), \(figures.hazards) hazards".utf8))
    }
    FileHandle.standardError.write(Data("\n".utf8))
    precondition(figures.open == plan.open, "\(figures.open) of \(plan.open) are open")
  }

  // MARK: What is found

  private mutating func visits(of day: Int) -> [DeskEntry] {
    var entries: [DeskEntry] = []
    while figures.hazards < plan.count(until: day) {
      // Of two, the one further to the front: some enterprises are found fault with far more often than others.
      let unit = units[min(draw.below(units.count), draw.below(units.count))]
      let span = max(2, min(plan.end - plan.midnight(day), 18 * 3_600_000))
      let from = min(8 * 3_600_000, span / 2)
      let time = plan.midnight(day) + from + Int64(draw.below(Int(span - from)))
      let count = min(1 + draw.below(4), plan.count(until: day) - figures.hazards)
      let states = (0..<count).map { _ in share.next(&draw) }
      figures.hazards += count
      figures.open += states.count { $0 }
      entries.append(hazards.visit(to: unit, at: time, isOpen: states, &draw))
    }
    return entries
  }

  private mutating func entry(_ later: DeskLater) -> DeskEntry {
    DeskEntry(
      time: later.time, home: later.home, user: later.user,
      intents: later.records.map { hazards.steps(later.steps, of: $0, in: later.area, at: later.time, &draw) },
      later: later.next)
  }

  // MARK: Writing

  private static let commitsInTransaction = 2_000

  private mutating func write(_ entries: [(DeskEntry, SeenVector)], to store: Store) throws {
    let sorted = entries.sorted { $0.0.time < $1.0.time }
    for slice in stride(from: 0, to: sorted.count, by: Self.commitsInTransaction) {
      let part = sorted[slice..<min(slice + Self.commitsInTransaction, sorted.count)]
      let made = try Self.commit(part, by: &writers, into: store)
      figures.commits += made.count
      for (entry, dot) in zip(part, made) { schedule(entry.0.later, after: entry.1, dot) }
    }
  }

  private static func commit(
    _ entries: ArraySlice<(DeskEntry, SeenVector)>, by writers: inout [Area: Replica], into store: Store
  ) throws -> [Dot] {
    try store.write { storage in
      try entries.map { entry, seen in
        let intents = entry.intents.map { intent in
          Intent(type: intent.type, record: intent.record, area: intent.area, seen: seen, fields: intent.fields)
        }
        guard
          let made = try writers[entry.home]?.commit(intents, user: entry.user, now: entry.time, into: storage).first
        else { preconditionFailure("no node at \(entry.home.code)") }
        return made.dot
      }
    }
  }

  private mutating func schedule(_ later: [DeskLater], after seen: SeenVector, _ dot: Dot) {
    var seen = seen
    seen.include(dot)
    for one in later { due[plan.day(of: one.time)].append((one, seen)) }
  }
}

/// Decides which hazards are still open at the end: exactly as many as asked for, most of them of the last fifth.
struct DeskOpenShare {
  private static let recentWeight = 20

  private let count: Int
  private var number = 0
  private var open: Int
  private var weightLeft: Int

  init(count: Int, open: Int) {
    (self.count, self.open) = (count, open)
    weightLeft = (0..<count).reduce(0) { $0 + Self.weight($1, of: count) }
  }

  private static func weight(_ number: Int, of count: Int) -> Int { number >= count - count / 5 ? recentWeight : 1 }

  /// Whether the next hazard stays open.
  mutating func next(_ draw: inout SplitMix64) -> Bool {
    let weight = Self.weight(number, of: count)
    let isOpen = draw.below(weightLeft) < open * weight
    number += 1
    weightLeft -= weight
    if isOpen { open -= 1 }
    return isOpen
  }
}
