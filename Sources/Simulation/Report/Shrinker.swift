// Finding small settings that still show a violation: greedy, deterministic, within a bounded number of runs.

/// Takes away nodes, faults, hours and work for as long as the same checker is still violated.
package struct Shrinker {
  /// Runs a world with some settings to its end. Every call makes a world of its own.
  private let run: (Settings) -> World
  private let runsMax: Int
  /// How many events all runs together may have before no other is begun: a bound on time that every machine shares.
  private static let eventsMax = 3_000_000
  /// The smallest world found so far that shows the violation.
  private var best: World
  private var runs = 0
  private var events = 0
  private let checker: String

  private init(_ world: World, checker: String, runsMax: Int, run: @escaping (Settings) -> World) {
    best = world
    self.checker = checker
    self.runsMax = runsMax
    self.run = run
  }

  /// The smallest world found that violates what `world` violates, and how many runs it took.
  ///
  /// Nodes and hours first, since every draw after them moves; then what can be left out without moving any draw.
  package static func smallest(
    of world: World, runsMax: Int = 60, run: @escaping (Settings) -> World
  ) -> (world: World, runs: Int) {
    guard runsMax > 0, let violation = world.violation else { return (world, 0) }
    var shrinker = Shrinker(world, checker: violation.checker, runsMax: runsMax, run: run)
    shrinker.draw([2, 3, 4, 6, 9, 14, 20]) {
      $0.nodes
    } set: {
      $0.nodes = $1
    }
    shrinker.dropKinds()
    shrinker.draw([1, 2, 4, 8, 16, 32]) {
      $0.hours
    } set: {
      $0.hours = $1
    }
    shrinker.draw([1, 3, 10, 30]) {
      $0.acts
    } set: {
      $0.acts = $1
    }
    shrinker.cutEnd()
    shrinker.dropNodes()
    shrinker.dropFaults()
    shrinker.cutEnd()
    return (shrinker.best, shrinker.runs)
  }

  /// Whether settings changed so show the violation too; when they do, they are the best.
  @discardableResult
  private mutating func tries(_ change: (inout Settings) -> Void) -> Bool {
    guard runs < runsMax, events < Self.eventsMax else { return false }
    var settings = best.settings
    change(&settings)
    runs += 1
    let world = run(settings)
    events += world.tally.events
    guard world.violation?.checker == checker else { return false }
    best = world
    return true
  }

  /// Tries small values of a setting, the smallest first.
  private mutating func draw(
    _ values: [Int], of setting: (Settings) -> Int, set: (inout Settings, Int) -> Void
  ) {
    for value in values where value < setting(best.settings) {
      if tries({ set(&$0, value) }) { return }
    }
  }

  private mutating func dropKinds() {
    takeAway(best.settings.faults.sorted()) { $0.faults.subtract($1) }
  }

  /// Leaves out nodes together with what hangs below them.
  private mutating func dropNodes() {
    var draw = Draw(seed: best.settings.seed, stream: "topology")
    let places = Topology.draw(best.settings.nodes, &draw)
    // The last first: leaves before what they hang below.
    takeAway(Array((1..<best.settings.nodes).reversed())) { settings, numbers in
      var gone = settings.absent.union(numbers)
      for (number, place) in places.enumerated() where place.parent.map({ gone.contains($0) }) ?? false {
        gone.insert(number)
      }
      settings.absent = gone
    }
  }

  /// Leaves out single entries of the plan that still take effect.
  private mutating func dropFaults() {
    let settings = best.settings
    let places = best.plan.indices.filter { place in
      best.plan[place].time < settings.endMilliseconds && !settings.absent.contains(best.plan[place].node)
        && !settings.omitted.contains(place)
    }
    takeAway(Array(places)) { $0.omitted.formUnion($1) }
  }

  /// Ends the work at the violation, or, when it came only after the work, as early as possible.
  private mutating func cutEnd() {
    guard let time = best.violation?.time else { return }
    let end = best.settings.endMilliseconds
    if time < end {
      tries { $0.endMinutes = Int(time / 60_000) + 1 }
      return
    }
    var (low, high) = (Int64(0), end / 60_000)
    for _ in 0..<Self.halvings where high - low > 1 {
      let middle = (low + high) / 2
      if tries({ $0.endMinutes = Int(middle) }) { high = middle } else { low = middle }
    }
  }

  private static let halvings = 4

  /// Takes away as many of some items as possible: all at once, then ever smaller parts, then each by itself.
  private mutating func takeAway<Item: Hashable>(
    _ items: [Item], _ without: (inout Settings, Set<Item>) -> Void
  ) {
    var left = items
    var size = left.count
    while size > 0, runs < runsMax {
      var start = 0
      while start < left.count {
        let end = min(left.count, start + size)
        if tries({ without(&$0, Set(left[start..<end])) }) { left.removeSubrange(start..<end) } else { start = end }
      }
      size = min(size, left.count)
      size = size == 1 ? 0 : (size + 1) / 2
    }
  }
}
