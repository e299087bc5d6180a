// Areas, scope, feed keys, times and fingerprints: chapters 2, 3.2 and 6.4.
import Merge
import Trust
import Wire

extension Answers {
  static let keys: [String: Reading] = [
    "area": area, "contains": contains, "scope": scope, "feed-key": feedKey, "hybrid-time": hybridTime,
    "hybrid-clock": hybridClock, "fingerprint": fingerprint,
  ]

  private static func area(_ input: JSON) throws -> JSON {
    guard let area = Area(try input.string) else { throw WireError(.malformed, "an area code") }
    return .object(["tier": JSON(area.tier), "prefix": .string(String(area.prefix))])
  }

  private static func contains(_ input: JSON) throws -> JSON {
    .bool(try input["area"].area.contains(try input["other"].area))
  }

  private static func scope(_ input: JSON) throws -> JSON {
    let feedClass = FeedClass(
      name: "work", rises: try input["rises"].optional { try $0.tier },
      falls: try input["falls"].optional { try $0.tier },
      priority: .normal)
    let area = try input["area"].area
    let key = FeedKey(node: NodeID(.zero), incarnation: 0, home: area, area: area, class: feedClass)
    let asked = try input["areas"].array.map { try $0.area }
    return .object([
      "holders": .array(asked.filter { key.isHeld(at: $0) }.map { JSON($0) }),
      "others": .array(asked.filter { !key.isHeld(at: $0) }.map { JSON($0) }),
    ])
  }

  private static func feedKey(_ input: JSON) throws -> JSON {
    let encoded = try input["encoded"].bytes
    var reader = CBORReader(encoded)
    let key = try FeedKey(from: &reader)
    try reader.expectEnd()
    let digest = Hashing.sha256(encoded)
    return .object(["key": JSON(key), "digest": JSON(digest), "id": JSON(digest.first16.bytes)])
  }

  private static func hybridTime(_ input: JSON) throws -> JSON {
    JSON(HybridTime(packed: try input.bytes(8).reduce(0) { $0 << 8 | UInt64($1) }))
  }

  private static func hybridClock(_ input: JSON) throws -> JSON {
    var clock = HybridClock(last: try input["last"].time)
    let answers = try input["events"].array.map { event -> JSON in
      if let now = try event["tick"].optional({ try $0.int }) { return JSON(clock.tick(now: now)) }
      return .bool(clock.observe(try event["observe"].time, now: try event["now"].int))
    }
    return .object(["answers": .array(answers), "last": JSON(clock.last)])
  }

  private static func fingerprint(_ input: JSON) throws -> JSON {
    var fingerprint = Fingerprint.empty
    for head in try input["heads"].array { fingerprint.add(try head.digest) }
    return .object(["sum": JSON(fingerprint.sum.bytes), "count": JSON(fingerprint.count)])
  }
}
