// Why a figure of the past has changed: which records came late, were entered later, changed, or were taken out.
package import Catalog
import Merge
package import Store
package import Totals

/// The records touched by commits that arrived after a notice was issued.
package struct LateChanges {
  private struct Touched {
    /// The earliest commit about it that came since.
    var first: Int64
    var contributions: [Contribution]
    var area: String
    var created: Int64
    var isWithdrawn: Bool
  }

  private let touched: [String: [Touched]]
  private let issuedAt: Int64

  /// - Parameters:
  ///   - arrival: the highest arrival number at the time of the notice.
  ///   - issuedAt: when it was issued, in milliseconds.
  package init(
    after arrival: UInt64, issuedAt: Int64, catalog: Catalog, in reader: StoreReader
  ) throws {
    var times: [RecordKey: Int64] = [:]
    let bound = Dictionary(
      uniqueKeysWithValues: catalog.types.filter { $0.writers != .anyone }.map { ($0.name, $0.writers) })
    try reader.forEachChange(after: arrival) { change in
      // What has no effect explains nothing.
      if let writers = bound[change.type], change.home != change.area, let home = Area(change.home),
        let area = Area(change.area), !writers.admits(home, about: area)
      {
        return
      }
      let key = RecordKey(type: change.type, record: change.record, area: change.area)
      times[key] = min(times[key] ?? change.time, change.time)
    }
    var touched: [String: [Touched]] = [:]
    for (key, time) in times {
      guard let type = catalog.type(named: key.type), !type.indicators.isEmpty else { continue }
      for view in try reader.records(key.record, type: type) where view.area.code == key.area {
        touched[key.type, default: []].append(
          Touched(
            first: time, contributions: reader.contributions(of: view), area: key.area,
            created: view.state.created.milliseconds, isWithdrawn: view.standing?.status == "withdrawn"))
      }
    }
    self.touched = touched
    self.issuedAt = issuedAt
  }

  private struct RecordKey: Hashable {
    let type: String
    let record: RecordID
    let area: String
  }

  /// Why a figure has changed, in words, and since when, in milliseconds; nil where nothing that came since explains it.
  package func reason(
    _ correction: Correction, type: String
  ) -> (text: String, since: Int64)? {
    guard let area = Area(correction.area) else { return nil }
    var counts = (late: 0, entered: 0, changed: 0, taken: 0)
    var since: Int64?
    for record in touched[type] ?? [] {
      guard let place = Area(record.area), area.contains(place) else { continue }
      let isCounted = record.contributions.contains {
        $0.indicator == correction.indicator && correction.period.contains($0.day)
      }
      switch (isCounted, record.created) {
      case (true, let created) where created > issuedAt: counts.entered += 1
      case (true, let created) where created >= record.first: counts.late += 1
      case (true, _): counts.changed += 1
      case (false, _) where record.isWithdrawn && correction.now.count < correction.was.count: counts.taken += 1
      case (false, _): continue
      }
      since = min(since ?? record.first, record.first)
    }
    guard let since else { return nil }
    let parts = [
      (counts.late, "离线迟到"), (counts.entered, "事后补录"), (counts.changed, "后续变更"), (counts.taken, "撤销"),
    ].filter { $0.0 > 0 }.map { "\($0.1)\($0.0)条" }
    return (parts.joined(separator: "、"), since)
  }
}
