// What is answered of actions.
import Catalog
import Merge
import Node
import Records
import Store
import Trust
import Wire

enum ActionJSON {
  static func object(_ action: EnteredAction) -> JSON {
    var members: [(String, JSON)] = [
      ("pass", .text(action.pass.description)), ("device", .text(action.device?.description)),
      ("number", .int(Int64(clamping: action.number))),
    ]
    switch action.outcome {
    case .entered(let dot, let records):
      members += status("entered") + place(dot) + told(records)
    case .repeated(let dot, let verdict, let records):
      members += status("repeated", verdict: verdict) + place(dot) + told(records)
    case .held(let record, let reason):
      let words = [record.description, reason.code.rawValue, reason.detail]
      members += status("held") + zip(["held", "reason", "detail"], words).map { ($0, .text($1)) }
    case .refused(let refusal):
      members += status("refused") + [("problem", Problem(refusal).json)]
    }
    return .object(members)
  }

  /// What became of a device's actions, as a page of it is answered.
  static func object(_ page: DeviceActions.Page, of device: DeviceID) -> JSON {
    let lines = page.lines.map { line in
      switch line.told {
      case .entered(let known): object(known)
      case .held(let record): object(held: record)
      }
    }
    return [
      "device": .text(device.description), "actions": .list(lines), "next": .text(page.next.map { String($0) }),
    ]
  }

  private static func object(_ known: KnownAction) -> JSON {
    let number: [(String, JSON)] = [
      ("number", .int(Int64(clamping: known.number))), ("pass", .text(known.pass.description)),
    ]
    let removed: [(String, JSON)] = known.isRemoved ? [("removed", .bool(true))] : []
    return .object(number + status("entered", verdict: known.verdict) + place(known.dot) + removed)
  }

  private static func object(held record: RecordView) -> JSON {
    func value(_ name: String) -> JSON {
      record.values.first { $0.field.name == name }.map { .value($0.value) } ?? .null
    }
    return [
      "number": value("number"), "status": "held", "held": .text(record.id.description), "reason": value("reason"),
      "detail": value("detail"), "pass": value("pass"), "record_status": .text(record.standing?.status),
    ]
  }

  private static func status(_ word: String, verdict: String? = nil) -> [(String, JSON)] {
    [("status", .text(word))] + (verdict.map { [("verdict", .text($0))] } ?? [])
  }

  private static func place(_ dot: Dot) -> [(String, JSON)] {
    [("feed", .text(dot.feed.description)), ("seq", .int(Int64(clamping: dot.seq)))]
  }

  private static func told(_ records: [EnteredRecord]) -> [(String, JSON)] {
    let list = records.map { record -> JSON in
      [
        "type": .text(record.type), "id": .text(record.id.description), "area": .text(record.area.code),
        "version": .text(record.version.carried().text), "steps": .list(record.steps.map { step($0.step, $0.outcome) }),
      ]
    }
    return [("records", .list(list))]
  }

  private static func step(_ step: Step, _ outcome: Standing.Outcome?) -> JSON {
    var members: [(String, JSON)] = [("id", .text(step.id.description)), ("step", .text(step.kind))]
    switch outcome {
    case .effective?: members.append(("effective", .bool(true)))
    case .ineffective(let reason)?:
      members += [("effective", .bool(false)), ("reason", .text(reason.rawValue))]
    case nil: break
    }
    return .object(members)
  }
}

extension Problem {
  /// What whoever handed an action in is told, of which nothing was kept.
  init(_ refusal: ActionRefusal) {
    switch refusal {
    case .noRoot:
      self.init(.passUnknown, "This node's store has no root key: no pass counts in it, and nobody signs.")
    case .signatureMismatch(let digest):
      self.init(
        .signatureMismatch,
        "The device of the pass has not signed what is handed in; 'digest' is the SHA-256 of what this node reads in it.",
        members: [("digest", .text(digest.description))])
    case .numberUsed(let dot):
      self.init(
        .numberUsed, "The device has signed another action under this number.",
        members: [("feed", .text(dot.feed.description)), ("seq", .int(Int64(clamping: dot.seq)))])
    case .notHeldHere(let area, let name, let tiers):
      self.init(
        .notHeldHere, "This node does not hold \(name) records of area \(area.code).",
        members: [("tiers", .list(tiers.map { .text($0.name) }))])
    case .tooManyHeld(let limit): self.init(limit)
    case .invalidFields(let faults): self.init(EntryRefusal.invalidFields(faults))
    case .notEntered(let words): self.init(.invalidContent, "The action cannot be entered: \(words).")
    }
  }
}

extension Problem {
  /// What whoever handed an action in is told that could only be held, where as many are held as may be.
  fileprivate init(_ limit: HeldLimit) {
    let (name, count, what): (String, Int, String) =
      switch limit {
      case .ofDay(let max): ("day", max, "of this device are held of one day already")
      case .ofDevice(let max): ("device", max, "of this device wait already until somebody takes them up")
      case .ofUnknown(let max):
        ("unknown-passes", max, "wait already under passes that are not known here; bring the pass with it")
      case .ofNode(let max): ("node", max, "wait at this node already until somebody takes them up")
      }
    self.init(
      .tooBusy, "The action cannot be entered, and is not held: \(count) \(what).",
      members: [("limit", .text(name)), ("max", .int(Int64(count)))], retryAfter: 3_600)
  }
}
