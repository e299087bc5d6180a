// Packed states: what is kept beside a row is the state itself.
import Merge
import SeededNumbers
import TestSupport
import Testing
import Wire

@Suite struct `Packed states` {
  @Test(arguments: 0..<4) func `a state comes back equal, and merges on as it would have`(group: UInt64) throws {
    for seed in (group * 25)..<(group * 25 + 25) {
      var sample = Sample(seed: seed)
      let arrivals = sample.arrivals(1 + sample.numbers.below(14))
      let cut = sample.numbers.below(arrivals.count + 1)
      let columns = Columns(state: merged(Array(arrivals[..<cut])))
      var state = try PackedState.decode(columns.packed, column: columns.column)
      #expect(state == columns.state, "seed \(seed)")
      #expect(try PackedState.version(columns.packed) == columns.state.version)
      for arrival in arrivals[cut...] { state.applyChange(arrival.change, origin: arrival.origin, kind: everyKind) }
      #expect(state == merged(arrivals), "seed \(seed)")
    }
  }

  @Test func `equal states pack to equal bytes, in whatever order their changes came`() {
    for seed in UInt64(100)..<130 {
      var sample = Sample(seed: seed)
      let arrivals = sample.arrivals(8)
      let feeds = Dictionary(grouping: arrivals, by: \.origin.dot.feed).values
      let other = feeds.sorted { $0[0].origin.dot > $1[0].origin.dot }.flatMap { $0 }
      #expect(Columns(state: merged(arrivals)).packed == Columns(state: merged(other)).packed, "seed \(seed)")
    }
  }

  /// One change that writes texts and numbers, having seen nothing: what `fresh` is for.
  private func plain(_ sample: inout Sample) -> Arrival {
    let origin = Origin(
      dot: Dot(feed: FeedID(sample.id()), seq: 1 + sample.natural()), time: HybridTime(packed: sample.numbers.next()),
      tier: sample.numbers.pick(Tier.allCases), user: "")
    let fields = (1...6).filter { _ in sample.numbers.chance(1, in: 2) } + [1]
    let edits = Set(fields).sorted().map {
      FieldChange($0, .write(sample.numbers.pick([.text(sample.text()), .int(3)])))
    }
    return Arrival(origin: origin, change: Change(type: "t", record: RecordID(.zero), seen: .empty, fields: edits))
  }

  @Test func `who signed a step is kept, and steps that nobody signed have the form they had`() throws {
    let actors = [
      nil, Actor(role: "officer", isIssuedAbove: true),
      Actor(role: "patroller", isIssuedAbove: false, actingFor: "01900000-0000-7000-8000-000000000001"),
    ]
    func state(_ actors: [Actor?]) -> RecordState {
      var state = RecordState()
      for (index, actor) in actors.enumerated() {
        let origin = Origin(
          dot: Dot(feed: FeedID(.zero), seq: UInt64(index + 1)), time: HybridTime(packed: 5), tier: .city, user: "li",
          actor: actor)
        let step = Step(id: StepID(Bytes16(high: 1, low: UInt64(index))), kind: "closed", round: 1)
        let change = Change(
          type: "t", record: RecordID(.zero), seen: .empty, fields: [FieldChange(1, .steps([step]))])
        state.applyChange(change, origin: origin) { _ in .steps }
      }
      return state
    }
    let (signed, plain) = (Columns(state: state(actors)), Columns(state: state([nil, nil])))
    #expect(try PackedState.decode(signed.packed, column: signed.column) == signed.state)
    #expect(try PackedState.decode(plain.packed, column: plain.column) == plain.state)
  }

  @Test func `the hot path makes the bytes that packing the same state makes`() throws {
    var sample = Sample(seed: 1)
    for _ in 0..<200 {
      let arrival = plain(&sample)
      let columns = Columns(state: merged([arrival]))
      let place = arrival.origin
      let fresh = PackedState.fresh(
        origin: (feed: place.dot.feed, seq: place.dot.seq, time: place.time, tier: place.tier),
        fields: arrival.change.fields.map(\.field))
      #expect(fresh == columns.packed)
      #expect(fresh.first == PackedState.freshTag)
      #expect(try PackedState.decode(fresh, column: columns.column) == columns.state)
    }
  }

