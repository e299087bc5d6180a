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
