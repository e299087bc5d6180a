// All that the replica asks of a store, each part declared by who asks it.

/// Everything that is read and written inside one transaction. No part of it may be missing: a check that finds no door to
/// what it checks would hold for whatever comes.
package typealias Storage = SessionReading & FeedStoring & StrandedStoring & StatementStoring & WatchStoring
  & LinkStoring & NodeStoring
