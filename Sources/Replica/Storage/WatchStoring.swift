// What watching asks of a store: what was noticed, what was counted, and who stands below.
package import Merge
import Trust

/// What is being watched, in the same transactions as everything else.
package protocol WatchStoring {
  /// Keeps something noticed until it is due, unless it is kept already or there are too many of its kind.
  /// - Returns: whether it was new.
  func notice(_ alarm: Alarm, due: Int64) throws -> Bool
  /// Forgets what has been noticed of a kind, about a node or a feed where one is given, and has not been raised, but for one.
  func forget(_ kind: Alarm.Kind, about node: NodeID?, place: FeedID?, but id: RecordID?) throws
  func forget(_ alarm: Alarm) throws
  /// Moves everything of a kind that is not raised further away.
  func postpone(_ kind: Alarm.Kind, by milliseconds: Int64) throws
  /// What is due and has not been raised, in the order of ids.
  func due(at now: Int64, count: Int) throws -> [Alarm]
  func raised(_ alarm: Alarm) throws

  /// Remembers a number under a name.
  /// - Returns: the number kept before; nil at the first time.
  func mark(_ name: RecordID, _ number: Int64) throws -> Int64?
  func marked(_ name: RecordID) throws -> Int64?

  /// The latest checkpoint that a node has made itself; what others write in its place is no checkpoint.
  func checkpoint(of node: NodeID) throws -> Checkpoint?
  /// The feeds of one author that have a commit, in the order of their ids.
  func feeds(by node: NodeID) throws -> [StoredFeed]
  /// The nodes that have ever been granted a place inside an area, each once, ascending.
  func grantees(inside area: Area) throws -> [NodeID]
  /// Whether a feed is refused on any link from this node's side.
  func isRefused(_ feed: FeedID) throws -> Bool
}
