// What counts as a request in vain, and what does not.
import Simulation
import Testing

@Suite struct CalmTests {
  /// A node that has lost its disk compares with its parent; while the parent's answer is on its way its own children give back
  /// what the parent holds as well. It tells the parent of that, a commit in each request.
  @Test func `what moves a parent's acknowledgement is not in vain, though the parent holds it`() {
    var settings = Settings(seed: 2_489)
    settings.faults = [.crashLoop, .lyingFlush, .nodeLoss, .reordering, .tinySizes, .wrongClock]
    (settings.nodes, settings.hours, settings.endMinutes, settings.omitted) = (10, 4, 124, [2, 3])
    let world = World(settings, name: "acknowledged", checkers: ["EventuallyCalm"])
    #expect(world.run() == nil)
    #expect(world.tally.faults[.nodeLoss, default: 0] > 0)
  }

  @Test func `what is sent again and moves nothing is in vain`() {
    let seeds = (1...8 as ClosedRange<UInt64>).lazy.map { seed in
      var settings = Mutant.sendsEverythingAgain.settings(seed: seed)
      settings.faults.insert(.tinySizes)
      return World(settings, name: "again-\(seed)", checkers: ["EventuallyCalm"]).run()?.checker
    }
    #expect(seeds.contains("EventuallyCalm"))
  }
}
