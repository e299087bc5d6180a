// Situations: every situation that has a name comes out as it says.
import GRDB
import Simulation
import Store
import Testing

@Suite struct SituationTests {
  @Test(arguments: Situation.all.map(\.name)) func `a situation comes out as it says`(name: String) throws {
    let situation = try #require(Situation.named(name))
    let world = situation.run()
    #expect(world.violation == nil, "\(world.violation.map(\.description) ?? "")")
    #expect(world.tally.commits > 0)
  }

  @Test(arguments: [
    ("three-weeks-of-a-phone", Mutant.ignoresWithdrawals), ("phone-cut-at-every-byte", .authorityFromHome),
    ("node-stops-while-entering", .losesErrand), ("pass-and-sixty-days", .refusalStopsQueue),
  ])
  func `a situation notices a planted bug by itself`(name: String, mutant: Mutant) throws {
    let situation = try #require(Situation.named(name))
    #expect(situation.run(with: mutant).violation != nil)
  }

  @Test(arguments: [
    // An action that counted has no effect; one is told of under a number that nobody has signed; one is held no more.
    "UPDATE action SET verdict = 'withdrawn', counts = 0 WHERE number = 1",
    "UPDATE action SET number = 99 WHERE number = 2", "DELETE FROM held_action",
  ])
  func `the account of a phone notices what one node says amiss`(sql: String) throws {
    let situation = try #require(Situation.named("pass-and-sixty-days"))
    let world = situation.run { world in
      world.disturbance = { try $0.node(0).store?.write { try $0.db.execute(sql: sql) } }
    }
    #expect(world.violation?.checker == "Expected", "\(world.violation.map(\.description) ?? "")")
  }

  @Test func `a situation is the same run every time`() throws {
    let situation = try #require(Situation.named("parent-killed-mid-sync"))
    #expect(situation.run().trace.hash == situation.run().trace.hash)
  }
}
