// Rules of the catalog's records, and the ids that nodes make alike: catalog 4, 5 and 8, protocol 13.
import Catalog
import Merge
import Replica
import Rules

extension Answers {
  static let records: [String: Reading] = [
    "credit-code": creditCode, "user-name": userName, "lifecycle": lifecycle, "deadline": deadline,
    "alarm-id": alarmID, "checkpoint-id": checkpointID,
  ]

  private static func creditCode(_ input: JSON) throws -> JSON { .bool(CreditCode.isValid(try input.string)) }

  private static func userName(_ input: JSON) throws -> JSON {
    .bool(UserName(try input[0].string) == UserName(try input[1].string))
  }

  private static func lifecycle(_ input: JSON) throws -> JSON {
    let record = try record(input)
    guard let standing = record.standing else { throw try input["type"].fault("a type with a lifecycle") }
    let outcomes = standing.effects.map { effect -> JSON in
      .array([JSON(effect.fact.step), .string(word(effect.outcome))])
    }
    return .object([
      "status": .string(standing.status), "round": .int(standing.round), "open_round": .int(standing.openRound),
      "outcomes": .array(outcomes),
    ])
  }

  private static func word(_ outcome: Standing.Outcome) -> String {
    switch outcome {
    case .effective: "effective"
    case .ineffective(let reason): reason.rawValue
    }
  }

  private static func deadline(_ input: JSON) throws -> JSON {
    let record = try record(input)
    let name = try input["deadline"].string
    guard let deadline = record.type.deadlines.first(where: { $0.name == name }) else {
      throw try input["deadline"].fault("the name of a deadline of the type")
    }
    let examined = ExaminedRecord(
      type: record.type.name, id: RecordID(.zero), area: Area.somewhere, created: 0, changed: 0, shown: record.shown,
      standing: record.standing, facts: record.steps.chronological)
    let calendar = try calendar(input["calendar"].optional { try $0.array } ?? [])
    guard let standing = deadline.standing(of: examined, calendar: calendar, now: try input["now"].int) else {
      return .null
    }
    return .object([
      "state": .string(standing.state.rawValue), "due": JSON(Value.int(standing.due)),
      "done": JSON(optional: standing.done) { JSON(Value.int($0)) }, "certain": .bool(standing.isCertain),
    ])
  }

  private static func alarmID(_ input: JSON) throws -> JSON {
    guard let kind = Alarm.Kind(rawValue: try input["kind"].string) else { throw try input["kind"].fault("a kind") }
    let alarm = Alarm(kind, node: NodeID(try input["node"].id), cause: try input["cause"].bytes, noticedAt: 0)
    return JSON(alarm.id)
  }

  private static func checkpointID(_ input: JSON) throws -> JSON {
    JSON(Checkpoint.record(of: NodeID(try input["node"].id)))
  }
}

extension Area {
  /// Where the record of a case lies, since every record lies somewhere.
  fileprivate static let somewhere: Area = {
    guard let area = Area("370202001001") else { preconditionFailure("twelve digits are an area") }
    return area
  }()
}
