// Shrinking: small settings that still show the same violation, found the same way every time.
import Merge
import Simulation
import Testing

@Suite struct ShrinkerTests {
  /// Runs a world in which the line that meets a condition for the `count`th time is the violation.
  private static func run(
    _ settings: Settings, name: String, _ count: Int, _ isCounted: @escaping (Trace.Entry) -> Bool
  ) -> World {
    var left = count
    let world = World(settings, name: name, violating: "AlwaysFewer") { line in
      if line.entry.map(isCounted) ?? false { left -= 1 }
      return left == 0
    }
    world.run()
    return world
  }

  private static func tenthCommit(_ settings: Settings, name: String) -> World {
    run(settings, name: name, 10) { if case .committed = $0 { true } else { false } }
  }

  private static func secondStart(_ settings: Settings, name: String) -> World {
    run(settings, name: name, 2) { if case .started = $0 { true } else { false } }
  }

  @Test func `what needs no fault is shown without any, by few nodes, in a short time`() {
    let world = Self.tenthCommit(Settings(seed: 3), name: "shrink-a")
    #expect(world.violation?.checker == "AlwaysFewer")
    let (smallest, runs) = Shrinker.smallest(of: world) { Self.tenthCommit($0, name: "shrink-a'") }
    #expect(runs <= 60)
    #expect(smallest.violation?.checker == "AlwaysFewer")
    #expect(smallest.settings.faults.isEmpty)
    #expect(smallest.settings.nodes - smallest.settings.absent.count <= 2)
    #expect(smallest.settings.hours <= 2)
  }

  @Test func `what needs a fault keeps that fault and no other`() {
    var settings = Settings(seed: 5)
    settings.faults = [.powerLoss, .loss, .reordering, .duplication]
    let world = Self.secondStart(settings, name: "shrink-b")
    #expect(world.violation?.checker == "AlwaysFewer")
    let (smallest, _) = Shrinker.smallest(of: world) { Self.secondStart($0, name: "shrink-b'") }
    #expect(smallest.violation?.checker == "AlwaysFewer")
    #expect(smallest.settings.faults == [.powerLoss])
    #expect(smallest.settings.nodes < settings.nodes)
  }

  @Test func `shrinking finds the same settings every time, and they show the same run`() {
    let found = (0..<2).map { turn in
      let world = Self.tenthCommit(Settings(seed: 3), name: "shrink-c\(turn)")
      return Shrinker.smallest(of: world) { Self.tenthCommit($0, name: "shrink-c\(turn)'") }.world
    }
    #expect(found[0].settings.command == found[1].settings.command)
    #expect(found[0].trace.hash == found[1].trace.hash)
    #expect(Self.tenthCommit(found[0].settings, name: "shrink-c").trace.hash == found[0].trace.hash)
  }

  @Test func `an account names what, where, when, and how to see it again`() {
    let world = Self.tenthCommit(Settings(seed: 3), name: "shrink-d")
    let text = Account(of: world, shrinkingRuns: 60) { Self.tenthCommit($0, name: "shrink-d'") }.text
    #expect(text.hasPrefix("VIOLATION AlwaysFewer at n"))
    #expect(text.contains("gridward-simulate --seed 3"))
    #expect(text.contains("the smallest settings found in"))
    #expect(text.contains("what led to it"))
    #expect(text.contains("● c1"))
  }

  @Test func `taking a node away moves nobody else's draws`() {
    var settings = Settings(seed: 9, from: [])
    settings.hours = 6
    let whole = World(settings, name: "whole")
    whole.run()
    settings.absent = [settings.nodes - 1]
    let without = World(settings, name: "without")
    without.run()
    func area(_ world: World, _ number: Int) -> String { world.node(number).area.code }
    #expect((0..<settings.nodes).allSatisfy { area(whole, $0) == area(without, $0) })
    #expect(without.violation == nil)
    #expect(!without.trace.lines.contains { $0.node == settings.nodes - 1 && $0.text.hasPrefix("commits") })
  }
}
