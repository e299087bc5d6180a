// The vectors of chapters 2 and 6.4: areas, scope, feed keys, times and fingerprints.
import Merge
import Testing
import Trust
import Wire

@Suite struct `Key vectors` {
  @Test(arguments: Vector.topic("area")) func `every case of area`(vector: Vector) {
    vector.check { (input) throws(WireError) in
      guard let area = Area(input.string) else { throw WireError(.malformed, "an area code") }
      return [area.tier.name, String(area.prefix)]
    } _: {
      [$0["tier"].string, $0["prefix"].string]
    }
  }

  @Test(arguments: Vector.topic("contains")) func `every case of contains`(vector: Vector) {
    #expect(vector.input["area"].area.contains(vector.input["other"].area) == vector.expected?.bool)
  }

  @Test(arguments: Vector.topic("scope")) func `every case of scope`(vector: Vector) {
    let (input, expected) = (vector.input, vector.expected ?? .null)
    let feedClass = FeedClass(
      name: "work", rises: input["rises"].optional(\.tier), falls: input["falls"].optional(\.tier), priority: .normal)
    let area = input["area"].area
    let key = FeedKey(node: NodeID(.zero), incarnation: 0, home: area, area: area, class: feedClass)
    for holder in expected["holders"].array { #expect(key.isHeld(at: holder.area), "\(holder.string)") }
    for other in expected["others"].array { #expect(!key.isHeld(at: other.area), "\(other.string)") }
  }

  @Test(arguments: Vector.topic("feed-key")) func `every case of feed-key`(vector: Vector) {
    let encoded = vector.input["encoded"].bytes
    vector.check { (_) throws(WireError) in
      var reader = CBORReader(encoded)
      let key = try FeedKey(from: &reader)
      try reader.expectEnd()
      return key
    } _: {
      $0["key"].feedKey
    }
    vector.checkWriting({ $0["key"].feedKey.encoded }, encoded)
    vector.checkWriting(\.["digest"].digest, Hashing.sha256(encoded))
    vector.checkWriting(\.["id"].id, Hashing.sha256(encoded).first16)
  }

  @Test(arguments: Vector.topic("hybrid-time")) func `every case of hybrid-time`(vector: Vector) throws {
    let packed = try #require(UInt64(vector.input.string, radix: 16))
    let expected = try #require(vector.expected)
    #expect(HybridTime(packed: packed) == expected.time)
    #expect(
      [HybridTime(packed: packed).milliseconds, Int64(HybridTime(packed: packed).counter)] == expected.array.map(\.int))
  }

  @Test(arguments: Vector.topic("hybrid-clock")) func `every case of hybrid-clock`(vector: Vector) throws {
    let expected = try #require(vector.expected)
    var clock = HybridClock(last: vector.input["last"].time)
    for (event, answer) in zip(vector.input["events"].array, expected["answers"].array) {
      if let now = event["tick"].optional(\.int) {
        let time = clock.tick(now: now)
        #expect(time == answer.time)
      } else {
        let isAccepted = clock.observe(event["observe"].time, now: event["now"].int)
        #expect(isAccepted == answer.bool)
      }
    }
    #expect(clock.last == expected["last"].time)
  }

  @Test(arguments: Vector.topic("fingerprint")) func `every case of fingerprint`(vector: Vector) throws {
    let expected = try #require(vector.expected)
    var fingerprint = Fingerprint.empty
    for head in vector.input["heads"].array { fingerprint.add(head.digest) }
    #expect(fingerprint == Fingerprint(sum: expected["sum"].id, count: Int(expected["count"].int)))
  }
}
