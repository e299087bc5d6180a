// What an office says to those below is entered at its area and above it, and nowhere below.
import Catalog
import Merge
import Records
import Replica
import Store
import TestSupport
import Testing

@Suite struct `What an office says to those below` {
  private static let works = Area("370202001001/91370202MA3CMG5T4A")!

  private func directive(_ title: String = "冬季检查") -> [Value.Entry] {
    [("title", title), ("body", "立即排查"), ("issued_by", "市应急管理局")].map { Value.Entry($0.0, .text($0.1)) }
  }

  private func refusal(_ type: String, at home: Area, about area: Area = Place.city) -> EntryRefusal {
    .notAtOrAbove(type: type, area: area, home: home)
  }

  /// A city that has sent a directive, and the record.
  private func city() throws -> (EnteringNode, RecordPlace) {
    let city = try EnteringNode(at: Place.city)
    let place = city.place("directive", 1, in: Place.city)
    try city.enter(try city.creation(place, in: Place.city, directive()))
    return (city, place)
  }

  /// A node below with what the city has said.
  private func below(_ home: Area, of city: EnteringNode) throws -> EnteringNode {
    let node = try EnteringNode(at: home)
    let bytes = try city.store.read { reader in
      var bytes: [UInt8] = []
      for feed in try reader.feeds() {
        _ = try reader.appendCommits(to: &bytes, feed: feed.id, from: 1, size: .max)
      }
      return bytes
    }
    let branch = try #require(Branch(parent: Place.city, child: home))
    var refused: [FeedID: UInt64] = [:]
    let taken = try node.store.write { writer in
      try node.replica.ingest(
        Delivery(ScannedBatch(commits: bytes), branch: branch, source: 1, now: node.now), refused: &refused,
        into: writer)
    }
    #expect(taken.accepted == 1)
    return node
  }

  @Test func `is made by the area's node and by those above it`() throws {
    for (home, area) in [
      (Place.city, Place.city), (Place.city, Place.township), (Place.district, Place.township),
      (Place.community, Place.community),
    ] {
      let node = try EnteringNode(at: home)
      let making = try node.creation(node.place("directive", 1, in: area), in: area, directive())
      #expect(try node.enter(making).count == 1, "\(home) about \(area)")
    }
  }

  @Test(arguments: [Place.district, Place.township, Place.community])
  func `is not made from below, whatever it says`(home: Area) throws {
    let node = try EnteringNode(at: home)
    for fields in [directive(), []] {
      let input = EditInput(fields: fields)
      let edits = try? RecordEdits(input, type: node.type("directive"), isNew: false)
      let making = CreatePlan(
        node.place("directive", 1, in: Place.city), in: Place.city, try #require(edits), context: node.context())
      #expect(throws: refusal("directive", at: home)) { try node.intents(making) }
    }
  }

  @Test
  func `an enterprise sets no rule, issues no table and no checklist for the city, its community or its neighbour`()
    throws
  {
    let node = try EnteringNode(at: Self.works)
    let setting = [Value.Entry("rule", .text("hazard_overdue")), Value.Entry("parameter", .text("due"))]
    for type in ["rule_setting", "checklist", "code_table"] {
      for area in [Place.city, Place.community] {
        let input = EditInput(fields: type == "rule_setting" ? setting : [])
        let edits = try RecordEdits(input, type: node.type(type), isNew: false)
        let making = CreatePlan(node.place(type, 1, in: area), in: area, edits, context: node.context())
        #expect(throws: refusal(type, at: Self.works, about: area)) { try node.intents(making) }
      }
    }
  }

  @Test(arguments: [Place.district, Place.township, Place.community])
  func `is neither edited nor withdrawn from below, by force either`(home: Area) throws {
    let (city, place) = try city()
    let node = try below(home, of: city)
    let withdrawal = StepInput(kind: "withdrawn", details: .sorted([("reason", .text("误"))]))
    for isForced in [false, true] {
      let edit = try node.editing(place, isForced: isForced) { $0.fields = [Value.Entry("title", .text("改"))] }
      #expect(throws: refusal("directive", at: home)) { try node.intents(edit) }
      let step = try node.editing(place, isForced: isForced) { $0.steps = [withdrawal] }
      #expect(throws: refusal("directive", at: home)) { try node.intents(step) }
    }
    let own = try city.editing(place) { $0.steps = [withdrawal] }
    #expect(try city.intents(own).count == 1)
  }

  @Test func `that was made is still the same when it is sent once more to a node below`() throws {
    let (city, place) = try city()
    let node = try below(Place.township, of: city)
    #expect(try node.intents(try node.creation(place, in: Place.city, directive())).isEmpty)
    let other = try node.creation(place, in: Place.city, directive("另一件"))
    #expect(throws: EntryRefusal.madeWithOtherContent(place.id, type: "directive")) { try node.intents(other) }
  }

  @Test func `is answered from below by records of those below`() throws {
    let node = try EnteringNode(at: Place.community)
    let id = node.place("directive", 1).id
    let receipt = [
      Value.Entry("directive", .text(id.description)), Value.Entry("node", .text(node.store.identity.node.description)),
    ]
    #expect(try node.enter(try node.creation(node.place("receipt", 2), receipt)).count == 1)
    #expect(try node.enter(try node.creation(node.place("hazard", 3), hazard())).count == 1)
  }

  @Test func `about another branch is refused as what the node does not hold`() throws {
    let node = try EnteringNode(at: Place.otherDistrict)
    let making = try node.creation(node.place("directive", 1, in: Place.township), in: Place.township, directive())
    #expect(throws: CommitRefusal.outsideBranch(area: Place.township, type: "directive")) { try node.enter(making) }
  }

  @Test func `is still said of its former place by a node that has moved`() throws {
    let node = try EnteringNode(at: Place.township)
    let later = Area("370202009000")!
    let moved = node.store.identity.at(later)
    try node.store.write { try $0.savePlace(of: moved, former: [Place.township]) }
    let making = CreatePlan(
      node.place("directive", 1, in: Place.township), in: Place.township,
      try RecordEdits(EditInput(fields: directive()), type: node.type("directive"), isNew: true),
      context: EntryContext(
        user: "张伟", catalog: node.store.catalog, home: later, now: node.now, newStepID: { EnteringNode.stepID }))
    #expect(try node.intents(making).count == 1)
  }
}

extension EditInput {
  fileprivate init(fields: [Value.Entry]) {
    self.init()
    self.fields = fields
  }
}