  @Test(arguments: [[1], [7], Array(1...12), [2, 3, 9, 65_535], Array(stride(from: 1, through: 601, by: 2))])
  func `field numbers come back as they were, few runs of them or many`(numbers: [Int]) throws {
    let origin = (feed: FeedID(.zero), seq: UInt64(1), time: HybridTime(packed: 5), tier: Tier.city)
    let packed = PackedState.fresh(origin: origin, fields: numbers)
    let state = try PackedState.decode(packed) { .int(Int64($0)) }
    #expect(state.fields.map(\.number) == numbers)
    #expect(
      refusesEveryPrefix(packed) { (bytes) throws(WireError) in
        _ = try PackedState.decode(bytes) { .int(Int64($0)) }
      })
  }

  @Test(
    arguments: [[1, 0, 0], [1, 0xFF, 0xFF, 3, 1], [1, 0, 0xFF, 0xFF, 4], [2, 0, 1, 0xFE, 0xFF, 3, 1]] as [[UInt8]])
  func `a run of no fields, and one beyond the last number, is refused`(runs: [UInt8]) throws {
    let origin = (feed: FeedID(.zero), seq: UInt64(1), time: HybridTime(packed: 5), tier: Tier.city)
    let head = PackedState.fresh(origin: origin, fields: [1]).dropLast(3)
    #expect(throws: WireError.self) { try PackedState.decode(head + runs) { .int(Int64($0)) } }
  }

  @Test func `whatever is more than one plain change is packed in full`() {
    var sample = Sample(seed: 2)
    let first = plain(&sample)
    let change = first.change
    func packed(seen: SeenVector = .empty, _ extra: [FieldChange] = []) -> UInt8? {
      let change = Change(type: "t", record: change.record, seen: seen, fields: change.fields + extra)
      return Columns(state: merged([Arrival(origin: first.origin, change: change)])).packed.first
    }
    #expect(packed() == PackedState.freshTag)
    #expect(packed(seen: SeenVector([Dot(feed: FeedID(.zero), seq: 1)])) == PackedState.fullTag)
    #expect(packed([FieldChange(10, .increment(1))]) == PackedState.fullTag)
    #expect(Columns(state: merged([first, plain(&sample)])).packed.first == PackedState.fullTag)
    #expect(Columns(state: RecordState()).packed.first == PackedState.fullTag)
  }

  @Test func `a counter without ids has the bytes it always had, and ids out of order are damage`() throws {
    let origin = Origin(
      dot: Dot(feed: FeedID(.zero), seq: 1), time: HybridTime(packed: 5), tier: .city, user: "")
    func packed(_ edit: FieldEdit) -> [UInt8] {
      let change = Change(type: "t", record: RecordID(.zero), seen: .empty, fields: [FieldChange(10, edit)])
      return Columns(state: merged([Arrival(origin: origin, change: change)])).packed
    }
    let plain = packed(.increment(3))
    #expect(Array(plain.suffix(5)) == [3, 1, 0, 1, 3])
    let ids = [Bytes16(high: 0, low: 1), Bytes16(high: 0, low: 2)].map { IncrementID($0) }
    let named = packed(.increments(ids.map { Increment(id: $0, amount: 3) }))
    // Before them stands how many of the feed have counted: three bytes.
    #expect(named.count == plain.count - 3 + 1 + 3 + 2 * 17)
    for twisted in [Array(named.suffix(17)) + named.suffix(34).prefix(17), Array(named.suffix(17)) + named.suffix(17)] {
      let bytes = Array(named.dropLast(34)) + twisted
      #expect(failure { () throws(WireError) in try PackedState.decode(bytes) { _ in nil } } == .malformed)
    }
  }

  /// A state of one feed's steps, each edit a commit.
  private func steps(_ edits: [[UInt64]]) -> RecordState {
    merged(
      edits.enumerated().map { index, ids in
        let origin = Origin(
          dot: Dot(feed: FeedID(.zero), seq: UInt64(index + 1)), time: HybridTime(packed: 5), tier: .city, user: "")
        let steps = ids.map { Step(id: StepID(Bytes16(high: 0, low: $0)), kind: "k", round: 1) }
        let change = Change(type: "t", record: RecordID(.zero), seen: .empty, fields: [FieldChange(9, .steps(steps))])
        return Arrival(origin: origin, change: change)
      })
  }

  @Test func `how much of a feed has counted is packed only where it does not stand there`() throws {
    let (once, again) = (steps([[1], [2]]), steps([[1], [2, 1, 1]]))
    #expect(once[9] == again[9] && once != again)
    let (short, long) = (Columns(state: once).packed, Columns(state: again).packed)
    // A step weighs 16 units.
    #expect(long.count == short.count + 3)
    let back = try PackedState.decode(long) { _ in nil }
    #expect(back == again && back.counts(of: 9)[FeedID(.zero)] == 64)
    #expect(try PackedState.decode(short) { _ in nil }.counts(of: 9)[FeedID(.zero)] == 32)
    // Field 9, steps, of the first feed two more.
    let head: [UInt8] = [9, 0x82, 1, 0, 32]
    let place = try #require(long.indices.first { Array(long[$0...].prefix(5)) == head })
    for twisted: [UInt8] in [
      [9, 0x82, 0], [9, 0x82, 1, 0, 0], [9, 0x82, 1, 1, 2], [9, 0x82, 2, 0, 1, 0, 1], [9, 0x82, 1, 0, 0x81, 0x80, 4],
      [9, 0x80, 1, 0, 2], [9, 0x85, 1, 0, 2],
    ] {
      let bytes = Array(long[..<place]) + twisted + long[(place + 5)...]
      #expect(failure { () throws(WireError) in try PackedState.decode(bytes) { _ in nil } } == .malformed)
    }
  }

  @Test func `every cut of a packed state is refused, and so is a byte too many`() {
    for seed in UInt64(0)..<20 {
      var sample = Sample(seed: seed)
      let arrivals = seed < 5 ? [plain(&sample)] : sample.arrivals(6)
      let columns = Columns(state: merged(arrivals))
      #expect(
        refusesEveryPrefix(columns.packed) { (bytes) throws(WireError) in
          _ = try PackedState.decode(bytes, column: columns.column)
        })
      let longer = columns.packed + [0]
      #expect(failure { () throws(WireError) in try PackedState.decode(longer, column: columns.column) } == .malformed)
    }
  }

  @Test func `a packed state with any byte changed is refused or reads without a trap`() {
    for seed in UInt64(0)..<6 {
      var sample = Sample(seed: seed)
      let packed = Columns(state: merged(sample.arrivals(5))).packed
      for index in packed.indices {
        for mask: UInt8 in [0x01, 0x80, 0xFF] {
          var changed = packed
          changed[index] ^= mask
          _ = try? PackedState.decode(changed) { _ in .null }
          _ = try? PackedState.version(changed)
        }
      }
    }
  }

  @Test func `a value missing in its column is a damaged row`() {
    var sample = Sample(seed: 3)
    let packed = Columns(state: merged([plain(&sample)])).packed
    #expect(failure { () throws(WireError) in try PackedState.decode(packed) { _ in nil } } == .malformed)
  }
}
