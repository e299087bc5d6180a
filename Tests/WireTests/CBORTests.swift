// Deterministic CBOR: one encoding for each value, and everything else refused.
import Merge
import SeededNumbers
import Testing
import Wire

@Suite struct `CBOR` {
  private func read(_ bytes: [UInt8]) throws(WireError) -> Value {
    var reader = CBORReader(bytes)
    let value = try reader.value()
    try reader.expectEnd()
    return value
  }

  private func skip(_ bytes: [UInt8]) throws(WireError) {
    var reader = CBORReader(bytes)
    try reader.skip()
    try reader.expectEnd()
  }

  private func written(_ value: Value) -> [UInt8] {
    var writer = CBORWriter()
    writer.value(value)
    return writer.bytes
  }

  /// A value that can be read is written as it was; one that can be read can be stepped over.
  private func isConsistent(_ bytes: [UInt8]) -> Bool {
    guard let value = try? read(bytes) else { return true }
    return written(value) == bytes && failure { () throws(WireError) in try skip(bytes) } == nil
  }

  @Test func `of all strings of one and two bytes, whatever reads is written back as it was`() {
    for first in 0...255 {
      if !isConsistent([UInt8(first)]) { Issue.record("\(first)") }
      for second in 0...255 where !isConsistent([UInt8(first), UInt8(second)]) { Issue.record("\(first) \(second)") }
    }
  }

  @Test func `of values with bytes changed, whatever reads is written back as it was`() {
    var sample = Sample(seed: 1)
    for _ in 0..<400 {
      var bytes = written(sample.value())
      for _ in 0...sample.numbers.below(3) {
        bytes[sample.numbers.below(bytes.count)] = sample.numbers.pick([
          0, 0x18, 0x5F, 0x78, 0x98, 0xA1, 0xC0, 0xF9, 0xFF,
        ])
      }
      if !isConsistent(bytes) { Issue.record("\(hex(bytes))") }
    }
  }

  @Test func `random values come back equal`() throws {
    var sample = Sample(seed: 2)
    for _ in 0..<500 {
      let value = sample.value()
      let back = try read(written(value))
      if back != value { Issue.record("\(value)") }
    }
  }

  @Test func `a value cut off anywhere is truncated`() {
    var sample = Sample(seed: 3)
    for _ in 0..<60 {
      let bytes = written(.list([sample.value(), sample.map(), .text("消防"), .int(sample.int())]))
      for end in bytes.indices {
        let prefix = Array(bytes[..<end])
        let codes = [
          failure { () throws(WireError) in try read(prefix) }, failure { () throws(WireError) in try skip(prefix) },
        ]
        if codes != [.truncated, .truncated] { Issue.record("\(hex(prefix)): \(codes)") }
      }
    }
  }

  @Test(arguments: [
    Int64.min, -4_294_967_297, -4_294_967_296, -65_537, -65_536, -257, -256, -25, -24, -1, 0, 23, 24, 255, 256, 65_535,
    65_536, 4_294_967_295, 4_294_967_296, .max,
  ])
  func `integers on both sides of every length of head come back equal`(number: Int64) throws {
    #expect(try read(written(.int(number))) == .int(number))
  }

  @Test func `a huge announced count fails at once and allocates nothing`() {
    for head in ["9a7fffffff", "9b7fffffffffffffff", "9bffffffffffffffff", "ba7fffffff", "bbffffffffffffffff"] {
      #expect(failure { () throws(WireError) in try read(bytes(head)) } == .tooLarge)
      #expect(failure { () throws(WireError) in try skip(bytes(head)) } == .truncated)
    }
    for head in ["5a7fffffff", "5bffffffffffffffff", "7a7fffffff", "7bffffffffffffffff"] {
      #expect(failure { () throws(WireError) in try read(bytes(head)) } == .tooLarge)
      #expect(failure { () throws(WireError) in try skip(bytes(head)) } == .tooLarge)
    }
  }

  @Test func `lists and maps nest sixteen levels and no deeper`() throws {
    for opening: [UInt8] in [[0x81], [0xA1, 0x61, 0x61]] {
      let sixteen = [UInt8](Array(repeating: opening, count: 16).joined()) + [0]
      try skip(sixteen)
      #expect(try written(read(sixteen)) == sixteen)
      #expect(failure { () throws(WireError) in try read(opening + sixteen) } == .tooDeep)
      #expect(failure { () throws(WireError) in try skip(opening + sixteen) } == .tooDeep)
    }
  }

  @Test func `an unknown map may have integer keys before text keys, in order`() {
    #expect(failure { () throws(WireError) in try skip(bytes("a30001180002616100")) } == .notDeterministic)
    #expect(failure { () throws(WireError) in try skip(bytes("a300011818026161f6")) } == nil)
    #expect(failure { () throws(WireError) in try skip(bytes("a2616100" + "0001")) } == .notDeterministic)
    #expect(failure { () throws(WireError) in try skip(bytes("a12000")) } == .malformed)
  }
}
