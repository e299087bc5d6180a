// Mutants: a simulator that notices no planted bug proves nothing.
import Simulation
import Testing

@Suite struct MutantTests {
  @Test(arguments: Mutant.allCases)
  func `a planted bug is noticed`(mutant: Mutant) {
    let kill = MutantHunt(mutant).run(from: mutant.testedFrom)
    #expect(kill != nil, "\(mutant.rawValue) survives \(mutant.seedsMax) seeds from \(mutant.testedFrom)")
  }
}
