// People enter through the rules of entry, as whoever asks over HTTP does.
import Simulation
import Testing

@Suite struct PeopleTests {
  /// What people were told in some worlds, which hold: `AlwaysPermitted` among the checkers looks at every commit of theirs.
  private static func tally(faults: [FaultKind]) -> Tally {
    var tally = Tally()
    for seed in 1...6 as ClosedRange<UInt64> {
      var settings = Settings(seed: seed, from: faults)
      (settings.nodes, settings.hours, settings.acts) = (8, 8, 400)
      let world = World(settings, name: "people-\(faults.count)-\(seed)")
      let violation = world.run()
      #expect(violation == nil, "seed \(seed): \(violation?.description ?? "")")
      tally.add(world.tally)
    }
    return tally
  }

  private static func refusedPermille(_ acts: ActTally) -> Int {
    acts.refused * 1_000 / max(1, acts.done + acts.repeated + acts.refused)
  }

  @Test func `in calm worlds everything that is permitted is done, and nothing that is not`() {
    let tally = Self.tally(faults: [])
    for kind in ActKind.allCases where kind != .oversteps {
      let acts = tally.acts[kind, default: ActTally()]
      #expect(acts.done > 20, "\(kind): \(acts)")
      #expect(Self.refusedPermille(acts) < 100, "\(kind): \(acts), \(tally.refusals)")
    }
    // What is made has an id of its own, and a step that is forced counts for nothing at worst.
    for kind in [ActKind.makes, .forces, .signs] { #expect(tally.acts[kind]?.refused == 0, "\(kind)") }
    let oversteps = tally.acts[.oversteps, default: ActTally()]
    #expect(oversteps.done == 0 && oversteps.repeated == 0, "\(oversteps)")
    #expect(oversteps.refused > 40, "\(oversteps)")
    for reason in [
      "missing", "unknown-code", "wrong-type", "contradiction", "unknownRecord", "writtenByNode", "notAtOrAbove",
    ] {
      #expect(tally.refusals[reason, default: 0] > 0, "\(reason): \(tally.refusals)")
    }
    let steps = ["noAuthority", "missingPredecessor", "missingEvidence", "sameUser", "sameTier"]
    #expect(steps.contains { tally.refusals[$0, default: 0] > 0 }, "\(tally.refusals)")
  }

  @Test func `whatever befalls the nodes, few are refused what they may do`() {
    let tally = Self.tally(faults: [.partition, .crash, .powerLoss, .wrongClock, .mixedCatalogs, .diskFull, .nodeLoss])
    for kind in ActKind.allCases where kind != .oversteps {
      let acts = tally.acts[kind, default: ActTally()]
      #expect(acts.done > 20, "\(kind): \(acts)")
      #expect(Self.refusedPermille(acts) < 150, "\(kind): \(acts), \(tally.refusals)")
    }
    #expect(tally.acts[.oversteps, default: ActTally()].refused > 40)
  }
}
