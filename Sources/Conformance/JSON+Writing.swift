// The same shapes, written: what an answer is made of.
import Merge
import Wire

extension JSON {
  init(_ bytes: some Sequence<UInt8>) { self = .string(Bytes16.hexadecimal(bytes)) }
  init(_ id: some Identifier) { self = .string(id.raw.hex) }
  init(_ digest: Digest) { self = .string(digest.description) }
  init(_ tier: Tier) { self = .string(tier.name) }
  init(_ area: Area) { self = .string(area.code) }

  /// A number of 64 bits without a sign, beyond what has one as its digits.
  init(_ natural: UInt64) {
    self = Int64(exactly: natural).map { .int($0) } ?? .object(["int": .string(String(natural))])
  }

  init(_ count: Int) { self = .int(Int64(count)) }

  /// Digits of so many bytes.
  init(tag: some FixedWidthInteger & UnsignedInteger) {
    self.init(stride(from: tag.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: tag >> $0) })
  }

  init(_ time: HybridTime) { self = .array([.int(time.milliseconds), .int(Int64(time.counter))]) }

  /// A dot as a pair.
  init(_ dot: Dot) { self = .array([JSON(dot.feed), JSON(dot.seq)]) }

  init(_ entry: Value.Entry) { self = .array([.string(entry.key), JSON(entry.value)]) }

  init(_ value: Value) {
    switch value {
    case .null: self = .null
    case .bool(let bool): self = .bool(bool)
    case .int(let int): self = int.magnitude > 1 << 53 ? .object(["int": .string(String(int))]) : .int(int)
    case .text(let text): self = .string(text)
    case .bytes(let bytes): self = .object(["bytes": JSON(bytes)])
    case .list(let items): self = .array(items.map { JSON($0) })
    case .map(let entries): self = .object(["map": .array(entries.map { JSON($0) })])
    }
  }

  init(_ step: Step) {
    self = .object([
      "id": JSON(step.id), "kind": .string(step.kind), "round": .int(step.round), "details": JSON(step.details),
    ])
  }

  init(_ edit: FieldEdit) {
    switch edit {
    case .write(let value): self = .object(["write": JSON(value)])
    case .elements(let add, let remove):
      self = .object(["add": .array(add.map { JSON($0) }), "remove": .array(remove.map { .string($0) })])
    case .steps(let steps): self = .object(["steps": .array(steps.map { JSON($0) })])
    case .increment(let amount): self = .object(["increment": JSON(Value.int(amount))])
    case .increments(let increments):
      self = .object(["increments": .array(increments.map { .array([JSON($0.id), JSON(Value.int($0.amount))]) })])
    }
  }

  init(_ change: Change) {
    self = .object([
      "type": .string(change.type), "record": JSON(change.record), "seen": .array(change.seen.dots.map { JSON($0) }),
      "fields": .array(change.fields.map { .array([JSON($0.field), JSON($0.edit)]) }),
    ])
  }

  init(_ key: FeedKey) {
    let feedClass: JSON = .object([
      "name": .string(key.class.name), "rises": JSON(optional: key.class.rises) { JSON($0) },
      "falls": JSON(optional: key.class.falls) { JSON($0) }, "priority": .string(key.class.priority.name),
    ])
    self = .object([
      "node": JSON(key.node), "incarnation": JSON(key.incarnation), "home": JSON(key.home), "area": JSON(key.area),
      "class": feedClass,
    ])
  }

  /// What `write` makes of a thing; null for none.
  init<Thing>(optional thing: Thing?, _ write: (Thing) -> JSON) { self = thing.map(write) ?? .null }

  /// Three lanes; one in a stretch as its beginning, its end and the place in it.
  init(_ cursor: Cursor) {
    self = .array(
      zip(cursor.lanes, cursor.stretches).map { lane, stretch in
        stretch.map { .array([JSON(lane), JSON($0.end), JSON($0.last)]) } ?? JSON(lane)
      })
  }

  init(_ span: Batch.Span) { self = .array([JSON(span.from), JSON(span.to)]) }
}
