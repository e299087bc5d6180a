// Faults whose defence is not built: each must be noticed, or nobody would know when it has been.
import Simulation
import Testing

@Suite struct UndefendedTests {
  /// Within how many seeds the fault breaks something.
  private static let seedsMax: UInt64 = 40

  @Test(arguments: FaultKind.undefended)
  func breaksWhatItMustBreak(kind: FaultKind) {
    let broken = (1...Self.seedsMax).contains { seed in
      var settings = Settings(seed: seed)
      settings.faults = [kind]
      settings.nodes = 8
      settings.hours = 24
      return World(settings, name: "undefended-\(kind)").run() != nil
    }
    #expect(broken, "\(kind) went unnoticed in \(Self.seedsMax) seeds")
  }
}
