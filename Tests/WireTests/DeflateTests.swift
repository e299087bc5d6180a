// Compressed blocks: exactly what was announced, or nothing.
import SeededNumbers
import TestSupport
import Testing
import Wire

@Suite struct `Deflate blocks` {
  private func inflate(_ block: [UInt8], _ count: Int) -> WireError.Code? {
    failure { () throws(WireError) in try Deflate.inflate(block[...], count: count) }
  }

  @Test func `whatever is packed comes back, from a slice too`() throws {
    var sample = Sample(seed: 1)
    for _ in 0..<40 {
      let bytes = sample.bytes(below: 3_000).map { sample.numbers.chance(1, in: 2) ? $0 : 0 }
      let block = Deflate.compress(bytes)
      #expect(try Deflate.inflate(block[...], count: bytes.count) == bytes)
      #expect(try Deflate.inflate(([9, 9] + block + [9])[2..<(block.count + 2)], count: bytes.count) == bytes)
    }
  }

  @Test func `a block that gives more or less than it says is refused`() {
    for length in [1, 2, 100, 70_000] {
      let block = Deflate.compress(Array(repeating: 5, count: length))
      for count in [0, length - 1, length + 1, 2 * length + 1] { #expect(inflate(block, count) == .notCompressed) }
    }
    #expect(inflate(Deflate.compress([]), 1) == .notCompressed)
    #expect(inflate(Deflate.compress([]), 0) == nil)
  }

  @Test func `a bomb gives no more than was announced`() {
    let bomb = Deflate.compress(Array(repeating: 0, count: 16 << 20))
    #expect(bomb.count < 100_000)
    #expect(inflate(bomb, 1_000) == .notCompressed)
    #expect(inflate(bomb, Limits.batchBytesMax) == .notCompressed)
  }

  @Test func `a block cut, lengthened or changed anywhere is refused`() {
    let bytes = Array("消防通道堵塞，消防通道堵塞".utf8)
    let block = Deflate.compress(bytes)
    for end in block.indices { #expect(inflate(Array(block[..<end]), bytes.count) == .notCompressed) }
    #expect(inflate(block + [0], bytes.count) == .notCompressed)
    for index in block.indices {
      var changed = block
      changed[index] ^= 0x10
      let result = try? Deflate.inflate(changed[...], count: bytes.count)
      #expect(result == nil || result == bytes, "a changed byte \(index) changes nothing unseen")
    }
  }
}
