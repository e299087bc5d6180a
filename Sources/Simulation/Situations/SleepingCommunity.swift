// A directive and a community that was away for a month.
import Catalog
import Merge
import Replica
import Store

extension Situation {
  static let sleepingCommunity = Situation(
    name: "directive-reaches-a-community-that-slept",
    summary: """
      The city issues a directive while one community is offline for thirty days. The others have it within minutes; when \
      the community wakes it has it too, and the city has exactly one receipt of each addressee.
      """
  ) { script in
    let city = script.node("370200000000")
    let district = script.node("370202000000", below: city)
    let township = script.node("370202001000", below: district)
    let awake = script.node("370202001001", below: township)
    let asleep = script.node("370202001002", below: township)
    let elsewhere = script.node("370203000000", below: city)
    script.pass(minutes: 10)
    let outage = script.strike(.partition, asleep)
    script.pass(days: 3)
    let directive = script.enter(
      "directive", at: city, about: district.area,
      [("title", .text("汛期安全")), ("body", .text("立即排查低洼地带")), ("issued_by", .text("市应急管理局"))])
    script.pass(minutes: 10)
    script.expectShown([directive], at: [district, township, awake])
    script.expect(script.shown(directive, at: asleep) == nil, "has it without a link", at: asleep)
    script.expect(script.shown(directive, at: elsewhere) == nil, "is not addressed and has it", at: elsewhere)
    for node in [district, township, awake] { script.sign(directive, at: node) }
    script.pass(minutes: 10)
    script.expectReceipts([district, township, awake], for: directive, at: city)

    script.pass(days: 27)
    script.end(outage)
    let hasCome = script.pass(upToHours: 1) { script.shown(directive, at: asleep) != nil }
    script.expect(hasCome, "has no directive an hour after it woke", at: asleep)
    script.sign(directive, at: asleep)
    script.heal()
    script.expectReceipts([district, township, awake, asleep], for: directive, at: city)
    script.expectReceipts([district, township, awake, asleep], for: directive, at: district)
    script.expect(script.all("receipt", at: elsewhere).isEmpty, "has receipts of others", at: elsewhere)
  }
}

extension Script {
  /// Answers a directive with the node's receipt.
  func sign(_ directive: Paper, at node: SimulatedNode) {
    _ = enter(
      "receipt", at: node,
      [
        ("directive", .text(directive.id.description)), ("node", .text(node.identity.node.description)),
        ("delivered_at", .int(world.wallClock(node))),
      ])
  }

  /// Expects one receipt of each of these nodes and of nobody else.
  func expectReceipts(_ addressees: [SimulatedNode], for directive: Paper, at node: SimulatedNode) {
    let signed = all("receipt", at: node).filter { record in
      record.values.contains { $0.field.name == "directive" && $0.value == .text(directive.id.description) }
    }
    let found = signed.compactMap { record in record.values.first { $0.field.name == "node" }?.value.text }.sorted()
    let due = addressees.map(\.identity.node.description).sorted()
    expect(found == due, "has \(found.count) receipts of \(due.count) addressees", at: node, about: directive)
  }
}
