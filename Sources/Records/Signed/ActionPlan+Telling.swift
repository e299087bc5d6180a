// What whoever hands an action in is told of it, and the words for why it is not entered.
import Catalog
import Merge
import Replica
import Store
import Trust

extension ActionPlan {
  /// The records that the action is about, as they stand.
  func told(in reader: StoreReader) throws -> [EnteredRecord] {
    try entry.changes.compactMap { change in
      guard let type = catalog.type(named: change.type),
        let record = try reader.records(change.record, type: type).first(where: { $0.area == entry.area })
      else { return nil }
      let steps = change.fields.flatMap { field -> [Step] in
        if case .steps(let steps) = field.edit { steps } else { [] }
      }
      return EnteredRecord(
        type: type.name, id: change.record, area: record.area, version: record.state.version,
        steps: steps.map { ($0, record.standing?.outcome(of: $0)) })
    }
  }

  func refusal(_ refusal: CommitRefusal, at home: Area) -> ActionRefusal {
    guard case .outsideBranch = refusal else { return .notEntered("\(refusal)") }
    let tiers = catalog.class(named: entry.className).map { holders(of: $0.feed) } ?? []
    return .notHeldHere(entry.area, className: entry.className, tiers: tiers)
  }

  /// At which tiers nodes around the area hold what is written about it.
  private func holders(of feedClass: FeedClass) -> [Tier] {
    Tier.allCases.filter { tier in
      if let above = entry.area.ancestor(at: tier) { return feedClass.isHeld(about: entry.area, at: above) }
      return tier > entry.area.tier && feedClass.falls.map { tier <= $0 } ?? false
    }
  }

  static func reason(_ fault: ActionFault) -> HeldReason {
    let code: HeldReason.Code =
      switch fault {
      case .passUnknown, .badSignature, .otherAccount, .numberTaken: .passUnknown
      case .outsidePass: .outsidePass
      case .passDoesNotCount: .passDoesNotCount
      case .passOver: .passOver
      case .withdrawn: .withdrawn
      }
    return HeldReason(code, fault.name)
  }
}
