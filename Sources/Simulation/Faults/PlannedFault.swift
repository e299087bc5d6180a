// The plan of a run's faults: when each begins, whom it strikes and how long it lasts, drawn before the run begins.

/// A fault that is to strike.
package struct PlannedFault: Sendable {
  package let kind: FaultKind
  /// Milliseconds since the run began.
  package let time: Int64
  package let node: Int
  /// In milliseconds; for faults that last.
  package let duration: Int64
  /// A number whose meaning depends on the kind.
  package let amount: Int

  /// Draws the plan. Every kind draws from a stream of its own.
  static func plan(_ settings: Settings, nodes: Int) -> [PlannedFault] {
    var plan: [PlannedFault] = []
    for kind in FaultKind.allCases where settings.has(kind) {
      var draw = Draw(seed: settings.seed, stream: "plan \(kind)")
      let count = settings.density * count(of: kind, nodes: nodes, &draw)
      for _ in 0..<count { plan.append(one(kind, settings, nodes: nodes, &draw)) }
    }
    return plan.sorted { $0.time == $1.time ? $0.kind < $1.kind : $0.time < $1.time }
  }

  /// How many of a kind strike in one run. Kinds that are drawn for each message or node have none.
  private static func count(of kind: FaultKind, nodes: Int, _ draw: inout Draw) -> Int {
    switch kind {
    case .loss, .duplication, .reordering, .cut, .answerLost, .wrongClock, .tinySizes, .hostileChild, .hostileMiddle: 0
    case .handedInTwice, .phoneAnswerLost: 0
    case .deadPhone, .wrongPhoneClock: draw.within(1...max(2, nodes / 4))
    case .roleChanged, .postEnded, .lateWithdrawal, .stolenPhone, .copiedDevice: draw.within(1...3)
    case .partition, .crash, .powerLoss: draw.within(1...max(2, nodes / 2))
    case .slowLink, .oneWayPartition, .jumpingClock, .frozenClock, .mixedCatalogs: draw.within(1...max(2, nodes / 4))
    case .failedFlush, .diskFull, .crashLoop, .reparenting: draw.within(1...5)
    case .massReconnect, .nodeLoss, .restoredBackup, .clonedStore, .lyingFlush, .bitRot: draw.within(1...3)
    }
  }

  private static func one(_ kind: FaultKind, _ settings: Settings, nodes: Int, _ draw: inout Draw) -> PlannedFault {
    let end = settings.hours * 3_600_000
    let time = draw.below(end)
    return PlannedFault(
      kind: kind, time: Int64(time), node: draw.below(nodes), duration: Int64(duration(kind, &draw)),
      amount: draw.below(1 << 30))
  }

  private static func duration(_ kind: FaultKind, _ draw: inout Draw) -> Int {
    switch kind {
    case .partition: draw.heavyTail(60_000...30 * 86_400_000)
    case .diskFull, .massReconnect, .lyingFlush: draw.heavyTail(60_000...12 * 3_600_000)
    default: draw.heavyTail(60_000...5 * 86_400_000)
    }
  }
}
