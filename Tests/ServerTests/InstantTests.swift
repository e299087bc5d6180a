// Moments as text: every millisecond is written as it is.
import Server
import Testing

@Suite struct `Moments as text` {
  @Test(arguments: [
    (1_795_318_683_895, "2026-11-22T03:38:03.895Z"), (1_795_318_683_941, "2026-11-22T03:38:03.941Z"),
    (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
  ])
  func `no millisecond is rounded away`(milliseconds: Int64, text: String) {
    #expect(Instant.text(milliseconds) == text)
  }

  @Test(arguments: [
    (Int64.max, "after 9999-12-31"), (1 << 53, "after 9999-12-31"), (253_402_300_800_000, "after 9999-12-31"),
    (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (253_402_300_799_000, "9999-12-31T23:59:59.000Z"),
    (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"), (-62_135_596_799_999, "0001-01-01T00:00:00.001Z"),
    (-62_135_596_800_001, "before 0001-01-01"), (.min, "before 0001-01-01"),
  ])
  func `a moment beyond the years of four digits is not written as another moment`(milliseconds: Int64, text: String) {
    #expect(Instant.text(milliseconds) == text)
  }
}
