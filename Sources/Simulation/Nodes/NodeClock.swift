// A node's wall clock, which need not be right.

/// A wall clock that may be off, stand still, or have been set wrong.
struct NodeClock: Sendable {
  /// What is added to true time, in milliseconds.
  private(set) var offset: Int64 = 0
  private var frozenAt: Int64?

  func reading(at now: Int64) -> Int64 { max(0, frozenAt ?? now + offset) }

  /// Sets the clock ahead or, with a negative number, back.
  mutating func jump(by milliseconds: Int64) {
    offset += milliseconds
    frozenAt = frozenAt.map { $0 + milliseconds }
  }

  mutating func setRight() { self = NodeClock() }

  mutating func freeze(at now: Int64) { frozenAt = frozenAt ?? reading(at: now) }
  mutating func thaw() { frozenAt = nil }
}
