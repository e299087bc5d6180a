// Ids and digests: their order, their bytes and their text.
import Merge
import Testing

@Suite struct `Identifiers` {
  private let bytes = (0..<16).map { UInt8($0 * 17) }

  @Test func `sixteen bytes are a big-endian number`() throws {
    let id = Bytes16(bytes)
    #expect(id.high == 0x0011_2233_4455_6677)
    #expect(id.low == 0x8899_AABB_CCDD_EEFF)
    #expect(id.bytes == bytes)
    #expect(id.hex == "00112233445566778899aabbccddeeff")
    #expect(Bytes16(hex: id.hex) == id)
    #expect(Bytes16(hex: "00112233-4455-6677-8899-AABBCCDDEEFF") == id)
  }

  @Test(arguments: [
    "", "00", "00112233445566778899aabbccddeef", "00112233445566778899aabbccddeeff0",
    "g0112233445566778899aabbccddeeff", "００112233445566778899aabbccddeeff",
  ])
  func `anything but thirty-two hexadecimal digits is no id`(text: String) { #expect(NodeID(hex: text) == nil) }

  @Test func `ids are ordered bytewise`() {
    let ids = [
      Bytes16(high: 0, low: 1), Bytes16(high: 0, low: .max), Bytes16(high: 1, low: 0), Bytes16(high: .max, low: 0),
    ]
    for left in ids.indices {
      for right in ids.indices {
        #expect((ids[left] < ids[right]) == ids[left].bytes.lexicographicallyPrecedes(ids[right].bytes))
      }
    }
  }

  @Test func `a record id is a UUIDv7 of its time`() {
    let id = RecordID(milliseconds: 0x0123_4567_89AB, random: (.max, .max))
    #expect(id.description == "01234567-89ab-7fff-bfff-ffffffffffff")
    #expect(RecordID(milliseconds: 0, random: (0, 0)).description == "00000000-0000-7000-8000-000000000000")
    #expect(RecordID(hex: id.description) == id)
    #expect(RecordID(milliseconds: 1, random: (.max, .max)) < RecordID(milliseconds: 2, random: (0, 0)))
  }

  @Test func `a digest keeps its thirty-two bytes`() {
    let all = bytes + bytes.reversed()
    let digest = Digest(all)
    #expect(digest.bytes == all)
    #expect(digest.first16 == Bytes16(bytes))
    #expect(digest.description == Bytes16.hexadecimal(all))
    for index in all.indices {
      var other = all
      other[index] ^= 1
      #expect(Digest(other) != digest)
    }
  }
}
