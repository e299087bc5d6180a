// What a register promises, one sentence at a time.
import Merge
import Testing

@Suite struct `Registers` {
  let latest = RegisterRule()
  let guarded = RegisterRule(isGuarded: true)
  let tenYears: Int64 = 10 * 366 * 86_400_000

  private func write(_ place: Dot, _ value: Int64, _ tier: Tier = .community, at time: Int64 = 0) -> Write {
    Write(origin: origin(place, tier, at: time), value: .int(value))
  }

  private func register(_ rule: RegisterRule, _ writes: [(Write, SeenVector)]) -> Register {
    var register = Register()
    for (write, seen) in writes { register.applyWrite(write, seen: seen, rule: rule) }
    return register
  }

  @Test func `nothing written shows nothing`() {
    #expect(Register().shown(rule: latest) == nil)
    #expect(Register().concurrent(rule: latest).isEmpty)
  }

  @Test(arguments: allRules) func `a clock ten years ahead never beats an informed edit`(rule: RegisterRule) {
    let wild = (write(dot(1, 1), 5, at: tenYears), SeenVector.empty)
    let informed = (write(dot(2, 1), 5, at: 1), seen(dot(1, 1)))
    for order in [[wild, informed], [informed, wild]] {
      let state = register(rule, order)
      #expect(state.shown(rule: rule)?.origin.dot == dot(2, 1))
      #expect(state.concurrent(rule: rule).isEmpty)
    }
  }

  @Test(arguments: allRules) func `a write stays superseded though it arrives after its successor's successor`(
    rule: RegisterRule
  ) {
    let first = (write(dot(1, 1), 1, at: tenYears), SeenVector.empty)
    let second = (write(dot(2, 1), 2), seen(dot(1, 1)))
    // The third had seen only the second, which had seen the first.
    let third = (write(dot(3, 1), 3), seen(dot(2, 1)))
    for order in [[third, second, first], [second, third, first], [first, second, third], [third, first, second]] {
      #expect(register(rule, order).writes.map(\.value) == [.int(3)])
    }
  }

  @Test func `a write supersedes only what it had seen`() {
    let state = register(
      latest,
      [
        (write(dot(1, 1), 1), .empty), (write(dot(1, 2), 2), seen(dot(1, 1))),
        (write(dot(2, 1), 3, at: 1), seen(dot(1, 1))),
      ])
    #expect(state.shown(rule: latest)?.value == .int(3))
    #expect(state.concurrent(rule: latest).map(\.value) == [.int(2)])
  }

  @Test func `a lower tier never supersedes a higher tier's write`() {
    let high = (write(dot(1, 1), 1, .district, at: 1), SeenVector.empty)
    let low = (write(dot(2, 1), 2, .community, at: 2), seen(dot(1, 1)))
    for order in [[high, low], [low, high]] {
      let state = register(guarded, order)
      #expect(state.shown(rule: guarded)?.value == .int(1))
      #expect(state.concurrent(rule: guarded).map(\.value) == [.int(2)])
      #expect(register(latest, order).writes.map(\.value) == [.int(2)])
    }
  }

  @Test func `a higher tier supersedes a lower tier's write, and an equal tier its own`() {
    for tier in [Tier.district, .community] {
      let low = (write(dot(1, 1), 1, .community, at: 2), SeenVector.empty)
      let high = (write(dot(2, 1), 2, tier, at: 1), seen(dot(1, 1)))
      for order in [[low, high], [high, low]] { #expect(register(guarded, order).writes.map(\.value) == [.int(2)]) }
    }
  }

  @Test func `between concurrent writes authority counts before preference and preference before time`() {
    let writes = [
      (write(dot(1, 1), 3, .city, at: 1), SeenVector.empty), (write(dot(2, 1), 5, .city, at: 1), .empty),
      (write(dot(3, 1), 4, .city, at: 2), .empty), (write(dot(4, 1), 9, .community, at: 9), .empty),
      (write(dot(5, 1), 1, .community, at: 9), .empty),
    ]
    let expected: [Int64] = [1, 9, 1, 4, 5, 3]
    for (rule, value) in zip(allRules, expected) {
      #expect(register(rule, writes).shown(rule: rule)?.value == .int(value), "\(rule)")
      #expect(register(rule, writes).concurrent(rule: rule).count == 4)
    }
  }

  @Test func `at one time the larger feed is shown, and of one feed the larger number`() {
    let writes = [
      (write(dot(2, 1), 1), SeenVector.empty), (write(dot(1, 9), 2), .empty), (write(dot(2, 2), 3), .empty),
    ]
    for rule in allRules where rule.preference == .latest {
      #expect(register(rule, writes).shown(rule: rule)?.value == .int(3))
    }
  }

  @Test(arguments: allRules.filter { $0.preference != .latest })
  func `an emptied field never wins over a value by preference`(rule: RegisterRule) {
    let emptied = (Write(origin: origin(dot(2, 1), at: 9), value: .null), SeenVector.empty)
    for order in [[(write(dot(1, 1), 7), .empty), emptied], [emptied, (write(dot(1, 1), 7), .empty)]] {
      #expect(register(rule, order).shown(rule: rule)?.value == .int(7))
    }
    #expect(register(rule, [emptied]).shown(rule: rule)?.value == .null)
  }

  @Test func `settling is a write that has seen the concurrent values`() {
    var state = register(latest, [(write(dot(1, 1), 1), .empty), (write(dot(2, 1), 2), .empty)])
    state.applyWrite(write(dot(1, 2), 1), seen: seen(dot(1, 1), dot(2, 1)), rule: latest)
    #expect(state.writes.map(\.value) == [.int(1)])
  }

  @Test func `two spellings of one letter are two values, the bytewise larger the highest`() {
    let highest = RegisterRule(preference: .highest)
    let composed = Write(origin: origin(dot(1, 1), at: 1), value: .text("é"))
    let decomposed = Write(origin: origin(dot(2, 1), at: 2), value: .text("e\u{301}"))
    let state = register(highest, [(composed, .empty), (decomposed, .empty)])
    #expect(state.shown(rule: highest)?.origin.dot == dot(1, 1))
    #expect(composed.value != decomposed.value)
  }
}
