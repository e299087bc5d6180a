// What an office says to those below, and what those below say in its place: kept, passed on, and without effect.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `What is written from below` {
  /// The built-in catalog as one that does not know from where a type is written.
  private static let unaware: Catalog = {
    let files = Catalog.builtInFiles.map { file in
      (name: file.name, bytes: Array(file.text.replacing("writers: at_or_above\n", with: "").utf8))
    }
    do { return try Catalog(files: files) } catch { preconditionFailure("\(error)") }
  }()

  private static let works = Area("370202001001/91370202MA3CMG5T4A")!
  private static let homes = [works, Place.community, Place.township, Place.district]

  private func change(_ type: String, _ field: String, _ edit: FieldEdit) -> FieldChange {
    FieldChange(Catalog.builtIn.type(named: type)!.field(named: field)!.number, edit)
  }

  /// - Parameter number: tells one step from another.
  private func withdrawal(of type: String, _ number: UInt64) -> FieldChange {
    let step = Step(
      id: StepID(Bytes16(high: 5, low: number)), kind: "withdrawn", round: 1,
      details: .sorted([("reason", .text("误"))]))
    return change(type, "steps", .steps([step]))
  }

  private func setting(_ value: Int64) -> [FieldChange] {
    [
      change("rule_setting", "rule", .write(.text("accidents_in_short_time"))),
      change("rule_setting", "parameter", .write(.text("window"))),
      change("rule_setting", "value", .write(.int(value))),
    ]
  }

  private func title(_ text: String) -> FieldChange { change("directive", "title", .write(.text(text))) }

  /// What somebody below writes about the city, with everything of it that the city has written in sight.
  private func written(at home: Area, _ catalog: Catalog = builtIn, having city: WrittenStore) throws -> [[UInt8]] {
    let number = UInt64(Self.homes.firstIndex(of: home)! + 2)
    let node = try WrittenStore(number, at: home, catalog: catalog)
    try node.receive(try city.bodies(), from: Place.city)
    let heldCount = try node.bodies().count
    try node.write("rule_setting", 2, in: Place.city, setting(1))
    try node.write("rule_setting", 1, in: Place.city, [change("rule_setting", "value", .write(.int(2)))])
    try node.write("rule_setting", 1, in: Place.city, [withdrawal(of: "rule_setting", 2 * number)])
    if home.tier != .terminal {
      try node.write("directive", 4, in: Place.city, [title("自拟")])
      try node.write("directive", 3, in: Place.city, [title("改"), withdrawal(of: "directive", 2 * number + 1)])
    }
    return Array(try node.bodies().dropFirst(heldCount))
  }

  private static let builtIn = Catalog.builtIn

  private func city(_ catalog: Catalog = builtIn) throws -> WrittenStore {
    let city = try WrittenStore(1, at: Place.city, catalog: catalog)
    try city.write("rule_setting", 1, in: Place.city, setting(60))
    try city.write("directive", 3, in: Place.city, [title("冬季检查")])
    return city
  }

  @Test(arguments: homes) func `it is kept and changes nothing`(home: Area) throws {
    let city = try city()
    let before = try city.contentDump()
    let commits = try written(at: home, having: city)
    #expect(try city.receive(commits, from: home).accepted == commits.count, "nothing is refused for it")
    #expect(try city.contentDump() == before)
    #expect(try city.count("SELECT count(*) FROM \"commit\"") == commits.count + 2)
    #expect(try city.lines("SELECT value, status FROM rule_setting") == ["value=60 status=\"published\""])
    #expect(try city.lines("SELECT title, status FROM directive") == ["title=\"冬季检查\" status=\"issued\""])
    #expect(try city.store.verify().faults == [])
  }

  @Test func `what stands above the area may still say it, and take it back`() throws {
    let district = try WrittenStore(2, at: Place.district)
    try district.write("rule_setting", 1, in: Place.district, setting(60))
    let city = try WrittenStore(1, at: Place.city)
    let held = try district.bodies()
    try city.receive(held, from: Place.district)
    try city.write("rule_setting", 1, in: Place.district, [withdrawal(of: "rule_setting", 1)])
    let commits = try city.bodies().dropFirst(held.count)
    #expect(try district.receive(Array(commits), from: Place.city).accepted == 1)
    #expect(try district.lines("SELECT status FROM rule_setting") == ["status=\"withdrawn\""])
  }

  @Test func `the history shows it, and why it has no effect`() throws {
    let city = try city()
    try city.receive(try written(at: Place.township, having: city), from: Place.township)
    let type = try #require(city.store.catalog.type(named: "directive"))
    let entries = try city.store.read { reader in
      try reader.history(of: try #require(try reader.records(recordID(3), type: type).first))
    }
    #expect(entries.map(\.home) == [Place.city, Place.township])
    #expect(entries.map(\.objection) == [nil, .notAtOrAbove])
    #expect(entries.last?.change?.fields.count == 2)
  }

  @Test func `a store whose catalog did not ask folds its views anew, and what had effect has none`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("node.db")
    let before = WrittenStore(
      try Store.create(path: path, identity: .test(1, at: Place.city), catalog: Self.unaware))
    try before.write("rule_setting", 1, in: Place.city, setting(60))
    try before.write("directive", 3, in: Place.city, [title("冬季检查")])
    for home in Self.homes { try before.receive(try written(at: home, Self.unaware, having: before), from: home) }
    #expect(try before.count("SELECT count(*) FROM rule_setting WHERE status = 'withdrawn'") == 1)
    #expect(try before.count("SELECT count(*) FROM directive") == 2)
    let commits = try before.bodies()
    try before.store.close()
    let after = WrittenStore(try Store.open(path: path, catalog: .builtIn))
    #expect(try after.lines("SELECT value, status FROM rule_setting") == ["value=60 status=\"published\""])
    #expect(try after.lines("SELECT title, status FROM directive") == ["title=\"冬季检查\" status=\"issued\""])
    #expect(try after.bodies() == commits)
    // And what is folded anew is what is folded as it comes.
    let fresh = try WrittenStore(9, at: Place.city)
    for body in commits { try fresh.receive([body], from: Place.district) }
    #expect(try fresh.contentDump() == after.contentDump())
    #expect(try after.store.verify().faults == [])
  }

  @Test func `no code, setting or name of a place comes from below`() throws {
    let city = try city()
    let node = try WrittenStore(2, at: Self.works)
    let fields = [
      change("code_table", "name", .write(.text(CodeTable.places))),
      change("code_table", "version", .write(.text("9999-12-31"))),
      change("code_table", "name_zh", .write(.text("行政区划"))),
      change(
        "code_table", "entries",
        .elements(add: [Value.Entry(Place.city.code, .sorted([("zh", .text("某厂之城"))]))], remove: [])),
    ]
    try node.write("code_table", 7, in: Place.city, fields)
    #expect(try node.count("SELECT count(*) FROM code_table") == 0, "nor at whoever wrote it")
    #expect(try city.receive(try node.bodies(), from: Self.works).accepted == 1)
    #expect(try city.count("SELECT count(*) FROM code_table") == 0)
  }
}

extension WrittenStore {
  /// Takes commits over a link with a place above or below the store's own.
  @discardableResult
  fileprivate func receive(_ commits: [[UInt8]], from place: Area) throws -> Ingested {
    let own = store.identity.area
    let branch = place.contains(own) ? Branch(parent: place, child: own)! : Branch(parent: own, child: place)!
    var refused: [FeedID: UInt64] = [:]
    let sequence = CommitSequence.of(commits)
    return try store.write { writer in
      try replica.ingest(
        Delivery(ScannedBatch(commits: sequence), branch: branch, source: 1, now: now), refused: &refused, into: writer)
    }
  }
}
