// What people do in a city, and what they ask of nodes for it.
import Catalog
import Merge
import Records
import Replica
import Store

/// Something somebody wants done at a node.
struct CityErrand {
  enum Kind {
    /// A community enters the files of its enterprises.
    case register
    case patrol
    case visit(enterprise: Int)
    /// A step of a hazard, from its report on.
    case hazard(Int)
    case selfCheck(enterprise: Int)
    case dutyReport(enterprise: Int)
    case dailyReport
    case directive
    case receipt
  }

  let kind: Kind
  let node: Int
  /// Whether it comes from an enterprise's terminal over the mobile network.
  var isRemote = false
  /// When it was first tried, for those that come over the network.
  var since: Int64 = 0
  var tries = 0
}

/// A hazard on its way from report to close.
struct CityHazard {
  enum Stage: Int { case reported, ordered, rectified, passed, confirmed, closed }

  let record: RecordID
  let enterprise: Int
  /// A major one is closed once the district has confirmed it.
  let isMajor: Bool
  var stage = Stage.reported

  var next: Stage? { stage == .passed && !isMajor ? .closed : Stage(rawValue: stage.rawValue + 1) }
  var before: Stage? { stage == .closed && !isMajor ? .passed : Stage(rawValue: stage.rawValue - 1) }
}

/// Fills in the catalog's forms with what such records look like.
struct CityForms {
  let catalog: Catalog

  private func make(_ type: String, _ record: RecordID, _ area: Area, _ edits: [(String, FieldEdit)]) -> RecordRequest {
    RecordRequest(type: type, record: record, area: area, seen: nil, input: EditInput(edits))
  }

  private func text(_ text: String) -> FieldEdit { .write(.text(text)) }
  private func int(_ value: Int64) -> FieldEdit { .write(.int(value)) }

  /// A photograph: its SHA-256 and when it was taken. The file itself travels by other ways.
  private func photograph(_ now: Int64, _ draw: inout Draw) -> FieldEdit {
    let parts = [draw.bytes16(), draw.bytes16()].map { Bytes16(high: $0.high, low: $0.low).hex }
    let value = Value.sorted([("name", .text("IMG_\(now % 100_000).jpg")), ("taken_at", .int(now))])
    return .elements(add: [Value.Entry(parts.joined(), value)], remove: [])
  }

  func enterprise(_ record: RecordID, _ area: Area, number: Int) -> RecordRequest {
    make(
      "enterprise", record, area,
      [
        ("name", text("青岛第\(number)机械制造有限公司")), ("credit_code", text(String(area.code.suffix(18)))),
        ("address", text("工业园区\(number % 90)号")), ("principal", text("法定代表人\(number)")),
        ("phone", text("0532-8\(1_000_000 + number)")),
      ])
  }

  func patrol(_ record: RecordID, _ area: Area, now: Int64, notes: String) -> RecordRequest {
    make(
      "patrol", record, area,
      [
        ("patroller", text("网格员")), ("started_at", int(now - 3_600_000)), ("ended_at", int(now)),
        ("distance_m", int(now % 6_000)), ("persons", int(2)), ("notes", text(notes)),
      ])
  }

  func inspection(_ record: RecordID, _ area: Area, now: Int64, origin: String, summary: String) -> RecordRequest {
    make(
      "inspection", record, area,
      [
        ("origin", text(origin)), ("target", text(area.code)), ("inspector", text("巡查员")),
        ("started_at", int(now)), ("summary", text(summary)),
      ])
  }

  func directive(_ record: RecordID, _ area: Area, now: Int64) -> RecordRequest {
    make(
      "directive", record, area,
      [
        ("title", text("关于开展汛期安全隐患排查的紧急通知")), ("issued_by", text("青岛市安全生产委员会办公室")),
        ("body", text(String(repeating: "各区市、各镇街、各社区立即组织力量，对辖区内企业开展全面排查，建立台账，闭环整改。", count: 12))),
        ("issued_at", int(now)),
      ])
  }

  func receipt(_ record: RecordID, for directive: RecordID, of node: CityNode, now: Int64) -> RecordRequest {
    make(
      "receipt", record, node.area,
      [
        ("directive", text(directive.description)), ("node", text(node.identity.node.description)),
        ("delivered_at", int(now)),
      ])
  }

  func report(_ hazard: CityHazard, _ area: Area, now: Int64, _ draw: inout Draw) -> RecordRequest {
    make(
      "hazard", hazard.record, area,
      [
        ("category", text("消防安全")), ("severity", int(hazard.isMajor ? 1 : 0)), ("found_at", int(now)),
        ("description", text("生产车间疏散通道堆放原材料，宽度不足一点四米，应急照明灯损坏，现场未设置警示标识。")),
        ("place", text("二号车间东侧")), ("found_by", text("巡查员")), ("deadline", int(now + 15 * 86_400_000)),
        ("measure", text("立即清理通道，三日内更换应急照明灯。")), ("evidence_before", photograph(now, &draw)),
      ])
  }

  /// The next step of a hazard, as somebody takes it who has seen the record as it stands.
  func step(_ kind: String, of record: RecordView, now: Int64, _ draw: inout Draw) -> RecordRequest {
    let random = draw.bytes16()
    let step = Step(
      id: StepID(Bytes16(high: random.high, low: random.low)), kind: kind, round: record.standing?.openRound ?? 1)
    var edits: [(String, FieldEdit)] = [("steps", .steps([step]))]
    if kind == "rectified" { edits.append(("evidence_after", photograph(now, &draw))) }
    return RecordRequest(
      type: "hazard", record: record.id, area: record.area, seen: .version(record.state.version),
      input: EditInput(edits))
  }
}
