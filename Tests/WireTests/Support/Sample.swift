// Random values, changes and commits from a seed, of every kind the grammar knows.
import Conformance
import Merge
import SeededNumbers
import TestSupport
import Wire

struct Sample {
  var numbers: SplitMix64

  init(seed: UInt64) { numbers = SplitMix64(seed: seed) }

  mutating func id() -> Bytes16 { Bytes16(high: numbers.next(), low: numbers.next()) }
  mutating func digest() -> Digest {
    Digest(words: (numbers.next(), numbers.next(), numbers.next(), numbers.next()))
  }
  mutating func bytes(below limit: Int) -> [UInt8] {
    (0..<numbers.below(limit)).map { _ in UInt8(truncatingIfNeeded: numbers.next()) }
  }

  /// A number of any magnitude, the ends of 64 bits among them.
  mutating func int() -> Int64 {
    let number = Int64(bitPattern: numbers.next())
    return numbers.chance(1, in: 10)
      ? numbers.pick([.min, .max, 0, -1, 23, 24, -24, -25]) : number >> Int64(numbers.below(64))
  }

  /// A number that can be a sequence or arrival number.
  mutating func natural() -> UInt64 { numbers.next() >> UInt64(2 + numbers.below(62)) }

  mutating func text() -> String {
    let letters = ["a", "Z", "0", "é", "e\u{301}", "消", "防", "\u{0}", "\"", "𐅑", "\u{7F}", " "]
    return (0..<numbers.below(30)).map { _ in numbers.pick(letters) }.joined()
  }

  mutating func value(depth: Int = 0) -> Value {
    switch numbers.below(depth < 3 ? 7 : 5) {
    case 0: return .null
    case 1: return .bool(numbers.chance(1, in: 2))
    case 2: return .int(int())
    case 3: return .text(text())
    case 4: return .bytes(bytes(below: 40))
    case 5: return .list((0..<numbers.below(5)).map { _ in value(depth: depth + 1) })
    default: return map(depth: depth)
    }
  }

  mutating func map(depth: Int = 0) -> Value {
    .sorted((0..<numbers.below(5)).map { _ in (text(), value(depth: depth + 1)) })
  }

  mutating func edit() -> FieldEdit {
    switch numbers.below(6) {
    case 0:
      let add = (0..<numbers.below(4)).map { _ in Value.Entry(text(), value()) }
      return .elements(add: add, remove: (0..<numbers.below(4)).map { _ in text() })
    case 1: return .steps((0..<numbers.below(3)).map { _ in step() })
    case 2: return .increment(int())
    case 3: return .increments((0..<numbers.below(4)).map { _ in increment() })
    default: return .write(value())
    }
  }

  mutating func increment() -> Increment { Increment(id: IncrementID(id()), amount: int()) }

  mutating func step() -> Step {
    let details = numbers.chance(1, in: 3) ? Value.null : map()
    return Step(id: StepID(id()), kind: text(), round: 1 + Int64(numbers.below(100)), details: details)
  }

  mutating func change(feed: FeedID, seq: UInt64) -> Change {
    var dots = (0..<numbers.below(4)).map { _ in Dot(feed: FeedID(id()), seq: 1 + natural()) }
    if seq > 1, numbers.chance(1, in: 2) { dots.append(Dot(feed: feed, seq: 1 + numbers.next() % (seq - 1))) }
    let fields = Set((0..<numbers.below(6)).map { _ in 1 + numbers.below(400) }).sorted()
    return Change(
      type: "type-\(numbers.below(9))", record: RecordID(id()), seen: SeenVector(dots),
      fields: fields.map { FieldChange($0, edit()) })
  }

  mutating func key() -> FeedKey {
    let area = numbers.pick(["000000000000", "440103000000", "440103001002/91440101MA5ABCDE1X"].map { Area($0)! })
    let tiers: [Tier?] = [nil] + Tier.allCases
    let feedClass = FeedClass(
      name: numbers.pick(["work", "3-1-1"]), rises: numbers.pick(tiers), falls: numbers.pick(tiers),
      priority: numbers.pick(Priority.allCases))
    return FeedKey(
      node: NodeID(id()), incarnation: natural(), home: numbers.pick([area, Area("440100000000")!]), area: area,
      class: feedClass)
  }

  mutating func header() -> CommitHeader {
    let seq = numbers.chance(1, in: 3) ? 1 : 2 + natural()
    return CommitHeader(
      feed: FeedID(id()), seq: seq, previous: digest(), time: HybridTime(packed: numbers.next()),
      deviceTime: numbers.chance(1, in: 2) ? int() : nil, user: text(), key: seq == 1 ? key() : nil)
  }

  mutating func commit() -> ReadCommit {
    let header = header()
    let changes = (0...numbers.below(4)).map { _ in change(feed: header.feed, seq: header.seq) }
    return ReadCommit(header: header, changes: changes.sorted { $0.record < $1.record })
  }
}
