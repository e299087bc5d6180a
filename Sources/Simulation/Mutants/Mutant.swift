// Planted bugs: what a node could do wrong, put between the shipped parts so that the simulator shows that it notices.
import Catalog
import Merge
import Replica
import Store

/// A planted bug. All nodes of a run have it.
///
/// The shipped code stays as it is: a mutant stands between a node and its store, its links, its catalog or its disk, or
/// changes in what order the shell does things.
package enum Mutant: String, CaseIterable, Sendable {
  // MARK: Folding

  /// The seen vector is lost on its way to the merge: nothing supersedes anything.
  case skipsSeenVector
  /// Last writer wins: an older time is dropped, a newer one supersedes everything.
  case latestClockWins
  /// Whatever arrives last overwrites the rest; there are no concurrent values.
  case latestArrivalWins
  /// A value that would lose against what is shown is not kept as a concurrent one.
  case dropsLosingValue
  /// A commit that arrives a second time is folded a second time: counters count it again.
  case countsAgain
  /// Increments are added up whatever their ids: one that was written at two nodes counts twice.
  case forgetsIncrementIDs
  /// Commits that fill a hole go to the table of commits and, by another path, never to the views.
  case skipsFoldWhenFilling
  /// The views are brought up to date in a later transaction than the commits.
  case foldsLater
  /// A set's removals are matched by key alone, without what was seen: a remove beats a concurrent add.
  case removeBeatsAdd

  // MARK: Heads, clock and disk

  /// Heads are kept in memory and stay there when the transaction that moved them is rolled back.
  case remembersRolledBack
  /// The clock is not saved: after a restart it goes on from the wall clock alone.
  case forgetsClock
  /// What a parent says of the time is not heard: the time that was kept is dated by, whatever it is.
  case datesByKeptTime
  /// `synchronous=OFF`: what was committed is still only in the system's memory.
  case flushesNothing
  /// `synchronous=NORMAL`: the log is flushed once in a while.
  case flushesSeldom
  /// What the disk returns is what was written: pages have no sums, and what stands in them is not looked through.
  case believesDisk
  /// The store is not told of a new catalog; its tables stay those of the old one.
  case keepsOldViews

  // MARK: Cursors

  /// The cursor is saved in an earlier transaction than the commits it speaks of.
  case cursorBeforeData
  /// The end of a message speaks for all its sender has, although its size kept some of it back.
  case cursorBeyondSent
  /// One cursor for all lanes: what is bulk counts as sent when the urgent lane is through.
  case swapsLanes
  /// Cursors only ever move forward: those of a peer are kept although its store is another one.
  case ignoresStoreID
  /// What the parent acknowledged is not remembered, and everything is sent again.
  case sendsEverythingAgain
  /// Commits go back over the link they came from.
  case echoesBack

  // MARK: Following changes

  /// Changes are numbered as commits arrive: a row that changes without an arrival gets no new number.
  case numbersArrivals
  /// A cursor is a store and a number, without a run: a store that was set back accepts it.
  case forgetsRuns

  // MARK: Custody and promises

  /// A person is told that it is safe before the transaction has ended.
  case acknowledgesBeforeCommit
  /// A parent acknowledges all its child has, not what the child has sent.
  case acknowledgesUnsent
  /// A custody mark is one too high.
  case custodyTooFar
  /// Sent counts as held.
  case custodyWhenSent
  /// A phone drops what its node could not take at once.
  case losesErrand

  // MARK: Trust

  /// Signatures are not checked: a seal counts for whatever it stands behind.
  case believesAnySeal
  /// A commit has its effect when it arrives, not when its author's seal does.
  case takesEffectUnsealed
  /// What claims to be the node's own next commit counts as lost without its seal.
  case believesUnsealedLoss
  /// What a node says of itself counts whoever has said it.
  case believesAnybodysWord
  /// What an office says to those below counts, also when one of those below has said it.
  case believesThoseBelow
  /// Others' seals are used and not kept: whoever is served from here cannot check.
  case forgetsSeals
  /// Others' grants are not kept.
  case forgetsGrants
  /// A node whose store was set back goes on under its old incarnation: numbers are used a second time.
  case reusesNumbers
  /// The other branch of a fork is never taken over, not even from above.
  case neverAdopts
  /// What has to give way in a fork is not made again.
  case dropsDisplaced
  /// What has to give way in a fork stays in the tables.
  case keepsEffectOfCut

  // MARK: People

  /// A signature is not looked at: what a person signed has the authority of the node that wrote it down, and nobody's role.
  case authorityFromHome
  /// Withdrawals are not kept: a device goes on for ever.
  case ignoresWithdrawals
  /// Passes that others issued are not kept: what is signed under them waits for ever.
  case forgetsPasses
  /// Nobody asks who takes a step.
  case roleIgnored
  /// A phone whose action was held or refused hands nothing in any more.
  case refusalStopsQueue
  /// A phone that was not let in at once throws away what it would have handed in.
  case lapseDropsQueue
  /// A phone believes its node that what it handed in is entered, and asks nobody above.
  case trustsItsNode

  // MARK: Scope and what is sent

  /// A filter by type leaves single commits out of a feed.
  case filtersInsideFeed
  /// What this node does not understand it does not pass on.
  case dropsUnknownType
  /// A parent sends its children what it has of their neighbours.
  case servesOutsideBranch
  /// Both ends take the scope for the whole city.
  case storesOutsideBranch
  /// Commits whose time lies ahead are refused, as a defence against wrong clocks.
  case refusesFutureClocks

  // MARK: Comparing

  /// Fingerprints are always equal.
  case alwaysEqual
  /// The last head of the branch is left out of comparisons.
  case leavesHeadOut
  /// The last range of a comparison counts as settled.
  case dropsLastRange
  /// Every range counts as settled.
  case neverReconciles
  /// A comparison fetches and does not give.
  case givesNothing

  // MARK: The catalog's rules

  /// Authority counts for nothing in guarded fields.
  case guardIgnored
  /// A field that prefers the highest or the lowest value shows the latest.
  case preferenceIgnored
  /// A passed re-check beats a failed one.
  case passBeatsFailure
  /// Steps are open to every tier.
  case anyoneMayClose
  /// One tier closes a major hazard: conditions of steps, and that one must be above another, are not asked.
  case oneTierCloses

  // MARK: Timing

  /// After a failure it is tried again at once.
  case noBackoff
  /// Children that wait are not told of news.
  case forgetsWaiters

  func storage(over writer: StoreWriter, of node: SimulatedNode) -> any Storage {
    let place = MutantPlace(writer, node)
    return switch self {
    case .skipsSeenVector: SeenVectorSkipper(place: place)
    case .latestClockWins: ClockFollower(place: place)
    case .latestArrivalWins: ArrivalFollower(place: place)
    case .dropsLosingValue: LoserDropper(place: place)
    case .countsAgain: DoubleCounter(place: place)
    case .forgetsIncrementIDs: IDForgetter(place: place)
    case .skipsFoldWhenFilling: FillingSkipper(place: place)
    case .foldsLater: LateFolder(place)
    case .removeBeatsAdd: RemovalFavourer(place: place)
    case .remembersRolledBack: HeadRememberer(place: place)
    case .forgetsClock: ClockForgetter(place: place)
    case .swapsLanes: LaneSwapper(place: place)
    case .ignoresStoreID: StoreIgnorer(place: place)
    case .sendsEverythingAgain: AcknowledgementForgetter(place: place)
    case .custodyTooFar: CustodyStretcher(place: place)
    case .takesEffectUnsealed: UnsealedFolder(place: place)
    case .believesAnybodysWord: WordBeliever(place: place) { type, _ in type.isNodesWord }
    case .believesThoseBelow:
      WordBeliever(place: place) { type, key in type.writers == .atOrAbove && !key.home.contains(key.area) }
    case .forgetsSeals: SealForgetter(place: place)
    case .forgetsGrants: StatementForgetter(place: place)
    case .authorityFromHome: SignatureStripper(place: place)
    case .ignoresWithdrawals: PeopleForgetter(place: place, forgetsPasses: false)
    case .forgetsPasses: PeopleForgetter(place: place, forgetsPasses: true)
    case .reusesNumbers: LineageForgetter(place: place)
    case .neverAdopts: BranchKeeper(place: place)
    case .dropsDisplaced: DisplacedDropper(place: place)
    case .keepsEffectOfCut: EffectKeeper(place: place)
    default: Passer(place: place)
    }
  }

  func reader(over reader: StoreReader, of node: SimulatedNode) -> any SessionReading {
    switch self {
    case .echoesBack: Echo(inner: reader)
    case .filtersInsideFeed: TypeFilter(inner: reader) { $0 != "inspection" }
    case .dropsUnknownType: TypeFilter(inner: reader) { node.catalog.type(named: $0) != nil }
    case .servesOutsideBranch, .storesOutsideBranch: WideServer(inner: reader)
    case .alwaysEqual: EqualSayer(inner: reader)
    case .leavesHeadOut: HeadOmitter(inner: reader)
    default: reader
    }
  }
}
