// A batch as it comes over a link: what it brings, whence, and when.
import Merge
package import Trust
import Wire

/// A batch, and what is known of how it came.
package struct Delivery: Sendable {
  let batch: ScannedBatch
  let checked: CheckedSeals
  let actions: CheckedActions
  let isWhole: Bool
  let branch: Branch
  let source: Int64
  let isParent: Bool
  let link: StoredLink?
  let now: Int64

  /// - Parameters:
  ///   - checked: the seals of it that are known to be their authors'.
  ///   - actions: the action signatures of it that are known to hold.
  ///   - isWhole: whether the batch brings each of its feeds without a gap, because it fills what comparing found. What
  ///     is missing then is missing at the other end too: its chain is broken.
  ///   - source: the number of the link it came over; 0 where no link has brought it.
  ///   - isParent: whether it came from above.
  ///   - link: the link it came over, where the other end is known.
  ///   - now: this node's wall clock in milliseconds.
  package init(
    _ batch: ScannedBatch, checked: CheckedSeals = .none, actions: CheckedActions = .none,
    isWhole: Bool = false, branch: Branch, source: Int64,
    isParent: Bool = false, link: StoredLink? = nil, now: Int64
  ) {
    self.batch = batch
    self.checked = checked
    self.actions = actions
    self.isWhole = isWhole
    self.branch = branch
    self.source = source
    self.isParent = isParent
    self.link = link
    self.now = now
  }

  /// A batch that came over a link in a session: without a span it fills what comparing found.
  package init(
    _ batch: ScannedBatch, checked: CheckedSeals = .none, actions: CheckedActions = .none, over link: StoredLink,
    branch: Branch, now: Int64
  ) {
    self.init(
      batch, checked: checked, actions: actions, isWhole: batch.span == nil, branch: branch, source: link.reference,
      isParent: link.isParent, link: link, now: now)
  }
}
