// What writers had seen, packed: once for each record, however many of its registers name it.
import Merge
import SeededNumbers
import TestSupport
import Testing
import Wire

@Suite struct `Packed seen vectors` {
  /// Changes that each edit half of a set's keys and three fields, and have seen a hundred feeds that no other has seen.
  private func crowd(_ sample: inout Sample, count: Int) -> [Arrival] {
    (0..<count).map { number in
      let keys = (0..<400).filter { _ in sample.numbers.chance(1, in: 2) }.map { "k\($0)" }
      let elements = FieldEdit.elements(
        add: keys.prefix(100).map { Value.Entry($0, .null) }, remove: Array(keys.dropFirst(100)))
      let fields = [1, 2, 6].map { FieldChange($0, .write(.int(Int64(number)))) } + [FieldChange(7, elements)]
      let seen = SeenVector((0..<100).map { _ in Dot(feed: FeedID(sample.id()), seq: 1) })
      let origin = Origin(
        dot: Dot(feed: FeedID(sample.id()), seq: 1), time: HybridTime(packed: UInt64(number)), tier: .community,
        user: "")
      return Arrival(
        origin: origin, change: Change(type: "t", record: RecordID(.zero), seen: seen, fields: fields))
    }
  }

  /// In how many places of memory a state has what writers had seen.
  private func places(in state: RecordState) -> Int {
    var places: Set<Int> = []
    for field in state.fields {
      let registers: [Register]
      switch field.state {
      case .register(let register): registers = [register]
      case .set(let set): registers = set.elements.map(\.register)
      default: registers = []
      }
      for context in registers.flatMap(\.contexts) { places.formUnion(context.seen.vectors.map(\.identity)) }
    }
    return places.count
  }

  @Test(arguments: [1, 2, 8])
  func `a state takes room as the changes do, not as their elements times the feeds they had seen`(count: Int) throws {
    var sample = Sample(seed: UInt64(count))
    let arrivals = crowd(&sample, count: count)
    let written = arrivals.reduce(0) { $0 + CommitEncoder.payload([$1.change], feed: $1.origin.dot.feed).count }
    let columns = Columns(state: merged(arrivals))
    #expect(columns.packed.count < 3 * written, "\(columns.packed.count) bytes of \(written)")
    #expect(places(in: columns.state) == count)
    let back = try PackedState.decode(columns.packed, column: columns.column)
    #expect(back == columns.state)
    #expect(places(in: back) == count)
    #expect(Columns(state: back).packed == columns.packed)
    #expect(Columns(state: merged(arrivals.reversed() + arrivals)).packed == columns.packed)
  }

  /// A state of one register without writes: so many feeds, then vectors and the references to them as given.
  private func state(feeds: [UInt8] = [1, 2], vectors: [UInt8], references: [UInt8]) -> [UInt8] {
    let ids = feeds.flatMap { [UInt8](repeating: $0, count: 16) }
    let head: [UInt8] = [PackedState.fullTag, UInt8(feeds.count)] + ids + [0, 0, 0, 0]
    return head + vectors + [1, 1, 0, 0, 1, Tier.country.rawValue] + references
  }

  @Test func `tables and references out of their order are damage`() throws {
    // Two vectors: one dot of the first feed; one of each.
    let vectors: [UInt8] = [2, 1, 0, 5, 2, 0, 4, 1, 7]
    let inOrder: [UInt8] = [2, 2, 0, 4, 1, 7, 1, 0, 5]
    let good = try PackedState.decode(state(vectors: inOrder, references: [2, 0, 1])) { _ in nil }
    guard case .register(let register) = good[1] else { preconditionFailure("a register is packed") }
    #expect(register.contexts.map(\.seen.vectors.count) == [2])
    let damaged = [
      state(vectors: vectors, references: [2, 0, 1]), state(vectors: [2, 1, 0, 5, 1, 0, 5], references: [2, 0, 1]),
      state(vectors: [1, 0], references: [1, 0]), state(vectors: [1, 1, 0, 0], references: [1, 0]),
      state(vectors: [1, 2, 1, 7, 0, 4], references: [1, 0]),
      state(feeds: [2, 1], vectors: [1, 2, 0, 4, 1, 7], references: [1, 0]),
      state(vectors: inOrder, references: [0]), state(vectors: inOrder, references: [1, 2]),
      state(vectors: inOrder, references: [2, 1, 0]), state(vectors: inOrder, references: [2, 1, 1]),
    ]
    for bytes in damaged {
      #expect(failure { () throws(WireError) in try PackedState.decode(bytes) { _ in nil } } == .malformed)
    }
  }
}
