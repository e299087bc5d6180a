// Roll-ups and baselines as they stand in a store.
package import Catalog
package import Merge
package import Store
package import Totals

package enum RollUpReading {
  /// A roll-up's content; nil for a record that is none.
  package static func rollUp(_ view: RecordView) -> RollUp? {
    guard let period = view.text("period").flatMap({ Period($0) }), let statedAt = view["stated_at"].int else {
      return nil
    }
    return RollUp(
      record: view.id, area: view.area, period: period, figures: Figure.figures(in: view["figures"]),
      statedAt: statedAt, catalog: view.text("catalog") ?? "")
  }

  /// What areas inside `area`, and not it itself, have stated of exactly one period, by code.
  package static func rollUps(
    of period: Period, inside area: Area, type: RecordType, in reader: StoreReader
  ) throws -> [RollUp] {
    var found: [RollUp] = []
    try reader.forEach(type, where: ("period", period.description), in: area) { view in
      if view.area != area, let rollUp = rollUp(view) { found.append(rollUp) }
    }
    return found.sorted { $0.area < $1.area }
  }

  /// Those whose area lies in no other one's: nothing is stated twice among them.
  package static func topmost(_ rollUps: [RollUp]) -> [RollUp] {
    rollUps.filter { rollUp in
      !rollUps.contains { $0.area != rollUp.area && $0.area.contains(rollUp.area) }
    }
  }

  package static func baselines(of indicator: String, type: RecordType, in reader: StoreReader) throws -> [Baseline] {
    var found: [Baseline] = []
    try reader.forEach(type, where: ("indicator", indicator), in: nil) { view in
      guard let period = view.text("period").flatMap({ Period($0) }), let figure = view["figure"].int else { return }
      found.append(Baseline(indicator: indicator, area: view.area, period: period, figure: figure))
    }
    return found
  }
}

extension RecordView {
  /// The shown value of a field; null for a field the type does not have.
  package subscript(name: String) -> Value {
    guard let field = type.field(named: name) else { return .null }
    return Shown.value(of: state[field.number], field: field, standing: standing)
  }

  package func text(_ name: String) -> String? { self[name].text }
}
