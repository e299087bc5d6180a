// Cursors: three lanes that move on and never back.
import Merge
import Testing
import Wire

@Suite struct `Cursors` {
  /// Every cursor with lanes up to two.
  private let all = (UInt64(0)..<27).map { number in Cursor(lanes: [number % 3, number / 3 % 3, number / 9]) }

  @Test func `advancing moves a lane only where the base was reached, and never back`() {
    for cursor in all {
      for base in all {
        let next = Cursor(lanes: base.lanes.map { $0 + 1 })
        var moved = cursor
        moved.advance(from: base, to: next)
        let lanes = Priority.allCases.map { cursor[$0] >= base[$0] ? max(cursor[$0], next[$0]) : cursor[$0] }
        if moved.lanes != lanes || !moved.covers(cursor) { Issue.record("\(cursor) \(base)") }
      }
    }
  }

  /// Every place a lane can be at with numbers up to three, in arrival order and in a stretch.
  private let places: [Cursor] = (UInt64(0)...3).flatMap { lane in
    let stretches = (lane...3).flatMap { end in (lane...3).map { Cursor.Stretch(end: end, last: $0) } }
      .filter { $0.last > lane && $0.last <= $0.end }
    return [Cursor(lanes: [lane, 0, 0])] + stretches.map { Cursor(lanes: [lane, 0, 0], stretches: [$0, nil, nil]) }
  }

  @Test func `in a stretch a lane moves only from the very place, and arrival numbers never go back`() {
    for cursor in places {
      for base in places {
        for next in places {
          var moved = cursor
          moved.advance(from: base, to: next)
          let isMoved = cursor.covers(base) && next[.urgent] >= cursor[.urgent]
          #expect(isMoved ? moved.covers(next) : moved == cursor, "\(cursor) \(base) \(next)")
          #expect(moved[.urgent] >= cursor[.urgent])
        }
        let isPast = cursor[.urgent] >= base[stretchOf: .urgent]?.end ?? base[.urgent]
        #expect(cursor.covers(base) == (cursor == base || isPast))
      }
    }
  }

  @Test func `one cursor covers another when every lane does`() {
    #expect(Cursor(lanes: [1, 2, 3]).covers(Cursor(lanes: [1, 2, 3])))
    #expect(!Cursor(lanes: [9, 9, 2]).covers(Cursor(lanes: [0, 0, 3])))
    #expect(Cursor(lanes: [1, 2, 3]).covers(.zero))
  }

  @Test func `a lane belongs to each priority`() {
    var cursor = Cursor.zero
    for priority in Priority.allCases { cursor[priority] = UInt64(priority.rawValue) + 7 }
    #expect(cursor.lanes == [7, 8, 9])
  }

  @Test func `every fault of encoding has its rejection code, but for a block that does not inflate`() {
    for code in WireError.Code.allCases {
      #expect(RejectionCode(code).rawValue == (code == .notCompressed ? "malformed" : code.rawValue))
    }
  }
}
