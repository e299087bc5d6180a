// Machines whose clocks are wrong: nothing is dated by them, the office above is told, and they find their way back.
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct WrongClockTests {
  private static let home = "370203027003"

  /// A city and a community right below it, whose clock the test sets.
  private struct Tree {
    let folder: TemporaryFolder
    let city: RunningNode
    let clock: WrongClock

    init() throws {
      folder = try TemporaryFolder()
      for (name, area) in [("city", "370200000000"), ("home", home)] {
        _ = try folder.run("init", "--store", "\(name).db", "--area", area)
      }
      clock = try WrongClock("home", in: folder)
      city = try RunningNode(folder, store: "city.db", log: "city.log")
    }

    func start() throws -> RunningNode {
      try RunningNode(
        folder, store: "home.db", flags: ["--parent", city.url], log: "home.log", environment: clock.environment)
    }

    func log(_ name: String) throws -> String { String(decoding: try folder.bytes(of: "\(name).log"), as: UTF8.self) }
    func status(_ url: String) throws -> String { try folder.run("status", "--server", url).output }

    /// Enters a hazard and has it put right.
    /// - Returns: its id.
    @discardableResult
    func rectified(_ description: String, at url: String) throws -> String {
      let made = try folder.run(
        "record", "create", "hazard", "--server", url, "--area", home, "category=消防安全", "severity=0", "found_at=now",
        "description=\(description)", environment: clock.environment)
      let id = try #require(made.output.firstMatch(of: #/[0-9a-f]{8}-[0-9a-f-]{27}/#), "\(made.output) \(made.notes)")
      let step = try folder.run("record", "step", "hazard", String(id.0), "rectified", "--server", url)
      #expect(step.status == 0, "\(step.notes)")
      return String(id.0)
    }

    /// When each hazard was entered and last changed, as its node dates it, and when it was found, which was typed as `now`.
    func dates(_ url: String) throws -> [Date] {
      let json = try JSONSerialization.jsonObject(
        with: Data(try folder.run("record", "list", "hazard", "--server", url, "--json").output.utf8))
      let records = ((json as? [String: Any])?["records"] as? [[String: Any]]) ?? []
      return records.flatMap { record in
        let found = (record["fields"] as? [String: Any])?["found_at"]
        return [record["created_at"], record["changed_at"], found].compactMap { $0 as? Int64 }.map {
          Date(timeIntervalSince1970: Double($0) / 1000)
        }
      }
    }

    /// How many hazards count as rectified today.
    func countsToday(_ url: String) throws -> Int {
      let formatter = ISO8601DateFormatter()
      formatter.formatOptions = [.withFullDate]
      formatter.timeZone = TimeZone(secondsFromGMT: 8 * 3_600)
      let output = try folder.run(
        "totals", "show", "--server", url, "--period", formatter.string(from: Date()), "--indicator",
        "hazards_rectified", "--json"
      ).output
      let json = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
      let totals = (json?["totals"] as? [[String: Any]]) ?? []
      return totals.compactMap { $0["count"] as? Int }.reduce(0, +)
    }
  }

  private static let today = Int64(Date().timeIntervalSince1970)

  private static let leads: [Int64] = [3_650 * 86_400, 3_600 - today, 978_307_200 - today]

  @Test(arguments: leads)
  func `a start with a wrong clock dates nothing by it, the office above names it, and the right clock counts today`(
    lead: Int64
  ) async throws {
    let tree = try Tree()
    let before = try tree.start()
    try tree.rectified("前", at: before.url)
    try await eventually("both are in step") { try tree.status(before.url).contains("in-step") }
    #expect(before.end() == 0)

    try tree.clock.set(seconds: lead)
    let wrong = try tree.start()
    try tree.rectified("中", at: wrong.url)
    try await eventually("both ends name the clock") {
      try tree.status(wrong.url).contains("This machine's clock is") && tree.status(tree.city.url).contains("WRONG:")
        && tree.log("home").contains("This machine's clock is")
        && tree.log("city").contains("The clock of a node below is")
    }
    try tree.rectified("后", at: wrong.url)
    try await eventually("the city has all three") { try tree.dates(tree.city.url).count == 9 }
    #expect(wrong.end() == 0)

    try tree.clock.set(seconds: 0)
    let right = try tree.start()
    try tree.rectified("今", at: right.url)
    try await eventually("all count at the city today") { try tree.countsToday(tree.city.url) == 4 }
    let now = Date()
    for date in try tree.dates(tree.city.url) + tree.dates(right.url) {
      #expect(abs(date.timeIntervalSince(now)) < 600, "\(date)")
    }
    try await eventually("nobody is called wrong any more") {
      try !tree.status(tree.city.url).contains("WRONG:") && !tree.status(right.url).contains("This machine's clock is")
    }
    #expect(right.end() == 0 && tree.city.end() == 0)
    for name in ["home", "city"] { #expect(try tree.folder.run("verify", "--store", "\(name).db").status == 0) }
  }

  @Test func `a clock that was days ahead before anybody could know is left behind once machine and parent agree`()
    async throws
  {
    let tree = try Tree()
    let port = try #require(tree.city.url.split(separator: ":").last.map(String.init))
    try tree.clock.set(seconds: 3 * 86_400)
    let alone = try RunningNode(tree.folder, store: "home.db", environment: tree.clock.environment)
    try tree.rectified("早", at: alone.url)
    #expect(try #require(tree.dates(alone.url).first) > Date().addingTimeInterval(2 * 86_400))
    #expect(alone.end() == 0)
    try tree.clock.set(seconds: 0)
    let right = try tree.start()
    try await eventually("it is in step with \(port)") { try tree.status(right.url).contains("in-step") }
    try tree.rectified("今", at: right.url)
    // The one dated ahead has been taken again.
    try await eventually("both count at the city today") { try tree.countsToday(tree.city.url) == 2 }
    #expect(right.end() == 0 && tree.city.end() == 0)
  }

  @Test func `where no parent can say so, an order has the node date by its machine's clock again`() throws {
    let tree = try Tree()
    let clock = try WrongClock("city2", in: tree.folder)
    _ = try tree.folder.run("init", "--store", "top.db", "--area", "370200000000")
    try clock.set(seconds: 3 * 86_400)
    let ahead = try RunningNode(tree.folder, store: "top.db", environment: clock.environment)
    try tree.rectified("早", at: ahead.url)
    // Set right while it runs: what follows would be dated on from there, and somebody is told.
    try clock.set(seconds: 0)
    try tree.rectified("后", at: ahead.url)
    #expect(try tree.status(ahead.url).contains("This machine's clock is 3 days behind"))
    #expect(ahead.end() == 0)
    let asked = try tree.folder.run("clock", "--store", "top.db")
    #expect(asked.status == 0 && asked.output.contains("behind"), "\(asked.output)")
    #expect(try tree.folder.run("clock", "--right", "--store", "top.db").status == 0)
    let right = try RunningNode(tree.folder, store: "top.db")
    try tree.rectified("今", at: right.url)
    #expect(try tree.countsToday(right.url) == 3)
    #expect(right.end() == 0)
    #expect(try !tree.folder.run("clock", "--store", "top.db").output.contains("This machine's clock"))
  }

  @Test func `a clock before 1970 is told, and starts nothing`() throws {
    let tree = try Tree()
    try tree.clock.set(seconds: -Self.today - 86_400)
    let outcome = try tree.folder.run("serve", "--store", "home.db", "--port", "0", environment: tree.clock.environment)
    #expect(outcome.status == 78)
    #expect(outcome.notes.contains("before 1970"))
  }

  @Test(arguments: [-1, 2, 400] as [Int64])
  func `an office whose clock was days off takes its nodes again by itself when it is right`(days: Int64) async throws {
    let city = try EnrolledCity()
    let clock = try WrongClock("city", in: city.folder)
    let top = try LinkedNode(city.folder, "city", environment: clock.environment)
    try await city.join("district", EnrolledCity.district, below: "city", at: top)
    let district = try LinkedNode(city.folder, "district")
    let status = { try city.folder.run("status", "--server", district.url).output }
    try await eventually("they are in step") { try status().contains("in-step") }
    try clock.set(seconds: days * 86_400)
    _ = try city.folder.run(
      "record", "create", "hazard", "--server", district.url, "--area", EnrolledCity.district, "category=消防安全",
      "severity=0", "found_at=now", "description=楼道堆物")
    // Certificates made before end before the office's clock; others only begin after it.
    if days > 100 {
      try await eventually("the district is refused", within: .seconds(90)) {
        try status().contains("certificate-expired")
      }
    }
    try clock.set(seconds: 0)
    // After failures a child waits up to a minute, and what looks after certificates another.
    try await eventually("they are in step, and the city has it", within: .seconds(150)) {
      try status().contains("in-step")
        && city.folder.run("record", "list", "hazard", "--server", top.url).output.contains("楼道堆物")
    }
    #expect(district.end() == 0 && top.end() == 0)
  }
}
