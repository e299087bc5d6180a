// Scenarios: every situation that has a name comes out as it says.
import Simulation
import Testing

@Suite struct ScenarioTests {
  @Test(arguments: Scenario.all.map(\.name)) func `a scenario comes out as it says`(name: String) throws {
    let scenario = try #require(Scenario.named(name))
    let world = scenario.run()
    #expect(world.violation == nil, "\(world.violation.map(\.description) ?? "")")
    #expect(world.tally.commits > 0)
  }

  @Test func `a scenario is the same run every time`() throws {
    let scenario = try #require(Scenario.named("parent-killed-mid-sync"))
    #expect(scenario.run().trace.hash == scenario.run().trace.hash)
  }
}
