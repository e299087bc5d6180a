// How far one end of a link has what the other holds, and what of that is being sent by feed.
package import Merge

/// For each priority, up to which arrival number of a store everything in the branch has been applied, and how much of a
/// stretch beyond that.
/// - Source: protocol §5.3.
package struct Cursor: Hashable, Sendable {
  /// A run of a lane that is sent by feed, and how far it has come.
  ///
  /// It begins after the lane's arrival number.
  package struct Stretch: Hashable, Sendable {
    /// Its last arrival number: where the lane stands once all of it has been applied.
    package let end: UInt64
    /// The arrival number of the commit that was sent last.
    package let last: UInt64

    package init(end: UInt64, last: UInt64) {
      self.end = end
      self.last = last
    }
  }

  /// Indexed by priority: urgent, normal, bulk.
  package private(set) var lanes: [UInt64]
  /// Likewise; nil in a lane that is sent in arrival order.
  package private(set) var stretches: [Stretch?]

  package static let zero = Cursor(lanes: [0, 0, 0])

  package init(lanes: [UInt64]) { self.init(lanes: lanes, stretches: [nil, nil, nil]) }

  /// - Precondition: three of each.
  package init(lanes: [UInt64], stretches: [Stretch?]) {
    precondition(lanes.count == Priority.allCases.count && stretches.count == lanes.count)
    self.lanes = lanes
    self.stretches = stretches
  }

  /// The arrival number up to which everything of a lane has been applied. Set, it ends the lane's stretch.
  package subscript(priority: Priority) -> UInt64 {
    get { lanes[Int(priority.rawValue)] }
    set {
      lanes[Int(priority.rawValue)] = newValue
      stretches[Int(priority.rawValue)] = nil
    }
  }

  /// The stretch a lane is in; nil when it is in none.
  package subscript(stretchOf priority: Priority) -> Stretch? {
    get { stretches[Int(priority.rawValue)] }
    set { stretches[Int(priority.rawValue)] = newValue }
  }

  /// Moves each lane on to `next` where this cursor had reached `base`; elsewhere there is a hole, and it stays.
  ///
  /// Arrival numbers never go back. The place in a stretch may: whoever sends it decides its order.
  package mutating func advance(from base: Cursor, to next: Cursor) {
    for lane in lanes.indices where covers(base, lane: lane) {
      if next.lanes[lane] > lanes[lane] {
        (lanes[lane], stretches[lane]) = (next.lanes[lane], next.stretches[lane])
      } else if next.lanes[lane] == lanes[lane], let stretch = next.stretches[lane] {
        stretches[lane] = stretch
      }
    }
  }

  /// Whether every lane is at least as far as `other`.
  package func covers(_ other: Cursor) -> Bool { lanes.indices.allSatisfy { covers(other, lane: $0) } }

  /// In the midst of a stretch no place is before another: who stands there has reached just that.
  private func covers(_ other: Cursor, lane: Int) -> Bool {
    guard let stretch = other.stretches[lane] else { return lanes[lane] >= other.lanes[lane] }
    return lanes[lane] >= stretch.end || (lanes[lane] == other.lanes[lane] && stretches[lane] == stretch)
  }
}

extension CBORWriter {
  mutating func cursor(_ cursor: Cursor) {
    array(cursor.lanes.count)
    for (lane, stretch) in zip(cursor.lanes, cursor.stretches) {
      guard let stretch else {
        unsigned(lane)
        continue
      }
      array(3)
      unsigned(lane)
      unsigned(stretch.end)
      unsigned(stretch.last)
    }
  }
}

extension CBORReader {
  mutating func cursor() throws(WireError) -> Cursor {
    guard try array(max: 3, "lanes") == 3 else { throw fail(.malformed, "three lanes") }
    var (lanes, stretches): ([UInt64], [Cursor.Stretch?]) = ([], [])
    for _ in 0..<3 {
      guard isAtArray else {
        lanes.append(try arrival())
        stretches.append(nil)
        continue
      }
      guard try array(max: 3, "numbers") == 3 else { throw fail(.malformed, "beginning, end and place") }
      let (lane, end, last) = (try arrival(), try arrival(), try arrival())
      guard lane < last, last <= end else { throw fail(.malformed, "a place in a stretch") }
      lanes.append(lane)
      stretches.append(Cursor.Stretch(end: end, last: last))
    }
    return Cursor(lanes: lanes, stretches: stretches)
  }

  /// An arrival number: at most what SQLite can number rows with.
  private mutating func arrival() throws(WireError) -> UInt64 {
    let value = try unsigned()
    guard value <= UInt64(Int64.max) else { throw fail(.tooLarge, "an arrival number") }
    return value
  }
}
