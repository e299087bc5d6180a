// What a node's earlier notices have said, as corrected by those after them.
package import Catalog
package import Merge
package import Store
package import Totals

/// One notice that was issued.
package struct IssuedNotice: Sendable {
  package let record: RecordID
  package let number: String
  package let period: Period
  package let issuedAt: Int64
  /// The highest arrival number its node had given out.
  package let arrival: UInt64
  package let figures: [Figure]
  package let corrections: [Figure.Corrected]
}

extension Figure {
  /// A figure of a period as a later notice has corrected it.
  package struct Corrected: Hashable, Sendable {
    package let period: Period
    package let figure: Figure
  }
}

package enum NoticeHistory {
  package static let type = "notice"

  /// The notices issued for an area and not withdrawn, in the order in which they were issued.
  package static func issued(for area: Area, catalog: Catalog, in reader: StoreReader) throws -> [IssuedNotice] {
    guard let type = catalog.type(named: type) else { return [] }
    var found: [IssuedNotice] = []
    try reader.forEach(type, in: area) { view in
      guard view.area == area, view.standing?.status != "withdrawn", let issuedAt = view["issued_at"].int,
        let period = view.text("period").flatMap({ Period($0) })
      else { return }
      found.append(
        IssuedNotice(
          record: view.id, number: view.text("number") ?? "", period: period, issuedAt: issuedAt,
          arrival: UInt64(clamping: view["arrival"].int ?? 0), figures: Figure.figures(in: view["figures"]),
          corrections: corrected(view["corrections"])))
    }
    return found.sorted { ($0.issuedAt, $0.record) < ($1.issuedAt, $1.record) }
  }

  private static func corrected(_ list: Value) -> [Figure.Corrected] {
    guard case .list(let items) = list else { return [] }
    return items.compactMap { item in
      guard let period = item["period"]?.text.flatMap({ Period($0) }), let now = item["is"], let figure = Figure(now)
      else { return nil }
      return Figure.Corrected(period: period, figure: figure)
    }
  }

  /// What stands as said of each period: the figures of its last notice, and what later notices have corrected of them.
  package static func standing(_ notices: [IssuedNotice]) -> [(notice: IssuedNotice, figures: [Figure])] {
    var said: [(notice: IssuedNotice, figures: [Figure])] = []
    for notice in notices {
      for corrected in notice.corrections {
        guard let place = said.firstIndex(where: { $0.notice.period == corrected.period }) else { continue }
        said[place].figures.removeAll { isSame($0, corrected.figure) }
        said[place].figures.append(corrected.figure)
      }
      said.removeAll { $0.notice.period == notice.period }
      said.append((notice, notice.figures))
    }
    return said
  }

  private static func isSame(_ left: Figure, _ right: Figure) -> Bool {
    left.indicator == right.indicator && left.area == right.area && left.sector == right.sector
      && left.campaign == right.campaign
  }
}
