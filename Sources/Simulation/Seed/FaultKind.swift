// What can go wrong in a simulated world, by kind.

/// One kind of fault. `docs/simulator.md` has a row for each, with its draw.
package enum FaultKind: String, CaseIterable, Sendable, Comparable {
  // The network.
  case loss, duplication, reordering, cut, slowLink, answerLost
  case partition, oneWayPartition, massReconnect
  // The machine.
  case crash, crashLoop, powerLoss, failedFlush, diskFull
  case lyingFlush, bitRot
  // The store.
  case nodeLoss, restoredBackup, clonedStore
  // The clock.
  case wrongClock, jumpingClock, frozenClock
  // The tree and its people.
  case reparenting, mixedCatalogs, hostileChild, hostileMiddle, tinySizes
  // People's devices.
  case deadPhone, wrongPhoneClock, handedInTwice, phoneAnswerLost, roleChanged, postEnded, lateWithdrawal
  case stolenPhone, copiedDevice

  package static func < (left: FaultKind, right: FaultKind) -> Bool { left.rawValue < right.rawValue }

  /// Faults that are drawn only when asked for: what they leave behind a person must clear up, and some
  /// checkers do not know that yet.
  package static let besides: [FaultKind] = [.clonedStore, .hostileMiddle, .stolenPhone, .copiedDevice]

  /// Faults that a run draws from by default.
  package static let defended: [FaultKind] = allCases.filter { !besides.contains($0) }

  /// Whether it goes on for a time once it has struck.
  var lasts: Bool {
    switch self {
    case .partition, .oneWayPartition, .slowLink, .diskFull, .lyingFlush, .frozenClock: true
    default: false
    }
  }

  /// Whether a store may hold less after it than it has shown to others.
  var takesFromStores: Bool {
    switch self {
    case .nodeLoss, .restoredBackup, .clonedStore, .failedFlush, .lyingFlush, .bitRot: true
    default: false
    }
  }

  /// In how many of a thousand seeds the kind occurs at all: some seeds are nearly calm, so that one fault is seen alone.
  var permille: Int {
    switch self {
    case .loss, .reordering, .cut, .crash, .powerLoss, .partition: 500
    case .tinySizes, .wrongClock, .mixedCatalogs: 300
    default: 250
    }
  }
}
