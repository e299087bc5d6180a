// In what kind of run a mutant shows.

extension Mutant {
  /// The faults without which the mutant does nothing that anybody could see.
  package var faultsNeeded: Set<FaultKind> {
    switch self {
    case .skipsSeenVector, .sendsEverythingAgain, .echoesBack, .acknowledgesUnsent, .custodyTooFar: []
    case .filtersInsideFeed, .servesOutsideBranch, .storesOutsideBranch, .forgetsWaiters: []
    case .anyoneMayClose, .oneTierCloses, .forgetsIncrementIDs: []
    case .latestArrivalWins, .dropsLosingValue, .removeBeatsAdd: [.partition]
    case .guardIgnored, .preferenceIgnored, .passBeatsFailure: [.partition]
    case .latestClockWins, .refusesFutureClocks: [.wrongClock]
    case .countsAgain: [.duplication, .answerLost, .cut]
    case .skipsFoldWhenFilling, .givesNothing, .leavesHeadOut: [.nodeLoss, .reparenting]
    case .dropsLastRange, .neverReconciles, .alwaysEqual: [.nodeLoss, .reparenting]
    case .ignoresStoreID: [.nodeLoss]
    case .numbersArrivals: [.tinySizes, .cut]
    case .forgetsRuns: [.restoredBackup, .partition]
    case .foldsLater, .cursorBeforeData: [.crash, .powerLoss, .crashLoop]
    case .acknowledgesBeforeCommit, .losesErrand: [.crash, .diskFull]
    case .remembersRolledBack: [.diskFull]
    case .forgetsClock: [.crash, .jumpingClock]
    case .datesByKeptTime: [.jumpingClock, .wrongClock]
    case .flushesNothing, .flushesSeldom: [.powerLoss]
    case .believesDisk: [.bitRot, .lyingFlush]
    case .keepsOldViews, .dropsUnknownType: [.mixedCatalogs]
    case .swapsLanes: [.tinySizes, .cut]
    case .cursorBeyondSent: [.tinySizes]
    case .custodyWhenSent: [.loss, .partition]
    case .noBackoff: [.massReconnect, .partition]
    case .forgetsSeals, .forgetsGrants: []
    case .authorityFromHome, .forgetsPasses, .roleIgnored: []
    case .ignoresWithdrawals: [.postEnded, .lateWithdrawal]
    case .refusalStopsQueue: [.postEnded]
    case .lapseDropsQueue: [.phoneAnswerLost]
    case .trustsItsNode: [.hostileChild]
    case .believesAnySeal, .takesEffectUnsealed: [.hostileMiddle]
    case .believesUnsealedLoss, .believesAnybodysWord, .believesThoseBelow: [.hostileMiddle]
    // What is written between the setting back and the first contact takes numbers that are taken.
    case .reusesNumbers, .neverAdopts, .dropsDisplaced, .keepsEffectOfCut: [.restoredBackup, .partition]
    }
  }

  /// Within how many seeds the simulator must notice the mutant, wherever it begins.
  package var seedsMax: Int { 60 }

  /// Where the tests begin: of those that show seldom, shortly before a seed that has noticed them, so that whole cities need not be
  /// played through each time for nothing. A change that draws other numbers may cost some seeds more.
  package var testedFrom: UInt64 {
    switch self {
    case .forgetsRuns: 42
    case .believesAnySeal, .takesEffectUnsealed: 25
    case .acknowledgesUnsent: 20
    case .passBeatsFailure: 20
    case .dropsDisplaced, .keepsEffectOfCut: 12
    case .preferenceIgnored, .swapsLanes: 10
    default: 1
    }
  }

  /// How many nodes it takes at least: few, so that several people meet at one record, unless there must be many feeds.
  private var nodesMin: Int { self == .dropsLastRange ? 22 : 8 }

  /// How much people must do for rare combinations to occur.
  private var acts: Int {
    switch self {
    // Two of the same tier must write one field of one record at about the same time.
    case .preferenceIgnored: 600
    case .passBeatsFailure, .removeBeatsAdd, .oneTierCloses: 400
    case .authorityFromHome, .ignoresWithdrawals, .forgetsPasses, .roleIgnored, .refusalStopsQueue, .trustsItsNode: 400
    case .reusesNumbers, .neverAdopts, .dropsDisplaced, .keepsEffectOfCut, .forgetsRuns: 400
    case .dropsLastRange: 250
    case .ignoresStoreID: 160
    default: 80
    }
  }

  /// How much denser than usual the faults strike. A fork takes a store set back, and work at it before it is heard.
  private var density: Int {
    switch self {
    case .reusesNumbers, .neverAdopts, .dropsDisplaced, .keepsEffectOfCut, .forgetsRuns: 8
    default: 3
    }
  }

  /// What the hostile nodes of such a run do; anything where it does not matter.
  private var tricks: Set<String> {
    switch self {
    case .believesUnsealedLoss: [Hostility.Trick.impersonates.rawValue]
    case .believesAnybodysWord: [Hostility.Trick.speaksForNodes.rawValue]
    case .believesThoseBelow: [Hostility.Trick.speaksFromBelow.rawValue]
    case .trustsItsNode: [Hostility.Trick.keepsActions.rawValue]
    default: []
    }
  }

  /// A small run with the mutant in all nodes: what the seed stands for, with the faults that the mutant needs.
  package func settings(seed: UInt64) -> Settings {
    var settings = Settings(seed: seed)
    settings.nodes = nodesMin + settings.nodes % 5
    settings.hours = self == .preferenceIgnored ? 2 : 6 + settings.hours % 7
    settings.acts = acts
    settings.faults.formUnion(faultsNeeded)
    settings.density = faultsNeeded.isEmpty ? 1 : density
    settings.mutant = self
    settings.tricks = tricks
    return settings
  }
}
