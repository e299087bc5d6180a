// Values: one total order, and equality by bytes.
import Merge
import Testing

@Suite struct `Values` {
  /// In ascending order.
  private let ascending: [Value] = [
    .null, .bool(false), .bool(true), .int(.min), .int(-1), .int(0), .int(.max), .text(""), .text("a"),
    .text("e\u{301}"), .text("z"), .text("é"), .text("中"), .bytes([]), .bytes([0]), .bytes([0, 1]), .bytes([1]),
    .list([]), .list([.null]), .list([.null, .int(1)]), .list([.int(0)]), .map([]), .map([.init("b", .null)]),
    .map([.init("b", .int(1))]), .map([.init("b", .int(1)), .init("aa", .null)]), .map([.init("aa", .null)]),
  ]

  @Test func `the order is total and agrees with equality`() {
    for left in ascending.indices {
      for right in ascending.indices {
        #expect((ascending[left] < ascending[right]) == (left < right), "\(left) \(right)")
        #expect((ascending[left] == ascending[right]) == (left == right), "\(left) \(right)")
      }
    }
  }

  @Test func `a map is put in order, and of equal keys the last stays`() {
    let map = Value.sorted([("bb", .int(1)), ("a", .int(2)), ("bb", .int(3)), ("é", .null), ("e\u{301}", .null)])
    guard case .map(let entries) = map else { return #expect(Bool(false)) }
    #expect(entries.map { $0.key.utf8.count } == [1, 2, 2, 3])
    #expect(map["bb"] == .int(3))
    #expect(map["a"]?.int == 2)
    #expect(map["c"] == nil)
    #expect(Value.null["a"] == nil)
    #expect(Value.text("x").text == "x")
    #expect(Value.text("x").int == nil)
  }

  /// A code table of a district has twenty thousand names: each key compared with all before it would take minutes.
  @Test(.timeLimit(.minutes(1))) func `a map of very many keys is put in order, and of equal keys the last stays`() {
    let count = 60_000
    let entries = (0..<count).map { number in ("k\(number * 7_919 % (count / 2))", Value.int(Int64(number))) }
    guard case .map(let sorted) = Value.sorted(entries) else { return #expect(Bool(false)) }
    #expect(sorted.count == count / 2)
    #expect(zip(sorted, sorted.dropFirst()).allSatisfy { Value.precedes($0.key, $1.key) })
    #expect(sorted.allSatisfy { $0.value.int ?? 0 >= count / 2 })
  }
}
