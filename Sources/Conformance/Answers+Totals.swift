// What records add to totals, and the names of roll-ups: catalog 10.
import Catalog
import Merge
import Reports
import Totals
import Wire

extension Answers {
  static let totals: [String: Reading] = ["contribution": contributions, "roll-up-id": rollUpID]

  private static func contributions(_ input: JSON) throws -> JSON {
    let record = try record(input)
    let counted = Counted(
      record: RecordID(try input["record"].id), area: try input["area"].area, type: record.type,
      shown: Dictionary(record.shown) { first, _ in first }, standing: record.standing, steps: record.steps)
    return .array(
      record.type.contributions(of: counted).map { contribution in
        .object([
          "indicator": .string(contribution.indicator), "day": .string(contribution.day.description),
          "division": .string(contribution.area), "sector": .string(contribution.sector),
          "campaign": .string(contribution.campaign), "unit": .string(contribution.unit),
          "amount": JSON(Value.int(contribution.amount)), "digest": JSON(contribution.digest.bytes),
        ])
      })
  }

  private static func rollUpID(_ input: JSON) throws -> JSON {
    guard let area = Area(try input["area"].string) else { throw WireError(.malformed, "an area") }
    let text = try input["period"].string
    guard let period = Period(text), RollUps.kinds.contains(period.kind) else {
      throw WireError(.malformed, "a day, an ISO week or a month")
    }
    let record = RollUps.record(of: area, period: period)
    return .object(["bytes": JSON(RollUps.name(of: area, period: period)), "id": JSON(record)])
  }
}

/// The record of a case, as counting looks at it.
private struct Counted: CountedRecord {
  let record: RecordID
  let area: Area
  let type: RecordType
  let shown: [String: Value]
  let standing: Standing?
  let steps: Steps

  var status: String? { standing?.status }
  func value(of field: Int) -> Value { type.field(numbered: field).flatMap { shown[$0.name] } ?? .null }
  func moment(of step: String) -> Int64? { standing?.moment(of: step, in: steps) }
}
