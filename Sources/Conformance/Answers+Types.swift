// Record types and records as cases write them: what a catalog asks for and no case is about is filled in.
import Catalog
import Merge
import Rules

/// A record of a case: its type, what its fields show, its facts, and where it stands.
struct CaseRecord {
  let type: RecordType
  let shown: [(String, Value)]
  let steps: Steps
  /// Nil for a type without a lifecycle.
  let standing: Standing?
}

extension Answers {
  /// The record that `type`, `shown` and `facts` of an input make up.
  static func record(_ input: JSON) throws -> CaseRecord {
    let type = try recordType(try input["type"])
    let shown = try input["shown"].optional { try $0.object } ?? [:]
    let values = try shown.mapValues { try $0.value }
    let steps = try steps(input["facts"].optional { try $0.array } ?? [])
    let standing = type.lifecycle?.standing(of: steps, signatures: try signatures(input)) { values[$0] ?? .null }
    return CaseRecord(type: type, shown: values.sorted { $0.key < $1.key }, steps: steps, standing: standing)
  }

  /// Who signed the facts, where `proved` says that signatures are asked for.
  private static func signatures(_ input: JSON) throws -> Signatures {
    guard try input["proved"].optional({ try $0.bool }) ?? false else { return .unproved }
    var signers: [FactID: Signer] = [:]
    for fact in try input["facts"].optional({ try $0.array }) ?? [] {
      signers[try Self.fact(fact).identity] = try fact["signer"].optional { try $0.signer }
    }
    return .proved(signers)
  }

  private static func steps(_ facts: [JSON]) throws -> Steps {
    var steps = Steps()
    for fact in facts {
      let known = try Self.fact(fact)
      guard !steps.contains(known.step.id) else { throw fact.fault("an id of its own") }
      steps.applyStep(known.step, origin: known.origin)
    }
    return steps
  }

  private static func fact(_ json: JSON) throws -> Fact {
    let origin = Origin(
      dot: Dot(feed: FeedID(.zero), seq: 1), time: try json["time"].optional { try $0.time } ?? .zero,
      tier: try json["tier"].tier, user: try json["user"].optional { try $0.string } ?? "")
    return Fact(step: try json.step, origin: origin)
  }

  /// A type of the shipped catalog by its name, or one of the case's own with the keys of the catalog's files.
  static func recordType(_ json: JSON) throws -> RecordType {
    if case .string(let name) = json {
      guard let type = Catalog.builtIn.type(named: name) else { throw json.fault("a type of the catalog") }
      return type
    }
    let name = "thing"
    var type = try titled(json).object
    type["type"] = .string(name)
    type["class"] = .string("work")
    type["fields"] = .array(try json["fields"].array.map { try titled($0) })
    if let lifecycle = type["lifecycle"] { type["lifecycle"] = try withTitles(lifecycle, in: ["statuses", "steps"]) }
    if let deadlines = type["deadlines"] {
      type["deadlines"] = .array(try deadlines.array.map { try titled($0, "title", "source") })
    }
    if let totals = type["totals"] { type["totals"] = .array(try totals.array.map { try titled($0) }) }
    let files = [("\(name).yaml", JSON.object(type).text), ("classes.yaml", classes)]
    let catalog = try Catalog(files: files.map { (name: $0.0, bytes: Array($0.1.utf8)) })
    guard let found = catalog.type(named: name) else { preconditionFailure("a catalog has the types of its files") }
    return found
  }

  private static func withTitles(_ json: JSON, in lists: [String]) throws -> JSON {
    var object = try json.object
    for list in lists { object[list] = .array(try json[list].array.map { try titled($0) }) }
    return .object(object)
  }

  /// With a title where there is none, and with the source of a rule.
  private static func titled(_ json: JSON, _ keys: String...) throws -> JSON {
    var object = try json.object
    if object["title"] == nil { object["title"] = .object(["zh": .string("题"), "en": .string("Title")]) }
    if keys.contains("source"), object["source"] == nil { object["source"] = .string("a rule") }
    return .object(object)
  }

  private static let classes = """
    classes:
      - { name: work, title: { zh: 业务, en: Work }, rises: city, falls: terminal, priority: normal }

    """

  /// The calendar of days and their kinds, each `[day, "off" or "work"]`.
  static func calendar(_ days: [JSON]) throws -> WorkCalendar {
    let entries = try days.map { day -> JSON in
      let kind = try day[1].string
      guard kind == "off" || kind == "work" else { throw try day[1].fault("off or work") }
      return .object([
        "code": .string(try day[0].string), "zh": .string("日"), "en": .string("Day"), "kind": .string(kind),
      ])
    }
    let file: JSON = .object([
      "table": .string(WorkCalendar.table), "version": .string("1"), "source": .string("a rule"),
      "title": .object(["zh": .string("日历"), "en": .string("Calendar")]), "entries": .array(entries),
    ])
    return WorkCalendar(CodeTables([try CodeTable(file: "calendar.yaml", bytes: Array(file.text.utf8))]))
  }
}

extension JSON {
  fileprivate var signer: Signer {
    get throws {
      guard let issuer = Issuer(rawValue: try self["issuer"].string) else { throw fault("own, above or root") }
      return Signer(
        role: try self["role"].string, tier: try self["tier"].tier, issuer: issuer,
        actingFor: try self["acting_for"].optional { try $0.string })
    }
  }
}
