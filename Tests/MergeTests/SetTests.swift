// The set: its laws over a tiny space, and what it promises.
import Merge
import Testing

@Suite struct `Element set` {
  /// An edit of one set by one commit.
  struct Edit: Hashable {
    var origin: Origin
    var seen: SeenVector
    var add: [Value.Entry]
    var remove: [String]

    init(_ place: Dot, seen: SeenVector = .empty, add: [String] = [], remove: [String] = [], at time: Int64 = 0) {
      origin = Origin(dot: place, time: HybridTime(milliseconds: time), tier: .community, user: "li")
      self.seen = seen
      self.add = add.map { Value.Entry($0, .int(Int64(place.feed.raw.low))) }
      self.remove = remove
    }

    var told: Told { Told(origin, seen: seen, [FieldChange(7, .elements(add: add, remove: remove))]) }
  }

  private func set(_ order: [Edit], isGrowOnly: Bool = false) -> ElementSet {
    var set = ElementSet()
    for edit in order {
      set.applyElements(
        add: edit.add, remove: edit.remove, origin: edit.origin, seen: edit.seen, isGrowOnly: isGrowOnly)
    }
    return set
  }

  private func keys(_ order: [Edit]) -> [String] { set(order).present.map(\.key) }

  @Test(arguments: [false, true])
  func `any order of three edits gives one state, which is the rule's`(isGrowOnly: Bool) {
    let edits: [(add: [String], remove: [String])] = [(["x"], []), ([], ["x"]), (["y"], ["x"])]
    let seen = choices((1...3).map { own in subsets((1...3).filter { $0 != own }) })
    for chosen in choices(Array(repeating: edits, count: 3)) {
      for seen in seen {
        let history = (0..<3).map { index in
          Edit(
            dot(UInt64(index + 1), 1), seen: SeenVector(seen[index].map { dot(UInt64($0), 1) }),
            add: chosen[index].add, remove: chosen[index].remove, at: Int64(index % 2))
        }
        let states = Set(interleavings(history.map { [$0] }).map { set($0 + $0.prefix(1), isGrowOnly: isGrowOnly) })
        let expected = Naive.present(of: 7, in: history.map(\.told), isGrowOnly: isGrowOnly)
        if states.count != 1 || states.first?.present != expected {
          Issue.record("\(states.count) states of \(history)")
        }
      }
    }
  }

  @Test func `a concurrent addition stays when another takes the element away`() {
    let old = Edit(dot(1, 1), add: ["x"])
    let removal = Edit(dot(2, 1), seen: seen(dot(1, 1)), remove: ["x"])
    let again = Edit(dot(3, 1), seen: seen(dot(1, 1)), add: ["x"])
    for order in interleavings([[old], [removal], [again]]) { #expect(keys(order) == ["x"]) }
    for order in interleavings([[old], [removal]]) { #expect(keys(order).isEmpty) }
  }

  @Test func `a removal takes away only the element it names`() {
    let order = [Edit(dot(1, 1), add: ["x", "y"]), Edit(dot(2, 1), seen: seen(dot(1, 1)), remove: ["x"])]
    #expect(keys(order) == ["y"])
  }

  @Test func `a removal that had seen nothing leaves no trace`() {
    #expect(set([Edit(dot(1, 1), remove: ["x"])]) == ElementSet())
    #expect(keys([Edit(dot(1, 1), add: ["x"]), Edit(dot(2, 1), remove: ["x"])]) == ["x"])
  }

  @Test func `an edit that both removes and adds an element adds it`() {
    let order = [Edit(dot(1, 1), add: ["x"]), Edit(dot(1, 2), seen: seen(dot(1, 1)), add: ["x"], remove: ["x"])]
    #expect(keys(order) == ["x"])
    #expect(set(order).elements[0].register.writes.map(\.origin.dot) == [dot(1, 2)])
  }

  @Test func `in a grow-only set nothing is removed`() {
    let order = [Edit(dot(1, 1), add: ["x"]), Edit(dot(2, 1), seen: seen(dot(1, 1)), remove: ["x"])]
    #expect(set(order, isGrowOnly: true).present.map(\.key) == ["x"])
  }

  @Test func `an element added again shows the informed value whatever the clocks`() {
    let order = [Edit(dot(1, 1), add: ["x"], at: 99_999), Edit(dot(2, 1), seen: seen(dot(1, 1)), add: ["x"])]
    for order in interleavings(order.map { [$0] }) { #expect(set(order).present == [Value.Entry("x", .int(2))]) }
  }

  @Test func `two spellings of one letter are two elements, in any order`() {
    let order = [Edit(dot(1, 1), add: ["é"]), Edit(dot(2, 1), add: ["e\u{301}"])]
    let states = interleavings(order.map { [$0] }).map { set($0) }
    for state in states { #expect(state.present.map { Array($0.key.utf8) } == [[0xC3, 0xA9], [0x65, 0xCC, 0x81]]) }
    let removal = Edit(dot(1, 2), seen: seen(dot(1, 1), dot(2, 1)), remove: ["e\u{301}"])
    #expect(set(order + [removal]).present.map { $0.key.utf8.count } == [2])
    let both = Edit(dot(1, 2), seen: seen(dot(1, 1), dot(2, 1)), add: ["é"], remove: ["e\u{301}"])
    #expect(set(order + [both]).present.map { $0.key.utf8.count } == [2])
  }

  @Test func `elements stand in the order of deterministic CBOR`() {
    #expect(keys([Edit(dot(1, 1), add: ["bb", "a", "", "中", "aa"])]) == ["", "a", "aa", "bb", "中"])
  }
}
