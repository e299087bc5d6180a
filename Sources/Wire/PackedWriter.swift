// Writes the full form of a packed state: tables of feeds, origins and seen vectors, then the fields that refer to them.
import Merge

struct PackedWriter {
  var bytes: [UInt8] = []
  var feeds: [FeedID] = []
  var origins: [Origin] = []
  var seen = PackedVectors()

  mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Ascending field numbers, as how many runs of neighbours they make, and for each how many numbers are left out before it
  /// and how many it has: most records have their first fields, and no others.
  mutating func runs(_ numbers: [Int]) {
    let place = bytes.count
    bytes.append(0)
    var count = 0
    var next = 1
    var index = 0
    while index < numbers.count {
      let first = numbers[index]
      var length = 1
      while index + length < numbers.count, numbers[index + length] == first + length { length += 1 }
      number(UInt64(first - next))
      number(UInt64(length))
      (next, index, count) = (first + length, index + length, count + 1)
    }
    if count < 0x80 { bytes[place] = UInt8(count) } else { replace(place, with: count) }
  }

  /// A count that takes more than the byte left for it.
  private mutating func replace(_ place: Int, with count: Int) {
    var writer = PackedWriter()
    writer.number(UInt64(count))
    bytes.replaceSubrange(place...place, with: writer.bytes)
  }

  mutating func bytes16(_ value: Bytes16) { value.append(to: &bytes) }

  mutating func string(_ value: String) {
    number(UInt64(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  mutating func full(_ state: RecordState, rule: (Int) -> MergeKind?, fits: (Int, Value) -> Bool) {
    collect(state)
    number(UInt64(feeds.count))
    for feed in feeds { bytes16(feed.raw) }
    vector(state.version)
    number(state.created.packed)
    number(state.changed.packed)
    number(UInt64(origins.count))
    for origin in origins { self.origin(origin) }
    number(UInt64(seen.vectors.count))
    for vector in seen.vectors { self.vector(vector) }
    number(UInt64(state.fields.count))
    for field in state.fields {
      number(UInt64(field.number))
      self.field(field, rule: rule(field.number), fits: fits)
    }
  }

  /// A field's kind, then what feeds have used of their shares beyond what stands there, where there is such, then its state.
  private mutating func field(_ field: RecordState.Field, rule: MergeKind?, fits: (Int, Value) -> Bool) {
    switch field.state {
    case .register(let register):
      bytes.append(0)
      var shown: Dot?
      if case .register(let rule)? = rule, let write = register.shown(rule: rule), fits(field.number, write.value) {
        shown = write.origin.dot
      }
      self.register(register, inColumn: shown)
    case .set(let set):
      head(1, of: field)
      number(UInt64(set.elements.count))
      for element in set.elements {
        string(element.key)
        self.register(element.register, inColumn: nil)
      }
    case .steps(let steps):
      // Steps that nobody has signed have the form they had before anybody could.
      let areSigned = steps.facts.contains { $0.origin.actor != nil }
      head(areSigned ? 5 : 2, of: field)
      number(UInt64(steps.facts.count))
      for fact in steps.facts {
        origin(at: fact.origin)
        string(fact.origin.user)
        if areSigned { actor(fact.origin.actor) }
        var writer = CBORWriter()
        writer.step(fact.step)
        bytes += writer.bytes
      }
    case .counter(let counter):
      // A counter without named increments has the form it had before there were any.
      head(counter.named.isEmpty ? 3 : 4, of: field)
      number(UInt64(counter.parts.count))
      for part in counter.parts {
        feed(part.feed)
        number(part.seq)
        number(UInt64(bitPattern: part.sum))
      }
      if !counter.named.isEmpty { named(counter.named) }
    }
  }

  /// Who signed a fact: a byte that says what there is, the role, and whom they stood in for.
  private mutating func actor(_ actor: Actor?) {
    guard let actor else { return bytes.append(0) }
    bytes.append(1 | (actor.isIssuedAbove ? 2 : 0) | (actor.actingFor == nil ? 0 : 4))
    string(actor.role)
    if let account = actor.actingFor { string(account) }
  }

  private mutating func head(_ kind: UInt8, of field: RecordState.Field) {
    let gone = field.gone
    if gone.isEmpty { return bytes.append(kind) }
    bytes.append(kind | PackedState.goneFlag)
    number(UInt64(gone.count))
    for count in gone {
      feed(count.feed)
      number(UInt64(count.count))
    }
  }

  private mutating func named(_ increments: [Increment]) {
    number(UInt64(increments.count))
    for increment in increments {
      bytes16(increment.id.raw)
      number(UInt64(bitPattern: increment.amount))
    }
  }

  /// A register's writes, each with its value unless the row's column holds it, then its contexts.
  private mutating func register(_ register: Register, inColumn shown: Dot?) {
    number(UInt64(register.writes.count))
    for write in register.writes {
      origin(at: write.origin)
      if write.origin.dot == shown {
        bytes.append(0)
      } else {
        bytes.append(1)
        var writer = CBORWriter()
        writer.value(write.value)
        bytes += writer.bytes
      }
    }
    number(UInt64(register.contexts.count))
    for context in register.contexts {
      bytes.append(context.tier.rawValue)
      number(UInt64(context.seen.vectors.count))
      for vector in context.seen.vectors { number(UInt64(seen.place(of: vector))) }
    }
  }

  private mutating func origin(_ origin: Origin) {
    feed(origin.dot.feed)
    number(origin.dot.seq)
    number(origin.time.packed)
    bytes.append(origin.tier.rawValue)
  }

  private mutating func vector(_ vector: SeenVector) {
    number(UInt64(vector.dots.count))
    for dot in vector.dots {
      feed(dot.feed)
      number(dot.seq)
    }
  }

  // These two tables are sorted, and searched so: a record may have thousands of feeds and commits.
  private mutating func feed(_ feed: FeedID) { number(UInt64(Self.place(in: feeds.count) { feeds[$0] < feed })) }
  private mutating func origin(at origin: Origin) {
    number(UInt64(Self.place(in: origins.count) { origins[$0].dot < origin.dot }))
  }

  /// The first of `count` places that does not lie before what is looked for.
  private static func place(in count: Int, _ isBefore: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
