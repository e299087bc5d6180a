// Disks that turn bits over, and disks that say they have written what they have not: nodes notice, save what is whole, and agree.
import Simulation
import Testing

@Suite struct DoubtfulDiskTests {
  @Test(arguments: [FaultKind.bitRot, .lyingFlush])
  func `stores are saved from it, and everybody comes to agree`(kind: FaultKind) {
    var count = 0
    for seed in 1...12 {
      var settings = Settings(seed: UInt64(seed))
      settings.faults = [kind]
      settings.nodes = 8
      settings.hours = 24
      let world = World(settings, name: "doubtful-\(kind)")
      #expect(world.run() == nil, "seed \(seed)")
      count += world.tally.salvages
    }
    #expect(count > 0, "no store was found damaged")
  }
}
