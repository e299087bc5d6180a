// Ids, areas and days as text: read and written byte by byte, held against the same by characters.
import Merge
import SeededNumbers
import Testing

@Suite struct `Written forms` {
  @Test func `sixteen bytes are written in two digits each`() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<200 {
      let raw = Bytes16(high: random.next() >> UInt64(random.below(64)), low: random.next())
      let hex = Bytes16.hexadecimal(raw.bytes)
      #expect(raw.hex == hex)
      let digits = Array(hex)
      let uuid = [digits[..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20...]]
        .map { String($0) }.joined(separator: "-")
      #expect(RecordID(raw).description == uuid)
      #expect(Bytes16(hex: hex) == raw && Bytes16(hex: uuid.uppercased()) == raw && Bytes16(hex: "-\(hex)-") == raw)
      var bytes: [UInt8] = [7]
      raw.appendHex(to: &bytes, isDashed: true)
      #expect(bytes == [7] + Array(uuid.utf8))
    }
  }

  @Test(arguments: ["", "0", "０", "g", "0\u{301}", " ", "\r\n", "+", "/", ":", "@", "`"])
  func `what is no digit is no part of an id`(text: String) {
    let digits = String(repeating: "a", count: 31)
    #expect((Bytes16(hex: digits + text) != nil) == (text == "0"))
  }

  @Test func `a day is written with all its zeros, and read as it is written alone`() {
    for number in stride(from: Day.first.number, through: Day.last.number, by: 997) {
      let day = Day(number: number)
      let (year, month, date) = day.parts
      func padded(_ number: Int, _ count: Int) -> String {
        String((String(repeating: "0", count: count) + "\(number)").suffix(count))
      }
      let text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))"
      #expect(day.description == text && Day(text) == day)
    }
    for text in ["", "2026-03-1", "2026-03-011", "2026/03/01", "２026-03-01", "2026-02-29", "-026-03-01", "2026-3-001"] {
      #expect(Day(text) == nil, "\(text)")
    }
  }

  @Test func `an area's tier is the last group of digits in which something stands`() {
    var random = SplitMix64(seed: 5)
    for _ in 0..<2_000 {
      let digits = (0..<12).map { _ in random.below(3) == 0 ? random.below(10) : 0 }
      let code = digits.map(String.init).joined()
      var tier = Tier.country
      for (candidate, group) in [(Tier.province, 0..<2), (.city, 2..<4), (.district, 4..<6), (.township, 6..<9)] {
        if digits[group].contains(where: { $0 != 0 }) { tier = candidate }
      }
      if digits[9...].contains(where: { $0 != 0 }) { tier = .community }
      #expect(Area(code)?.tier == tier && Area("x\(code)".dropFirst())?.code == code)
      let enterprise = Area("\(code)/91350100M000100Y43")
      #expect(enterprise?.tier == (tier == .community ? .terminal : nil))
    }
    for text in ["", "37020200100", "3702020010011", "37020200100a", "370202001001/91350100m000100Y43"] {
      #expect(Area(text) == nil)
    }
    #expect(Tier.allCases.allSatisfy { $0.name == String(describing: $0) && Tier(name: $0.name) == $0 })
  }
}
