// Settings on a command line, and text in columns.
import Simulation
import Testing

@Suite struct WordsTests {
  @Test func `settings as a seed draws them need nothing but the seed`() {
    #expect(Settings(seed: 12).command == "gridward-simulate --seed 12")
  }

  @Test func `every setting that differs is in the command`() {
    var settings = Settings(seed: 12)
    settings.nodes = 3
    settings.hours = 2
    settings.acts = 5
    settings.faults = [.powerLoss, .crash]
    settings.endMinutes = 90
    settings.absent = [2]
    settings.omitted = [0, 1, 2, 7]
    #expect(
      settings.command == "gridward-simulate --seed 12 --nodes 3 --hours 2 --acts 5 --faults crash,powerLoss"
        + " --end-minutes 90 --absent 2 --omit 0-2,7")
  }

  @Test(arguments: ["1", "1,4-7,12", "0-3"]) func `a list of numbers reads back`(text: String) {
    #expect(NumberList(text)?.description == text)
  }

  @Test(arguments: ["", "a", "3-1", "1,,2", "-1", "1-"]) func `what is no list is refused`(text: String) {
    #expect(NumberList(text) == nil)
  }

  @Test func `faults are chosen by name`() throws {
    #expect(try FaultChoice("none").settings(seed: 1).faults.isEmpty)
    #expect(try FaultChoice("crash,loss").settings(seed: 1).faults == [.crash, .loss])
    let drawn = Settings(seed: 1).faults
    #expect(try FaultChoice("default").settings(seed: 1).faults == drawn)
    for kind in drawn {
      #expect(try FaultChoice("-\(kind.rawValue)").settings(seed: 1).faults == drawn.subtracting([kind]))
    }
    #expect(throws: FaultChoice.Unknown.self) { try FaultChoice("crash,flood") }
  }

  @Test func `Chinese takes two columns`() {
    let lines = Columns.aligned([["隐患", "1"], ["ab", "12"]], right: [1])
    #expect(lines == ["隐患   1", "ab    12"])
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")])
  func `digits stand in groups of three`(number: Int, text: String) {
    #expect(Words.grouped(number) == text)
  }
}
