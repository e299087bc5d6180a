// Places entered at a city in one go are named at every node, whatever province it lies in.
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct PlacesTests {
  private static let list = "code,name\n5101,成都市\n510104,锦江区\n510104017,锦官驿街道\n510104017001,水井坊社区\n"

  @Test func `a list is entered once, mended when it changes, and named by the nodes below`() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.run("init", "--store", "city/node.db", "--area", "510100000000")
    _ = try folder.run("init", "--store", "home/node.db", "--area", "510104017001")
    let city = try RunningNode(folder, store: "city/node.db")
    let home = try RunningNode(folder, store: "home/node.db", flags: ["--parent", city.url])
    func enter(_ list: String) throws -> Program.Outcome {
      try folder.write(Data(list.utf8), to: "places.csv")
      return try folder.run("places", "import", "places.csv", "--as-of", "2025-12-31", "--server", city.url)
    }
    let first = try enter(Self.list)
    #expect(first.output.hasPrefix("Entered 4 of 4 places in 2 code tables."), "\(first.output)\(first.notes)")
    let again = try enter(Self.list)
    #expect(
      again.output.hasPrefix("Entered 0 of 4 places in 2 code tables; the node had 4."), "\(again.output)\(again.notes)"
    )
    try await eventually("the community names itself and the city") {
      let status = try folder.run("status", "--server", home.url).output
      return status.contains("510104017001 水井坊社区") && status.contains("510100000000 成都市")
    }
    // The parent is told later than the child, and says so as long as it has not been.
    let above = try folder.run("status", "--server", city.url).output
    #expect(above.contains("never ") == above.contains("the idle round after it"), "\(above)")
    let mended = try enter(Self.list.replacing("水井坊社区", with: "水井坊新社区"))
    #expect(
      mended.output.hasPrefix("Entered 1 of 4 places in 2 code tables; the node had 3."),
      "\(mended.output)\(mended.notes)")
    try await eventually("the mended name is at the community") {
      try folder.run("status", "--store", "home/node.db").output.contains("510104017001 水井坊新社区")
    }
    let made = try folder.run(
      "record", "create", "hazard", "--server", home.url, "--area", "510104017001", "category=消防安全", "severity=0",
      "found_at=now", "description=楼道堆物")
    #expect(made.status == 0, "\(made.notes)")
    #expect(try folder.run("record", "list", "hazard", "--server", home.url).output.contains("水井坊新社区"))
    let shown = try folder.run("totals", "show", "--period", "2000", "--store", "home/node.db")
    #expect(shown.output.contains("510104017001 水井坊新社区"), "\(shown.output)\(shown.notes)")
    for (list, words) in [
      ("code,name\n510,区\n", "line 2"), ("code,name\n510104,锦江区\n370202,市南区\n", "line 3: 370202000000"),
    ] {
      let refused = try enter(list)
      #expect(refused.status == 64 && refused.notes.contains(words), "\(refused.notes)")
    }
    // What is said to everybody is said from above, and the words say by whom.
    for words in [
      ["codes", "load"], ["directive", "send", "--title", "通知", "--body", "停工", "--issued-by", "某社区"],
    ] {
      let refused = try folder.run(words + ["--area", "510100000000", "--server", home.url])
      #expect(refused.status == 65 && refused.notes.contains("by the node there or by one above it"), "\(refused)")
    }
    try folder.write(Data(Self.list.utf8), to: "places.csv")
    let ahead = ["places", "import", "places.csv", "--as-of", "2125-12-31", "--server", city.url]
    let refused = try folder.run(ahead)
    #expect(refused.status == 64 && refused.notes.contains("more than a year ahead"), "\(refused.notes)")
    let taken = try folder.run(ahead + ["--ahead", "--json"])
    #expect(taken.output == #"{"code_tables":2,"entered":4,"places":4}"# + "\n", "\(taken.output)\(taken.notes)")
    let below = try folder.run("places", "import", "places.csv", "--as-of", "2025-12-31", "--server", home.url)
    #expect(below.status == 64 && below.notes.contains("a community"), "\(below.notes)")
    #expect(home.end() == 0)
    #expect(city.end() == 0)
  }
}
