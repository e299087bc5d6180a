// In what kind of run a mutant shows.

extension Mutant {
  /// The faults without which the mutant does nothing that anybody could see.
  package var faultsNeeded: Set<FaultKind> {
    switch self {
    case .skipsSeenVector, .sendsEverythingAgain, .echoesBack, .acknowledgesUnsent, .custodyTooFar: []
    case .filtersInsideFeed, .servesOutsideBranch, .storesOutsideBranch, .anyoneMayClose, .forgetsWaiters: []
    case .latestArrivalWins, .dropsLosingValue, .removeBeatsAdd: [.partition]
    case .guardIgnored, .highestBecomesLatest, .passBeatsFailure: [.partition]
    case .latestClockWins, .refusesFutureClocks: [.wrongClock]
    case .countsAgain: [.duplication, .answerLost, .cut]
    case .skipsFoldWhenFilling, .givesNothing, .leavesHeadOut: [.nodeLoss, .reparenting]
    case .dropsLastRange, .neverReconciles, .alwaysEqual: [.nodeLoss, .reparenting]
    case .ignoresStoreID: [.nodeLoss]
    case .foldsLater, .cursorBeforeData: [.crash, .powerLoss, .crashLoop]
    case .acknowledgesBeforeCommit, .losesErrand: [.crash, .diskFull]
    case .remembersRolledBack: [.diskFull]
    case .forgetsClock: [.crash, .jumpingClock]
    case .flushesNothing, .flushesSeldom: [.powerLoss]
    case .keepsOldViews, .dropsUnknownType: [.mixedCatalogs]
    case .cursorBeyondGap, .swapsLanes: [.tinySizes, .cut]
    case .custodyWhenSent: [.loss, .partition]
    case .noBackoff: [.massReconnect, .partition]
    }
  }

  /// Within how many seeds the simulator must notice the mutant, wherever it begins.
  package var seedsMax: Int { 60 }

  /// A small run with the mutant in all nodes: what the seed stands for, with the faults that the mutant needs.
  package func settings(seed: UInt64) -> Settings {
    var settings = Settings(seed: seed)
    settings.nodes = 8 + settings.nodes % 5
    settings.hours = 6 + settings.hours % 7
    settings.acts = 80
    settings.faults.formUnion(faultsNeeded)
    settings.mutant = self
    return settings
  }
}
