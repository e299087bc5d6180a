// Whether the writer leaves a group open for a moment: a pure value that is told what waits and how long a flush takes.

/// Brings those together who enter at the same time, where the disk is slow.
///
/// Who has been answered comes again at once, as programs do, and finds the next group closed: of sixteen clients eight wait
/// while the other eight are flushed, and each waits for two flushes. So after a group of people's entries the next one is left
/// open for a part of what the last took. Who enters alone is never kept waiting; nor is anybody where flushes are fast, or
/// where those who were waited for did not come.
package struct Gathering: Sendable {
  /// A shorter flush is not worth waiting for company.
  package static let spanMin: Duration = .milliseconds(1)
  /// The part of the last group's time, and the most.
  package static let share = 3
  package static let waitMax: Duration = .milliseconds(5)
  /// How many groups begin at once after one was left open for nothing.
  package static let pauseMax = 16

  /// How many pieces are to be there, and how many were when the waiting began; nil while nobody is waited for.
  private var wanted: Int?
  private var found = 0
  private var pause = 0

  /// Nobody is waited for yet.
  package init() {}

  /// A group has been answered.
  /// - Parameters:
  ///   - answered: how many of its pieces were people's entries.
  ///   - waiting: how many pieces wait already.
  ///   - span: how long the group took.
  ///   - max: how many pieces a group may have.
  /// - Returns: how long the next group is left open; nil where it begins at once.
  package mutating func begin(answered: Int, waiting: Int, after span: Duration, max: Int) -> Duration? {
    let expected = min(answered + waiting, max)
    guard answered > 0, expected > 1, waiting < expected, span >= Self.spanMin else { return nil }
    if pause > 0 {
      pause -= 1
      return nil
    }
    (wanted, found) = (expected, waiting)
    return min(span / Self.share, Self.waitMax)
  }

  /// A piece has been queued.
  /// - Returns: whether those waited for are now all there; said once.
  package mutating func isWhole(_ waiting: Int) -> Bool {
    guard let wanted, waiting >= wanted else { return false }
    self.wanted = nil
    return true
  }

  /// The waiting is over.
  /// - Returns: whether it was ended by `isWhole`.
  package mutating func end(waiting: Int) -> Bool {
    guard let wanted else { return true }
    self.wanted = nil
    if 2 * (waiting - found) < wanted - found { pause = Self.pauseMax }
    return false
  }
}
