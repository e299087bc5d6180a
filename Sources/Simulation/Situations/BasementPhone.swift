// A phone without a signal and with a clock far ahead.
import Catalog
import Merge
import Replica
import Store

extension Situation {
  static let basementPhone = Situation(
    name: "basement-phone",
    summary: """
      A phone in a basement keeps an edit for two days, its clock and that of its enterprise's node ten years ahead. The \
      edit merges as what it was, kept beside what was written meanwhile; an informed edit beats both, and no clock runs \
      ahead because of it.
      """
  ) { script in
    let decade: Int64 = 3_652 * 86_400_000
    let township = script.node("370202001000")
    let community = script.node("370202001001", below: township)
    let terminal = script.node("370202001001/91370200MA3000000L", below: community)
    let everybody = [township, community, terminal]
    terminal.clock.jump(by: decade)
    script.pass(minutes: 10)
    let hazard = script.hazard(at: community, about: terminal.area, "楼道堆物")
    script.change(hazard, at: community, [("place", .write(.text("一层")))])
    script.pass(minutes: 10)
    script.expect("place", of: hazard, is: .text("一层"), at: everybody)

    let seen = script.version(of: hazard, at: terminal)
    let deviceTime = script.world.trueTime + decade
    script.pass(days: 1)
    script.change(hazard, at: community, [("place", .write(.text("二层")))])
    script.pass(days: 1)
    script.submit(
      hazard, at: terminal, by: terminal.number, seen: seen, [("place", .write(.text("地下室")))], deviceTime: deviceTime)
    script.pass(hours: 1)
    for node in everybody {
      let values = script.writes("place", of: hazard, at: node)
      script.expect(values == ["二层", "地下室"], "keeps \(values)", at: node, about: hazard)
    }

    script.change(hazard, at: township, [("place", .write(.text("地下一层")))])
    script.pass(hours: 1)
    script.heal()
    for node in everybody {
      let values = script.writes("place", of: hazard, at: node)
      script.expect(values == ["地下一层"], "keeps \(values)", at: node, about: hazard)
    }
    script.expect("place", of: hazard, is: .text("地下一层"), at: everybody)
    let later = script.hazard(at: community, "之后")
    script.expect(script.lastTime(of: later, at: community) < deviceTime, "lets its clock be dragged", at: community)
  }
}

extension Script {
  /// The texts of all writes of a register that are still there, shown or not, sorted.
  func writes(_ name: String, of paper: Paper, at node: SimulatedNode) -> [String] {
    guard let record = shown(paper, at: node), let field = record.type.field(named: name),
      case .register(let register)? = record.state[field.number]
    else { return [] }
    return register.writes.compactMap(\.value.text).sorted()
  }

  /// The time of a record's last commit, in milliseconds.
  func lastTime(of paper: Paper, at node: SimulatedNode) -> Int64 {
    guard let record = shown(paper, at: node) else { return .max }
    let history = try? node.read { _, store in try store.history(of: record) }
    return history?.last?.time.milliseconds ?? .max
  }
}
