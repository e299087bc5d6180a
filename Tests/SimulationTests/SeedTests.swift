// Seeds: two runs of one seed are the same run.
import Simulation
import Testing

@Suite struct SeedTests {
  @Test func oneSeedIsOneRun() {
    let first = World(Settings(seed: 7), name: "a")
    let second = World(Settings(seed: 7), name: "b")
    first.run()
    second.run()
    #expect(first.trace.hash == second.trace.hash)
  }
}
