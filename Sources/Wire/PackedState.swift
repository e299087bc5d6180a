// A record's merge state packed into bytes: what a view row keeps beside its plain columns.
package import Merge

/// The packed form of `RecordState`.
///
/// The shown value of a register lives in the row's own column; the packed state holds it only where the column cannot
/// (its type does not fit), and holds every concurrent value. Two forms, chosen by content alone, so that equal states
/// pack to equal bytes on every node: `fresh` for a record that one change made, and `full`.
/// - Invariant: `decode(encode(state)) == state`, but for the users of register and set writes, which stay in the commits.
package enum PackedState {
  package static let freshTag: UInt8 = 1
  /// Not 2, which a form was that wrote out what its writers had seen in each register.
  package static let fullTag: UInt8 = 3
  /// With the byte of a field's kind, that in front of its state stands what feeds have used of their shares beyond what the
  /// state shows.
  static let goneFlag: UInt8 = 0x80

  /// What a column holds for a field's shown value; nil when the value is inside the packed state.
  package typealias Column = (_ field: Int) -> Value?

  /// Packs the state of a record that one change made by writing `fields`, which ascend, each fitting its column.
  ///
  /// This is the hot path of a first sync: it makes the same bytes as `encode` without making a state.
  @inline(__always)
  package static func fresh(origin: (feed: FeedID, seq: UInt64, time: HybridTime, tier: Tier), fields: [Int]) -> [UInt8]
  {
    var writer = PackedWriter()
    writer.bytes.reserveCapacity(40)
    writer.bytes.append(freshTag)
    writer.bytes16(origin.feed.raw)
    writer.number(origin.seq)
    writer.number(origin.time.packed)
    writer.bytes.append(origin.tier.rawValue)
    writer.runs(fields)
    return writer.bytes
  }

  /// Packs a state.
  /// - Parameter fits: whether a register's shown value can be held by its column.
  package static func encode(
    _ state: RecordState, rule: (Int) -> MergeKind?, fits: (_ field: Int, _ value: Value) -> Bool
  ) -> [UInt8] {
    if let origin = freshOrigin(of: state, fits: fits) {
      let parts = (feed: origin.dot.feed, seq: origin.dot.seq, time: origin.time, tier: origin.tier)
      return fresh(origin: parts, fields: state.fields.map(\.number))
    }
    var writer = PackedWriter()
    writer.bytes.append(fullTag)
    writer.full(state, rule: rule, fits: fits)
    return writer.bytes
  }

  /// The one origin of everything in the state, if there is just one and nothing was superseded.
  private static func freshOrigin(of state: RecordState, fits: (Int, Value) -> Bool) -> Origin? {
    guard state.version.dots.count == 1, !state.fields.isEmpty else { return nil }
    var origin: Origin?
    for field in state.fields {
      guard case .register(let register) = field.state, register.contexts.isEmpty, register.writes.count == 1 else {
        return nil
      }
      let write = register.writes[0]
      guard fits(field.number, write.value), write.origin.dot == state.version.dots[0] else { return nil }
      origin = write.origin
    }
    guard let origin, state.created == origin.time, state.changed == origin.time else { return nil }
    return origin
  }

  /// Unpacks a state.
  /// - Throws: `WireError.malformed` when the bytes are no packed state: a damaged row, to be rebuilt.
  package static func decode(_ bytes: [UInt8], column: Column) throws(WireError) -> RecordState {
    var reader = PackedReader(bytes)
    let state: RecordState
    switch try reader.byte() {
    case freshTag: state = try reader.fresh(column: column)
    case fullTag: state = try reader.full(column: column)
    default: throw WireError(.malformed, "a packed state")
    }
    try reader.expectEnd()
    return state
  }

  /// Reads only the version of a packed state: what a person looking at the record has seen.
  package static func version(_ bytes: [UInt8]) throws(WireError) -> SeenVector {
    var reader = PackedReader(bytes)
    switch try reader.byte() {
    case freshTag: return SeenVector([Dot(feed: FeedID(try reader.bytes16()), seq: try reader.number())])
    case fullTag:
      let feeds = try reader.feeds()
      return try reader.vector(feeds)
    default: throw WireError(.malformed, "a packed state")
    }
  }
}
