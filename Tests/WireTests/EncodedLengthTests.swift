// How long something is when it is encoded: told without encoding it, for what of a feed counts.
import Merge
import SeededNumbers
import TestSupport
import Testing
import Wire

@Suite struct `Lengths of encodings` {
  private func encoded(_ value: Value) -> Int {
    var writer = CBORWriter()
    writer.value(value)
    return writer.bytes.count
  }

  @Test func `a value's length is that of its encoding`() {
    for seed in UInt64(0)..<2_000 {
      var sample = Sample(seed: 9_100 + seed)
      let value = sample.value()
      #expect(value.encodedLength == encoded(value), "seed \(9_100 + seed)")
    }
  }

  @Test(arguments: [0, 1, 23, 24, 25, 255, 256, 257, 65_535, 65_536, 65_537])
  func `heads grow where the encoder's do`(count: Int) {
    let text = String(repeating: "x", count: count)
    let values: [Value] = [
      .int(Int64(count)), .int(-1 - Int64(count)), .text(text), .bytes(Array(text.utf8)),
      .list(Array(repeating: .bool(true), count: count)),
      .map((0..<count).map { Value.Entry("\(100_000 + $0)", .null) }), .map([Value.Entry(text, .null)]),
    ]
    for value in values { #expect(value.encodedLength == encoded(value)) }
    for number in [Int64(UInt32.max) - 1, Int64(UInt32.max), Int64(UInt32.max) + 1, .max] {
      #expect(Value.int(number).encodedLength == encoded(.int(number)))
      #expect(Value.int(~number).encodedLength == encoded(.int(~number)))
    }
  }

  @Test func `an item weighs one for each begun 64 bytes of it as it stands in the edit`() {
    func units(_ item: Value, min: Int = 1) -> Int { max(min, (encoded(item) + 63) / 64) }
    for seed in UInt64(0)..<500 {
      var sample = Sample(seed: 9_200 + seed)
      let (key, value, step, increment) = (sample.text(), sample.value(), sample.step(), sample.increment())
      let parts: [Value] = [.bytes(step.id.raw.bytes), .text(step.kind), .int(step.round), step.details]
      let counted: [Value] = [.bytes(increment.id.raw.bytes), .int(increment.amount)]
      let added = units(.list([.text(key), value]))
      #expect(FieldEdit.elements(add: [Value.Entry(key, value)], remove: []).weight == added)
      #expect(FieldEdit.elements(add: [], remove: [key]).weight == units(.text(key)))
      #expect(FieldEdit.steps([step]).weight == units(.list(parts), min: 16))
      #expect(FieldEdit.increments([increment]).weight == units(.list(counted)))
      let both = FieldEdit.elements(add: [Value.Entry(key, value)], remove: [key, key])
      #expect(both.weight == added + 2 * units(.text(key)))
    }
    #expect(FieldEdit.write(.null).weight == nil && FieldEdit.increment(1).weight == nil)
  }
}

@Suite struct `Packed shares` {
  private func element(_ key: String, _ bytes: Int) -> Value.Entry {
    Value.Entry(key, .text(String(repeating: "x", count: bytes)))
  }

  /// A set to which one feed's commits did this, each having seen those before it.
  private func state(_ edits: [(add: [Value.Entry], remove: [String])]) -> RecordState {
    merged(
      edits.enumerated().map { index, edit in
        let dot = Dot(feed: FeedID(.zero), seq: UInt64(index + 1))
        let origin = Origin(dot: dot, time: HybridTime(packed: 5), tier: .city, user: "")
        let seen = index == 0 ? SeenVector.empty : SeenVector([Dot(feed: dot.feed, seq: dot.seq - 1)])
        let fields = [FieldChange(7, .elements(add: edit.add, remove: edit.remove))]
        return Arrival(origin: origin, change: Change(type: "t", record: RecordID(.zero), seen: seen, fields: fields))
      })
  }

  private func gone(_ state: RecordState) throws -> [Int] {
    let back = try PackedState.decode(Columns(state: state).packed) { _ in nil }
    #expect(back == state)
    return back.fields[0].gone.map(\.count)
  }

  @Test func `what stands there tells what it weighs, and only the rest is packed`() throws {
    let large = element("b", 6_000)
    #expect(try gone(state([([element("a", 1), large], []), ([element("c", 300)], [])])) == [])
    // Written over, repeated, removed: 94 units, one, and one for a removal with one for what it removed.
    #expect(try gone(state([([large], []), ([element("b", 1)], [])])) == [94])
    #expect(try gone(state([([element("a", 1), element("a", 1)], [])])) == [1])
    #expect(try gone(state([([element("a", 1)], []), ([], ["a"])])) == [2])
  }

  @Test func `that something did not fit is packed, and nothing counts from then on`() throws {
    let full = state((0..<700).map { ([element("\($0)", 6_000)], []) })
    // 697 of 94 units each fit.
    #expect(try gone(full) == [65_536 - 697 * 94])
    var back = try PackedState.decode(Columns(state: full).packed) { _ in nil }
    let origin = Origin(
      dot: Dot(feed: FeedID(.zero), seq: 701), time: HybridTime(packed: 5), tier: .city, user: "")
    let fields = [FieldChange(7, .elements(add: [element("small", 1)], remove: []))]
    let change = Change(type: "t", record: RecordID(.zero), seen: .empty, fields: fields)
    back.applyChange(change, origin: origin, kind: everyKind)
    #expect(back[7] == full[7])
  }
}
