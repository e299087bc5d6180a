// What a change can say to have seen, of records that more feeds have written than one vector has room for.
package import Merge

extension SeenVector {
  /// As much of the vector as a change carries: all of it, where no more than `Limits.seenFeedsMax` feeds have written the record.
  ///
  /// Anybody can write one under thousands of names, and it must stay open to edits. What is left out counts as not seen: values
  /// of those feeds stay beside the new one until somebody writes again.
  /// - Parameter feeds: those that are kept before all others.
  /// - Source: protocol §3.3.
  package func carried(first feeds: Set<FeedID> = []) -> SeenVector {
    guard dots.count > Limits.seenFeedsMax else { return self }
    let inOrder = dots.filter { feeds.contains($0.feed) } + dots.filter { !feeds.contains($0.feed) }
    return SeenVector(Array(inOrder.prefix(Limits.seenFeedsMax)))
  }
}
