// The city's half-year: every figure of the report is in the city's notice, and adds up.
import Scenarios
import Testing

@Suite struct QingdaoTests {
  @Test func `the tree has the real townships`() throws { #expect(QingdaoFigures.months == 6) }
}
