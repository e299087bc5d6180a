// What a hostile node says of itself and of the other end: hellos, closes and reports that are not true.
import Merge
import Replica
import Store
import Trust
import Wire

extension Hostility {
  /// A message with its hello, close, custody and receipts as the trick has them.
  mutating func misstated(_ message: [UInt8], held: [StoredFeed]) -> [UInt8] {
    mapped(message) { hostility, frame in
      switch Frame.Kind(rawValue: frame.kind) {
      case .hello: [(try? hostility.misstating(Hello(frame), held)) ?? frame]
      case .close: hostility.wants(held) + [(try? hostility.misstating(CloseMessage(frame))) ?? frame]
      case .custody where hostility.trick == .boasts:
        [((try? CustodyReport(frame)).map { CustodyReport(upTo: Self.last, marks: $0.marks).frame }) ?? frame]
      case .receipts where hostility.trick == .boasts:
        [((try? CustodyReceiptReport(frame)).map { Self.boasting($0).frame }) ?? frame]
      default: [frame]
      }
    }
  }

  private static let last = UInt64(Int64.max)

  private mutating func misstating(_ hello: Hello, _ held: [StoredFeed]) -> Frame {
    var hello = hello
    switch trick {
    case .renamesStore: hello.store = StoreID(Bytes16(high: draw.next(), low: draw.next()))
    case .misremembers: hello.peerStore = StoreID(Bytes16(high: draw.next(), low: draw.next()))
    case .overreaches:
      let far = draw.chance(500) ? Self.last : draw.chance(500) ? 0 : UInt64(draw.below(5_000))
      hello.received = Cursor(lanes: [far, far, far])
    case .refusesEverything:
      hello.refusals = picked(held, max: Limits.refusalsMax).map { feed in
        Refusal(feed: feed.id, seq: 1 + UInt64(draw.below(3)), code: .malformed)
      }
    case .bearsFalseWitness where hello.witness != nil:
      hello.witness = picked(held, max: 1).first.map { feed in
        Witness(dot: Dot(feed: feed.id, seq: max(1, feed.head.seq)), tag: draw.next())
      }
    case .asksForSeals where !hello.unsealed.isEmpty || hello.witness != nil:
      hello.unsealed = picked(held, max: Limits.unsealedMax).map { Dot(feed: $0.id, seq: 1 + UInt64(draw.below(3))) }
    default: break
    }
    return hello.frame
  }

  private mutating func misstating(_ close: CloseMessage) -> Frame {
    var close = close
    switch trick {
    case .lies:
      let sum = Bytes16(high: draw.next(), low: draw.next())
      close.fingerprint = Fingerprint(sum: sum, count: close.fingerprint.count)
    case .goesBack: close.mark = Cursor(lanes: close.mark.lanes.map { $0 / 2 })
    case .overreaches: close.mark = Cursor(lanes: [Self.last, Self.last, Self.last])
    case .asksComparison:
      close.asksComparison = true
      close.isComplete = false
    default: break
    }
    return close.frame
  }

  private mutating func wants(_ held: [StoredFeed]) -> [Frame] {
    guard trick == .wantsEverything else { return [] }
    return [WantMessage(wants: picked(held, max: Limits.wantsMax).map { Dot(feed: $0.id, seq: 1) }).frame]
  }

  private static func boasting(_ report: CustodyReceiptReport) -> CustodyReceiptReport {
    CustodyReceiptReport(upTo: CustodyReceiptCursor(taken: last, passed: last), receipts: report.receipts)
  }

  /// Feeds it has, in the order of their ids, each once.
  private mutating func picked(_ held: [StoredFeed], max count: Int) -> [StoredFeed] {
    var picked: [StoredFeed] = []
    for feed in held where picked.count < count && draw.chance(700) { picked.append(feed) }
    return picked.sorted { $0.id < $1.id }
  }
}
