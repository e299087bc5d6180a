// The situations that have a name.

/// A situation played by hand, with what must come of it.
package struct Situation: Sendable {
  package let name: String
  /// What happens and what must come of it, in a sentence or two.
  package let summary: String
  let play: @Sendable (Script) -> Void

  /// Plays it.
  /// - Parameter watch: is handed the world before anything happens.
  /// - Returns: the world at the end, whose violation says what was not as expected.
  package func run(watch: (World) -> Void = { _ in }) -> World { play(in: Script(name), watch) }

  /// Plays it with a mutant in all nodes, and no checker that looks: what the situation itself expects must notice.
  package func run(with mutant: Mutant) -> World { play(in: Script(name, mutant: mutant)) { _ in } }

  private func play(in script: Script, _ watch: (World) -> Void) -> World {
    watch(script.world)
    play(script)
    script.close()
    return script.world
  }

  package static let all: [Situation] = [
    townshipSplit, parentKilled, replyLost, closedAgainstReopened, basementPhone, sleepingCommunity, lostNode,
    failedFlush, threeWeeksOfAPhone, phoneCutAtEveryByte, nodeStopsWhileEntering, passAndSixtyDays,
  ]

  package static func named(_ name: String) -> Situation? { all.first { $0.name == name } }
}
