// Situations: every situation that has a name comes out as it says.
import Simulation
import Testing

@Suite struct SituationTests {
  @Test(arguments: Situation.all.map(\.name)) func `a situation comes out as it says`(name: String) throws {
    let situation = try #require(Situation.named(name))
    let world = situation.run()
    #expect(world.violation == nil, "\(world.violation.map(\.description) ?? "")")
    #expect(world.tally.commits > 0)
  }

  @Test func `a situation is the same run every time`() throws {
    let situation = try #require(Situation.named("parent-killed-mid-sync"))
    #expect(situation.run().trace.hash == situation.run().trace.hash)
  }
}
