// The vectors of chapter 4: merging, in every order in which the feeds can arrive.
import Merge
import Testing

@Suite struct `Merge vectors` {
  /// Every order of the edits in which each feed keeps its own, each with its first edit repeated at the end.
  private func orders(_ edits: [JSON]) -> [[JSON]] {
    let feeds = Dictionary(grouping: edits, by: \.["feed"].string).sorted { $0.key < $1.key }.map { feed in
      feed.value.sorted { $0["seq"].int < $1["seq"].int }
    }
    return interleavings(feeds).map { $0 + $0.prefix(1) }
  }

  @Test(arguments: Vector.topic("merge-register")) func `every case of merge-register`(vector: Vector) throws {
    let expected = try #require(vector.expected)
    let json = vector.input["rule"]
    let preference = try #require(RegisterRule.Preference(rawValue: json["preference"].string))
    let rule = RegisterRule(isGuarded: json["guarded"].bool, preference: preference)
    for order in orders(vector.input["writes"].array) {
      var register = Register()
      for write in order {
        register.apply(Write(origin: write.origin, value: write["value"].value), seen: write["seen"].seen, rule: rule)
      }
      let shown = register.shown(rule: rule)
      #expect(shown?.origin.dot == expected["shown"].optional(\.dot))
      #expect(shown?.value == expected["shown"].optional { $0["value"].value })
      let concurrent = expected["concurrent"].array.map { Dot(feed: $0[0].feed, seq: $0[1].natural) }
      #expect(register.concurrent(rule: rule).map(\.origin.dot) == concurrent)
    }
  }

  @Test(arguments: Vector.topic("merge-set")) func `every case of merge-set`(vector: Vector) throws {
    let expected = try #require(vector.expected)
    for order in orders(vector.input["edits"].array) {
      var set = ElementSet()
      for edit in order {
        set.apply(
          add: edit["add"].entries, remove: edit["remove"].array.map(\.string), origin: edit.origin,
          seen: edit["seen"].seen, isGrowOnly: vector.input["grow_only"].bool)
      }
      #expect(set.present == expected["present"].entries)
    }
  }

  @Test(arguments: Vector.topic("merge-steps")) func `every case of merge-steps`(vector: Vector) throws {
    let expected = try #require(vector.expected)
    let facts = zip(JSON.array(expected["facts"].array).steps, expected["facts"].array).map {
      Fact(step: $0, origin: $1.origin)
    }
    for order in orders(vector.input["edits"].array) {
      var steps = Steps()
      for edit in order {
        for step in edit["steps"].steps { steps.apply(step, origin: edit.origin) }
      }
      #expect(steps.chronological == facts)
    }
  }

  @Test(arguments: Vector.topic("merge-counter")) func `every case of merge-counter`(vector: Vector) throws {
    let expected = try #require(vector.expected)
    for order in orders(vector.input["edits"].array) {
      var counter = Counter()
      for edit in order {
        switch edit.edit {
        case .increment(let amount): counter.apply(amount, at: edit.dot)
        case .increments(let increments): counter.apply(increments)
        default: Issue.record("no edit of a counter")
        }
      }
      #expect(.int(counter.total) == expected["total"].value)
    }
  }
}
