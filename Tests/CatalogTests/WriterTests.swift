// From where records are written: what is said to those below has its effect from the area itself and from above it alone.
import Catalog
import Merge
import Testing

@Suite struct `Who writes records of a type` {
  /// Places of every tier, with neighbours, a city without districts, and two enterprises of one community.
  private static let areas = [
    "000000000000", "370000000000", "370200000000", "370202000000", "370202001000", "370202001001", "370202001002",
    "370203000000", "370203001000", "370300000000", "441900000000", "441900001000", "441900001001",
    "370202001001/91370202MA3CMG5T4A", "370202001001/91350100M000100Y43",
  ].map { Area($0)! }

  private static let changes: [[FieldChange]] = [
    [], [FieldChange(1, .write(.text("x")))], [FieldChange(2, .elements(add: [], remove: ["k"]))],
    [FieldChange(3, .steps([Step(id: StepID(.zero), kind: "aged", round: 1)]))], [FieldChange(4, .increment(1))],
    [FieldChange(4, .increments([Increment(id: IncrementID(.zero), amount: 1)]))], [FieldChange(99, .write(.null))],
  ]

  private static func type(_ keys: String) throws -> RecordType {
    let yaml = thing(
      fields: [
        field(), field("kind: set, value: text", number: 2, name: "b"), field("kind: steps", number: 3, name: "c"),
        field("kind: counter", number: 4, name: "d"),
      ], rest: keys)
    return try #require(try catalog(yaml).type(named: "thing"))
  }

  /// Whether one place is another or lies around it, by the digits of their codes alone.
  private static func reaches(_ home: String, _ area: String) -> Bool {
    if home.contains("/") { return home == area }
    // A group of zeros stands for all there is below.
    var digits = home[...]
    for count in [3, 3, 2, 2, 2] where digits.hasSuffix(String(repeating: "0", count: count)) {
      digits = digits.dropLast(count)
    }
    return area.starts(with: digits)
  }

  @Test func `what is written at or above its area has its effect from there, and from nowhere else, whatever it is`()
    throws
  {
    let type = try Self.type("writers: at_or_above\n")
    var admitted = 0
    for home in Self.areas {
      for area in Self.areas {
        let isThere = Self.reaches(home.code, area.code)
        admitted += isThere ? 1 : 0
        for fields in Self.changes {
          let objection = type.objection(to: fields, from: home, about: area)
          #expect(objection == (isThere ? nil : .notAtOrAbove), "\(home) about \(area): \(fields)")
          #expect(type.admits(fields, from: home, about: area) == isThere)
        }
      }
    }
    #expect(admitted > Self.areas.count && admitted < Self.areas.count * Self.areas.count / 2)
  }

  @Test func `where nothing is said anyone writes, and a node's own word stays its own`() throws {
    for keys in ["", "writers: anyone\n"] {
      let type = try Self.type(keys)
      #expect(type.writers == .anyone && !type.asksWriter)
      for home in Self.areas {
        for area in Self.areas { #expect(type.admits(Self.changes[1], from: home, about: area)) }
      }
    }
    let word = try Self.type("origin: node\nwriters: at_or_above\n")
    let (city, district) = (Self.areas[2], Self.areas[3])
    #expect(word.objection(to: Self.changes[1], from: city, about: district) == .notItsOwnWord)
    #expect(word.objection(to: Self.changes[3], from: city, about: district) == nil)
    #expect(word.objection(to: Self.changes[3], from: district, about: city) == .notAtOrAbove)
    #expect(word.objection(to: Self.changes[1], from: city, about: city) == nil)
  }

  @Test(arguments: ["above", "at-or-above", "At_or_above", "people"])
  func `a word that is none is refused with those that are`(word: String) {
    let error = fault(thing(fields: [field()], rest: "writers: \(word)\n"))
    #expect(error?.code == .notAllowed)
    #expect(error?.description.contains("anyone, at_or_above") == true, "\(String(describing: error))")
  }

  /// A type that is added has to be put into one of the two lists.
  @Test func `what is said to those below is written from above, and what those below write into is not`() {
    let above: Set = [
      "accountability_review", "admonition", "assignment", "baseline", "blacklist_entry", "campaign", "checklist",
      "code_table", "committee", "directive", "duty_roster", "expert", "grid_cell", "guarantee", "interview",
      "listing", "obligation", "penalty", "post", "publication", "random_draw", "rectification_order",
      "rule_setting", "score", "suspension", "team", "warning_notice",
    ]
    let anyone: Set = [
      "accident", "alarm", "audit_finding", "certificate", "checkpoint", "daily_report", "duty_report",
      "emergency_report", "enforcement_case", "enterprise", "expert_diagnosis", "extension", "fulfilment", "grant",
      "hazard", "held_action", "held_confidential", "informant", "injury", "inspection", "insurance",
      "major_hazard_installation", "notice", "observation",
      "pass", "patrol", "permit", "receipt", "redaction", "referral", "rescue_team", "revocation", "risk_assessment",
      "risk_point", "roll_up", "sensor_alarm", "supervision_task", "supply", "target", "tip_off", "toolbox_talk",
      "training", "violation", "withdrawal",
    ]
    let types = Catalog.builtIn.types
    #expect(Set(types.filter { $0.writers == .atOrAbove }.map(\.name)) == above)
    #expect(Set(types.filter { $0.writers == .anyone }.map(\.name)) == anyone)
  }

  @Test func `whatever people look up, and whatever reaches them as an order or directive, comes from above`() {
    for type in Catalog.builtIn.types where ["reference", "directive", "order"].contains(type.class.name) {
      #expect(type.writers == .atOrAbove, "\(type.name)")
    }
  }
}
